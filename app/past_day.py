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

from app.settings import Settings
from streams.alerting import last_week_of
from streams.alerts.rehearsal import SECOND_MS, Arrival, Rehearsal
from streams.alerts.rehearsed import Rehearsed
from streams.alerts.rule import AnyRule, BurnRule, DeadlineRule, LevelRule, widest
from streams.events import SourceBeat
from streams.events.decode import RejectedEvent, UnknownType, decode
from streams.events.instant import DAY_MS, MINUTE_MS, local_day, to_ms
from streams.floor.window import PERIODS
from streams.log.past import read_past
from streams.log.port import Log, Record

SPAN_MS = DAY_MS
READING_S = 60.0
JUDGING_S = 120.0
"""A rehearsal that takes longer ends there, and says how far it came."""
SWITCH_S = 0.0005
LATE_MS = 10 * MINUTE_MS
"""What came later than this was brought in afterwards, and says little about when it came."""
CAUGHT_UP_MS = MINUTE_MS
"""A source that brought something so late is behind: what follows stands where it happened too, until it came within
this. Else whoever waited while the source was behind would have waited until it had caught up."""
STRIDE_MS = 10 * SECOND_MS
"""As often as a worker judges a figure of which no count has changed."""


class Day(NamedTuple):
    """The arrivals from `since` (ms) on, at most so many as were asked for, the newest of them. `reached`: the log goes
    back that far; `dropped` so many of them were too many, `late` so many stand where they happened."""

    since: int
    until: int
    arrivals: list[Arrival]
    reached: bool
    dropped: int
    late: int


class PastDay(NamedTuple):
    """What came of the rules. Judged was from `begins` to `ends` (ms), and `events` arrivals stand behind it. What is
    `missing`: `log`, it does not reach back so far; `events`, there were too many, `dropped` the oldest; `late`, some
    came more than `LATE_MS` after they had happened, or right behind such ones, and are judged as if they had not;
    `time`, it ran out; `period`, a rule looks over a week or month; `last_week`, it is not known of all that was
    compared."""

    begins: int
    ends: int
    events: int
    dropped: int
    missing: tuple[str, ...]
    outcomes: list[Rehearsed]

    @property
    def complete(self) -> bool:
        return not self.missing


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
    rehearsal = Rehearsal(site, floor_rules, policy, last_week_of(site, last_week))
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
    arrivals, late = await asyncio.to_thread(_arrivals, kept, until)
    return Day(since, until, arrivals, reached, dropped, late)


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
    missing = {
        "log": not day.reached, "events": day.dropped > 0, "late": day.late > 0, "time": not in_time,
        "period": any(map(_looks_further, rules)), "last_week": rehearsal.alerts.last_week.missed > 0,
    }  # fmt: skip
    told = tuple(name for name, is_missing in missing.items() if is_missing)
    return PastDay(begins, day.until if in_time else ends, len(day.arrivals), day.dropped, told, outcomes)


def _looks_further(rule: AnyRule) -> bool:
    """Whether its window may begin before the day that was read."""
    return isinstance(rule, LevelRule | BurnRule) and widest(rule) in PERIODS


def day_begin(moment: int, zone: str) -> int:
    """When the local day of `moment` (ms) begins, in ms."""
    return to_ms(datetime.combine(local_day(moment, zone), clock_time(), ZoneInfo(zone)))


def _arrivals(records: deque[Record], until: int) -> tuple[list[Arrival], int]:
    """As they came, and how many came late and stand where they happened. What is no event counts nowhere. The log's
    clock may stand back a little: the order holds."""
    arrivals: list[Arrival] = []
    latest = late = 0
    behind: set[str] = set()
    while records:
        record = records.popleft()
        try:
            event = decode(record.value)
        except (RejectedEvent, UnknownType):
            continue
        latest, time = max(latest, record.appended_at_ms), to_ms(event.time)
        is_late = latest - time > (CAUGHT_UP_MS if event.source in behind else LATE_MS)
        if not isinstance(event, SourceBeat):  # it tells of now, whatever else is still to come
            (behind.add if is_late else behind.discard)(event.source)
        late += is_late
        if latest < until:
            arrivals.append(Arrival(time if is_late else latest, event))
    if late:
        arrivals.sort(key=lambda arrival: arrival.at)
    return arrivals, late
