"""Durations as people write them: `90`, `"45s"`, `"15m"`, `"8h"`, `"1h30m"`."""

from __future__ import annotations

import math
import re
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainValidator

_WRITTEN = re.compile(r"(?=\d)(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")
_SECONDS = (3600, 60, 1)


def seconds(text: str) -> int:
    """The seconds of a text such as `1h30m`. Raises ValueError for any other text."""
    written = _WRITTEN.fullmatch(text.strip())
    if written is None:
        raise ValueError(f"{text!r} is no duration: write seconds, or hours, minutes and seconds like 8h, 15m or 1h30m")
    return sum(int(n or 0) * unit for n, unit in zip(written.groups(), _SECONDS, strict=True))


class DurationMs(float):
    """Milliseconds that were written as a duration."""


def _seconds(value: object) -> object:
    return seconds(value) if isinstance(value, str) else value


def _limit(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError("a limit is a number in the metric's unit, or a duration like 8h, 15m or 1h30m")
    try:
        limit = DurationMs(seconds(value) * 1000) if isinstance(value, str) else float(value)
    except OverflowError:
        limit = math.inf
    if not math.isfinite(limit):
        raise ValueError("a limit is finite")
    return limit


DurationS = Annotated[float, BeforeValidator(_seconds)]
"""Seconds; a text is read as a duration."""

Limit = Annotated[float, PlainValidator(_limit)]
"""A number in a metric's own unit; a text is a duration and gives `DurationMs`."""
