"""What a ticket means: replies, resolution, and which promise is kept or missed when. Rules: ticket_lines.py beside."""

from __future__ import annotations

import pytest

from streams.floor.counts import REPLY_HIST, RESOLUTION_HIST, Count
from streams.floor.histogram import bin_of
from streams.floor.view import DueView
from tests.streams.floor.ticket_floor import ticket_event
from tests.streams.floor.ticket_lines import (
    OPENED,
    REPLIED,
    H,
    Line,
    at,
    by_agent,
    by_customer,
    lived,
    moment_of,
    named,
    status,
)

# The first reply


@pytest.mark.parametrize("backwards", [False, True])
def test_a_first_reply_counts_when_it_is_made_to_the_queue_and_to_who_wrote_it(backwards: bool) -> None:
    floor = lived(OPENED, REPLIED, backwards=backwards)
    assert named(floor) == {"tickets_opened": 1, "first_replies": 1, "first_reply_ms": H, "first_reply_met": 1}
    assert named(floor, "a:ann") == {"first_replies": 1, "first_reply_ms": H}
    assert floor.counts()["a:ann", at(REPLIED[0]), REPLY_HIST + bin_of(H)] == 1
    assert moment_of(floor, Count.tickets_opened) == at(OPENED[0])


def test_the_agent_assigned_keeps_the_promise_and_wrote_what_nobody_signed() -> None:
    floor = lived(OPENED, (OPENED[0], "assigned", {"agent": "bo"}), by_agent(REPLIED[0], None))
    assert named(floor, "a:bo") == {"first_replies": 1, "first_reply_ms": H, "first_reply_met": 1}


def test_neither_bots_nor_notes_answer() -> None:
    bot: Line = ("2026-05-11T10:01+02:00", "message", {"by": "bot"})
    note: Line = ("2026-05-11T10:02+02:00", "message", {"by": "agent", "agent": "ann", "public": False})
    ticket = lived(OPENED, bot, note).tickets["t"]
    assert ticket.story.unanswered
    assert ticket.story.waiting_since == at(OPENED[0])


def test_the_first_message_of_an_agent_who_opened_the_ticket_is_no_reply() -> None:
    opened: Line = (OPENED[0], "opened", {"queue": "orders", "opened_by": "agent"})
    floor = lived(opened, by_agent(OPENED[0]))
    assert named(floor) == {"tickets_opened": 1}
    assert not floor.tickets["t"].story.unanswered
    floor = lived(opened, by_agent(OPENED[0]), by_customer("2026-05-11T10:30+02:00"), REPLIED)
    assert named(floor)["first_reply_ms"] == H
    assert "next_replies" not in named(floor)


def test_a_weekend_stops_the_first_reply_clock() -> None:
    opened: Line = ("2026-05-08T16:00+02:00", "opened", {"queue": "orders"})
    floor = lived(opened, until="2026-05-11T09:00+02:00")
    assert floor.tickets["t"].story.dues[0] == DueView(
        "first_reply", 4 * H, due=at("2026-05-11T12:00+02:00"), at_risk=at("2026-05-11T11:00+02:00")
    )
    kept = lived(opened, by_agent("2026-05-11T12:00+02:00"), until="2026-05-11T13:00+02:00")
    assert named(kept)["first_reply_met"] == 1
    assert named(kept)["first_reply_ms"] == 4 * H


def test_a_holiday_stops_the_first_reply_clock() -> None:
    opened: Line = ("2026-05-13T16:00+02:00", "opened", {"queue": "orders"})
    assert lived(opened).tickets["t"].next_timer == at("2026-05-15T11:00+02:00")


@pytest.mark.parametrize("backwards", [False, True])
def test_a_late_reply_was_missed_when_it_was_due_by_the_agent_of_then(backwards: bool) -> None:
    to_bo: Line = ("2026-05-11T14:00:00.001+02:00", "assigned", {"agent": "bo"})
    to_ann: Line = (OPENED[0], "assigned", {"agent": "ann"})
    floor = lived(OPENED, to_ann, to_bo, by_agent("2026-05-11T15:00+02:00", "bo"),
                  until="2026-05-11T16:00+02:00", backwards=backwards)  # fmt: skip
    assert named(floor)["first_reply_missed"] == 1
    assert "first_reply_met" not in named(floor)
    assert moment_of(floor, Count.first_reply_missed) == at("2026-05-11T14:00+02:00")
    assert named(floor, "a:ann") == {"first_reply_missed": 1}
    assert named(floor, "a:bo")["first_replies"] == 1


def test_a_reply_at_the_due_moment_is_in_time_and_the_moment_has_passed_only_after_it() -> None:
    assert named(lived(OPENED, by_agent("2026-05-11T14:00+02:00")))["first_reply_met"] == 1
    assert named(lived(OPENED, until="2026-05-11T14:00+02:00")) == {"tickets_opened": 1}
    assert named(lived(OPENED, until="2026-05-11T14:00:00.001+02:00"))["first_reply_missed"] == 1


def test_a_reply_told_late_takes_the_miss_back() -> None:
    floor = lived(OPENED, until="2026-05-11T15:00+02:00")
    assert named(floor)["first_reply_missed"] == 1
    floor.apply(ticket_event("late", "message", at("2026-05-11T13:00+02:00"), by="agent"))
    assert named(floor)["first_reply_met"] == 1
    assert "first_reply_missed" not in named(floor)


# The next reply


def test_the_next_reply_is_due_from_the_oldest_unanswered_message() -> None:
    asked = by_customer("2026-05-11T12:00+02:00")
    again = by_customer("2026-05-11T16:00+02:00")
    floor = lived(OPENED, REPLIED, asked, again, until="2026-05-12T09:00+02:00")
    assert floor.tickets["t"].story.waiting_since == at(asked[0])
    assert floor.tickets["t"].story.dues[0].due == at("2026-05-12T12:00+02:00")
    floor = lived(OPENED, REPLIED, asked, again, by_agent("2026-05-12T10:00+02:00"), by_agent("2026-05-12T10:05+02:00"))
    assert named(floor)["next_replies"] == named(floor)["next_reply_met"] == 1
    assert named(floor)["next_reply_ms"] == 6 * H
    assert floor.tickets["t"].story.waiting_since is None


def test_a_next_reply_that_is_not_made_is_missed_when_due() -> None:
    floor = lived(OPENED, REPLIED, by_customer("2026-05-13T15:00+02:00"), until="2026-05-16T00:00+02:00")
    assert moment_of(floor, Count.next_reply_missed) == at("2026-05-15T15:00+02:00")  # a holiday between


# Resolution


def test_a_solution_counts_at_its_moment_to_queue_and_agent() -> None:
    assigned: Line = (OPENED[0], "assigned", {"agent": "ann"})
    floor = lived(OPENED, assigned, REPLIED, status("2026-05-13T16:00+02:00", "solved"))
    expected = {"tickets_solved": 1, "resolution_ms": 22 * H, "full_resolution_ms": 54 * H, "one_touch": 1}
    assert expected.items() <= named(floor).items()
    assert expected.items() <= named(floor, "a:ann").items()
    assert floor.counts()["q:orders", at("2026-05-13T16:00+02:00"), RESOLUTION_HIST + bin_of(54 * H)] == 1
    assert moment_of(floor, Count.resolution_missed) == at("2026-05-13T10:00+02:00")
    assert not floor.tickets["t"].open


def test_pending_stops_the_resolution_clock_alone() -> None:
    paused = status("2026-05-11T11:00+02:00", "pending")
    ticket = lived(OPENED, paused).tickets["t"]
    first, resolution = ticket.story.dues
    assert first.due == at("2026-05-11T14:00+02:00")
    assert resolution == DueView("resolution", 16 * H, left_ms=15 * H)
    floor = lived(OPENED, REPLIED, paused, status("2026-05-18T09:00+02:00", "on_hold"),
                  status("2026-05-19T16:00+02:00", "open"), until="2026-05-20T00:00+02:00")  # fmt: skip
    assert floor.tickets["t"].story.dues[0].due == at("2026-05-21T15:00+02:00")
    floor.apply(ticket_event("s", "status", at("2026-05-21T15:00+02:00"), status="solved"))
    assert named(floor)["resolution_met"] == 1
    assert named(floor)["resolution_ms"] == 16 * H


def test_a_promise_broken_before_the_pause_stays_broken_in_it() -> None:
    floor = lived(OPENED, REPLIED, status("2026-05-13T11:00+02:00", "pending"), until="2026-05-14T00:00+02:00")
    assert floor.tickets["t"].story.dues == [
        DueView("resolution", 16 * H, at("2026-05-13T10:00+02:00"), at("2026-05-12T14:00+02:00"))
    ]
    assert floor.tickets["t"].story.breached


@pytest.mark.parametrize("backwards", [False, True])
def test_a_reopened_ticket_runs_on_and_takes_its_solution_back(backwards: bool) -> None:
    solved, reopened = status("2026-05-11T13:00+02:00", "solved"), status("2026-05-12T13:00+02:00", "open")
    assert named(lived(OPENED, REPLIED, solved))["resolution_met"] == 1
    floor = lived(OPENED, REPLIED, solved, reopened, until="2026-05-12T14:00+02:00", backwards=backwards)
    assert named(floor) == {
        "tickets_opened": 1, "first_replies": 1, "first_reply_ms": H, "first_reply_met": 1,
        "tickets_reopened": 1, "reopenings": 1,
    }  # fmt: skip
    assert floor.tickets["t"].story.dues[0].due == at("2026-05-15T10:00+02:00")
    floor = lived(OPENED, REPLIED, solved, reopened, until="2026-05-15T12:00+02:00", backwards=backwards)
    assert moment_of(floor, Count.resolution_missed) == at("2026-05-15T10:00+02:00")


def test_a_ticket_reopened_twice_is_one_reopened_ticket_and_two_reopenings() -> None:
    turns = [status(f"2026-05-11T13:0{n}+02:00", to) for n, to in enumerate(["solved", "pending", "closed", "new"])]
    floor = lived(OPENED, REPLIED, *turns)
    assert (named(floor)["tickets_reopened"], named(floor)["reopenings"]) == (1, 2)


def test_closed_is_solved_then_unless_it_was_before() -> None:
    floor = lived(OPENED, REPLIED, status("2026-05-11T12:00+02:00", "closed"))
    assert named(floor)["full_resolution_ms"] == 2 * H
    floor = lived(
        OPENED, REPLIED, status("2026-05-11T12:00+02:00", "solved"), status("2026-05-12T12:00+02:00", "closed")
    )
    assert named(floor)["full_resolution_ms"] == 2 * H


def test_two_replies_are_more_than_one_touch() -> None:
    floor = lived(OPENED, REPLIED, by_agent("2026-05-11T11:30+02:00"), status("2026-05-11T12:00+02:00", "solved"))
    assert "one_touch" not in named(floor)


def test_no_reply_clock_runs_while_the_ticket_is_solved() -> None:
    solved = status("2026-05-11T11:00+02:00", "solved")
    thanks = by_customer("2026-05-11T12:00+02:00")
    floor = lived(OPENED, solved, until="2026-05-30T00:00+02:00")
    assert not {"first_reply_missed", "first_reply_met"} & set(named(floor))
    floor = lived(OPENED, REPLIED, solved, thanks, by_agent("2026-05-18T12:00+02:00"), until="2026-05-30T00:00+02:00")
    assert not {"next_replies", "next_reply_missed"} & set(named(floor))
    reopened = status("2026-05-12T09:00+02:00", "open")
    floor = lived(OPENED, REPLIED, solved, thanks, reopened, by_agent("2026-05-12T10:00+02:00"))
    assert named(floor)["next_reply_ms"] == H


# The nights of a change of the clock


@pytest.mark.parametrize(
    ("night", "before", "after", "worked_h", "next_due"),
    [
        ("2026-03-29", "+01:00", "+02:00", 7, "2026-03-30T01:00+02:00"),
        ("2026-10-25", "+02:00", "+01:00", 9, "2026-10-25T07:00+01:00"),
    ],
)
def test_each_clock_is_right_over_the_night_of_a_change(
    night: str, before: str, after: str, worked_h: int, next_due: str
) -> None:
    midnight, end = f"{night}T00:00{before}", f"{night}T08:00{after}"
    opened: Line = (midnight, "opened", {"queue": "night"})
    assert lived(opened, until=midnight).tickets["t"].story.dues[0].due == at(midnight) + 4 * H
    asked = lived(opened, by_agent(midnight), by_customer(midnight), until=midnight)
    assert [due.due for due in asked.tickets["t"].story.dues] == [at(next_due), at(next_due) + 24 * H]
    asked.apply(ticket_event("r", "message", at(end), by="agent"))
    assert named(asked, "q:night")["next_reply_ms"] == worked_h * H
    assert named(lived(opened, by_agent(end)), "q:night")["first_reply_ms"] == worked_h * H
    solved = named(lived(opened, status(end, "solved")), "q:night")
    assert solved["resolution_ms"] == solved["full_resolution_ms"] == worked_h * H


# Rules


@pytest.mark.parametrize("backwards", [False, True])
def test_a_change_of_priority_moves_the_due_moment_of_the_whole_clock(backwards: bool) -> None:
    urgent: Line = ("2026-05-11T13:00+02:00", "changed", {"priority": "urgent"})
    floor = lived(OPENED, urgent, until="2026-05-11T13:01+02:00", backwards=backwards)
    assert moment_of(floor, Count.first_reply_missed) == at("2026-05-11T11:00+02:00")
    assert [due.promise for due in floor.tickets["t"].story.dues] == ["first_reply"]


def test_a_kept_promise_stays_kept_when_the_rule_changes_afterwards() -> None:
    late = by_agent("2026-05-11T12:00+02:00")
    assert named(lived(OPENED, late, ("2026-05-11T13:00+02:00", "changed", {"priority": "urgent"})))["first_reply_met"]


def test_without_a_rule_times_run_around_the_clock_and_nothing_is_promised() -> None:
    opened: Line = ("2026-05-08T16:00+02:00", "opened", {"queue": "other"})
    floor = lived(opened, by_agent("2026-05-11T09:00+02:00"), status("2026-05-11T10:00+02:00", "solved"))
    assert named(floor, "q:other") == {
        "tickets_opened": 1, "first_replies": 1, "first_reply_ms": 65 * H, "tickets_solved": 1,
        "resolution_ms": 66 * H, "full_resolution_ms": 66 * H, "one_touch": 1,
    }  # fmt: skip


def test_a_calendar_that_never_opens_makes_nothing_due() -> None:
    ticket = lived((OPENED[0], "opened", {"queue": "shut"})).tickets["t"]
    assert ticket.story.dues[0] == DueView("first_reply", 4 * H, left_ms=4 * H)
    assert ticket.next_timer is None


def test_what_is_told_at_the_very_due_moment_does_not_make_it_pass() -> None:
    floor = lived(OPENED, until="2026-05-11T14:00+02:00")
    floor.apply(ticket_event("note", "message", at("2026-05-11T13:00+02:00"), by="agent", public=False))
    assert named(floor) == {"tickets_opened": 1}
    floor.pass_deadlines(at("2026-05-11T14:00:00.001+02:00"))
    assert named(floor)["first_reply_missed"] == 1


def test_a_late_solution_is_missed_once() -> None:
    floor = lived(OPENED, REPLIED, status("2026-05-15T11:00+02:00", "solved"), until="2026-05-18T00:00+02:00")
    assert floor.counts()["q:orders", at("2026-05-13T10:00+02:00"), Count.resolution_missed] == 1
    assert "resolution_met" not in named(floor)


def test_a_clock_stopped_at_its_very_target_has_reached_it() -> None:
    floor = lived(OPENED, REPLIED, status("2026-05-13T10:00+02:00", "pending"), until="2026-05-13T11:00+02:00")
    assert moment_of(floor, Count.resolution_missed) == at("2026-05-13T10:00+02:00")


def test_a_ticket_closed_unresolved_solves_nothing_and_what_it_missed_before_stays_missed() -> None:
    closed: Line = ("2026-05-13T11:00+02:00", "status", {"status": "closed", "resolved": False})
    floor = lived(OPENED, REPLIED, closed, until="2026-05-14T00:00+02:00")
    assert moment_of(floor, Count.resolution_missed) == at("2026-05-13T10:00+02:00")
    assert not {"tickets_solved", "resolution_met", "resolution_ms"} & set(named(floor))
    assert not floor.tickets["t"].open
