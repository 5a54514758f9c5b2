"""A real help desk's incidents through the floor give the figures that independent code computed from the raw file."""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import fmean, median
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from loadtest.servicenow import SITE, ZONE, events
from streams.events.instant import DAY_MS, HOUR_MS, to_ms
from streams.floor.counts import RESOLUTION_HIST, TOPIC, Count, Counts
from streams.floor.floor import Floor
from streams.floor.floor_rules import FloorRules
from streams.floor.shown import site_view
from streams.floor.ticket import Ticket
from streams.kpi.aggregate import Aggregate
from streams.kpi.figures import site_figures
from streams.kpi.registry import WINDOW_METRICS
from tests.samples import sample

WITHIN = 0.016


class Incident(NamedTuple):
    """What the file says of one in the end. `resolved` is None for those that were closed without it."""

    opened: int
    resolved: int | None
    over: int


class Replayed(NamedTuple):
    """The whole log in its floor, and the figures at the end of each calendar month."""

    tickets: list[Ticket]
    month_ends: dict[int, dict[str, Any]]


@pytest.fixture(scope="module")
def folder() -> Path:
    return sample("servicenow")


@pytest.fixture(scope="module")
def truth(folder: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((folder / "truth.json").read_text())
    figures: dict[str, Any] = document["all"]
    return figures


@pytest.fixture(scope="module")
def incidents(folder: Path) -> list[Incident]:
    """The last row of each; the file is small enough to be read twice."""
    with (folder / "incident_event_log.csv").open(encoding="utf-8", newline="") as lines:
        last = {row["number"]: row for row in csv.DictReader(lines)}
    return [
        Incident(opened, resolved, resolved if resolved is not None else at(row["closed_at"]))
        for row in last.values()
        for opened, resolved in [(at(row["opened_at"]), at(row["resolved_at"]) if row["resolved_at"] != "?" else None)]
    ]


def at(clock: str) -> int:
    return to_ms(datetime.strptime(clock, "%d-%m-%Y %H:%M").replace(tzinfo=UTC))


def ends_of_months(first: datetime, last: datetime) -> list[int]:
    """A moment before each month's end: the month is whole, and is still this month."""
    month, ends = first.replace(day=1, hour=0, minute=0), []
    while month <= last:
        month = (month + timedelta(days=32)).replace(day=1)
        ends.append(to_ms(month) - 1)
    return ends


@pytest.fixture(scope="module")
def replayed(folder: Path) -> Replayed:
    with (folder / "incident_event_log.csv").open(encoding="utf-8", newline="") as lines:
        log = list(events(lines, ZoneInfo(ZONE)))
    # Every ticket stays known, so that its story can be read at the end.
    floor = Floor(SITE, FloorRules(ticket_keep_ms=2 * 366 * DAY_MS))
    waiting, month_ends = iter(log), {}
    event = next(waiting, None)
    for end in ends_of_months(log[0].time, log[-1].time):
        while event is not None and (time := to_ms(event.time)) < end:
            floor.apply(event, time + 1)
            event = next(waiting, None)
        month_ends[end] = site_figures(site_view(floor, end), ["month"])["all"]
    assert event is None
    return Replayed(list(floor.tickets.by_id.values()), month_ends)


def counts_of(ticket: Ticket) -> Counts:
    """What it has added to the counts of queues, each once."""
    counts: Counter[int] = Counter()
    for scope, _, _, key, amount in ticket.story.contributions:
        if scope == "q":
            counts[key] += amount
    return counts


def summed(tickets: list[Ticket]) -> Counts:
    total: Counter[int] = Counter()
    for ticket in tickets:
        total.update(counts_of(ticket))
    return total


def test_the_counts_of_all_tickets_are_those_of_the_file(replayed: Replayed, truth: dict[str, Any]) -> None:
    total = summed(replayed.tickets)
    assert total[Count.tickets_opened] == truth["tickets"]
    assert total[Count.tickets_solved] == truth["resolved"]
    assert total[Count.tickets_reopened] == truth["reopened_tickets"]
    assert total[Count.tickets_reassigned] == truth["reassigned_tickets"]


def test_the_full_resolution_time_is_that_of_the_file(replayed: Replayed, truth: dict[str, Any]) -> None:
    true, total = truth["time_to_resolve"], summed(replayed.tickets)
    assert total[Count.tickets_solved] == true["n"]
    mean_ms = total[Count.full_resolution_ms] / total[Count.tickets_solved]
    assert mean_ms / HOUR_MS == pytest.approx(true["mean_h"], abs=5e-5)
    each_h = sorted(
        counts[Count.full_resolution_ms] / HOUR_MS
        for counts in map(counts_of, replayed.tickets)
        if counts[Count.tickets_solved]
    )
    assert fmean(each_h) == pytest.approx(true["mean_h"], abs=5e-5)
    assert median(each_h) == pytest.approx(true["median_h"], abs=5e-5)
    assert each_h[-(-len(each_h) * 9 // 10) - 1] == pytest.approx(true["p90_h"], abs=5e-5)


def test_the_resolution_histogram_tells_median_and_p90(replayed: Replayed, truth: dict[str, Any]) -> None:
    total = summed(replayed.tickets)
    bins = {key - RESOLUTION_HIST: n for key, n in total.items() if RESOLUTION_HIST <= key < TOPIC}
    aggregate = Aggregate(resolution_hist=bins)
    shown = {metric.key: metric.value(aggregate) for metric in WINDOW_METRICS}
    true = truth["time_to_resolve"]
    assert shown["resolution_p50"] == pytest.approx(true["median_h"] * HOUR_MS, rel=WITHIN)
    assert shown["resolution_p90"] == pytest.approx(true["p90_h"] * HOUR_MS, rel=WITHIN)


def test_closed_without_a_resolution_is_no_solution(replayed: Replayed, truth: dict[str, Any]) -> None:
    unresolved = [ticket for ticket in replayed.tickets if ticket.facts[-1].event.data.resolved is False]
    assert len(unresolved) == truth["tickets"] - truth["resolved"]
    for ticket in unresolved:
        counts = counts_of(ticket)
        assert not ticket.open
        assert not any(counts[key] for key in (Count.tickets_solved, Count.resolution_ms, Count.full_resolution_ms))
        assert not any(RESOLUTION_HIST <= key < TOPIC for key in counts)


def test_each_months_figures_are_counts_of_the_file(replayed: Replayed, incidents: list[Incident]) -> None:
    """No incident of the file was reopened in another month than it was solved in: each month stands for itself."""
    for end, figures in replayed.month_ends.items():
        start = to_ms(datetime.fromtimestamp(end // 1000, UTC).replace(day=1, hour=0, minute=0, second=0))
        month = figures["month"]
        assert month["tickets_opened"] == sum(start <= one.opened <= end for one in incidents)
        solved = [one for one in incidents if one.resolved is not None and start <= one.resolved <= end]
        assert month["tickets_solved"] == len(solved)
        durations = [one.resolved - one.opened for one in solved if one.resolved is not None]
        mean = pytest.approx(fmean(durations)) if durations else None
        assert month["full_resolution_time_ms"] == mean
        assert figures["now"]["tickets_open"] == sum(one.opened <= end < one.over for one in incidents)
