"""What the alerts of one site go by: its rules, and when it and its queues are open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from streams.alerts.rule import TRUST, AnyRule, BurnRule, DeadlineRule, FigureRule, LevelRule, Subject, TrustRule
from streams.floor.business_hours import ALWAYS, BusinessHours

RULES_LIMIT = 100
"""So many own rules a site has at most, and so many more there are for every site."""


@dataclass(frozen=True, slots=True)
class AlertPolicy:
    """`hours` are of queues by id, `site_hours` of all others and of the site: outside them no level alerts."""

    rules: Sequence[AnyRule] = ()
    hours: Mapping[str, BusinessHours] = field(default_factory=dict)
    site_hours: BusinessHours = ALWAYS

    @property
    def trust(self) -> TrustRule:
        return next((rule for rule in self.rules if isinstance(rule, TrustRule)), TRUST)

    @property
    def by_key(self) -> dict[str, AnyRule]:
        return {rule.key: rule for rule in (self.trust, *self.rules)}

    @property
    def deadlines(self) -> list[DeadlineRule]:
        return [rule for rule in self.rules if isinstance(rule, DeadlineRule)]

    @property
    def figures(self) -> list[FigureRule]:
        return [rule for rule in self.rules if isinstance(rule, LevelRule | BurnRule)]

    def hours_of(self, subject: Subject) -> BusinessHours:
        return self.hours.get(subject.id, self.site_hours) if subject.kind == "queue" else self.site_hours
