"""Figures that rules ask for, from the floor through the registry: no metric is defined a second time here."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from streams.alerts.condition import NO_READING, Reading
from streams.alerts.rule import Subject
from streams.events.instant import local_day
from streams.floor.floor import Floor
from streams.kpi.aggregate import Aggregate
from streams.kpi.explanation import ScopeId
from streams.kpi.floor_scope import FloorScope, UnknownScope
from streams.kpi.goal import SHIPPED, GoalWindow
from streams.kpi.keys import WindowKey
from streams.kpi.measures import KINDS, Period, period_window
from streams.kpi.metric import NowMetric, Scope, WindowMetric
from streams.kpi.period_metrics import PeriodMetric
from streams.kpi.present import Present


class Readings:
    """Figures of `floor`, which has moved on to `now`. Each scope's counts are merged once, however many rules ask."""

    def __init__(self, floor: Floor, now: int) -> None:
        self._floor, self._now = floor, now
        self._scopes: dict[ScopeId, FloorScope | None] = {}
        self._aggregates: dict[tuple[ScopeId, str], Aggregate] = {}
        self._presents: dict[ScopeId, Present] = {}

    def of(self, metric_key: str, scope: Scope, id_: str, window: GoalWindow) -> Reading:
        """No value for a scope that the floor has not, or a window that the metric has not."""
        metric = SHIPPED[metric_key]
        if isinstance(metric, PeriodMetric):
            return self._reported(metric, window)
        scope_id = ScopeId(scope, id_)
        found = self._scope(scope_id)
        if found is None:
            return NO_READING
        if isinstance(metric, NowMetric):
            if scope_id not in self._presents:
                self._presents[scope_id] = found.present()
            return Reading(metric.value(self._presents[scope_id]))
        if not isinstance(metric, WindowMetric) or window == "now":
            return NO_READING
        aggregate = self._aggregate(found, scope_id, window)
        n = metric.n(aggregate)
        hits = metric.numerator(aggregate) if is_counted_share(metric) else None
        return Reading(metric.value(aggregate), n, None if hits is None else int(hits))

    def goal_permille(self, subject: Subject) -> int:
        """The service-level goal of a queue, or of the site."""
        rules = self._floor.rules
        chosen = rules.rules_of(subject.id) if subject.kind == "queue" else rules.rules
        return chosen.at(self._now)[0].rule.goal_permille

    def due(self, window: GoalWindow) -> float:
        """The part of a week or month that is over, by whole days gone by."""
        kind = KINDS[period_window(window) or "today"]
        day = self._day
        period = Period.at(kind, day)
        return float(Fraction((day - period.first).days, period.length))

    @property
    def _day(self) -> date:
        return local_day(self._now, self._floor.rules.zone)

    def _reported(self, metric: PeriodMetric, window: GoalWindow) -> Reading:
        period, site = period_window(window), self._scope(ScopeId("site"))
        if period is None or site is None:
            return NO_READING
        counted = self._aggregate(site, ScopeId("site"), period)
        figure = metric.figure(self._floor.measures.view(), period, self._day, counted.counts)
        return Reading(figure.value) if figure is not None else NO_READING

    def _scope(self, scope_id: ScopeId) -> FloorScope | None:
        if scope_id not in self._scopes:
            try:
                self._scopes[scope_id] = FloorScope(self._floor, scope_id, self._now)
            except UnknownScope:
                self._scopes[scope_id] = None
        return self._scopes[scope_id]

    def _aggregate(self, found: FloorScope, scope_id: ScopeId, window: WindowKey) -> Aggregate:
        key = scope_id, window
        if key not in self._aggregates:
            self._aggregates[key] = found.aggregate(window)
        return self._aggregates[key]


def is_counted_share(metric: WindowMetric) -> bool:
    """A share of contacts, tickets, answers or sales, of which n is a sample; shares of time are none."""
    return metric.unit == "share" and metric.denominator is not None and metric.sums and metric.scale == 1
