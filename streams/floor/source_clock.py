"""A source of events, as its events tell: how far it has come, and whether it is silent, lagging or was restarted."""

from __future__ import annotations

from streams.events import SourceReset
from streams.floor import subject
from streams.floor.view import SourceView

GAPS_KEPT = 20
RESETS_KEPT = 50


class SourceClock:
    """All moments in ms. `lag_ms` is how old its newest event was when it came; `retired` is when it was last taken out
    of service (0: never)."""

    __slots__ = ("beat", "gaps", "interval_ms", "lag_ms", "newest", "received", "resets", "retired", "tells")

    def __init__(self) -> None:
        self.newest = 0
        self.received = 0
        self.lag_ms = 0
        self.beat: int | None = None
        self.interval_ms = 0
        self.retired = 0
        self.resets: list[tuple[int, str, SourceReset]] = []
        self.gaps: list[tuple[int, int]] = []
        self.tells: subject.Told = {}

    def silent_since(self, now: int, beats: float) -> int | None:
        """When the last sign of life was, if more than `beats` of its own intervals passed since it was heard."""
        last = self.last_beat
        if last is None or now - self.heard <= beats * self.interval_ms:
            return None
        return max(last, self.newest)

    @property
    def heard(self) -> int:
        """When its last sign of life came: a source whose own clock is behind is not silent for that."""
        return max(self.received, self.newest, self.beat or 0)

    @property
    def last_beat(self) -> int | None:
        """None when it never beat, or not since it was retired: then its silence tells nothing."""
        return self.beat if self.beat is not None and self.beat > self.retired else None

    def clock(self, now: int, *, beats: float, lag_limit_ms: int) -> int:
        """Up to when deadlines may pass: `now`, or where the source stands while it lags or is silent, so that an
        answer still on its way is not first shown as a miss."""
        if self.lag_ms > lag_limit_ms or self.silent_since(now, beats) is not None:
            return min(now, max(self.newest, self.beat or 0))
        return now

    def view(self) -> SourceView:
        return SourceView(
            newest=self.newest,
            received=self.received,
            beat=self.last_beat,
            interval_s=self.interval_ms / 1000 if self.last_beat is not None else None,
            resets=len(self.resets),
            gaps=list(self.gaps),
            tells=subject.view(self.tells),
        )
