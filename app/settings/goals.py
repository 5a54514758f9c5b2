"""Goals and a person's own KPIs, as they are written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated

from pydantic import AfterValidator, Field

from app.settings.duration import Limit
from app.settings.section import Id, Name, Section
from streams.kpi.expression import parse
from streams.kpi.goal import Goal, GoalWindow, Level
from streams.kpi.goal_sets import GOAL_SETS
from streams.kpi.keys import Unit
from streams.kpi.metric import Better, Scope
from streams.kpi.own_kpi import OwnKpi


class GoalSettings(Section):
    """One goal. Of a goal that a shipped set has under the same key it takes the place."""

    key: Id
    """What links and answers call it; within its set no two have the same."""
    name: Name
    """What people call it."""
    set: Id = "own"
    """The set that it belongs to: a shipped one, or any other name."""
    metric: Id
    """The key of a metric (docs/metrics.md) or of an own KPI."""
    level: Level
    """Whose goal it is."""
    scope: Scope
    """What it is measured on."""
    window: GoalWindow
    """Over which time."""
    direction: Better
    """Whether higher or lower is better."""
    target: Limit
    """What is to be reached: in the metric's unit (shares from 0 to 1, times in milliseconds), or a duration such as
    `"1m30s"`."""
    warning: Limit | None = None
    """A figure that misses the target is a warning up to here and critical past it; without, it is critical at once."""
    inclusive: bool = True
    """Whether a limit itself is on the good side: at most 20 s, not under 20 s."""
    paced: bool = False
    """Judged by the days gone by, for sums that grow through a week or month."""
    of: tuple[Id, ...] = ()
    """Only these queues, teams, channels or agents; empty for each one there is."""
    feeds: Id | None = None
    """The key of the goal one level up that it feeds."""

    @property
    def goal(self) -> Goal:
        """As the core judges by it."""
        return Goal(**{name: getattr(self, name) for name in type(self).model_fields})


class GoalsSection(Section):
    """Goals. A site's own come beside those for every site."""

    sets: tuple[Id, ...] | None = None
    """The sets to work by: shipped ones (`service`, `efficiency`, `sales`, `speed`) and those of own goals; all of them
    when left out."""
    least_n: Annotated[int, Field(ge=0, le=1000)] | None = None
    """A share or score of fewer than this is not coloured; `web.least_n` when left out."""
    own: tuple[GoalSettings, ...] = Field(default=(), max_length=200)
    """Own goals."""


def _an_expression(text: str) -> str:
    parse(text)
    return text


class KpiSettings(Section):
    """A KPI of one's own, under a key that no metric has."""

    name: Name
    """What people call it."""
    expression: Annotated[str, AfterValidator(_an_expression)]
    """Arithmetic over counts (docs/metrics.md), such as `sales / handled`."""
    unit: Unit = "number"
    """What it is shown in: a `share` is 0 to 1, `ms` are milliseconds."""
    better: Better | None = None
    """Whether higher or lower is better; left out when neither is."""
    version: Annotated[int, Field(ge=1)] = 1
    """To be raised with each change of the expression, so that a figure tells by which it was counted."""

    def kpi(self, key: str) -> OwnKpi:
        """Raises ValueError for a key that is no name, or that a metric has."""
        return OwnKpi(
            key=key, name=self.name, expression=parse(self.expression), unit=self.unit, better=self.better,
            version=self.version,
        )  # fmt: skip


GoalSets = Mapping[str, tuple[Goal, ...]]


def goal_sets(sections: Sequence[GoalsSection]) -> GoalSets:
    """The sets that are worked by; `sections` from the outermost to the site's. Names without a set are left out."""
    known = {name: {goal.key: goal for goal in goals} for name, goals in GOAL_SETS.items()}
    for goal in (own.goal for section in sections for own in section.own):
        known.setdefault(goal.set, {})[goal.key] = goal
    chosen: Iterable[str] = known
    for section in sections:
        chosen = chosen if section.sets is None else section.sets
    return {name: tuple(known[name].values()) for name in chosen if name in known}
