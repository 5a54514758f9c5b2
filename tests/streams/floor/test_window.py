"""Where windows begin: half-open, in steps, and in the site's own zone on the nights when the clock changes."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from streams.events.instant import parse_rfc3339, rfc3339
from streams.floor.window import WINDOWS, WindowClock


def starts(zone: str, at: str) -> dict[str, str]:
    moments = WindowClock(ZoneInfo(zone)).starts(parse_rfc3339(at))
    return {window: rfc3339(moment).removesuffix(".000Z") for window, moment in zip(WINDOWS, moments, strict=True)}


def test_rolling_windows_begin_a_width_before_the_last_step() -> None:
    at = starts("UTC", "2026-11-24T10:42:37.500Z")
    assert at["5m"] == "2026-11-24T10:37:30"
    assert at["1h"] == "2026-11-24T09:42:30"
    assert at["4h"] == "2026-11-24T06:40:00"
    assert at["24h"] == "2026-11-23T10:40:00"


@pytest.mark.parametrize(
    ("zone", "at", "today", "interval"),
    [
        ("Europe/Copenhagen", "2026-11-24T10:42:00Z", "2026-11-23T23:00:00", "2026-11-24T10:30:00"),
        ("Europe/Copenhagen", "2026-03-29T12:00:00Z", "2026-03-28T23:00:00", "2026-03-29T12:00:00"),  # 23 hours
        ("Europe/Copenhagen", "2026-10-25T22:59:59Z", "2026-10-24T22:00:00", "2026-10-25T22:30:00"),  # 25 hours
        ("Europe/Copenhagen", "2026-10-25T23:00:00Z", "2026-10-25T23:00:00", "2026-10-25T23:00:00"),
        ("Asia/Kolkata", "2026-11-24T10:42:00Z", "2026-11-23T18:30:00", "2026-11-24T10:30:00"),
        ("Asia/Kathmandu", "2026-11-24T10:42:00Z", "2026-11-23T18:15:00", "2026-11-24T10:15:00"),
        ("Africa/Cairo", "2026-04-24T12:00:00Z", "2026-04-23T22:00:00", "2026-04-24T12:00:00"),  # no midnight
        ("Africa/Cairo", "2026-04-23T21:59:59Z", "2026-04-22T22:00:00", "2026-04-23T21:30:00"),
        ("Australia/Lord_Howe", "2026-10-04T12:00:00Z", "2026-10-03T13:30:00", "2026-10-04T12:00:00"),
    ],
)
def test_today_and_interval_follow_the_sites_zone(zone: str, at: str, today: str, interval: str) -> None:
    assert starts(zone, at)["today"] == today
    assert starts(zone, at)["interval"] == interval


def test_today_starts_once_a_day_through_a_whole_year() -> None:
    clock = WindowClock(ZoneInfo("Europe/Copenhagen"))
    first = parse_rfc3339("2026-01-01T00:00:00Z")
    days = [clock.day_start(first + 1_800_000 * i) for i in range(365 * 48)]
    assert days == sorted(days)
    assert len(set(days)) == 366  # the first moment still belongs to the day before, in Copenhagen's night
    assert {b - a for a, b in zip(sorted(set(days)), sorted(set(days))[1:], strict=False)} == {
        23 * 3_600_000, 24 * 3_600_000, 25 * 3_600_000,
    }  # fmt: skip
