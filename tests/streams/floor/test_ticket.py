"""A ticket among others: whose it is, what a gap or another order of its facts makes of it, and its present."""

from __future__ import annotations

import pytest

from streams.floor.promise import PromiseRules
from streams.floor.ticket import now_of
from streams.floor.view import DueView, TicketsNow, TicketView
from tests.streams.floor.ticket_floor import TicketFloor, ticket_event
from tests.streams.floor.ticket_lines import (
    OPENED,
    REPLIED,
    RULES,
    H,
    Line,
    at,
    by_agent,
    by_customer,
    lived,
    named,
    status,
)

# Whose it is


@pytest.mark.parametrize("backwards", [False, True])
def test_a_first_assignment_is_no_reassignment_and_every_change_after_it_is(backwards: bool) -> None:
    lines: list[Line] = [
        (f"2026-05-11T11:0{n}+02:00", "assigned", data)
        for n, data in enumerate(
            [{"agent": "ann"}, {"agent": "ann"}, {"agent": "bo"}, {"agent": "ann", "queue": "returns"}]
        )
    ]
    floor = lived(OPENED, *lines, backwards=backwards)
    assert (named(floor)["tickets_reassigned"], named(floor)["reassignments"]) == (1, 1)
    assert named(floor, "a:bo") == {"tickets_reassigned": 1, "reassignments": 1}
    assert named(floor, "q:returns") == named(floor, "a:ann") == {"reassignments": 1}


def test_a_queue_other_than_the_one_opened_in_is_a_reassignment() -> None:
    floor = lived(OPENED, ("2026-05-11T11:00+02:00", "changed", {"queue": "returns"}))
    assert named(floor, "q:returns") == {"tickets_reassigned": 1, "reassignments": 1}
    assert named(floor) == {"tickets_opened": 1}


# Gaps and order


def test_a_ticket_never_seen_opened_is_solved_but_not_opened() -> None:
    asked, replied = by_customer("2026-05-11T10:00+02:00"), by_agent("2026-05-11T11:00+02:00")
    assigned: Line = ("2026-05-11T11:30+02:00", "assigned", {"agent": "ann", "queue": "orders"})
    floor = lived(asked, replied, assigned, status("2026-05-11T12:00+02:00", "solved"))
    assert named(floor, "q:unassigned") == {"next_replies": 1, "next_reply_ms": H}
    assert named(floor) == {
        "tickets_solved": 1, "resolution_ms": 2 * H, "full_resolution_ms": 2 * H, "one_touch": 1, "resolution_met": 1,
    }  # fmt: skip
    floor.apply(ticket_event("o", "opened", at("2026-05-11T09:00+02:00"), queue="orders"))
    assert "q:unassigned" not in {scope for scope, _moment, _key in floor.counts()}
    assert (named(floor)["tickets_opened"], named(floor)["first_reply_ms"]) == (1, 2 * H)
    assert named(floor)["full_resolution_ms"] == 3 * H


def test_what_bears_an_earlier_time_came_with_the_opening_and_a_second_opening_says_nothing() -> None:
    assigned: Line = ("2026-05-11T09:59+02:00", "assigned", {"agent": "bo"})
    again: Line = ("2026-05-11T10:30+02:00", "opened", {"queue": "returns", "priority": "urgent"})
    floor = lived(assigned, OPENED, again, by_agent(REPLIED[0], None))
    assert named(floor, "a:bo")["first_reply_ms"] == H
    assert named(floor)["tickets_opened"] == 1
    assert floor.tickets["t"].story.priority is None


def test_the_same_event_twice_is_one_and_another_source_s_is_another() -> None:
    floor = lived(OPENED, REPLIED)
    reply = ticket_event("e1", "message", at(REPLIED[0]), by="agent", agent="ann")
    assert not floor.apply(reply)
    assert floor.apply(ticket_event("e1", "message", at(REPLIED[0]), source="other", by="agent", agent="ann"))
    assert floor.tickets["t"].last_time == at(REPLIED[0])
    assert len(floor.tickets["t"].facts) == 3


def test_a_ticket_comes_back_from_its_facts_without_counting_and_with_its_deadlines() -> None:
    floor = lived(OPENED, until="2026-05-11T13:30+02:00")
    before = floor.counts()
    floor.crash()
    assert floor.counts() == before
    assert floor.tickets["t"].story.at_risk
    floor.pass_deadlines(at("2026-05-11T14:01+02:00"))
    assert named(floor)["first_reply_missed"] == 1


# The present


def test_the_view_of_an_open_ticket() -> None:
    opened: Line = (OPENED[0], "opened", {"queue": "orders", "channel": "form", "priority": "low", "customer": "k1"})
    ticket = lived(opened, ("2026-05-11T10:05+02:00", "assigned", {"agent": "ann"})).tickets["t"]
    dues = [
        DueView("first_reply", 4 * H, at("2026-05-11T14:00+02:00"), at("2026-05-11T13:00+02:00")),
        DueView("resolution", 16 * H, at("2026-05-13T10:00+02:00"), at("2026-05-12T14:00+02:00")),
    ]
    assert ticket.story.view() == TicketView(
        "orders", at(OPENED[0]), channel="form", priority="low", agent="ann", unanswered=True,
        waiting_since=at(OPENED[0]), dues=dues,
    )  # fmt: skip
    assert (ticket.story.customer, ticket.next_timer) == ("k1", at("2026-05-11T13:00+02:00"))


def test_open_tickets_sum_up_to_the_present_of_a_queue() -> None:
    floor = TicketFloor(RULES)
    for ticket, opened in (("a", "09:00"), ("b", "10:00"), ("c", "12:00"), ("d", "09:30")):
        floor.apply(ticket_event(f"{ticket}0", "opened", at(f"2026-05-11T{opened}+02:00"), ticket, queue="orders"))
    floor.apply(ticket_event("c1", "message", at("2026-05-11T12:10+02:00"), "c", by="agent"))
    floor.apply(ticket_event("d1", "status", at("2026-05-11T12:10+02:00"), "d", status="solved"))
    floor.pass_deadlines(at("2026-05-11T13:30+02:00"))
    opened_at = [at(f"2026-05-11T{text}+02:00") for text in ("09:00", "10:00", "12:00")]
    assert now_of(floor.tickets.values()) == TicketsNow(
        open=3, unanswered=2, at_risk=1, breached=1, next_due=at("2026-05-11T14:00+02:00"),
        oldest=opened_at[0], opened_sum=sum(opened_at),
    )  # fmt: skip
    assert now_of([]) == TicketsNow()


def test_other_promises_judge_what_was_told_before_them() -> None:
    floor = lived(OPENED, REPLIED)
    floor.tickets["t"].judge_by(PromiseRules(version=2))
    assert named(floor) == {"tickets_opened": 1, "first_replies": 1, "first_reply_ms": H}
    assert floor.tickets["t"].story.dues == []
