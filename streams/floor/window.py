"""Where windows begin. A rolling window of width w at time t covers [floor(t, step) − w, t); calendar windows begin at
a moment of the site's own zone (docs/metrics.md)."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from streams.events.instant import from_ms, to_ms

PANE_MS = 10_000
LONG_PANE_MS = 300_000
MINUTE_MS = 60_000
HALF_HOUR_MS = 30 * MINUTE_MS
HOUR_MS = 60 * MINUTE_MS

SHORT = {"5m": 5 * MINUTE_MS, "15m": 15 * MINUTE_MS, "30m": HALF_HOUR_MS, "1h": HOUR_MS}
LONG = {"4h": 4 * HOUR_MS, "8h": 8 * HOUR_MS, "24h": 24 * HOUR_MS}
CALENDAR = ("interval", "today")
WINDOWS: tuple[str, ...] = (*SHORT, *LONG, *CALENDAR)


class WindowClock:
    """Answers where each window begins, for one zone. Remembers the last answer, since windows move every 10 s only."""

    __slots__ = ("_day_end", "_day_start", "_pane", "_starts", "_zone")

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._pane = -1
        self._starts: tuple[int, ...] = ()
        self._day_start, self._day_end = 0, 0

    def starts(self, now: int) -> tuple[int, ...]:
        """The first moment (ms) of each of `WINDOWS` at `now`."""
        pane = now // PANE_MS
        if pane != self._pane:
            self._pane = pane
            step, long_step = pane * PANE_MS, now // LONG_PANE_MS * LONG_PANE_MS
            self._starts = (
                *(step - width for width in SHORT.values()),
                *(long_step - width for width in LONG.values()),
                self._interval_start(now),
                self.day_start(now),
            )
        return self._starts

    def day_start(self, now: int) -> int:
        """The first moment of the local day; where midnight is skipped by the clock, the moment of the skip."""
        if not self._day_start <= now < self._day_end:
            local = from_ms(now).astimezone(self._zone)
            self._day_start = to_ms(datetime(local.year, local.month, local.day, tzinfo=self._zone))
            following = from_ms(self._day_start + 36 * HOUR_MS).astimezone(self._zone)
            self._day_end = to_ms(datetime(following.year, following.month, following.day, tzinfo=self._zone))
        return self._day_start

    def _interval_start(self, now: int) -> int:
        local = from_ms(now).astimezone(self._zone)
        into = (local.minute % 30) * MINUTE_MS + local.second * 1000 + now % 1000
        return now - into
