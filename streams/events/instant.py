"""Instants as whole milliseconds since 1970-01-01T00:00:00Z, the one unit of time in the core."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS

_ONE_MS = timedelta(milliseconds=1)


def to_ms(instant: datetime) -> int:
    """Whole milliseconds of an aware datetime; parts of a millisecond are cut off."""
    return (instant - EPOCH) // _ONE_MS


def from_ms(ms: int) -> datetime:
    """The aware UTC datetime of `ms`."""
    return EPOCH + timedelta(milliseconds=ms)


def local_day(ms: int, zone: str) -> date:
    """The date that clocks of an IANA zone show then. Raises `zoneinfo.ZoneInfoNotFoundError`."""
    return from_ms(ms).astimezone(ZoneInfo(zone)).date()


def rfc3339(ms: int) -> str:
    """`2026-11-24T09:30:00.000Z`."""
    return from_ms(ms).strftime("%Y-%m-%dT%H:%M:%S.") + f"{ms % 1000:03d}Z"


def parse_rfc3339(text: str) -> int:
    """Milliseconds of an RFC 3339 instant with an offset. Raises ValueError when the offset is missing."""
    instant = datetime.fromisoformat(text.strip())
    if instant.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone: write it like 2026-11-24T09:30:00Z")
    return to_ms(instant)
