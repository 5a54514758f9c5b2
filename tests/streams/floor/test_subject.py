"""What a source tells of is known from its events, survives a crash, and is bounded."""

from __future__ import annotations

from typing import get_args

from streams.events import AlertEvent, AnyEvent, SourceEvent
from streams.floor.floor import Floor
from streams.floor.floor_rules import FloorRules
from streams.floor.restored import restore
from streams.floor.saved import save
from streams.floor.subject import QUEUES_TOLD, SUBJECTS
from tests.streams.floor.histories import START, event

PBX = "asterisk/test"


def told_by(floor: Floor) -> dict[str, list[str]]:
    (source,) = floor.sources.values()
    return {str(subject): queues for subject, queues in source.view().tells.items()}


def floor_told(*events: AnyEvent) -> Floor:
    floor = Floor("aarhus", FloorRules())
    for one in events:
        floor.apply(one, START + 60_000)
    return floor


def test_every_event_is_about_something_but_those_of_sources_and_alerts_themselves() -> None:
    assert set(SUBJECTS) == set(get_args(AnyEvent)) - set(get_args(SourceEvent)) - set(get_args(AlertEvent))


def test_it_tells_of_the_subjects_and_queues_of_its_events() -> None:
    floor = floor_told(
        event("1", "contact.queued", START, contact="c", queue="sales"),
        event("2", "contact.queued", START, contact="d", queue="mail"),
        event("3", "contact.answered", START + 1, contact="c", agent="ann"),
        event("4", "agent.state", START, agent="ann", state="available"),
        event("5", "source.beat", START, interval_s=5),
    )
    assert told_by(floor) == {"agents": [], "contacts": ["mail", "sales"]}


def test_it_is_still_known_after_a_crash() -> None:
    floor = floor_told(
        event("1", "contact.queued", START, contact="c", queue="sales"),
        event("2", "agent.state", START, agent="ann", state="available"),
    )
    put, _ = save(floor)
    assert told_by(restore("aarhus", FloorRules(), put)) == {"agents": [], "contacts": ["sales"]}


def test_a_source_of_too_many_queues_is_taken_to_tell_of_all_for_good() -> None:
    names = [f"q{n}" for n in range(QUEUES_TOLD + 1)]
    floor = floor_told(
        *(event(name, "contact.queued", START, contact=name, queue=name) for name in names),
        event("again", "contact.queued", START, contact="again", queue="sales"),
    )
    assert told_by(floor) == {"contacts": []}
    put, _ = save(floor)
    assert told_by(restore("aarhus", FloorRules(), put)) == {"contacts": []}


def test_state_that_says_nothing_of_it_is_read() -> None:
    put, _ = save(floor_told(event("1", "contact.queued", START, contact="c", queue="sales")))
    put["meta"] = put["meta"].replace(b',{"contacts":["sales"]},0]', b"]")
    assert b'"contacts":' not in put["meta"]
    assert told_by(restore("aarhus", FloorRules(), put)) == {}
