"""What is promised to those who write: for which tickets, by which opening hours, how soon (docs/metrics.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from streams.floor.business_hours import BusinessHours

PromiseKind = Literal["first_reply", "next_reply", "resolution"]


@dataclass(frozen=True, slots=True)
class Promise:
    """Kept within `target_ms` of business time, inclusive; at risk once the share `at_risk` of it has passed.

    Raises ValueError for a target that is not positive, or a share outside 0 to 1.
    """

    kind: PromiseKind
    target_ms: int
    at_risk: float = 0.75

    def __post_init__(self) -> None:
        if self.target_ms <= 0 or not 0 < self.at_risk <= 1:
            raise ValueError(
                f"a promise has a target above 0 ms and is at risk from a share above 0 and up to 1 of it; "
                f"here: {self.target_ms} ms, {self.at_risk}"
            )

    @property
    def at_risk_ms(self) -> int:
        return round(self.target_ms * self.at_risk)


@dataclass(frozen=True, slots=True)
class PromiseRule:
    """Promises to the tickets of some customers (keyed hashes), queues, priorities and channels; None means any.

    Raises ValueError for two promises of a kind.
    """

    name: str
    hours: BusinessHours
    promises: tuple[Promise, ...]
    customers: frozenset[str] | None = None
    queues: frozenset[str] | None = None
    priorities: frozenset[str] | None = None
    channels: frozenset[str] | None = None

    def __post_init__(self) -> None:
        if len({promise.kind for promise in self.promises}) < len(self.promises):
            raise ValueError(f"rule {self.name!r} makes two promises of a kind: leave one")

    def matches(self, customer: str | None, queue: str, priority: str | None, channel: str) -> bool:
        """What is not known of a ticket matches only where any will do."""
        return (
            (self.customers is None or customer in self.customers)
            and (self.queues is None or queue in self.queues)
            and (self.priorities is None or priority in self.priorities)
            and (self.channels is None or channel in self.channels)
        )

    def promise(self, kind: PromiseKind) -> Promise | None:
        for promise in self.promises:
            if promise.kind == kind:
                return promise
        return None


@dataclass(frozen=True, slots=True)
class PromiseRules:
    """Rules in the order in which they are asked. Saved figures were counted by the `version` they were saved with."""

    rules: tuple[PromiseRule, ...] = ()
    version: int = 1

    def first_match(self, customer: str | None, queue: str, priority: str | None, channel: str) -> PromiseRule | None:
        """The first rule that matches. None promises nothing, and times are measured around the clock."""
        for rule in self.rules:
            if rule.matches(customer, queue, priority, channel):
                return rule
        return None
