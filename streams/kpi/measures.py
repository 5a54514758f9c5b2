"""What other systems report about a whole day, week or month: which value stands for which period.

`headcount`, `customers` and `trustpilot_score` are levels, true at the end of their period; the other measures are sums
over it.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Final, Literal

from streams.events.measure import PeriodKind, first_day, period_kind
from streams.floor.view import Measures

PeriodWindow = Literal["today", "week", "month"]
KINDS: Final[Mapping[PeriodWindow, PeriodKind]] = {"today": "day", "week": "week", "month": "month"}


def period_window(window: str) -> PeriodWindow | None:
    """The window if it is a whole period; None for every other."""
    return next((known for known in KINDS if known == window), None)


@dataclass(frozen=True, slots=True)
class Period:
    """A day, an ISO week (Monday to Sunday) or a month, of the site's own calendar."""

    kind: PeriodKind
    first: date

    @staticmethod
    def at(kind: PeriodKind, day: date) -> Period:
        """The period of this kind that `day` is in."""
        if kind == "day":
            return Period(kind, day)
        return Period(kind, day - timedelta(days=day.weekday()) if kind == "week" else day.replace(day=1))

    @property
    def length(self) -> int:
        """In days."""
        if self.kind == "day":
            return 1
        return 7 if self.kind == "week" else calendar.monthrange(self.first.year, self.first.month)[1]

    @property
    def last(self) -> date:
        return self.first + timedelta(days=self.length - 1)

    @property
    def days(self) -> list[str]:
        """Its days, as they are written in reports."""
        return [(self.first + timedelta(days=n)).isoformat() for n in range(self.length)]

    def over(self, day: date) -> bool:
        """Whether it had ended when `day` began."""
        return (day - self.first).days >= self.length

    def __str__(self) -> str:
        if self.kind == "day":
            return self.first.isoformat()
        if self.kind == "week":
            year, week, _ = self.first.isocalendar()
            return f"{year:04}-W{week:02}"
        return f"{self.first.year:04}-{self.first.month:02}"


@lru_cache(maxsize=4096)
def period(text: str) -> Period:
    """Reads `2026-11-24`, `2026-W48` or `2026-11`. Raises ValueError for anything else, and for days there are not."""
    first = first_day(text)
    return Period(period_kind(text), first)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of how many days (or months) of the period there are reports, and how many it has."""

    reported: int
    of: int
    each: Literal["day", "month"] = "day"


@dataclass(frozen=True, slots=True)
class Amounts:
    """Sums of several measures over the same time. `covers` is None when that is the whole period."""

    values: tuple[Fraction, ...]
    covers: Coverage | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A level (headcount, customers, a score) and the report that it comes from."""

    value: Fraction
    period: Period


def amounts(measures: Measures, names: Sequence[str], of: Period) -> Amounts | None:
    """What the measures `names` come to in the period `of`; None when not all of them are reported there.

    A report on the period itself stands for it. Without one, it is the sum of its days. Where days are missing, every
    measure is summed over the days on which all are reported, so that a ratio has the same time above and below.
    """
    reports = [measures.get(name, {}) for name in names]
    whole = [_whole(reported, of) for reported in reports]
    known = tuple(value for value in whole if value is not None)
    if len(known) == len(names):
        return Amounts(known)
    days = [day for day in of.days if all(day in reported for reported in reports)]
    if not days:
        return None
    return Amounts(tuple(_sum(reported, days) for reported in reports), Coverage(len(days), of.length))


def level(reports: Mapping[str, float], of: Period, day: date) -> Standing | None:
    """The level at the period `of`: its own report, or else the newest of any kind up to its end and up to `day`.

    The newest is the one that reaches furthest towards `day`; of several, that of the shortest period.
    """
    if str(of) in reports:
        return Standing(exact(reports[str(of)]), of)
    end = min(of.last, day)
    begun = [known for known in map(period, reports) if known.first <= end]
    if not begun:
        return None
    newest = max(begun, key=lambda known: (min(known.last, end), -known.length))
    return Standing(exact(reports[str(newest)]), newest)


def reported_periods(reports: Mapping[str, float], kind: PeriodKind, day: date) -> list[Period]:
    """The periods of this kind, begun by `day`, of which anything is reported: newest first."""
    begun = {known for known in map(period, reports) if known.first <= day}
    found = {Period.at(kind, known.first) for known in begun if known.kind in (kind, "day")}
    return sorted(found, key=lambda known: known.first, reverse=True)


def exact(value: float) -> Fraction:
    """The decimal number that was reported, not its nearest binary one."""
    return Fraction(repr(value))


def _whole(reports: Mapping[str, float], of: Period) -> Fraction | None:
    if str(of) in reports:
        return exact(reports[str(of)])
    return _sum(reports, of.days) if all(day in reports for day in of.days) else None


def _sum(reports: Mapping[str, float], days: Iterable[str]) -> Fraction:
    return sum((exact(reports[day]) for day in days), Fraction())
