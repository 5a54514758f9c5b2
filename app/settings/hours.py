"""Opening hours as they are written."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from typing import Annotated, Any

from pydantic import AfterValidator, Field, PlainValidator, model_validator

from app.settings.section import Section
from app.settings.zone import Zone
from streams.floor.business_hours import BusinessHours, Interval

_INTERVAL = re.compile(r"(\d\d):(\d\d)\s*[-–]\s*(\d\d):(\d\d)")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_MIN = 1440


def _interval(written: Any) -> Interval:
    found = _INTERVAL.fullmatch(written.strip()) if isinstance(written, str) else None
    if found is None:
        raise ValueError(f"{written!r} are no opening hours: write them like 08:00-16:00")
    hours = [int(part) for part in found.groups()]
    start, end = hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]
    if max(hours[1], hours[3]) > 59 or max(start, end) > DAY_MIN:
        raise ValueError(f"{written!r}: a day has times of 00:00 to 24:00")
    if end <= start:
        first, last = written[:5], written.strip()[-5:]
        raise ValueError(
            f"{written!r} ends before it begins: hours past midnight are two, {first}-24:00 on this day and "
            f"00:00-{last} on the next"
        )
    return start, end


def _apart(intervals: tuple[Interval, ...]) -> tuple[Interval, ...]:
    ordered = tuple(sorted(intervals))
    for before, after in pairwise(ordered):
        if after[0] < before[1]:
            both = before[0], max(before[1], after[1])
            raise ValueError(f"{_text(before)} and {_text(after)} overlap: write {_text(both)}")
    return ordered


OpenHours = Annotated[tuple[Annotated[Interval, PlainValidator(_interval)], ...], AfterValidator(_apart)]


class HoursSettings(Section):
    """Opening hours that promises go by, such as `mon = ["08:00-12:00", "12:30-16:00"]`. A day that is left out is
    closed."""

    zone: Zone | None = None
    """IANA time zone; else the site's."""
    mon: OpenHours = ()
    """Mondays."""
    tue: OpenHours = ()
    """Tuesdays."""
    wed: OpenHours = ()
    """Wednesdays."""
    thu: OpenHours = ()
    """Thursdays."""
    fri: OpenHours = ()
    """Fridays."""
    sat: OpenHours = ()
    """Saturdays."""
    sun: OpenHours = ()
    """Sundays."""
    holidays: tuple[date, ...] = ()
    """Days that are closed, such as `[2026-12-25, 2026-12-26]`."""
    special: dict[date, OpenHours] = Field(default={}, max_length=1000)
    """Days with hours of their own, such as `{2026-12-24 = ["08:00-12:00"]}`; they win over weekday and holiday."""

    @model_validator(mode="after")
    def _opens_at_all(self) -> HoursSettings:
        if not any(self.weekly):
            days = ", ".join(WEEKDAYS)
            raise ValueError(f'never open: give at least one weekday ({days}) hours, like mon = ["08:00-16:00"]')
        return self

    @property
    def weekly(self) -> tuple[tuple[Interval, ...], ...]:
        """Monday to Sunday, in minutes of the day."""
        return self.mon, self.tue, self.wed, self.thu, self.fri, self.sat, self.sun

    def business_hours(self, zone: str) -> BusinessHours:
        """The calendar of a site in `zone`."""
        return BusinessHours(self.zone or zone, self.weekly, frozenset(self.holidays), dict(self.special))


def _text(interval: Interval) -> str:
    start, end = interval
    return f"{start // 60:02d}:{start % 60:02d}-{end // 60:02d}:{end % 60:02d}"
