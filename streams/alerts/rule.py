"""What an alert is raised by, as data: a level, the burn of a service-level goal, a deadline, or lost trust."""

from __future__ import annotations

from typing import Literal, NamedTuple

import msgspec
from msgspec import Struct

from streams.alerts.wilson import CONFIDENCE
from streams.events.instant import HOUR_MS, MINUTE_MS
from streams.kpi.goal import LEAST_N, GoalWindow
from streams.kpi.metric import Scope

Severity = Literal["warning", "critical"]
SEVERITIES: tuple[Severity, ...] = ("critical", "warning")
"""The worse one first."""

SubjectKind = Literal["queue", "agent", "team", "channel", "site", "contact", "ticket", "source", "log"]
Clock = Literal["wait", "first_reply", "next_reply", "resolution"]
Stage = Literal["at_risk", "breached"]
Compare = Literal["last_week"]
AT_RISK = 0.75


class Subject(NamedTuple):
    """What an alert is about. The site and the log have no id."""

    kind: SubjectKind
    id: str = ""


class Rule(Struct, frozen=True, kw_only=True, tag_field="kind", omit_defaults=True):
    """What all rules have. Times in ms.

    `of` names the scopes that it judges: empty for each one there is. `team` is who is to be told; else the team of
    what the alert is about. What was told is told again every `repeat_ms` while it lasts, and once more as an
    escalation after `escalate_after_ms`, unless somebody has acknowledged it. `version` rises with each change, and is
    part of an alert's id.
    """

    key: str
    name: str
    version: int = 1
    severity: Severity = "warning"
    of: tuple[str, ...] = ()
    team: str | None = None
    repeat_ms: int = HOUR_MS
    escalate_after_ms: int | None = None

    @property
    def about(self) -> str:
        """Two rules about the same judge the same thing: the critical one mutes the warning."""
        raise AssertionError(f"{type(self).__name__} does not say what it is about")

    def judges(self, id_: str) -> bool:
        return not self.of or id_ in self.of


class Steady(Rule, frozen=True, kw_only=True, omit_defaults=True):
    """A rule about a figure: it fires once its condition has held `for_ms`, and recovers once the opposite has held
    `keep_firing_ms`. Fewer than `least_n` behind a figure fire nothing, and of a share no more does what may be chance
    (`confidence` of the Wilson interval)."""

    for_ms: int = MINUTE_MS
    keep_firing_ms: int = MINUTE_MS
    least_n: int = LEAST_N
    confidence: float = CONFIDENCE


class LevelRule(Steady, frozen=True, kw_only=True, tag="level", omit_defaults=True):
    """A figure at `fire` or worse fires, at `recover` or better recovers; which side is worse follows from their order.

    Limits are in the metric's unit (ms, shares from 0 to 1). `paced` limits grow with the days of the week or month
    that are over. One that compares with last week has limits for how many times as much it is as then; of shares,
    scores and ratings, for how much more (`streams.alerts.comparison`).
    """

    metric: str
    scope: Scope
    window: GoalWindow
    fire: float
    recover: float
    paced: bool = False
    compare: Compare | None = None

    @property
    def about(self) -> str:
        """Against last week it says something else than against a limit: one does not mute the other."""
        return self.metric if self.compare is None else f"{self.metric} {self.compare}"

    @property
    def rises(self) -> bool:
        """Whether more is worse."""
        return self.fire > self.recover


class BurnRule(Steady, frozen=True, kw_only=True, tag="burn", omit_defaults=True):
    """Misses come `factor` times as fast as the service-level goal allows, over a long window and still over a short
    one. It recovers when they come `recover` times as fast, or slower, over the short one. The goal is the queue's own.
    """

    factor: float
    recover: float = 1.0
    scope: Literal["queue", "site"] = "queue"
    short: GoalWindow = "5m"
    long: GoalWindow = "15m"

    @property
    def about(self) -> str:
        return "service_level"


class DeadlineRule(Rule, frozen=True, kw_only=True, tag="deadline", omit_defaults=True):
    """A contact that waits, or a ticket that was promised something, is at risk or late. `of` names queues.

    `clock` is what runs out. A wait is measured against `threshold_ms`, or its queue's own threshold without one, and
    at risk after the share `at_risk` of it; promises have their own moments.
    """

    clock: Clock
    stage: Stage
    threshold_ms: int | None = None
    at_risk: float = AT_RISK

    @property
    def about(self) -> str:
        return self.clock


class TrustRule(Rule, frozen=True, kw_only=True, tag="trust", omit_defaults=True):
    """A source is silent or lags, or the worker is behind its log: what derives from it is not judged meanwhile.

    The worker is behind when it lags more than `log_limit_ms`.
    """

    for_ms: int = 2_000
    keep_firing_ms: int = 10_000
    log_limit_ms: int = 30_000

    @property
    def about(self) -> str:
        return "trust"


FigureRule = LevelRule | BurnRule
AnyRule = LevelRule | BurnRule | DeadlineRule | TrustRule
TRUST = TrustRule(key="trust", name="Data not trusted", severity="critical", escalate_after_ms=15 * MINUTE_MS)
"""Holds where no other is written: without it, nobody would learn why the rest is quiet."""

_encode = msgspec.json.Encoder(order="deterministic").encode


def widest(rule: FigureRule) -> GoalWindow:
    """The window that it looks back over; of a burn the long one."""
    return rule.long if isinstance(rule, BurnRule) else rule.window


def encode_rule(rule: AnyRule) -> bytes:
    """The rule as one line of JSON: the same for the same rule."""
    return _encode(rule)
