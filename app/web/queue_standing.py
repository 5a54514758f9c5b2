"""How a queue stands: its service level against the goal to come back to, and the goals that are set on queues."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from app.settings import Settings
from app.web.site_copy import SiteFigures
from streams.kpi import WindowKey
from streams.kpi.aggregate import Aggregate
from streams.kpi.goal import Goal, State, judge, metric_of, worst
from streams.kpi.goal_lookup import site_lookup
from streams.kpi.keys import Unit
from streams.kpi.recovery import reachable, recovery

BELOW_GOAL = Fraction(1, 10)
"""A service level less than this below its goal is a warning, as on the shipped board; further below it is critical."""


class Missed(NamedTuple):
    """A goal that the queue does not meet. `value` and `target` are in the metric's unit."""

    name: str
    metric: str
    unit: Unit
    window: str
    value: float | None
    target: float
    direction: str
    state: State


class Standing(NamedTuple):
    """`state` is the worst of all goals, `level` that of the service level alone, against `goal` (a share). `needed`
    contacts in a row bring it back; `reachable` says whether so many still come today."""

    state: State
    level: State
    goal: float
    needed: int | None
    reachable: bool | None
    missed: tuple[Missed, ...]


class Standings:
    """Judges the queues of one site at one moment, the service level over `window`."""

    def __init__(self, found: SiteFigures, settings: Settings, window: WindowKey) -> None:
        view, self._settings, self._window = found.view, settings, window
        self._site = view.site
        self._lookup = site_lookup(view, found.day, settings.own_kpis())
        self._goals = [
            goal for goals in settings.goal_sets(view.site).values() for goal in goals if goal.scope == "queue"
        ]
        self._least_n = settings.least_n(view.site)

    def of(self, queue: str, aggregate: Aggregate) -> Standing:
        """`aggregate` is the queue's, over the window."""
        share, level = self._settings.service_level_goal(self._site, queue), aggregate.service_level
        judged = judge(level.value, level.denominator, self._level_goal(share), self._least_n)
        needed = recovery(level.numerator, level.denominator, share)
        expected = self._settings.expected_contacts(self._site, queue) if self._window == "today" else None
        results = list(self._results(queue))
        return Standing(
            state=worst((judged, *(one.state for one in results))),
            level=judged,
            goal=float(share),
            needed=needed,
            reachable=reachable(needed, expected, aggregate.total(("offered",))),
            missed=tuple(one for one in results if one.state in ("warning", "critical")),
        )

    def _results(self, queue: str) -> Iterator[Missed]:
        lookup = self._lookup
        for goal in self._goals:
            metric = metric_of(goal, lookup.own)
            if metric is None or (goal.of and queue not in goal.of):
                continue
            figure, due = lookup(goal, queue), lookup.due(goal) if goal.paced else Fraction(1)
            state = judge(figure.value, figure.n, goal, self._least_n, due=due, own=lookup.own)
            yield Missed(
                goal.name, goal.metric, metric.unit, goal.window, figure.value, goal.target, goal.direction, state
            )

    def _level_goal(self, share: Fraction) -> Goal:
        return Goal(
            key="service_level", name="service_level", set="", metric="service_level", level="leader", scope="queue",
            window=self._window, direction="higher", target=float(share), warning=max(float(share - BELOW_GOAL), 0.0),
        )  # fmt: skip
