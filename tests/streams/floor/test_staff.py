"""What sources tell of agents, in any order, and what a restart of a source takes away."""

from __future__ import annotations

from streams.events import AnyEvent
from streams.floor.floor import Floor
from streams.floor.floor_rules import FloorRules
from streams.floor.restored import restore
from streams.floor.shown import site_view
from streams.floor.view import AgentView
from tests.streams.floor.histories import START, event
from tests.streams.floor.test_floor import floor_of
from tests.streams.floor.test_saved import saved_over

DAY = 86_400_000


def member(id_: str, time: int, joined: bool = True) -> AnyEvent:
    return event(id_, "agent.member", time, agent="ann", queue="sales", joined=joined)


def available(id_: str, time: int) -> AnyEvent:
    return event(id_, "agent.state", time, agent="ann", state="available")


def reset(time: int) -> AnyEvent:
    return event("reset", "source.reset", time)


def ann(floor: Floor, at: int = START + 100_000) -> AgentView:
    return site_view(floor, at).agents["ann"]


def test_the_newest_word_on_a_queue_stands_whatever_order_they_came_in() -> None:
    assert ann(floor_of(member("b", START + 2), member("a", START, joined=False), now=START + 10)).queues == ["sales"]
    assert ann(floor_of(member("b", START + 2, joined=False), member("a", START), now=START + 10)).queues == []


def test_a_restart_of_the_source_takes_logins_and_queues_away() -> None:
    view = ann(floor_of(member("m", START), available("a", START), reset(START + 5), now=START + 10))
    assert (view.state, view.since, view.queues) == ("offline", START + 5, [])


def test_a_restart_that_came_before_what_it_ended_ends_it_all_the_same() -> None:
    floor = floor_of(reset(START + 5), member("m", START), available("a", START), now=START + 10)
    assert (ann(floor).state, ann(floor, START + 100_001).queues) == ("offline", [])
    again = floor_of(reset(START + 5), member("m", START + 6), available("a", START + 6), now=START + 10)
    assert (ann(again).state, ann(again, START + 100_001).queues) == ("available", ["sales"])


def test_a_restart_leaves_alone_what_came_after_it() -> None:
    floor = floor_of(member("m", START + 6), available("a", START + 6), reset(START + 5), now=START + 10)
    assert (ann(floor).state, ann(floor, START + 100_001).queues) == ("available", ["sales"])


def test_presence_older_than_the_days_that_are_settled_counts_as_late() -> None:
    floor = floor_of(available("a", START), now=START + 10)
    floor.tick(START + 4 * DAY)
    floor.apply(event("late", "agent.state", START + 1000, agent="ann", state="break"), START + 4 * DAY)
    floor.apply(available("a", START + 3 * DAY), START + 4 * DAY)
    floor.apply(available("a", START + 3 * DAY), START + 4 * DAY)
    assert (floor.late, floor.duplicates) == (1, 1)
    assert ann(floor, START + 4 * DAY).windows["week"].counts["available_ms"] == 4 * DAY


def test_membership_description_and_restarts_are_known_again() -> None:
    described = event("d", "agent.described", START, agent="ann", name="Ann", team="north", location="Aarhus")
    floor = floor_of(member("m", START), described, now=START + 10)
    again = restore("aarhus", FloorRules(), saved_over(floor, {}))
    view = ann(again)
    assert (view.queues, view.name, view.team, view.location) == (["sales"], "Ann", "north", "Aarhus")
    again.apply(event("d2", "agent.described", START - 1, agent="ann", name="Old"), START + 100_001)
    assert ann(again, START + 100_002).name == "Ann"


def test_of_two_contacts_at_once_the_later_one_is_shown_whatever_order_they_came_in() -> None:
    talks = [event(f"a{n}", "contact.answered", START + n, contact=f"c{n}", agent="ann") for n in (1, 2)]
    assert [ann(floor_of(*order, now=START + 10)).contact for order in (talks, talks[::-1])] == ["c2", "c2"]
