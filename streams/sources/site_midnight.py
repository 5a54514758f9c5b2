"""When a site's day began."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from streams.events.instant import from_ms, to_ms


def midnight_before(zone: str) -> Callable[[int], int]:
    """For an instant, the first instant of its day in this IANA zone; where clocks skip midnight, the first after."""
    place = ZoneInfo(zone)

    def midnight_ms(now_ms: int) -> int:
        now = from_ms(now_ms)
        day = now.astimezone(place).date()
        start = datetime(day.year, day.month, day.day, tzinfo=place).astimezone(UTC)
        if start.astimezone(place).date() < day:
            start += timedelta(hours=1)
        return to_ms(min(start, now))

    return midnight_ms
