"""A time zone that there is."""

from __future__ import annotations

from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator


def _known_zone(zone: str) -> str:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, OSError, ValueError) as unknown:  # also: a folder of zones, a path
        raise ValueError(f"there is no time zone {zone!r}: write an IANA name such as Europe/Copenhagen") from unknown
    return zone


Zone = Annotated[str, AfterValidator(_known_zone)]
