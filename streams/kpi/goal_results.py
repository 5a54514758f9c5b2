"""How goals stand: each with its figure, its state, and the results one level down that feed it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple, Protocol

from streams.kpi.goal import LEAST_N, LEVELS, Goal, OwnKpis, State, judge


class Figure(NamedTuple):
    """`n` stand behind `value`. Of a figure from reports, `period` is the one that it is true for, and `complete` is
    False while that is running or has gaps."""

    value: float | None
    n: int | None = None
    period: str | None = None
    complete: bool = True


class Lookup(Protocol):
    """Where figures come from."""

    @property
    def own(self) -> OwnKpis:
        """The person's own KPIs that goals may name."""

    def __call__(self, goal: Goal, scope_id: str) -> Figure:
        """The figure of a goal for one of its scopes."""

    def scope_ids(self, goal: Goal) -> Sequence[str]:
        """The queues, teams, channels or agents that a goal is measured on; the site itself is one."""

    def within(self, above: Goal, scope_id: str, below: Goal) -> Sequence[str]:
        """Those of `below` that belong to a scope of `above`: the agents of a team, of a queue, of the site."""

    def due(self, goal: Goal) -> Fraction:
        """The part of the goal's window that is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalResult:
    """One goal for one scope. `gap` is how much is missing to the target (negative: beyond it), `due` the part of the
    target that a paced goal was judged by. `fed_by` are the results of the goals that feed it."""

    goal: Goal
    scope_id: str
    value: float | None
    n: int | None
    target: float
    state: State
    gap: float | None
    due: Fraction
    period: str | None = None
    complete: bool = True
    fed_by: tuple[GoalResult, ...] = ()


def evaluate_set(goals: Sequence[Goal], lookup: Lookup, least_n: int = LEAST_N) -> list[GoalResult]:
    """Every goal for each of its scopes, company first. Expects goals that `check_set` has passed."""
    by_goal: dict[str, dict[str, GoalResult]] = {}
    for level in reversed(LEVELS):
        for goal in goals:
            if goal.level == level:
                feeding = [below for below in goals if below.feeds == goal.key]
                by_goal[goal.key] = {
                    scope_id: _result(goal, scope_id, lookup, least_n, [
                        by_goal[below.key][inner]
                        for below in feeding
                        for inner in lookup.within(goal, scope_id, below)
                    ])
                    for scope_id in lookup.scope_ids(goal)
                }  # fmt: skip
    return [
        result for level in LEVELS for goal in goals if goal.level == level for result in by_goal[goal.key].values()
    ]


def _result(goal: Goal, scope_id: str, lookup: Lookup, least_n: int, fed_by: Sequence[GoalResult]) -> GoalResult:
    figure = lookup(goal, scope_id)
    due = lookup.due(goal) if goal.paced else Fraction(1)
    return GoalResult(
        goal=goal,
        scope_id=scope_id,
        value=figure.value,
        n=figure.n,
        target=goal.target,
        state=judge(figure.value, figure.n, goal, least_n, due=due, own=lookup.own),
        gap=goal.gap(figure.value),
        due=due,
        period=figure.period,
        complete=figure.complete,
        fed_by=tuple(fed_by),
    )
