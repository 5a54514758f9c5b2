"""What a metric is: a key, a unit, a formula with numerator and denominator, and its definition in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from streams.kpi.aggregate import Aggregate, Present
from streams.kpi.keys import NowKey, Unit, WindowMetricKey

Scope = Literal["queue", "agent", "site"]
Better = Literal["higher", "lower"]
Number = int | float
CONTACTS: tuple[Scope, ...] = ("queue", "site")
PEOPLE: tuple[Scope, ...] = ("agent", "site")
EVERYWHERE: tuple[Scope, ...] = ("queue", "agent", "site")


@dataclass(frozen=True, slots=True, kw_only=True)
class NowMetric:
    """A figure of the present."""

    key: NowKey
    unit: Unit
    value: Callable[[Present], Number | None]
    definition: str
    better: Better | None = None
    scopes: tuple[Scope, ...] = CONTACTS

    @property
    def field(self) -> str:
        """Its name in JSON: durations end in `_ms`."""
        return f"{self.key}_ms" if self.unit == "ms" else self.key


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowMetric:
    """A figure over a window: a plain sum of counts, or numerator over denominator.

    An empty denominator gives no value (None): never 0 and never 100 %.
    """

    key: WindowMetricKey
    unit: Unit
    numerator: Callable[[Aggregate], Number | None]
    definition: str
    denominator: Callable[[Aggregate], int] | None = None
    formula: str = ""
    better: Better | None = None
    scopes: tuple[Scope, ...] = CONTACTS
    called: str = ""

    @property
    def field(self) -> str:
        """Its name in JSON: durations end in `_ms`."""
        return f"{self.key}_ms" if self.unit == "ms" else self.key

    def n(self, aggregate: Aggregate) -> int | None:
        """How many contacts (or milliseconds, for shares of time) stand behind the figure; None for a plain sum."""
        return self.denominator(aggregate) if self.denominator else None

    def value(self, aggregate: Aggregate) -> Number | None:
        """The figure, unrounded; whole when it is whole."""
        above = self.numerator(aggregate)
        if self.denominator is None or above is None:
            return above
        below = self.denominator(aggregate)
        if below <= 0:
            return None
        value = above / below
        return int(value) if self.unit == "ms" and value == int(value) else value
