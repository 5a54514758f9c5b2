"""The rules that Tavle comes with: for burning service-level goals, callers in pain, promises to tickets, floods of
abandons, and for the goals that a site works by. Starting points: each floor sets its own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import partial

from streams.alerts.rule import TRUST, AnyRule, BurnRule, Clock, DeadlineRule, LevelRule
from streams.events.instant import MINUTE_MS
from streams.floor.floor_rules import PAIN_ZONES_S
from streams.kpi.goal import SHIPPED, Goal, Level
from streams.kpi.metric import NowMetric

ESCALATED_MS = 15 * MINUTE_MS
LEVELS: tuple[Level, ...] = ("company", "leader")
"""Whose goals raise alerts. Those of employees do not unless a site says so: a person is no machine to be alarmed at.
"""

_CLOCKS: tuple[tuple[Clock, str], ...] = (
    ("first_reply", "First reply"), ("next_reply", "Next reply"), ("resolution", "Solution"),
)  # fmt: skip


def shipped_rules(
    goals: Iterable[Goal] = (), levels: Collection[Level] = LEVELS, pain_zones_s: Sequence[int] = PAIN_ZONES_S
) -> tuple[AnyRule, ...]:
    """`goals` are those that the site works by, `pain_zones_s` its own."""
    return (TRUST, *_burns(), _abandons(), *_pain(pain_zones_s), *_promises(), *goal_rules(goals, levels))


def goal_rules(goals: Iterable[Goal], levels: Collection[Level] = LEVELS) -> Iterable[LevelRule]:
    """An alert for each goal with a warning limit: past the limit it fires, at the target it recovers. Goals of a
    person's own KPIs raise none."""
    for goal in goals:
        if goal.level not in levels or goal.warning is None or goal.metric not in SHIPPED:
            continue
        present = isinstance(SHIPPED[goal.metric], NowMetric)
        yield LevelRule(
            key=f"goal.{goal.set}.{goal.key}", name=goal.name, metric=goal.metric, scope=goal.scope, window=goal.window,
            fire=float(goal.warning), recover=float(goal.target), of=goal.of, paced=goal.paced,
            for_ms=(1 if present else 5) * MINUTE_MS, keep_firing_ms=5 * MINUTE_MS,
        )  # fmt: skip


def _burns() -> Iterable[BurnRule]:
    yield BurnRule(
        key="burn.critical", name="Service level falls fast", severity="critical", factor=2.5, short="5m", long="15m",
        escalate_after_ms=ESCALATED_MS,
    )  # fmt: skip
    yield BurnRule(key="burn.warning", name="Service level falls", factor=1.5, short="15m", long="1h")


def _abandons() -> LevelRule:
    return LevelRule(
        key="abandons", name="Many callers give up", severity="critical", metric="abandon_rate", scope="queue",
        window="15m", fire=0.2, recover=0.1, for_ms=2 * MINUTE_MS, escalate_after_ms=ESCALATED_MS,
    )  # fmt: skip


def _pain(zones_s: Sequence[int]) -> Iterable[DeadlineRule]:
    """A caller in the last of the zones in which people are known to give up."""
    for zone_s in zones_s[-1:]:
        yield DeadlineRule(
            key="pain", name="A caller waits too long", severity="critical", clock="wait", stage="breached",
            threshold_ms=zone_s * 1000, escalate_after_ms=ESCALATED_MS,
        )  # fmt: skip


def _promises() -> Iterable[DeadlineRule]:
    for clock, name in _CLOCKS:
        promise = partial(DeadlineRule, clock=clock)
        yield promise(key=f"{clock}.at_risk", name=f"{name} at risk", stage="at_risk")
        yield promise(key=f"{clock}.breached", name=f"{name} late", stage="breached", severity="critical")
