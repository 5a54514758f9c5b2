"""What a screen last said of itself, and what follows from that."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

State = Literal["never", "live", "away"]
WRITTEN_EVERY_MS = 15_000
"""So often it is written down that a screen is there, while nothing else about it changes."""
LIVE_MS = 40_000
"""A screen that was heard of within this time is live: two writings, and the way to the store."""


class Report(BaseModel):
    """`board` and `version` are what stood on it, `build` the page that it runs; `clock_offset_ms` is how far its own
    clock is before ours, `missed` how many frames did not fit. None is what it did not say. `connected` is False once
    its connection has ended."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    connected: bool = True
    board: Annotated[str, Field(max_length=256)] | None = None
    version: int | None = None
    build: Annotated[str, Field(max_length=64)] | None = None
    clock_offset_ms: int | None = None
    uptime_s: float | None = None
    heap_bytes: int | None = None
    missed: int | None = None
    address: Annotated[str, Field(max_length=64)] = ""

    def differs(self, other: Report | None) -> bool:
        """Whether something changed that is not just time going by."""
        return other is None or any(
            getattr(self, name) != getattr(other, name)
            for name in ("connected", "board", "version", "build", "missed", "address")
        )


def state_of(seen_at: int | None, report: Report | None, now: int) -> State:
    """Moments in ms since 1970. A screen whose process was killed is live until `LIVE_MS` are over."""
    if seen_at is None:
        return "never"
    gone = report is not None and not report.connected
    return "away" if gone or now - seen_at > LIVE_MS else "live"
