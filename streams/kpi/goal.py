"""A goal: what a metric should come to, whose goal that is, and which goal one level up it feeds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from streams.kpi.keys import Unit, WindowKey
from streams.kpi.metric import Better, NowMetric, Scope, WindowMetric
from streams.kpi.own_kpi import OwnKpi
from streams.kpi.period_metrics import PERIOD_METRICS, PeriodMetric
from streams.kpi.registry import METRICS

Level = Literal["company", "leader", "employee"]
LEVELS: Final[tuple[Level, ...]] = ("company", "leader", "employee")

State = Literal["ok", "warning", "critical", "neutral", "no_data"]
"""`neutral`: too few stand behind the figure to colour it."""
SEVERITY: Final[Mapping[State, int]] = {"critical": 0, "warning": 1, "ok": 2, "neutral": 3, "no_data": 4}
"""Lower needs help more."""

GoalMetric = NowMetric | WindowMetric | PeriodMetric | OwnKpi
OwnKpis = Mapping[str, OwnKpi]
GoalWindow = WindowKey | Literal["now"]

SHIPPED: Final[Mapping[str, GoalMetric]] = {
    metric.key: metric for metric in (*METRICS.values(), *PERIOD_METRICS.values())
}
"""Tavle's own metrics that are one number."""

LEAST_N: Final = 10
SAMPLED: Final[frozenset[Unit]] = frozenset(("share", "score", "rating"))
"""Figures that a few contacts decide by chance. They are not coloured below `LEAST_N`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """One goal of a set. Limits are in the metric's unit: milliseconds, a share from 0 to 1, a count.

    `metric` is the key of a metric or of an own KPI. `level` is whose goal it is, `scope` what it is measured on, and
    `of` the names of those (queues, teams, channels, agents): empty for each one there is. Channels are counted for the
    site only, so a leader's goal for a channel is the whole channel's.

    A figure that misses the target is a warning up to the warning limit, and critical past it; without one it is
    critical at once. `inclusive` says whether a limit itself is still on its good side (at most 20 s, not under 20 s).

    `paced` is for sums that grow through a week or month: they are judged against the part of the target that is due
    by the days gone by, so that a month does not begin in red.

    `feeds` is the key of a goal one level up.
    """

    key: str
    name: str
    set: str
    metric: str
    level: Level
    scope: Scope
    window: GoalWindow
    direction: Better
    target: float
    warning: float | None = None
    inclusive: bool = True
    paced: bool = False
    of: tuple[str, ...] = ()
    feeds: str | None = None

    def meets(self, value: float, limit: float) -> bool:
        """Whether `value` is on the good side of `limit`."""
        if value == limit:
            return self.inclusive
        return value > limit if self.direction == "higher" else value < limit

    def gap(self, value: float | None) -> float | None:
        """How much is missing to the target, in the metric's unit; what is over it is negative."""
        if value is None:
            return None
        return self.target - value if self.direction == "higher" else value - self.target


def metric_of(goal: Goal, own: OwnKpis) -> GoalMetric | None:
    """The metric that a goal names, a person's `own` KPIs included; None when there is none of that key."""
    return SHIPPED.get(goal.metric) or own.get(goal.metric)


def judge(
    value: float | None,
    n: int | None,
    goal: Goal,
    least_n: int = LEAST_N,
    *,
    due: Fraction = Fraction(1),
    own: OwnKpis | None = None,
) -> State:
    """The state of a figure. `n` is how many stand behind it, None for a plain sum.

    `due` is the part (0 to 1) of a paced goal that should be reached by now.
    """
    if value is None:
        return "no_data"
    metric = metric_of(goal, own or {})
    if n is not None and n < least_n and metric is not None and metric.unit in SAMPLED:
        return "neutral"
    part = due if goal.paced else Fraction(1)
    if goal.meets(value, float(Fraction(goal.target) * part)):
        return "ok"
    if goal.warning is not None and goal.meets(value, float(Fraction(goal.warning) * part)):
        return "warning"
    return "critical"


def worst(states: Iterable[State]) -> State:
    """The state that needs help most; `no_data` when there is none."""
    return min(states, key=SEVERITY.__getitem__, default="no_data")
