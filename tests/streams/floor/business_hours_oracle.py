"""Business hours counted by hand: every minute of UTC is looked up on the local clock. Slow and plain on purpose."""

from __future__ import annotations

from datetime import date
from functools import cache
from zoneinfo import ZoneInfo

from streams.events.instant import from_ms
from streams.floor.business_hours import BusinessHours, Interval

MINUTE_MS = 60_000


class NaiveHours:
    """Of one calendar over some minutes of UTC, from `first` on."""

    def __init__(self, hours: BusinessHours, first: int, minutes: int) -> None:
        self.first = first
        self.open = [shows_open(hours, (first + minute) * MINUTE_MS) for minute in range(minutes)]

    def worked_ms(self, start: int, end: int) -> int:
        total = 0
        for minute in range(start // MINUTE_MS, (end + MINUTE_MS - 1) // MINUTE_MS):
            if self.open[minute - self.first]:
                total += min(end, (minute + 1) * MINUTE_MS) - max(start, minute * MINUTE_MS)
        return total

    def due(self, start: int, business_ms: int) -> int:
        """The first moment after so much business time; IndexError when that lies beyond the minutes looked up."""
        at, left_ms = start, business_ms
        while left_ms:
            minute_end = (at // MINUTE_MS + 1) * MINUTE_MS
            if self.open[at // MINUTE_MS - self.first]:
                step_ms = min(left_ms, minute_end - at)
                left_ms -= step_ms
                at += step_ms
            else:
                at = minute_end
        return at


def shows_open(hours: BusinessHours, at: int) -> bool:
    """Whether the local clock then shows a time within the hours of its date."""
    local = from_ms(at).astimezone(_zone(hours.zone))
    minute = local.hour * 60 + local.minute
    return any(start <= minute < end for start, end in _hours_of(hours, local.date()))


def _hours_of(hours: BusinessHours, on: date) -> tuple[Interval, ...]:
    if on in hours.special_days:
        return hours.special_days[on]
    return () if on in hours.holidays else hours.weekly[on.weekday()]


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
