"""What boards read is what is: nothing that ended stays on them, and nothing is made again that did not change."""

from __future__ import annotations

import pytest

from streams.events import AnyEvent
from streams.floor.floor import Floor
from streams.floor.floor_rules import FloorRules
from streams.floor.measure_book import MeasureBook
from streams.floor.restored import restore
from streams.floor.saved import save
from streams.floor.view import Measures
from streams.ledger.names import names_hash, queue_hash, site_hash, tickets_hash
from streams.published import PublishedFigures
from tests.streams.floor.histories import START, event

TICKETS = tickets_hash("aarhus")
SITE = site_hash("aarhus")


def floor_of(*events: AnyEvent) -> Floor:
    floor = Floor("aarhus", FloorRules())
    for one in events:
        floor.apply(one, START + 10_000)
    floor.tick(START + 10_000)
    return floor


def opened() -> AnyEvent:
    return event("o", "ticket.opened", START, ticket="t", queue="mail")


def solved() -> AnyEvent:
    return event("s", "ticket.status", START + 1000, ticket="t", status="solved")


def test_a_ticket_that_is_solved_leaves_the_boards() -> None:
    floor = floor_of(opened())
    published = PublishedFigures(floor)
    assert set(published.refresh(START + 10_000).put[TICKETS]) == {"t"}
    floor.apply(solved(), START + 10_001)
    assert published.refresh(START + 10_001).drop[TICKETS] == ["t"]


def test_a_ticket_that_was_solved_just_before_its_worker_died_leaves_the_boards_too() -> None:
    put, _ = save(floor_of(opened(), solved()))
    published = PublishedFigures(restore("aarhus", FloorRules(), put))
    assert published.refresh(START + 10_000).drop[TICKETS] == ["t"]


def answered() -> AnyEvent:
    return event("a", "contact.answered", START + 2000, contact="c", agent="ann")


def test_a_call_that_was_answered_before_anybody_told_its_queue_is_not_shown_twice() -> None:
    floor = floor_of(answered())
    published = PublishedFigures(floor)
    assert "now" in published.refresh(START + 10_000).put[queue_hash("aarhus", "unassigned")]
    floor.apply(event("q", "contact.queued", START, contact="c", queue="sales"), START + 10_001)
    published.note_changes()
    drop = published.refresh(START + 10_001).drop
    assert drop[names_hash("aarhus")] == ["unassigned"]
    assert {"now", "today"} <= set(drop[queue_hash("aarhus", "unassigned")])
    published.note_changes()
    assert names_hash("aarhus") not in published.refresh(START + 20_000).drop


def test_what_the_owner_before_showed_of_no_queue_is_taken_away_by_the_next() -> None:
    put, _ = save(floor_of(answered(), event("q", "contact.queued", START, contact="c", queue="sales")))
    published = PublishedFigures(restore("aarhus", FloorRules(), put))
    assert published.refresh(START + 10_000).drop[names_hash("aarhus")] == ["unassigned"]


def test_reported_measures_are_gathered_anew_only_when_one_came(monkeypatch: pytest.MonkeyPatch) -> None:
    views: list[Measures] = []
    view = MeasureBook.view

    def noted(book: MeasureBook) -> Measures:
        views.append(view(book))
        return views[-1]

    monkeypatch.setattr(MeasureBook, "view", noted)
    floor = floor_of(event("q", "contact.queued", START, contact="c", queue="sales"))
    published = PublishedFigures(floor)
    for step in range(3):
        published.note_changes()
        published.refresh(START + 10_000 * (step + 1))
    assert views == [{}]
    floor.apply(event("r", "measure.reported", START, measure="revenue", value=1, period="2026-11"), START + 30_001)
    published.note_changes()
    save(floor)
    assert published.refresh(START + 40_000).put[SITE]["measures"] == b'{"revenue":{"2026-11":1.0}}'


def test_queues_that_wait_for_their_turn_show_at_once_who_waits_in_them() -> None:
    queues = [f"q{number}" for number in range(6)]
    floor = floor_of(*(event(f"a{q}", "contact.queued", START, contact=f"a{q}", queue=q) for q in queues))
    published = PublishedFigures(floor)
    published.note_changes()
    published.refresh(START + 10_000)
    save(floor)
    for q in queues:
        floor.apply(event(f"b{q}", "contact.queued", START + 10_001, contact=f"b{q}", queue=q), START + 10_001)
    floor.tick(START + 10_002)
    published.note_changes()

    put = published.refresh(START + 10_002, scopes=1).put
    shown = [put[queue_hash("aarhus", q)] for q in queues]
    assert all(b'"waiting":2' in fields["now"] for fields in shown)
    assert sum("today" in fields for fields in shown) == 1, "the rest has its turn"
    assert published.refresh(START + 10_002, scopes=0).put == {}, "nothing is written twice"
    assert published.pending
