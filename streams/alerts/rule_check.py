"""Whether rules can do what they say, and what to do where they can't."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from math import isfinite

from streams.alerts.comparison import MORE
from streams.alerts.condition import most_burn
from streams.alerts.rule import AnyRule, BurnRule, LevelRule
from streams.kpi.goal import SHIPPED, GoalMetric
from streams.kpi.goal_check import window_problems
from streams.kpi.metric import WindowMetric
from streams.kpi.own_kpi import OwnKpi

Where = tuple[str, ...]
WHOLE: Where = ()
Problem = tuple[int, Where, str]
"""The place of a rule, the field (none: the whole rule), and what is wrong with it and what to do."""


def rule_problems(rules: Sequence[AnyRule], goals_permille: Iterable[int] = (800,)) -> Iterator[Problem]:
    """`goals_permille` are the service-level goals that the rules meet: of the site and of its queues."""
    goals = sorted(set(goals_permille))
    known: set[str] = set()
    for place, rule in enumerate(rules):
        if rule.key in known:
            yield place, ("key",), f"two rules have the key {rule.key!r}: give each its own"
        known.add(rule.key)
        if isinstance(rule, LevelRule):
            yield from ((place, *problem) for problem in _level_problems(rule))
        elif isinstance(rule, BurnRule):
            yield from ((place, *problem) for problem in _burn_problems(rule, goals))


def _level_problems(rule: LevelRule) -> Iterator[tuple[Where, str]]:
    metric = SHIPPED.get(rule.metric)
    if metric is None or isinstance(metric, OwnKpi):
        near = get_close_matches(rule.metric, SHIPPED, 1)
        yield (
            ("metric",),
            f"unknown metric {rule.metric!r}: "
            + (f"did you mean {near[0]!r}?" if near else "the metrics there are stand in docs/metrics.md"),
        )
        return
    if rule.scope not in metric.scopes:
        yield ("scope",), f"{rule.metric} is not counted by {rule.scope}: choose one of {', '.join(metric.scopes)}"
    for what in window_problems(
        rule.metric, metric, rule.window, paced=rule.paced, rises=not rule.rises, example="15m"
    ):
        yield ("window",), what
    if not (isfinite(rule.fire) and isfinite(rule.recover)):
        yield ("fire",), "`fire` and `recover` must be finite numbers"
    elif rule.fire == rule.recover:
        yield (
            ("recover",),
            f"`fire` and `recover` are both {rule.fire:g}: a figure at the limit would fire and recover without end; "
            "set `recover` where all is well again",
        )
    elif rule.compare is not None:
        yield from _compare_problems(rule, metric)
    elif isinstance(metric, WindowMetric) and metric.unit == "share":
        yield from _share_problems(rule)


def _share_problems(rule: LevelRule) -> Iterator[tuple[Where, str]]:
    if not (0 <= rule.fire <= 1 and 0 <= rule.recover <= 1):
        yield ("fire" if not 0 <= rule.fire <= 1 else "recover",), f"{rule.metric} is a share: write 0.8 for 80 %"
    elif rule.fire == (1 if rule.rises else 0):
        yield (
            ("fire",),
            f"{rule.metric} can never be beyond {rule.fire:g}, and only what is beyond chance fires: "
            "choose another `fire`",
        )


def _compare_problems(rule: LevelRule, metric: GoalMetric) -> Iterator[tuple[Where, str]]:
    """Against last week `fire` is worse than it was, and a multiple of it or so much more."""
    if not isinstance(metric, WindowMetric):
        yield (
            ("compare",),
            f"of {rule.metric} nothing is kept of last week: only figures over a window can be compared",
        )
    elif rule.window == "month":
        yield ("compare",), "a month has no same time last week: choose `week`, `today` or a shorter `window`"
    elif rule.paced:
        yield ("paced",), "a figure is paced or compared with last week, not both: leave one out"
    elif metric.unit in MORE:
        if rule.fire == 0 or (rule.fire > 0) != rule.rises:
            yield (
                ("fire",),
                f"{rule.metric} is compared by how much more it is than last week: write `fire` above 0 where more is "
                "worse, as 0.1 for ten points, and below 0 where less is",
            )
        elif metric.unit == "share" and abs(rule.fire) >= 1:
            yield ("fire",), f"{rule.metric} is a share and cannot change by {rule.fire:g}: write 0.1 for ten points"
    elif rule.fire <= 0 or rule.recover <= 0:
        field = "fire" if rule.fire <= 0 else "recover"
        yield (field,), f"{rule.metric} is compared by how many times as much it is as last week: write it above 0"
    elif rule.fire == 1 or (rule.fire > 1) != rule.rises:
        yield (
            ("fire",),
            "1 is as much as last week: write `fire` above 1 and below that `recover` where more is worse, or `fire` "
            "below 1 and above that `recover` where less is",
        )


def _burn_problems(rule: BurnRule, goals_permille: Sequence[int]) -> Iterator[tuple[Where, str]]:
    if rule.recover >= rule.factor:
        yield (
            ("recover",),
            f"it recovers at {rule.recover:g} and fires at {rule.factor:g}: set `recover` below `factor`",
        )
    for goal in goals_permille:
        if goal >= 1000:
            yield WHOLE, "a goal of 100 % allows no miss, and no multiple of none: use a level rule there"
        elif rule.factor > most_burn(goal):
            most = f"{most_burn(goal):g}"
            yield (
                ("factor",),
                f"it can never fire: with a goal of {goal / 10:g} % a burn above {most} cannot occur, even when every "
                f"contact is missed; set `factor` to {most} or less",
            )
