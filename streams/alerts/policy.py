"""What the alerts of one site go by: its rules, and when it and its queues are open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from zlib import crc32

from streams.alerts.rule import (
    TRUST,
    AnyRule,
    BurnRule,
    DeadlineRule,
    FigureRule,
    LevelRule,
    Subject,
    TrustRule,
    encode_rule,
)
from streams.floor.business_hours import ALWAYS, BusinessHours

RULES_LIMIT = 100
"""So many own rules a site has at most, and so many more there are for every site."""


@dataclass(frozen=True)
class AlertPolicy:
    """`hours` are of queues by id, `site_hours` of all others and of the site: outside them no level alerts."""

    rules: Sequence[AnyRule] = ()
    hours: Mapping[str, BusinessHours] = field(default_factory=dict)
    site_hours: BusinessHours = ALWAYS

    @cached_property
    def trust(self) -> TrustRule:
        return next((rule for rule in self.rules if isinstance(rule, TrustRule)), TRUST)

    @cached_property
    def by_key(self) -> Mapping[str, AnyRule]:
        return {rule.key: rule for rule in (self.trust, *self.rules)}

    @cached_property
    def checksums(self) -> dict[str, int]:
        """Of each rule, by its key: whether one has changed since."""
        return {key: crc32(encode_rule(rule)) for key, rule in self.by_key.items()}

    @property
    def deadlines(self) -> list[DeadlineRule]:
        return [rule for rule in self.rules if isinstance(rule, DeadlineRule)]

    @property
    def figures(self) -> list[FigureRule]:
        return [rule for rule in self.rules if isinstance(rule, LevelRule | BurnRule)]

    def hours_of(self, subject: Subject) -> BusinessHours:
        return self.hours.get(subject.id, self.site_hours) if subject.kind == "queue" else self.site_hours
