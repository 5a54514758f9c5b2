"""Service-level rules as they are written: fields that may be left out, later versions, further rules side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Literal

import msgspec
from pydantic import AfterValidator, Field

from app.settings.section import Section
from streams.events.instant import to_ms
from streams.floor.rule import (
    TREATMENTS,
    Profile,
    QueueRules,
    ServiceLevelRule,
    Treatment,
    Weight,
    queue_rules,
)
from streams.kpi.recovery import SERVICE_LEVEL_GOAL

ThresholdS = Annotated[float, Field(gt=0, le=86_400)]
ShortS = Annotated[float, Field(ge=0, le=86_400)]
Attribution = Literal["verdict", "entry"]
WaitingWeight = Literal["missed", "left_out"]
RuleName = Annotated[str, Field(min_length=1, max_length=64)]
WEIGHTS = tuple(Treatment.__struct_fields__)


def _with_offset(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("the offset is missing: write a moment like 2026-12-01T00:00:00+01:00")
    return moment


From = Annotated[datetime, AfterValidator(_with_offset), Field(alias="from")]


class RuleFields(Section):
    """A service-level rule. Which outcomes count how follows the profile, but for what is said here."""

    threshold_s: ThresholdS | None = None
    """Answered within this time is in time, seconds."""
    short_abandon_s: ShortS | None = None
    """Abandoned within this time is a short abandon, seconds."""
    profile: Profile | None = None
    """How the service level is put together (docs/metrics.md). Takes the place of outcomes that a level above set."""
    attribution: Attribution | None = None
    """When an outcome counts: when it was known (`verdict`), or when the contact entered the queue, as interval reports
    do (`entry`)."""
    abandons: Weight | None = None
    """How abandons later than the short ones count."""
    short_abandons: Weight | None = None
    """How short abandons count."""
    callbacks: Weight | None = None
    """How callbacks count."""
    other_exits: Weight | None = None
    """How contacts count that left in another way: timed out, overflowed, redirected, withdrawn, closed."""
    waiting: WaitingWeight | None = None
    """How contacts count that wait past the threshold."""


class RuleChange(RuleFields):
    """A later version of a rule. What is left out is as in the version before."""

    from_: From
    """Contacts that enter the queue from this moment on are judged by it, RFC 3339 with offset."""


def _in_order(changes: tuple[RuleChange, ...]) -> tuple[RuleChange, ...]:
    ordered = tuple(sorted(changes, key=lambda change: change.from_))
    for earlier, later in pairwise(ordered):
        if earlier.from_ == later.from_:
            raise ValueError(f"two versions begin at {later.from_.isoformat()}: leave one")
    return ordered


NO_CHANGES: tuple[RuleChange, ...] = ()
RuleChanges = Annotated[tuple[RuleChange, ...], AfterValidator(_in_order)]


class NamedRule(RuleFields):
    """A further rule by which a queue is judged beside its main one. What is left out is as in the first version of the
    queue's main rule."""

    from_: Annotated[datetime | None, AfterValidator(lambda at: at and _with_offset(at)), Field(alias="from")] = None
    """When it was agreed: give it to a rule that is added later, so that what was counted keeps its meaning."""
    changes: RuleChanges | None = None
    """Its later versions, as `rule_changes`."""


class RuleLevel(RuleFields):
    """What a level (defaults, site, queue) says of rules."""

    rule_changes: RuleChanges | None = None
    """Later versions of the main rule. They take the place of a level above's; without any, what this level sets holds
    in every version of the level above."""
    rules: dict[RuleName, NamedRule] = Field(default={}, max_length=16)
    """Further rules by name, side by side with the main one."""


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """A rule as far as the levels read so far say."""

    threshold_s: float = 20.0
    short_abandon_s: float = 5.0
    profile: Profile = "abandon_negative"
    attribution: Attribution = "verdict"
    weights: Mapping[str, Weight] = field(default_factory=dict)

    def under(self, fields: RuleFields) -> RuleDraft:
        """The same with what `fields` say."""
        weights = {} if fields.profile is not None else dict(self.weights)
        weights.update({name: said for name in WEIGHTS if (said := getattr(fields, name)) is not None})
        said = {name: getattr(fields, name) for name in ("threshold_s", "short_abandon_s", "profile", "attribution")}
        return replace(self, weights=weights, **{name: value for name, value in said.items() if value is not None})

    def rule(self, version: int, since: int) -> ServiceLevelRule:
        own = msgspec.structs.replace(TREATMENTS[self.profile], **self.weights) if self.weights else None
        return ServiceLevelRule(
            threshold_ms=round(self.threshold_s * 1000),
            short_ms=round(self.short_abandon_s * 1000),
            profile=self.profile,
            version=version,
            since=since,
            attribution=self.attribution,
            own=own,
        )


Versions = Sequence[tuple[int, RuleDraft]]
"""Drafts of one rule, each with the moment (ms) from which it holds."""


def main_versions(levels: Sequence[RuleLevel]) -> Versions:
    """The versions of the main rule; `levels` from the outermost to the queue."""
    versions: Versions = [(0, RuleDraft())]
    for level in levels:
        versions = [(since, draft.under(level)) for since, draft in versions]
        if level.rule_changes is not None:
            versions = _changed(versions[0], level.rule_changes)
    return versions


def named_versions(levels: Sequence[RuleLevel]) -> Iterator[tuple[str, Versions]]:
    """The versions of each further rule, by name."""
    _, first = main_versions(levels)[0]
    for name in dict.fromkeys(name for level in levels for name in level.rules):
        since, draft, changes = 0, first, NO_CHANGES
        for said in (level.rules[name] for level in levels if name in level.rules):
            draft = draft.under(said)
            since = since if said.from_ is None else to_ms(said.from_)
            changes = changes if said.changes is None else said.changes
        yield name, _changed((since, draft), changes)


def rules_under(levels: Sequence[RuleLevel], goal: Fraction = SERVICE_LEVEL_GOAL) -> QueueRules:
    """The rules of a queue, `goal` the share to come back to. Raises ValueError for more versions than can be
    counted."""
    rules = queue_rules(_rules(main_versions(levels)), {name: _rules(found) for name, found in named_versions(levels)})
    permille = round(goal * 1000)
    return QueueRules(
        tuple(slot._replace(rule=msgspec.structs.replace(slot.rule, goal_permille=permille)) for slot in rules.slots)
    )


def _changed(first: tuple[int, RuleDraft], changes: Sequence[RuleChange]) -> Versions:
    versions = [first]
    for change in changes:
        versions.append((to_ms(change.from_), versions[-1][1].under(change)))
    return versions


def _rules(versions: Versions) -> list[ServiceLevelRule]:
    return [draft.rule(number, since) for number, (since, draft) in enumerate(versions, 1)]
