"""Alert rules as they are written, for every site or one of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Literal

from pydantic import Field

from app.settings.duration import DurationS, Limit
from app.settings.section import Id, Name, Section
from streams.alerts.policy import RULES_LIMIT
from streams.alerts.rule import (
    AT_RISK,
    AnyRule,
    BurnRule,
    Clock,
    Compare,
    DeadlineRule,
    LevelRule,
    Severity,
    Stage,
    TrustRule,
)
from streams.alerts.shipped import LEVELS, shipped_rules
from streams.alerts.wilson import CONFIDENCE
from streams.kpi.goal import LEAST_N, Goal, GoalWindow, Level
from streams.kpi.metric import Scope

Held = Annotated[DurationS, Field(ge=0, le=86_400)]
Times = Annotated[float, Field(gt=0, le=1000)]


class AlertRuleSettings(Section):
    """A rule. Of a shipped one with the same key it takes the place. Each kind has its own fields (docs/alerts.md)."""

    key: Id
    """What alerts, silences and links call it; no two have the same."""
    name: Name
    """What people call it."""
    kind: Literal["level", "burn", "deadline", "trust"] = "level"
    """A figure (`level`), a service-level goal missed too fast (`burn`), a moment that is known (`deadline`), data that
    cannot be trusted (`trust`)."""
    version: Annotated[int, Field(ge=1)] = 1
    """To be raised with each change, so that an alert tells by which it was judged."""
    severity: Severity = "warning"
    """A critical alert mutes the warning about the same."""
    of: tuple[Id, ...] = ()
    """Only these queues, teams, channels or agents; empty for each one there is."""
    team: Id | None = None
    """The team that is told; else the one that the alert is about."""
    repeat_s: Annotated[DurationS, Field(ge=60, le=7 * 86_400)] = 3600.0
    """Told again every so often while it lasts and nobody has acknowledged it."""
    escalate_after_s: Annotated[DurationS, Field(ge=60, le=7 * 86_400)] | None = None
    """Escalated once when nobody has acknowledged it after so long; never when left out."""
    for_s: Held = 60.0
    """Fires once the condition has held so long."""
    keep_firing_for_s: Held = 60.0
    """Recovers once it has been well for so long."""
    least_n: Annotated[int, Field(ge=1, le=100_000)] = LEAST_N
    """Fewer than this behind a figure fire nothing."""
    confidence: Annotated[float, Field(ge=0.5, le=0.999)] = CONFIDENCE
    """A share fires only beyond what may be chance, with this confidence (Wilson)."""
    metric: Id | None = None
    """Level: the key of a metric (docs/metrics.md)."""
    scope: Scope = "queue"
    """Level and burn: what is judged."""
    window: GoalWindow | None = None
    """Level: over which time; `now` for a figure of the present."""
    fire: Limit | None = None
    """Level: at this figure or worse it fires, in the metric's unit or as a duration."""
    recover: Limit | None = None
    """Level: at this figure or better it recovers. Burn: at this burn over the short window; 1 when left out."""
    paced: bool = False
    """Level: limits grow with the days of the week or month."""
    compare: Compare | None = None
    """Level: `last_week` judges the figure against the same weekday and time a week before. `fire` and `recover` say
    how many times as much it is as then (1.5: half as much again); of shares, scores and ratings, how much more (0.1:
    ten points)."""
    factor: Times | None = None
    """Burn: misses come so many times as fast as the goal allows."""
    short: GoalWindow = "5m"
    """Burn: the window in which it still burns."""
    long: GoalWindow = "15m"
    """Burn: the window in which it has burned."""
    clock: Clock | None = None
    """Deadline: what runs out."""
    stage: Stage = "breached"
    """Deadline: at risk, or past it."""
    threshold_s: Annotated[DurationS, Field(gt=0, le=31 * 86_400)] | None = None
    """Deadline of a wait: how long is too long; the queue's own threshold when left out."""
    at_risk: Annotated[float, Field(gt=0, le=1)] = AT_RISK
    """Deadline of a wait: at risk after this share of the threshold."""

    def missing(self) -> list[str]:
        """The fields that its kind cannot do without."""
        needed = {"level": ("metric", "window", "fire", "recover"), "burn": ("factor",), "deadline": ("clock",)}
        return [name for name in needed.get(self.kind, ()) if getattr(self, name) is None]

    def rule(self) -> AnyRule:
        """As the core judges by it. Raises ValueError when a field that its kind needs is missing."""
        if missing := self.missing():
            raise ValueError(f"a {self.kind} rule needs {', '.join(missing)}")
        known = {
            "key": self.key, "name": self.name, "version": self.version, "severity": self.severity, "of": self.of,
            "team": self.team, "repeat_ms": round(self.repeat_s * 1000),
            "escalate_after_ms": None if self.escalate_after_s is None else round(self.escalate_after_s * 1000),
        }  # fmt: skip
        held = {"for_ms": round(self.for_s * 1000), "keep_firing_ms": round(self.keep_firing_for_s * 1000)}
        if self.kind == "trust":
            return TrustRule(**known, **held)  # type: ignore[arg-type]
        if self.kind == "deadline":
            threshold_ms = None if self.threshold_s is None else round(self.threshold_s * 1000)
            return DeadlineRule(
                **known, clock=self.clock, stage=self.stage, threshold_ms=threshold_ms, at_risk=self.at_risk,  # type: ignore[arg-type]
            )  # fmt: skip
        counted = {**known, **held, "least_n": self.least_n, "confidence": self.confidence}
        if self.kind == "burn":
            recover = 1.0 if self.recover is None else float(self.recover)
            burn = {"factor": self.factor, "recover": recover, "short": self.short, "long": self.long}
            return BurnRule(**counted, **burn, scope="site" if self.scope == "site" else "queue")  # type: ignore[arg-type]
        level = {"metric": self.metric, "scope": self.scope, "window": self.window, "paced": self.paced,
                 "compare": self.compare}  # fmt: skip
        return LevelRule(**counted, **level, fire=float(self.fire or 0), recover=float(self.recover or 0))  # type: ignore[arg-type]


class AlertsSection(Section):
    """Alerts. A site's own come beside those for every site."""

    off: tuple[Id, ...] = ()
    """The keys of rules that are left out: shipped ones (docs/alerts.md), those for every site, or own ones."""
    levels: tuple[Level, ...] | None = None
    """Whose goals raise alerts: `company` and `leader` when left out."""
    rules: tuple[AlertRuleSettings, ...] = Field(default=(), max_length=RULES_LIMIT)
    """Own rules."""


def alert_rules(sections: Sequence[AlertsSection], goals: Iterable[Goal], pain_zones_s: Sequence[int]) -> list[AnyRule]:
    """The shipped rules and those of `sections`, from the outermost to the site's: a later one of a key takes the place
    of an earlier one, and what a section leaves out is out. Raises ValueError for a rule that cannot be."""
    known = {rule.key: rule for rule in shipped_rules(goals, alert_levels(sections), pain_zones_s)}
    for section in sections:
        known.update((own.key, own.rule()) for own in section.rules)
        for key in section.off:
            known.pop(key, None)
    return list(known.values())


def alert_levels(sections: Sequence[AlertsSection]) -> Sequence[Level]:
    """Whose goals raise alerts."""
    return next((section.levels for section in reversed(sections) if section.levels is not None), LEVELS)


_WRITTEN = {"keep_firing_ms": "keep_firing_for_s"}
_UNWRITTEN = ("log_limit_ms",)


def written(rule: AnyRule) -> dict[str, Any]:
    """The fields of `AlertRuleSettings` that give the rule."""
    fields: dict[str, Any] = {"kind": rule.__struct_config__.tag}
    for name in rule.__struct_fields__:
        value = getattr(rule, name)
        if name.endswith("_ms") and name not in _UNWRITTEN:
            fields[_WRITTEN.get(name, f"{name.removesuffix('_ms')}_s")] = None if value is None else value / 1000
        elif name not in _UNWRITTEN:
            fields[name] = value
    return fields
