"""The service-level rule of a queue, as data: which waits are in time, how each outcome counts (docs/metrics.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from msgspec import Struct

from streams.floor.counts import RULES_KEPT, verdict_base

Profile = Literal[
    "abandon_negative",
    "genesys",
    "answered_only",
    "connect",
    "asterisk_sl2",
    "abandon_positive",
    "abandon_ignored",
    "genesys_short_excluded",
    "talkdesk_short_on",
]

Weight = Literal["missed", "left_out", "in_time", "left_out_in_time"]
"""`missed`: offered, never met. `left_out`: in neither count. `in_time`: met within T, missed after it.
`left_out_in_time`: left out within T, missed after it."""


class Treatment(Struct, frozen=True):
    """How the outcomes other than an answer count. Short abandons are those within S."""

    abandons: Weight = "missed"
    short_abandons: Weight = "missed"
    callbacks: Weight = "missed"
    other_exits: Weight = "missed"
    waiting: Literal["missed", "left_out"] = "missed"


def _only(abandons: Weight, short_abandons: Weight) -> Treatment:
    """Rules over answered and abandoned contacts alone."""
    return Treatment(abandons, short_abandons, "left_out", "left_out", "left_out")


TREATMENTS: dict[Profile, Treatment] = {
    "abandon_negative": Treatment(),
    "genesys": _only("missed", "missed"),
    "answered_only": _only("left_out", "left_out"),
    "connect": Treatment("in_time", "in_time", "in_time", "in_time"),
    "asterisk_sl2": _only("in_time", "in_time"),
    "abandon_positive": Treatment("in_time", "in_time"),
    "abandon_ignored": Treatment("left_out_in_time", "left_out_in_time"),
    "genesys_short_excluded": _only("missed", "left_out"),
    "talkdesk_short_on": Treatment(short_abandons="left_out"),
}


class ServiceLevelRule(Struct, frozen=True, omit_defaults=True):
    """Threshold T and short-abandon limit S, both inclusive, in milliseconds.

    A leg is judged by the version in force when it entered the queue (`since`, ms since 1970), whatever comes later.
    `attribution` says when a verdict counts: at the moment it was known, or at the leg's entry, as interval reports
    do. `own` replaces the profile's treatment. `goal_permille` is the share to come back to, in thousandths.
    """

    threshold_ms: int = 20_000
    short_ms: int = 5_000
    profile: Profile = "abandon_negative"
    version: int = 1
    since: int = 0
    attribution: Literal["verdict", "entry"] = "verdict"
    own: Treatment | None = None
    goal_permille: int = 800

    @property
    def treatment(self) -> Treatment:
        return self.own or TREATMENTS[self.profile]


MAIN = "main"
"""The name of the rule that a queue is shown by when nothing else is asked for."""


class RuleSlot(NamedTuple):
    """One version of one named rule of a queue. `base` is the first key of its verdicts' counts."""

    slot: int
    name: str
    rule: ServiceLevelRule
    base: int


class QueueRules(NamedTuple):
    """All rules of a queue, each version a slot. The main rule's first version comes first."""

    slots: tuple[RuleSlot, ...]

    def at(self, entered: int) -> tuple[RuleSlot, ...]:
        """The version of each rule in force at `entered` (ms), the main one first."""
        slots = self.slots
        if len(slots) == 1:
            return slots
        chosen: dict[str, RuleSlot] = {}
        for slot in slots:
            if slot.name not in chosen or slot.rule.since <= entered:
                chosen[slot.name] = slot
        return tuple(chosen.values())


def queue_rules(
    main: Sequence[ServiceLevelRule], more: Mapping[str, Sequence[ServiceLevelRule]] | None = None
) -> QueueRules:
    """Rules by name, each with its versions. A rule holds before its first version too.

    Slots follow `since`, then the main rule, then the names: a version that begins after all others has the last slot,
    so that what was counted in the slots before keeps its meaning. Raises ValueError for more versions than can be
    counted (`RULES_KEPT`), or no main one.
    """
    named = [(name, rule) for name, rules in {**(more or {}), MAIN: main}.items() for rule in rules]
    if not main or len(named) > RULES_KEPT:
        raise ValueError(f"a queue is judged by 1 to {RULES_KEPT} rules, each version counted; here are {len(named)}")
    first = min(main, key=lambda rule: rule.since)
    ordered = sorted(named, key=lambda one: (one[1] is not first, one[1].since, one[0] != MAIN, one[0]))
    return QueueRules(tuple(RuleSlot(n, name, rule, verdict_base(n)) for n, (name, rule) in enumerate(ordered)))
