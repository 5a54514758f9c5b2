"""How late frames were, by the time that they carry: a histogram, as there are millions of them. And when the value of
one tile reached each client."""

from __future__ import annotations

from array import array
from typing import Any

LATEST_MS = 60_000
_TIME = b'"server_time":'
_VALUE = b'"value":'


class Lateness:
    """In steps of a millisecond; what is later than a minute counts as a minute."""

    def __init__(self) -> None:
        self._counts = [0] * (LATEST_MS + 1)
        self._bytes = self._frames = 0
        self._longest_turn_s = 0.0

    def add(self, frame: bytes, now_s: float) -> None:
        """A delta that came at `now_s` (since 1970)."""
        late_ms = int(now_s * 1000) - made_at_ms(frame)
        self._counts[min(max(late_ms, 0), LATEST_MS)] += 1
        self._frames += 1
        self._bytes += len(frame)

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


class Arrivals:
    """When each count of a tile that counts up reached each client: a number of `FIELDS` for one after the other, the
    count, when the frame was made and when it was here (ms since 1970)."""

    FIELDS = 3

    def __init__(self, tile: str) -> None:
        self.seen = array("d")
        self._tile = f'"{tile}":{{'.encode()
        self._had: dict[int, int] = {}

    def add(self, client: int, frame: bytes, now_s: float) -> None:
        """A frame may bring several counts at once, and whatever a client comes with it was not waiting for."""
        count = count_of(frame, self._tile)
        if count is None:
            return
        made_ms, before = made_at_ms(frame), self._had.get(client, count)
        for one in range(before + 1, count + 1):
            self.seen.extend((one, made_ms, now_s * 1000))
        self._had[client] = max(before, count)


def made_at_ms(frame: bytes) -> int:
    at = frame.find(_TIME) + len(_TIME)
    return int(frame[at : at + 13])


def count_of(frame: bytes, tile: bytes) -> int | None:
    """The value of a tile (`"id":{`), if the frame has it."""
    place = frame.find(tile)
    if place < 0:
        return None
    at = frame.find(_VALUE, place) + len(_VALUE)
    digits = frame[at : at + 16].partition(b",")[0].partition(b".")[0]
    return int(digits) if digits.isdigit() else None
