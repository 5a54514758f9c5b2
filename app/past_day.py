"""An alert rule over the day that is past, from the installation's own log: what it would have done, and on what that
rests."""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from datetime import time as clock_time
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec
import structlog

from app.settings import Settings
from streams.alerts.last_week import LastWeek
from streams.alerts.rehearsal import SECOND_MS, Arrival, Rehearsal
from streams.alerts.rehearsed import Rehearsed
from streams.alerts.rule import AnyRule, BurnRule, DeadlineRule, LevelRule, widest
from streams.events.decode import RejectedEvent, UnknownType, decode
from streams.events.instant import DAY_MS, local_day, to_ms
from streams.floor.window import PERIODS
from streams.log.past import read_past
from streams.log.port import Log, Record

logger = structlog.get_logger(__name__)

SPAN_MS = DAY_MS
READING_S = 60.0
JUDGING_S = 120.0
"""A rehearsal that takes longer ends there, and says how far it came."""
SWITCH_S = 0.0005
STRIDE_MS = 10 * SECOND_MS
"""As often as a worker judges a figure of which no count has changed."""


class Day(NamedTuple):
    """The arrivals from `since` (ms) on, at most so many as were asked for, the newest of them. `reached`: the log goes
    back that far; `dropped` so many of them were too many."""

    since: int
    until: int
    arrivals: list[Arrival]
    reached: bool
    dropped: int


class PastDay(NamedTuple):
    """What came of the rules. Judged was from `begins` to `ends` (ms), and `events` arrivals stand behind it. Not
    `complete`: the log does not reach back far enough, there were too many events, or time ran out."""

    begins: int
    ends: int
    events: int
    dropped: int
    complete: bool
    outcomes: list[Rehearsed]


async def rehearse_past_day(
    log: Log, site: str, settings: Settings, rules: list[AnyRule], *, now: int, limit: int,
    last_week: Mapping[str, bytes],
) -> PastDay:  # fmt: skip
    """The 24 h before `now` (ms). Counting begins with the local day in which they begin, so that figures of today are
    whole. `last_week` is what was noted to compare with, as saved. Raises `LogUnavailable`."""
    floor_rules = settings.floor_rules(site)
    day = await read_day(log, site, since=day_begin(now - SPAN_MS, floor_rules.zone), until=now, limit=limit)
    policy = settings.alert_policy(site)
    policy = replace(policy, rules=rules if policy.trust in rules else [policy.trust, *rules])
    rehearsal = Rehearsal(site, floor_rules, policy, _noted(site, last_week))
    stop = threading.Event()
    try:
        return await asyncio.to_thread(judge_day, rehearsal, rules, day, stop)
    finally:
        stop.set()


async def read_day(log: Log, site: str, *, since: int, until: int, limit: int) -> Day:
    """At most the newest `limit` events."""
    kept: deque[Record] = deque(maxlen=limit)
    count = 0

    def take(record: Record) -> None:
        nonlocal count
        count += 1
        kept.append(record)

    reached = await read_past(log, site.encode(), since, take, patience_s=READING_S)
    dropped = count - len(kept)
    return Day(since, until, await asyncio.to_thread(_arrivals, kept, until), reached, dropped)


def judge_day(rehearsal: Rehearsal, rules: list[AnyRule], day: Day, stop: threading.Event) -> PastDay:
    """A worker in this process is not to be kept waiting by it: other threads come in more often meanwhile."""
    usual_s = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_S)
    try:
        return _judged(rehearsal, rules, day, stop)
    finally:
        rehearsal.floor.let_go()
        sys.setswitchinterval(usual_s)


def _judged(rehearsal: Rehearsal, rules: list[AnyRule], day: Day, stop: threading.Event) -> PastDay:
    outcomes = [Rehearsed(rule) for rule in rules]
    first = day.arrivals[0].at if day.arrivals else day.until
    whole = day.reached and not day.dropped
    begins = day.until - SPAN_MS if whole else max(day.until - SPAN_MS, first)
    rehearsal.run_up(day.arrivals, begins)
    deadline_s, ends = time.monotonic() + JUDGING_S, begins
    stride_ms = SECOND_MS if any(isinstance(rule, DeadlineRule) for rule in rules) else STRIDE_MS
    arrivals = [one for one in day.arrivals if one.at >= begins]
    for moment, turn in rehearsal.run(arrivals, day.until, stride_ms=stride_ms):
        for outcome in outcomes:
            outcome.note(turn, rehearsal.alerts.book)
        ends = moment
        if stop.is_set() or time.monotonic() > deadline_s:
            break
    in_time = ends + 1000 > day.until
    known = whole and in_time and not any(_looks_further(rule) for rule in rules)
    return PastDay(begins, day.until if in_time else ends, len(day.arrivals), day.dropped, known, outcomes)


def _noted(site: str, fields: Mapping[str, bytes]) -> LastWeek:
    """What cannot be read is not known."""
    try:
        return LastWeek.restored(fields)
    except (msgspec.MsgspecError, ValueError) as error:
        logger.error("last_week_unreadable", site=site, fields=len(fields), reason=str(error))
        return LastWeek()


def _looks_further(rule: AnyRule) -> bool:
    """Whether its window may begin before the day that was read."""
    return isinstance(rule, LevelRule | BurnRule) and widest(rule) in PERIODS


def day_begin(moment: int, zone: str) -> int:
    """When the local day of `moment` (ms) begins, in ms."""
    return to_ms(datetime.combine(local_day(moment, zone), clock_time(), ZoneInfo(zone)))


def _arrivals(records: deque[Record], until: int) -> list[Arrival]:
    """As they came; what is no event counts nowhere. The log's clock may stand back a little: the order holds."""
    arrivals: list[Arrival] = []
    latest = 0
    while records:
        record = records.popleft()
        try:
            event = decode(record.value)
        except (RejectedEvent, UnknownType):
            continue
        latest = max(latest, record.appended_at_ms)
        if latest < until:
            arrivals.append(Arrival(latest, event))
    return arrivals
