"""Service level: one arithmetic over the ten exclusive verdicts; the rule's treatment says how each outcome counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from streams.floor.rule import TREATMENTS, Profile, ServiceLevelRule, Treatment, Weight

PROFILES: tuple[Profile, ...] = tuple(TREATMENTS)


class Verdicts(NamedTuple):
    """The legs with a verdict by one rule: answered, left, or waiting past its threshold T, each in one field.

    In the order of `streams.floor.counts.Verdict`. `lost` legs are in none.
    """

    answered_in: int = 0
    answered_late: int = 0
    abandoned_short: int = 0
    abandoned_in: int = 0
    abandoned_late: int = 0
    callback_in: int = 0
    callback_late: int = 0
    other_in: int = 0
    other_late: int = 0
    waiting_late: int = 0

    @property
    def offered(self) -> int:
        return sum(self)

    @property
    def answered(self) -> int:
        return self.answered_in + self.answered_late

    @property
    def abandoned_within(self) -> int:
        """Abandoned in T, the short ones included."""
        return self.abandoned_short + self.abandoned_in

    @property
    def abandoned(self) -> int:
        return self.abandoned_within + self.abandoned_late


class Ratio(NamedTuple):
    numerator: int
    denominator: int

    @property
    def value(self) -> float | None:
        """No value without a denominator: never 0 % or 100 %."""
        return self.numerator / self.denominator if self.denominator > 0 else None


def verdicts(counts: Mapping[str, int], slot: int = 0) -> Verdicts:
    """The ten counts by the rule in `slot`, out of an aggregate's named counts: `sl_…`, or `sl<slot>_…`."""
    prefix = f"sl{slot}_" if slot else "sl_"
    return Verdicts(*(counts.get(prefix + name, 0) for name in Verdicts._fields))


def service_level(counted: Verdicts, by: ServiceLevelRule | Treatment) -> Ratio:
    """Numerator and denominator of the service level by a rule's treatment (docs/metrics.md).

    An answer in T is met, a later one missed; every other outcome is what the treatment says. Short abandons are within
    T always.
    """
    how = by.treatment if isinstance(by, ServiceLevelRule) else by
    outcomes: tuple[tuple[Weight, int, int], ...] = (
        (how.abandons, counted.abandoned_in, counted.abandoned_late),
        (how.short_abandons, counted.abandoned_short, 0),
        (how.callbacks, counted.callback_in, counted.callback_late),
        (how.other_exits, counted.other_in, counted.other_late),
        (how.waiting, 0, counted.waiting_late),
    )
    met = counted.answered_in
    left_out = 0
    for weight, in_time, late in outcomes:
        if weight == "in_time":
            met += in_time
        elif weight == "left_out":
            left_out += in_time + late
        elif weight == "left_out_in_time":
            left_out += in_time
    return Ratio(met, counted.offered - left_out)
