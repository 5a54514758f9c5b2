"""Figures over a whole day, week, month or year, from what other systems reported (money, people, customers).

A figure stands for the newest period, at most the window's own, in which everything it needs is reported; it says which
period that is and whether it is whole. An empty denominator gives no value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Final

from streams.events.measure import MeasureName
from streams.floor.view import Measures
from streams.kpi.keys import PeriodMetricKey, Unit
from streams.kpi.measures import (
    KINDS,
    Coverage,
    Period,
    PeriodWindow,
    amounts,
    level,
    reported_periods,
)
from streams.kpi.metric import Better, Scope

TURNOVER_MONTHS: Final = 12
SITE: tuple[Scope, ...] = ("site",)


@dataclass(frozen=True, slots=True)
class PeriodFigure:
    """`value` is `numerator` ÷ `denominator` (for a plain sum or level, the numerator itself): None when the
    denominator is empty.

    `period` is the one it stands for, as written in reports. `complete` says that the period is over and all of it
    reported; `covers` tells, where days (or months) are missing, how many there are.
    """

    value: float | None
    numerator: float
    denominator: float | None
    period: str
    complete: bool
    covers: Coverage | None = None


Counted = Mapping[str, int]
Formula = Callable[[Measures, PeriodWindow, date, Counted | None], PeriodFigure | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodMetric:
    """A figure of the site from the measures it names."""

    key: PeriodMetricKey
    unit: Unit
    measures: tuple[MeasureName, ...]
    calculate: Formula
    formula: str
    better: Better
    scopes: tuple[Scope, ...] = SITE

    @property
    def field(self) -> str:
        """Its name in JSON."""
        return self.key

    def figure(
        self, measures: Measures, window: PeriodWindow, day: date, counted: Counted | None = None
    ) -> PeriodFigure | None:
        """The figure at the local day `day`; None when no period has all that it needs.

        `counted` has the site's counts over the same window, for what is set against them (churn); None when the window
        is not kept.
        """
        return self.calculate(measures, window, day, counted)


def _summed(
    names: tuple[MeasureName, ...], measures: Measures, window: PeriodWindow, day: date, _: Counted | None
) -> PeriodFigure | None:
    """One sum, or one sum over another."""
    for period in reported_periods(measures.get(names[0], {}), KINDS[window], day):
        found = amounts(measures, names, period)
        if found:
            complete = period.over(day) and found.covers is None
            return _figure(found.values[0], found.values[1:], period, complete, found.covers)
    return None


def _turnover(measures: Measures, _: PeriodWindow, day: date, __: Counted | None) -> PeriodFigure | None:
    """Over the twelve months that end with the newest reported one; months without a report are in neither part."""
    headcounts = measures.get("headcount", {})
    months: list[tuple[Period, Fraction, Fraction, bool]] = []
    for month in reported_periods(measures.get("leavers", {}), "month", day):
        if months and _months(months[0][0]) - _months(month) >= TURNOVER_MONTHS:
            break
        left = amounts(measures, ("leavers",), month)
        head = level(headcounts, month, day)
        if left and head and head.period.first >= month.first:
            months.append((month, left.values[0], head.value, month.over(day) and left.covers is None))
    if not months:
        return None
    n = len(months)
    leavers = sum((left for _, left, _, _ in months), Fraction())
    headcount = sum((head for _, _, head, _ in months), Fraction()) / n
    complete = n == TURNOVER_MONTHS and all(whole for *_, whole in months)
    covers = None if n == TURNOVER_MONTHS else Coverage(n, TURNOVER_MONTHS, "month")
    return _figure(leavers, (headcount,), months[0][0], complete, covers)


def _churn(measures: Measures, window: PeriodWindow, day: date, counted: Counted | None) -> PeriodFigure | None:
    """Those who left in the running window, over the customers that were reported for it, or last before."""
    customers = level(measures.get("customers", {}), Period.at(KINDS[window], day), day)
    if customers is None or counted is None:
        return None
    left = Fraction(counted.get("customers_left", 0))
    return _figure(left, (customers.value,), customers.period, complete=False)


def _newest(
    name: MeasureName, measures: Measures, _: PeriodWindow, day: date, __: Counted | None
) -> PeriodFigure | None:
    found = level(measures.get(name, {}), Period.at("day", day), day)
    return _figure(found.value, (), found.period, found.period.over(day)) if found else None


def _figure(
    above: Fraction, below: tuple[Fraction, ...], period: Period, complete: bool, covers: Coverage | None = None
) -> PeriodFigure:
    if not below:
        return PeriodFigure(float(above), float(above), None, str(period), complete, covers)
    value = float(above / below[0]) if below[0] > 0 else None
    return PeriodFigure(value, float(above), float(below[0]), str(period), complete, covers)


def _months(month: Period) -> int:
    return month.first.year * 12 + month.first.month


PERIOD_METRICS: Mapping[PeriodMetricKey, PeriodMetric] = {
    metric.key: metric
    for metric in (
        PeriodMetric(key="revenue", unit="money", measures=("revenue",), better="higher",
                     calculate=partial(_summed, ("revenue",)), formula="revenue"),
        PeriodMetric(key="service_cost", unit="money", measures=("service_cost",), better="lower",
                     calculate=partial(_summed, ("service_cost",)), formula="service_cost"),
        PeriodMetric(key="cost_share", unit="share", measures=("service_cost", "revenue"), better="lower",
                     calculate=partial(_summed, ("service_cost", "revenue")), formula="service_cost ÷ revenue"),
        PeriodMetric(key="sickness", unit="share", measures=("sick_hours", "planned_hours"), better="lower",
                     calculate=partial(_summed, ("sick_hours", "planned_hours")), formula="sick_hours ÷ planned_hours"),
        PeriodMetric(key="turnover", unit="share", measures=("leavers", "headcount"), better="lower",
                     calculate=_turnover, formula="leavers ÷ mean headcount, over 12 months"),
        PeriodMetric(key="churn", unit="share", measures=("customers",), better="lower",
                     calculate=_churn, formula="customers_left in the window ÷ customers"),
        PeriodMetric(key="trustpilot_score", unit="rating", measures=("trustpilot_score",), better="higher",
                     calculate=partial(_newest, "trustpilot_score"), formula="the newest report"),
    )
}  # fmt: skip
