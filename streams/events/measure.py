"""Figures that come from other systems: finance, staffing, review sites."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from streams.events.envelope import Data, Event, Id

MeasureName = Literal[
    "revenue",
    "service_cost",
    "sick_hours",
    "planned_hours",
    "headcount",
    "leavers",
    "trustpilot_score",
    "customers",
]
PeriodKind = Literal["day", "week", "month"]
Value = Annotated[float, Meta(ge=-1e12, le=1e12)]
Period = Annotated[
    str,
    Meta(
        pattern="^[0-9]{4}-([0-9]{2}|W[0-9]{2}|[0-9]{2}-[0-9]{2})$",
        max_length=10,
        description="An ISO day 2026-11-24, week 2026-W48 or month 2026-11.",
    ),
]
_PERIOD = re.compile(r"([0-9]{4})-(?:W([0-9]{2})|([0-9]{2})(?:-([0-9]{2}))?)").fullmatch
_TRUSTPILOT_SCALE = (1, 5)


class Measure(Data, frozen=True):
    """Raises ValueError for a period that no calendar has and a value that the measure cannot have; decoding rejects
    the event with its words."""

    measure: MeasureName
    value: Value
    period: Period
    scope: Id | None = None

    def __post_init__(self) -> None:
        first_day(self.period)
        low, high = _TRUSTPILOT_SCALE
        if self.measure == "trustpilot_score" and not low <= self.value <= high:
            raise ValueError(f"trustpilot_score {self.value:g} is off the scale [{low}, {high}]")
        if self.measure != "revenue" and self.value < 0:
            raise ValueError(f"{self.measure} {self.value:g} is negative")


class MeasureReported(Event, frozen=True, tag="tavle.measure.reported"):
    """A figure of one period, as another system knows it. The newest report of a measure and period holds."""

    data: Measure


def period_kind(period: str) -> PeriodKind:
    """Whether `period`, a valid one, is a day, a week or a month."""
    if "W" in period:
        return "week"
    return "month" if len(period) == len("2026-11") else "day"


def first_day(period: str) -> date:
    """The day on which `period` begins; a week begins on its Monday (ISO 8601). Raises ValueError where no calendar
    has it."""
    match = _PERIOD(period)
    if match is None:
        raise ValueError(f"period {period!r} is no ISO day, week or month, such as 2026-11-24, 2026-W48 or 2026-11")
    year, week, month, day = match.groups()
    try:
        if week is not None:
            return date.fromisocalendar(int(year), int(week), 1)
        return date(int(year), int(month), int(day or 1))
    except ValueError as wrong:
        raise ValueError(f"period {period!r}: {wrong}") from None
