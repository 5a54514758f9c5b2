"""Service level: every vendor's rule as arithmetic on the eight exclusive counts (docs/metrics.md)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from streams.floor.rule import Profile


class Verdicts(NamedTuple):
    """The legs with a verdict: answered, left, or waiting past the threshold T. `lost` legs are in none."""

    answered_in: int = 0
    answered_late: int = 0
    abandoned_short: int = 0
    abandoned_in: int = 0
    abandoned_late: int = 0
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


def verdicts(counts: Mapping[str, int]) -> Verdicts:
    """The eight counts out of an aggregate's named counts."""
    return Verdicts(*(counts.get(f"sl_{name}", 0) for name in Verdicts._fields))


_RULES: dict[Profile, Callable[[Verdicts], Ratio]] = {
    "abandon_negative": lambda v: Ratio(v.answered_in, v.offered),
    "genesys": lambda v: Ratio(v.answered_in, v.answered + v.abandoned),
    "answered_only": lambda v: Ratio(v.answered_in, v.answered),
    "connect": lambda v: Ratio(v.answered_in + v.abandoned_within + v.other_in, v.offered),
    "asterisk_sl2": lambda v: Ratio(v.answered_in + v.abandoned_within, v.answered + v.abandoned),
    "abandon_positive": lambda v: Ratio(v.answered_in + v.abandoned_within, v.offered),
    "abandon_ignored": lambda v: Ratio(v.answered_in, v.offered - v.abandoned_within),
    "genesys_short_excluded": lambda v: Ratio(v.answered_in, v.answered + v.abandoned - v.abandoned_short),
    "talkdesk_short_on": lambda v: Ratio(v.answered_in, v.offered - v.abandoned_short),
}
PROFILES: tuple[Profile, ...] = tuple(_RULES)


def service_level(verdict_counts: Verdicts, profile: Profile) -> Ratio:
    """Numerator and denominator of the service level by `profile`."""
    return _RULES[profile](verdict_counts)
