"""Where windows begin. A rolling window of width w at time t covers [floor(t, step) − w, t); calendar windows begin at
a moment of the site's own zone (docs/metrics.md)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from streams.events.instant import HOUR_MS, MINUTE_MS, from_ms, to_ms

PANE_MS = 10_000
LONG_PANE_MS = 300_000
HALF_HOUR_MS = 30 * MINUTE_MS

SHORT = {"5m": 5 * MINUTE_MS, "15m": 15 * MINUTE_MS, "30m": HALF_HOUR_MS, "1h": HOUR_MS}
LONG = {"4h": 4 * HOUR_MS, "8h": 8 * HOUR_MS, "24h": 24 * HOUR_MS}
DAY = ("interval", "today")
PERIODS = ("week", "month")
"""Windows that reach further back than panes are kept."""

WINDOWS: tuple[str, ...] = (*SHORT, *LONG, *DAY, *PERIODS)


class WindowClock:
    """Answers where each window begins, for one zone. Remembers the last answer, since windows move every 10 s only."""

    __slots__ = ("_day_end", "_day_start", "_midnights", "_pane", "_periods", "_starts", "_zone")

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._pane = -1
        self._starts: tuple[int, ...] = ()
        self._day_start, self._day_end = 0, 0
        self._periods = (0, 0)
        self._midnights: list[int] = []

    def starts(self, now: int) -> tuple[int, ...]:
        """The first moment (ms) of each of `WINDOWS` at `now`."""
        pane = now // PANE_MS
        if pane != self._pane:
            self._pane = pane
            step, long_step = pane * PANE_MS, now // LONG_PANE_MS * LONG_PANE_MS
            self._find_day(now)
            self._starts = (
                *(step - width for width in SHORT.values()),
                *(long_step - width for width in LONG.values()),
                self._interval_start(now),
                self._day_start,
                *self._periods,
            )
        return self._starts

    def day_start(self, now: int) -> int:
        """The first moment of the local day; where midnight is skipped by the clock, the moment of the skip."""
        return self._midnight(self._local(now).date())

    def days(self, since: int, now: int) -> Iterator[tuple[int, int]]:
        """Beginning and end of each local day from the one that holds `since` to the one that holds `now`."""
        if since > now:
            return iter(())
        known = self._midnights
        if not known or not known[0] <= since <= now < known[-1]:
            known = self._midnights = self._find_midnights(min(since, *filter(None, self._periods)), now)
        return pairwise(known[bisect_right(known, since) - 1 : bisect_right(known, now) + 1])

    def _find_midnights(self, since: int, now: int) -> list[int]:
        """Up to the end of the day that holds `now`. All agents ask for the same days, so they are found once."""
        day, last = self._local(since).date(), self._local(now).date()
        return [self._midnight(day + timedelta(days=n)) for n in range((last - day).days + 2)]

    def _find_day(self, now: int) -> None:
        if not self._day_start <= now < self._day_end:
            today = self._local(now).date()
            self._day_start, self._day_end = self._midnight(today), self._midnight(today + timedelta(days=1))
            monday = today - timedelta(days=today.weekday())
            self._periods = (self._midnight(monday), self._midnight(today.replace(day=1)))

    def _local(self, moment: int) -> datetime:
        return from_ms(moment).astimezone(self._zone)

    def _midnight(self, day: date) -> int:
        return to_ms(datetime(day.year, day.month, day.day, tzinfo=self._zone))

    def _interval_start(self, now: int) -> int:
        local = self._local(now)
        into = (local.minute % 30) * MINUTE_MS + local.second * 1000 + now % 1000
        return now - into
