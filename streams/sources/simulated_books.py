"""What finance, staffing and review sites know of a simulated centre: the same for a day, whenever it is asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

from streams.events.instant import from_ms
from streams.events.measure import Measure, MeasureName

MONTHS_BACK = 12
DAYS_BACK = 7
_ONE_DAY = timedelta(days=1)
_CUSTOMERS_AN_AGENT = 1_100
_LEAVERS_SHARE = 0.022


class _Day(NamedTuple):
    """One day's books; money in whole euros."""

    revenue: float
    service_cost: float
    sick_hours: float
    planned_hours: float


class Books:
    """The books of a centre with so many agents, kept in its own time zone."""

    def __init__(self, seed: str, agents: int, zone: ZoneInfo) -> None:
        self._seed, self._agents, self._zone = seed, agents, zone
        self._days: dict[date, _Day] = {}

    def past(self, at_ms: int) -> Iterator[Measure]:
        """The closed months of a year, the week before this one and the days before today."""
        today, _ = self._local(at_ms)
        for back in range(MONTHS_BACK, 0, -1):
            months = today.year * 12 + today.month - 1 - back
            first = date(months // 12, months % 12 + 1, 1)
            yield from self._month(first, _next_month(first) - _ONE_DAY, 1.0)
        monday = today - timedelta(days=today.weekday() + 7)
        yield from self._sums(_week(monday), monday, monday + 6 * _ONE_DAY, 1.0)
        for back in range(DAYS_BACK, 0, -1):
            day = today - timedelta(days=back)
            yield from self._sums(day.isoformat(), day, day, 1.0)

    def present(self, at_ms: int) -> Iterator[Measure]:
        """Today, this week and this month, as far as they are gone."""
        today, share = self._local(at_ms)
        monday, first = today - timedelta(days=today.weekday()), today.replace(day=1)
        for period, since in ((today.isoformat(), today), (_week(monday), monday)):
            yield from self._sums(period, since, today, share)
            yield from self._standing(period, first)
        yield from self._month(first, today, share)

    def _month(self, first: date, last: date, share: float) -> Iterator[Measure]:
        period, whole = f"{first:%Y-%m}", (_next_month(first) - first).days
        yield from self._sums(period, first, last, share)
        yield from self._standing(period, first)
        random = Random(f"{self._seed}/{first}/leavers")
        leavers = sum(random.random() < _LEAVERS_SHARE for _ in range(self._agents))
        gone = leavers * ((last - first).days + share) / whole
        yield Measure(measure="leavers", value=int(gone), period=period)

    def _standing(self, period: str, first: date) -> Iterator[Measure]:
        """What stands all through the month that begins on `first`."""
        random = Random(f"{self._seed}/{first}/standing")
        headcount, score = round(self._agents * random.uniform(1.1, 1.14)), round(random.uniform(3.9, 4.5), 1)
        customers = round(self._agents * _CUSTOMERS_AN_AGENT * random.uniform(0.98, 1.02))
        yield Measure(measure="headcount", value=headcount, period=period)
        yield Measure(measure="trustpilot_score", value=score, period=period)
        yield Measure(measure="customers", value=customers, period=period)

    def _sums(self, period: str, first: date, last: date, share: float) -> Iterator[Measure]:
        """Of whole days, and of the `share` of the last one that is gone."""
        days = [self._day(first + timedelta(days=number)) for number in range((last - first).days + 1)]
        names: tuple[MeasureName, ...] = ("revenue", "service_cost", "sick_hours", "planned_hours")
        for index, name in enumerate(names):
            total = sum(day[index] for day in days[:-1]) + days[-1][index] * share
            yield Measure(measure=name, value=round(total, 1), period=period)

    def _day(self, day: date) -> _Day:
        known = self._days.get(day)
        if known is None:
            random = Random(f"{self._seed}/{day}")
            revenue = self._agents * random.uniform(8_500, 11_500) * (0.6 if day.weekday() >= 5 else 1.0)
            planned = self._agents * 7.5 * random.uniform(0.96, 1.0)
            known = self._days[day] = _Day(
                revenue=round(revenue),
                service_cost=round(self._agents * random.uniform(165, 195)),
                sick_hours=round(planned * random.uniform(0.01, 0.04), 1),
                planned_hours=round(planned, 1),
            )
        return known

    def _local(self, at_ms: int) -> tuple[date, float]:
        """The day, and how much of it is gone by the clock on the wall."""
        local: datetime = from_ms(at_ms).astimezone(self._zone)
        return local.date(), (local.hour * 60 + local.minute) / 1440


def _week(monday: date) -> str:
    return f"{monday:%G-W%V}"


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)
