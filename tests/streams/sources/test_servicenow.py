"""The incident log as events, counted by hand, against figures computed from the raw file by independent code."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean, median
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from loadtest.servicenow import ZONE, events
from streams.events import TicketAssigned, TicketChanged, TicketEvent, TicketOpened, TicketStatus
from streams.events.decode import decode, encode
from streams.events.instant import rfc3339, to_ms
from tests.samples import sample

COLUMNS = (
    "number incident_state reassignment_count reopen_count sys_mod_count caller_id opened_at sys_updated_at "
    "contact_type category subcategory priority assignment_group assigned_to resolved_at closed_at"
).split()
START = {
    "number": "INC1",
    "incident_state": "New",
    "reassignment_count": "0",
    "reopen_count": "0",
    "sys_mod_count": "0",
    "caller_id": "Caller 7",
    "opened_at": "29-02-2016 10:00",
    "sys_updated_at": "29-02-2016 10:05",
    "contact_type": "Phone",
    "category": "Category 55",
    "subcategory": "?",
    "priority": "3 - Moderate",
    "assignment_group": "Group 1",
    "assigned_to": "?",
    "resolved_at": "29-02-2016 12:00",
    "closed_at": "05-03-2016 12:00",
}


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    document: dict[str, Any] = json.loads((sample("servicenow") / "truth.json").read_text())
    return document


@pytest.fixture(scope="module")
def log() -> list[TicketEvent]:
    with (sample("servicenow") / "incident_event_log.csv").open(encoding="utf-8", newline="") as lines:
        return list(events(lines, ZoneInfo(ZONE)))


def lives(log: Sequence[TicketEvent]) -> dict[str, list[TicketEvent]]:
    by_ticket: dict[str, list[TicketEvent]] = defaultdict(list)
    for event in log:
        by_ticket[event.data.ticket].append(event)
    return by_ticket


def solved_after_h(life: Sequence[TicketEvent]) -> float | None:
    """Opened to last solved by the wall clock."""
    solved = [to_ms(e.time) for e in life if isinstance(e, TicketStatus) and e.data.status == "solved"]
    return (solved[-1] - to_ms(life[0].time)) / 3_600_000 if solved else None


def was_reopened(life: Sequence[TicketEvent]) -> bool:
    statuses = [event.data.status for event in life if isinstance(event, TicketStatus)]
    return any(earlier == "solved" and later == "open" for earlier, later in pairwise(statuses))


def was_reassigned(life: Sequence[TicketEvent]) -> bool:
    """Another queue than before, or another agent than the first one."""
    opened = life[0]
    assert isinstance(opened, TicketOpened)
    queue, agent = opened.data.queue, None
    for event in life:
        if isinstance(event, TicketAssigned):
            to_queue, to_agent = event.data.queue or queue, event.data.agent or agent
            if to_queue != queue or (agent is not None and to_agent != agent):
                return True
            queue, agent = to_queue, to_agent
    return False


def test_the_log_as_events_gives_the_help_desk_s_own_figures(truth: dict[str, Any], log: list[TicketEvent]) -> None:
    expected, tickets = truth["all"], lives(log)
    durations_h = sorted(h for life in tickets.values() if (h := solved_after_h(life)) is not None)
    assert len(tickets) == expected["tickets"]
    assert len(durations_h) == expected["resolved"] == expected["time_to_resolve"]["n"]
    assert fmean(durations_h) == pytest.approx(expected["time_to_resolve"]["mean_h"], abs=5e-5)
    assert median(durations_h) == pytest.approx(expected["time_to_resolve"]["median_h"], abs=5e-5)
    assert durations_h[len(durations_h) * 9 // 10] == pytest.approx(expected["time_to_resolve"]["p90_h"], abs=5e-5)
    assert sum(map(was_reopened, tickets.values())) == expected["reopened_tickets"]
    assert sum(map(was_reassigned, tickets.values())) == expected["reassigned_tickets"]
    opened_ms = sorted(to_ms(life[0].time) for life in tickets.values())
    assert rfc3339(opened_ms[0]).startswith(truth["first_opened"])
    assert rfc3339(opened_ms[-1]).startswith(truth["last_opened"])


def test_the_log_is_in_order_and_every_event_readable_and_unique(log: list[TicketEvent]) -> None:
    assert [event.time for event in log] == sorted(event.time for event in log)
    assert len({event.id for event in log}) == len(log)
    assert all(decode(encode(event)) == event for event in log)
    for life in lives(log).values():
        assert [event.id for event in life] == sorted(event.id for event in life)
        assert isinstance(life[0], TicketOpened)
        assert isinstance(life[-1], TicketStatus)
        assert life[-1].data.status == "closed"
        solved = any(isinstance(event, TicketStatus) and event.data.status == "solved" for event in life)
        assert life[-1].data.resolved is (None if solved else False)


def told(*rows: dict[str, str]) -> list[tuple[str, str, dict[str, Any]]]:
    """Time, type and data of the events of one incident whose rows change so and so."""
    row, lines = dict(START), [",".join(COLUMNS)]
    for changes in rows:
        row |= changes
        lines.append(",".join(row[name] for name in COLUMNS))
    return [
        (rfc3339(to_ms(event.time))[5:16], type(event).__name__, json.loads(encode(event))["data"])
        for event in events(lines, ZoneInfo(ZONE))
    ]


def test_an_incident_is_opened_at_its_opening_and_solved_and_closed_at_its_final_times() -> None:
    opened, *rest = told(
        {},
        {"incident_state": "Resolved", "sys_updated_at": "29-02-2016 11:00"},
        {"sys_updated_at": "29-02-2016 12:00"},
        {"incident_state": "Closed", "sys_updated_at": "05-03-2016 12:01"},
    )
    customer = opened[2].pop("customer")
    assert len(customer) == 32
    assert opened == (
        "02-29T10:00",
        "TicketOpened",
        {"ticket": "INC1", "queue": "Group 1", "channel": "phone", "priority": "3", "subject_class": "Category 55"},
    )
    assert rest == [
        ("02-29T12:00", "TicketStatus", {"ticket": "INC1", "status": "solved"}),
        ("03-05T12:00", "TicketStatus", {"ticket": "INC1", "status": "closed"}),
    ]


def test_a_solution_that_was_taken_back_is_at_the_update_that_told_it() -> None:
    statuses = told(
        {"incident_state": "Awaiting User Info"},
        {"incident_state": "Resolved", "sys_updated_at": "29-02-2016 11:00"},
        {"incident_state": "Active", "reopen_count": "1", "sys_updated_at": "29-02-2016 11:30"},
        {"incident_state": "Resolved", "sys_updated_at": "29-02-2016 11:59"},
    )[1:]
    assert [(at, data["status"]) for at, _, data in statuses] == [
        ("02-29T10:05", "pending"),
        ("02-29T11:00", "solved"),
        ("02-29T11:30", "open"),
        ("02-29T12:00", "solved"),
    ]


def test_what_was_solved_at_an_unknown_time_is_closed_unsolved() -> None:
    assert told({"incident_state": "Resolved", "resolved_at": "?"}, {"incident_state": "Closed"})[1:] == [
        ("03-05T12:00", "TicketStatus", {"ticket": "INC1", "status": "closed", "resolved": False})
    ]


def test_an_update_before_the_opening_is_at_the_opening() -> None:
    assert [at for at, _, _ in told({"incident_state": "Active", "sys_updated_at": "29-02-2016 07:00"})] == [
        "02-29T10:00",
        "02-29T10:00",
    ]


def test_only_what_is_counted_as_a_reassignment_moves_an_assigned_incident() -> None:
    assigned = told(
        {"assignment_group": "?"},
        {"assigned_to": "Ann"},
        {"assigned_to": "Bob"},
        {"assigned_to": "Ann", "assignment_group": "Group 2", "reassignment_count": "1"},
        {"assigned_to": "Bob"},
        {"assigned_to": "?"},
        {"reassignment_count": "2"},
    )
    assert assigned[0][2]["queue"] == "unassigned"
    assert [(data.get("queue"), data.get("agent")) for _, _, data in assigned[1:]] == [
        ("unassigned", "Ann"),
        ("Group 2", None),
        ("Group 2", "Bob"),
        ("unassigned", None),
        ("Group 2", None),
    ]


def test_a_new_priority_or_category_is_a_change(log: list[TicketEvent]) -> None:
    (change,) = told({}, {"priority": "1 - Critical", "subcategory": "Subcategory 9"}, {"category": "?"})[1:]
    assert change[1:] == ("TicketChanged", {"ticket": "INC1", "priority": "1", "topic": "Subcategory 9"})
    assert any(isinstance(event, TicketChanged) and event.data.priority for event in log)
