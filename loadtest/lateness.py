"""How late frames were, by the time that they carry: kept as a histogram, as there are millions of them."""

from __future__ import annotations

from array import array
from typing import Any

LATEST_MS = 60_000
_TIME = b'"server_time":'
_VALUE = b'"value":'


class Lateness:
    """In steps of a millisecond; what is later than a minute counts as a minute. `probe`: see `record`."""

    def __init__(self, probe: bytes | None = None) -> None:
        self._counts = [0] * (LATEST_MS + 1)
        self._bytes = self._frames = 0
        self._longest_turn_s = 0.0
        self._probe = probe
        self.values = array("d")

    def add(self, frame: bytes, now_s: float) -> None:
        """A delta that came at `now_s` (since 1970)."""
        at = frame.find(_TIME) + len(_TIME)
        late_ms = int(now_s * 1000) - int(frame[at : at + 13])
        self._counts[min(max(late_ms, 0), LATEST_MS)] += 1
        self._frames += 1
        self._bytes += len(frame)
        if self._probe is not None:
            self._note_value(frame, now_s)

    def _note_value(self, frame: bytes, now_s: float) -> None:
        """The value of the tile that is watched, and when it was here, one after the other."""
        assert self._probe is not None
        tile = frame.find(self._probe)
        if tile < 0:
            return
        at = frame.find(_VALUE, tile) + len(_VALUE)
        digits = frame[at : at + 12].partition(b",")[0]
        if digits.isdigit():
            self.values.append(float(digits))
            self.values.append(now_s)

    def turned(self, seconds: float) -> None:
        """How long the clients' side was at it before it looked again: frames may have waited for it so long."""
        self._longest_turn_s = max(self._longest_turn_s, seconds)

    def percentile(self, share: float) -> int | None:
        """In ms; None when nothing came."""
        wanted, seen = self._frames * share, 0
        for late_ms, count in enumerate(self._counts):
            seen += count
            if count and seen >= wanted:
                return late_ms
        return None

    def said(self) -> dict[str, Any]:
        return {
            "frames": self._frames,
            "frame_bytes": self._bytes / self._frames if self._frames else 0.0,
            "p50_ms": self.percentile(0.5),
            "p99_ms": self.percentile(0.99),
            "max_ms": self.percentile(1.0),
            "client_turn_max_ms": self._longest_turn_s * 1000,
        }
