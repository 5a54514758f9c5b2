"""Business hours: when a desk is open, in its own zone, and how much business time lies between two moments.

A moment is open when the local clock then shows a time of day inside an interval of that local date. So a 23-hour day
lacks the skipped hour, the repeated hour of a 25-hour day counts twice, and a date that a zone skipped has no hours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from streams.events.instant import DAY_MS, MINUTE_MS, from_ms

DAYS_SEARCHED = 5 * 366
"""How far ahead a due moment is looked for. A calendar that does not open enough by then never does."""

DAYS_KEPT = 8192
"""How many days' intervals a calendar remembers; beyond that it begins anew."""

Interval = tuple[int, int]
_MS = timedelta(milliseconds=1)
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_EPOCH_WEEKDAY = 3


class OpenDay(NamedTuple):
    """The open intervals (ms since 1970, half-open, sorted) within one day of UTC, and their length."""

    intervals: tuple[Interval, ...]
    open_ms: int


@dataclass(frozen=True, slots=True)
class BusinessHours:
    """`weekly` holds for Monday to Sunday the open intervals, in minutes of the local day: `(480, 960)` is 08:00 to
    16:00, an end of 1440 is midnight. A date in `special_days` has the intervals given there; otherwise one in
    `holidays` has none.

    Raises ValueError for other than seven weekdays, and for intervals out of order, empty or beyond the day; KeyError
    (ZoneInfoNotFoundError) for an unknown zone.
    """

    zone: str
    weekly: tuple[tuple[Interval, ...], ...]
    holidays: frozenset[date] = frozenset()
    special_days: Mapping[date, tuple[Interval, ...]] = field(default_factory=dict, hash=False)
    always: bool = field(init=False, repr=False, compare=False)
    _zone: ZoneInfo = field(init=False, repr=False, compare=False)
    _days: dict[int, OpenDay] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.weekly) != 7:
            raise ValueError(f"a week has seven days, Monday first; here are {len(self.weekly)}")
        for intervals in (*self.weekly, *self.special_days.values()):
            _check(intervals)
        whole = all(intervals == ((0, 1440),) for intervals in self.weekly)
        object.__setattr__(self, "always", whole and not self.holidays and not self.special_days)
        object.__setattr__(self, "_zone", ZoneInfo(self.zone))

    def worked_ms(self, start: int, end: int) -> int:
        """Business time in [start, end), in ms; 0 when `end` is not after `start`."""
        if self.always or end <= start:
            return max(0, end - start)
        total = 0
        for day in range(start // DAY_MS, (end - 1) // DAY_MS + 1):
            intervals, open_ms = self._open_on(day)
            if start <= day * DAY_MS and (day + 1) * DAY_MS <= end:
                total += open_ms
            else:
                total += sum(max(0, min(b, end) - max(a, start)) for a, b in intervals)
        return total

    def due(self, start: int, business_ms: int) -> int | None:
        """The first moment at which `business_ms` of business time have passed since `start`: at closing time rather
        than at the next opening. None when that is not so within five years."""
        if self.always or business_ms <= 0:
            return start + max(0, business_ms)
        left_ms, first = business_ms, start // DAY_MS
        for day in range(first, first + DAYS_SEARCHED):
            intervals, open_ms = self._open_on(day)
            if day > first and open_ms < left_ms:
                left_ms -= open_ms
                continue
            for a, b in intervals:
                since = max(a, start)
                if b - since >= left_ms:
                    return since + left_ms
                left_ms -= max(0, b - since)
        return None

    def is_open(self, at: int) -> bool:
        return self.always or any(a <= at < b for a, b in self._open_on(at // DAY_MS).intervals)

    def opens_at(self, at: int) -> int | None:
        """The first open moment at or after `at`; None when there is none within five years."""
        first = at // DAY_MS
        for day in range(first, first + DAYS_SEARCHED):
            for a, b in self._open_on(day).intervals:
                if b > at:
                    return max(a, at)
        return None

    def _open_on(self, day: int) -> OpenDay:
        known = self._days.get(day)
        if known is None:
            if len(self._days) >= DAYS_KEPT:
                self._days.clear()
            intervals = tuple(self._intervals(day))
            known = self._days[day] = OpenDay(intervals, sum(b - a for a, b in intervals))
        return known

    def _intervals(self, day: int) -> Iterator[Interval]:
        """Within a day of UTC: for each stretch of it with one offset, the local dates that it touches."""
        for start, end in pairwise(self._stretches(day * DAY_MS)):
            offset_ms = self._offset_ms(start)
            for local in range((start + offset_ms) // DAY_MS, (end - 1 + offset_ms) // DAY_MS + 1):
                midnight = local * DAY_MS - offset_ms
                for open_min, close_min in self._hours_on(local):
                    a = max(start, midnight + open_min * MINUTE_MS)
                    b = min(end, midnight + close_min * MINUTE_MS)
                    if a < b:
                        yield a, b

    def _hours_on(self, local_day: int) -> tuple[Interval, ...]:
        on = date.fromordinal(_EPOCH_DAY + local_day)
        special = self.special_days.get(on)
        if special is not None:
            return special
        return () if on in self.holidays else self.weekly[(local_day + _EPOCH_WEEKDAY) % 7]

    def _stretches(self, start: int) -> tuple[int, ...]:
        """The edges of the stretches with one offset within a day of UTC. No zone changes its clock twice a day."""
        end = start + DAY_MS
        before = self._offset_ms(start)
        if before == self._offset_ms(end):
            return start, end
        low, high = start, end
        while high - low > 1:
            middle = (low + high) // 2
            if self._offset_ms(middle) == before:
                low = middle
            else:
                high = middle
        return start, high, end

    def _offset_ms(self, at: int) -> int:
        offset = from_ms(at).astimezone(self._zone).utcoffset() or timedelta()
        return offset // _MS


def _check(intervals: tuple[Interval, ...]) -> None:
    last = 0
    for start, end in intervals:
        if not last <= start < end <= 1440:
            raise ValueError(
                f"opening hours {intervals} are not in order: each begins at or after the end of the one before, "
                "ends after it begins, and lies within minutes 0 to 1440 of the day"
            )
        last = end


ALWAYS = BusinessHours("UTC", (((0, 1440),),) * 7)
"""Around the clock, every day."""
