"""The bank's month through a floor: every window, at any instant, equals a plain count over the rows of the file."""

from __future__ import annotations

import math
import random
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import msgspec
import pytest

from loadtest.bank1999 import SITE, ZONE, Dropped, events
from streams.events.instant import parse_rfc3339, to_ms
from streams.floor.floor import Floor
from streams.floor.floor_rules import FloorRules
from streams.floor.shown import site_view
from streams.kpi.figures import Figures, site_figures
from streams.kpi.keys import WindowKey
from tests.samples import sample

SECOND, MINUTE = 1000, 60_000
HOUR, DAY = 60 * MINUTE, 24 * 60 * MINUTE
THRESHOLD = 20 * SECOND
LONGEST_WAIT = HOUR
WITHIN = 0.016
PERCENTILES = (50, 80, 90, 95, 99)
FIRST = parse_rfc3339("1999-02-01T00:00:00+02:00")
"""The clocks there stand two hours before UTC all month."""
END = parse_rfc3339("1999-03-01T00:00:00+02:00")
MIDNIGHTS = range(FIRST + DAY, END, DAY)
SAMPLED_FROM = FIRST + 6 * DAY
SAMPLED_DAYS = 4
SLIDING: tuple[WindowKey, ...] = ("5m", "30m", "4h", "24h", "interval", "today")
PERIODS: tuple[WindowKey, ...] = ("today", "week", "month")


class Call(NamedTuple):
    """One row: moments in ms since 1970, `left` when it was answered or the caller hung up."""

    entered: int
    left: int
    queue: str
    answered: bool


def seconds(clock: str) -> int:
    hours, minutes, rest = map(int, clock.split(":"))
    return hours * 3600 + minutes * 60 + rest


def rows(folder: Path) -> Iterator[Call]:
    with (folder / "february_1999.txt").open(encoding="latin-1") as lines:
        columns = next(lines).split()
        for row in (dict(zip(columns, line.split(), strict=True)) for line in lines if line.strip()):
            queued = (row["q_start"], row["q_time"]) != ("0:00:00", "0")
            if row["outcome"] == "PHANTOM" or (row["outcome"] == "HANG" and not queued):
                continue
            into = seconds(row["q_start"] if queued else row["vru_exit"])
            overnight = into < seconds(row["vru_entry"]) - 12 * 3600
            entered = FIRST + (int(row["date"][4:]) - 1 + overnight) * DAY + into * SECOND
            yield Call(entered, entered + int(row["q_time"]) * SECOND, row["type"], row["outcome"] == "AGENT")


@pytest.fixture(scope="module")
def calls() -> list[Call]:
    return sorted(rows(sample("bank1999")))


@pytest.fixture(scope="module")
def instants(calls: list[Call]) -> list[int]:
    """At random; on and just after what happened; where a threshold passes; at midnight and on steps of 10 s."""
    chance = random.Random(1999)
    span = range(SAMPLED_FROM, SAMPLED_FROM + SAMPLED_DAYS * DAY)
    some = chance.sample([call for call in calls if call.entered in span], 35)
    told = {moment + chance.choice((0, 1)) for call in some for moment in (call.left, call.entered + THRESHOLD)}
    steps = {moment // (10 * SECOND) * 10 * SECOND for moment in chance.sample(span, 25)}
    return sorted({*chance.sample(span, 115), *told, *steps, *span[::DAY]})


@pytest.fixture(scope="module")
def shown(calls: list[Call], instants: list[int]) -> dict[int, Figures]:
    """The figures at each instant, and a moment before each midnight, of a floor that is told what happens as it
    happens."""
    with (sample("bank1999") / "february_1999.txt").open(encoding="latin-1") as lines:
        month = list(events(lines, ZoneInfo(ZONE), Dropped()))
    floor, figures = Floor(SITE, FloorRules(zone=ZONE)), {}
    sampled, place = set(instants), 0
    for at in sorted({*sampled, *(midnight - 1 for midnight in (*MIDNIGHTS, END))}):
        while place < len(month) and (time := to_ms(month[place].time)) < at:
            floor.apply(month[place], time + 1)
            place += 1
        view = msgspec.structs.replace(site_view(floor, at), agents={})
        figures[at] = site_figures(view, SLIDING if at in sampled else PERIODS)
    return figures


def start_of(window: str, at: int) -> int:
    """By the window rule: steps of 10 s up to an hour and of 5 min beyond it, or the calendar of the bank's zone."""
    widths = {"5m": 5 * MINUTE, "30m": 30 * MINUTE, "4h": 4 * HOUR, "24h": DAY}
    if window in widths:
        step = 10 * SECOND if widths[window] <= HOUR else 5 * MINUTE
        return at // step * step - widths[window]
    if window == "interval":
        return at // (30 * MINUTE) * 30 * MINUTE
    days = (at - FIRST) // DAY
    # February 1999 began on a Monday.
    return FIRST + {"today": days, "week": days // 7 * 7, "month": 0}[window] * DAY


def between(calls: Sequence[Call], start: int, at: int) -> list[Call]:
    """Those that may count there: that came before its end, and not long before its start."""
    first, end = (bisect_left(calls, moment, key=lambda call: call.entered) for moment in (start - LONGEST_WAIT, at))
    return list(calls[first:end])


def mean(values: Sequence[int], n: int) -> Any:
    return pytest.approx(sum(values) / n, rel=1e-12) if n else None


def direct(calls: Sequence[Call], start: int, at: int) -> dict[str, Any]:
    """Each figure, counted over the rows. An answer in time counts when it is given, a miss when 20 s have passed."""
    offered = sum(start <= call.entered < at for call in calls)
    left = [call for call in calls if start <= call.left < at]
    answered = [call.left - call.entered for call in left if call.answered]
    abandoned = [call.left - call.entered for call in left if not call.answered]
    judged = [call for call in calls if start <= min(call.left, call.entered + THRESHOLD) < at]
    # Left or answered at the very moment of the threshold is in time: one that waits on is late only after it.
    met = sum(call.answered and call.left - call.entered <= THRESHOLD for call in judged)
    waits = answered + abandoned
    return {
        "offered": offered,
        "answered": len(answered),
        "abandoned": len(abandoned),
        "abandon_rate": len(abandoned) / offered if offered else None,
        "service_level": met / len(judged) if judged else None,
        "asa_ms": mean(answered, len(answered)),
        "avg_queue_time_ms": mean(waits, len(answered)),
        "avg_wait_ms": mean(waits, len(waits)),
        "avg_abandon_time_ms": mean(abandoned, len(abandoned)),
        "max_wait_ms": pytest.approx(max(waits), rel=WITHIN) if waits else None,
    }


def scopes(figures: Figures, calls: Sequence[Call]) -> Iterator[tuple[str, Figures, list[Call]]]:
    """The site and each queue, with their calls."""
    by_queue: defaultdict[str, list[Call]] = defaultdict(list)
    for call in calls:
        by_queue[call.queue].append(call)
    assert by_queue.keys() <= figures["queues"].keys()
    yield "all", figures["all"], list(calls)
    for queue, shown in figures["queues"].items():
        yield queue, shown, by_queue[queue]


@pytest.mark.parametrize("window", SLIDING)
def test_a_window_at_any_instant_is_a_count_over_the_rows(
    calls: list[Call], instants: list[int], shown: dict[int, Figures], window: str
) -> None:
    assert len(instants) >= 200
    for at in instants:
        start = start_of(window, at)
        for scope, figures, own in scopes(shown[at], between(calls, start, at)):
            true = direct(own, start, at)
            assert {key: figures[window][key] for key in true} == true, (scope, at)


@pytest.mark.parametrize("window", PERIODS)
def test_a_whole_day_week_and_month_is_a_count_over_the_rows(
    calls: list[Call], shown: dict[int, Figures], window: str
) -> None:
    for at in (midnight - 1 for midnight in (*MIDNIGHTS, END)):
        start = start_of(window, at)
        for scope, figures, own in scopes(shown[at], between(calls, start, at)):
            true = direct(own, start, at)
            assert {key: figures[window][key] for key in true} == true, (scope, at)


def nearest_rank(waits: list[int], percent: int) -> int:
    return sorted(waits)[max(1, math.ceil(percent * len(waits) / 100)) - 1]


@pytest.mark.parametrize("window", PERIODS)
def test_percentiles_of_the_wait_are_near_the_exact_ones(
    calls: list[Call], shown: dict[int, Figures], window: str
) -> None:
    """Of each day, and of the weeks and the month up to it; by queue and altogether."""
    compared = 0
    for at in (midnight - 1 for midnight in (*MIDNIGHTS, END)):
        start = start_of(window, at)
        for scope, figures, own in scopes(shown[at], between(calls, start, at)):
            waits = [call.left - call.entered for call in own if call.answered and start <= call.left < at]
            for percent in PERCENTILES:
                true = pytest.approx(nearest_rank(waits, percent), rel=WITHIN) if waits else None
                assert figures[window][f"wait_p{percent}_ms"] == true, (scope, at, percent)
                compared += bool(waits)
    assert compared > 500
