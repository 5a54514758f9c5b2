"""Whether goals make a set that people can work by, and what to do where they don't."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from math import isfinite
from typing import Final

from streams.kpi.goal import LEVELS, SHIPPED, Goal, GoalMetric, OwnKpis, metric_of
from streams.kpi.measures import KINDS
from streams.kpi.metric import NowMetric, WindowMetric
from streams.kpi.own_kpi import OwnKpi
from streams.kpi.period_metrics import PeriodMetric

MAX_GOALS: Final = 7
GOALS_A_LEVEL: Final = 3


class GoalSetError(ValueError):
    """The goals make no set. `problems` says of each what is wrong and what to do."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


def check_set(goals: Sequence[Goal], own: OwnKpis | None = None) -> list[str]:
    """Checks the goals of one set; `own` are the person's own KPIs that they may name.

    Returns warnings: more than `GOALS_A_LEVEL` at a level. Raises GoalSetError with everything that must change: more
    than `MAX_GOALS`, unknown metrics, scopes and windows that a metric has not, a warning limit on the wrong side of
    its target, and links that do not go one level up.
    """
    problems = [*_set_problems(goals)]
    by_key = {goal.key: goal for goal in goals}
    for goal in goals:
        found = [*_metric_problems(goal, own or {}), *_limit_problems(goal), *_link_problems(goal, by_key)]
        problems += [f"goal {goal.key!r}: {problem}" for problem in found]
    if problems:
        raise GoalSetError(problems)
    counted = Counter(goal.level for goal in goals)
    return [
        f"{counted[level]} goals at the level {level}: more than {GOALS_A_LEVEL} are hard to keep in mind"
        for level in LEVELS
        if counted[level] > GOALS_A_LEVEL
    ]


def _set_problems(goals: Sequence[Goal]) -> Iterator[str]:
    if len(goals) > MAX_GOALS:
        yield (
            f"too many goals are no goals: a set has at most {MAX_GOALS}, this one {len(goals)}; "
            f"leave out {len(goals) - MAX_GOALS}"
        )
    for key, times in Counter(goal.key for goal in goals).items():
        if times > 1:
            yield f"{times} goals have the key {key!r}: give each its own"
    sets = sorted({goal.set for goal in goals})
    if len(sets) > 1:
        yield f"goals of several sets ({', '.join(sets)}): check each set by itself"


def _metric_problems(goal: Goal, own: OwnKpis) -> Iterator[str]:
    metric = metric_of(goal, own)
    if metric is None:
        near = get_close_matches(goal.metric, [*SHIPPED, *own], 1)
        yield f"unknown metric {goal.metric!r}: " + (
            f"did you mean {near[0]!r}?" if near else "the metrics there are stand in docs/metrics.md"
        )
        return
    if not isinstance(metric, OwnKpi) and goal.scope not in metric.scopes:
        yield f"{goal.metric} is not counted by {goal.scope}: choose one of {', '.join(metric.scopes)}"
    yield from window_problems(
        goal.metric, metric, goal.window, paced=goal.paced, rises=goal.direction == "higher", example="today"
    )


def window_problems(
    key: str, metric: GoalMetric, window: str, *, paced: bool, rises: bool, example: str
) -> Iterator[str]:
    """Why the metric is no figure of that window, or not one to be paced over it. `rises`: it is good when it does;
    `example` is a window to name to whoever chose none."""
    if isinstance(metric, NowMetric):
        if window != "now":
            yield f"{key} is a figure of the present: its window is now"
    elif window == "now":
        yield f"{key} is counted over a window: choose one, such as {example}"
    elif isinstance(metric, PeriodMetric) and window not in KINDS:
        yield f"{key} is reported for whole periods: choose one of {', '.join(KINDS)}"
    elif isinstance(metric, WindowMetric) and window not in metric.windows:
        yield f"{key} is not counted over {window}: choose one of {', '.join(metric.windows)}"
    if paced and (window not in ("week", "month") or not rises):
        yield "only what should rise over a week or month can be paced: choose such a window, or leave paced out"


def _limit_problems(goal: Goal) -> Iterator[str]:
    limits = [goal.target] if goal.warning is None else [goal.target, goal.warning]
    if not all(map(isfinite, limits)):
        yield "target and warning limit must be finite numbers"
    elif goal.warning is not None and not (goal.gap(goal.warning) or 0) > 0:
        side = "below" if goal.direction == "higher" else "above"
        yield f"warning limit {goal.warning:g} on the wrong side of the target: set it {side} {goal.target:g}"


def _link_problems(goal: Goal, by_key: Mapping[str, Goal]) -> Iterator[str]:
    if goal.feeds is None:
        return
    fed = by_key.get(goal.feeds)
    place = LEVELS.index(goal.level)
    if place == 0:
        yield "a company goal feeds nothing above it: leave feeds out"
    elif fed is None:
        yield f"feeds {goal.feeds!r}, which is not in the set: name a goal of the level {LEVELS[place - 1]}"
    elif fed.level != LEVELS[place - 1]:
        yield f"feeds {fed.key!r} of the level {fed.level}: links go one level up, to {LEVELS[place - 1]}"
