"""What a metric is: a key, a unit, a formula with numerator and denominator, and where it makes sense.

Its definition in words is in streams/kpi/definitions, in every language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, get_args

from streams.kpi.aggregate import Aggregate
from streams.kpi.keys import NowKey, Unit, WindowKey, WindowMetricKey
from streams.kpi.present import Present

Scope = Literal["queue", "agent", "team", "channel", "site"]
Better = Literal["higher", "lower"]
Vendor = Literal["the trade", "Amazon Connect", "Asterisk", "Cisco", "Genesys", "Zendesk"]
Number = int | float
QUEUES: tuple[Scope, ...] = ("queue", "site")
CONTACTS: tuple[Scope, ...] = ("queue", "channel", "site")
PEOPLE: tuple[Scope, ...] = ("agent", "team", "site")
WORK: tuple[Scope, ...] = ("queue", *PEOPLE)
EVERYWHERE: tuple[Scope, ...] = get_args(Scope)
SITE: tuple[Scope, ...] = ("site",)
WINDOWS: tuple[WindowKey, ...] = get_args(WindowKey)
CALENDAR_DAYS: tuple[WindowKey, ...] = ("today", "week", "month")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NowMetric:
    """A figure of the present. `called` is what other systems call it."""

    key: NowKey
    unit: Unit
    value: Callable[[Present], Number | None]
    better: Better | None = None
    scopes: tuple[Scope, ...] = QUEUES
    called: Mapping[Vendor, str] = field(default_factory=dict)

    @property
    def field(self) -> str:
        """Its name in JSON: durations end in `_ms`."""
        return _field(self.key, self.unit)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WindowMetric:
    """A figure over a window: a sum of counts, or numerator over denominator, times `scale`.

    An empty denominator gives no value (None): never 0 and never 100 %. `behind` counts what stands behind a figure
    that has no denominator, such as a percentile. `linear`: numerator and denominator of merged scopes are the sums of
    theirs. `sums`: both are sums over contacts, tickets, answers or sales, so that the figure can be explained by
    listing them. `provisional` says how many of n may still change.
    """

    key: WindowMetricKey
    unit: Unit
    numerator: Callable[[Aggregate], Number | None]
    denominator: Callable[[Aggregate], int] | None = None
    scale: Fraction = Fraction(1)
    behind: Callable[[Aggregate], int] | None = None
    formula: str
    better: Better | None = None
    scopes: tuple[Scope, ...] = CONTACTS
    windows: tuple[WindowKey, ...] = WINDOWS
    called: Mapping[Vendor, str] = field(default_factory=dict)
    linear: bool = True
    sums: bool = True
    provisional: Callable[[Aggregate], int] | None = None

    @property
    def field(self) -> str:
        """Its name in JSON: durations end in `_ms`."""
        return _field(self.key, self.unit)

    def n(self, aggregate: Aggregate) -> int | None:
        """How many contacts (or milliseconds, for shares of time) stand behind the figure; None for a plain sum."""
        counted = self.denominator or self.behind
        return counted(aggregate) if counted else None

    def value(self, aggregate: Aggregate) -> Number | None:
        """The figure, unrounded: one division of whole numbers. Durations are whole when they are whole."""
        above = self.numerator(aggregate)
        if above is None:
            return None
        below = self.denominator(aggregate) if self.denominator else None
        if below is not None and below <= 0:
            return None
        if below is None and self.scale == 1:
            value = above
        else:
            value = above * self.scale.numerator / ((1 if below is None else below) * self.scale.denominator)
        return int(value) if self.unit == "ms" and value == int(value) else value


def _field(key: str, unit: Unit) -> str:
    return f"{key}_ms" if unit == "ms" else key
