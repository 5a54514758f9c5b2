"""The wall clock, for all that is no pure core and is not handed a clock."""

from __future__ import annotations

import time


def wall_clock_ms() -> int:
    """Milliseconds since 1970."""
    return time.time_ns() // 1_000_000
