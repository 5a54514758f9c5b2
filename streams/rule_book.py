"""The rules of every site, which may change while a worker runs."""

from __future__ import annotations

from collections.abc import Callable

from streams.alerts.policy import AlertPolicy
from streams.floor.floor_rules import FloorRules

RulesOf = Callable[[str], FloorRules]
PolicyOf = Callable[[str], AlertPolicy]


class RuleBook:
    """`edition` grows with each change. Not `settled` means that others may hold by now: a saved floor is taken over
    under the rules that it was saved with, rather than judged by old ones. `alerts` says what those of a site go by."""

    def __init__(
        self, rules: RulesOf, *, alerts: PolicyOf = lambda _: AlertPolicy(), settled: bool = True
    ) -> None:  # fmt: skip
        self.edition = 0
        self.settled = settled
        self.alerts = alerts
        self._rules = rules

    def __call__(self, site: str) -> FloorRules:
        return self._rules(site)

    def change(self) -> None:
        """Whoever goes by the rules asks for them anew."""
        self.edition += 1
        self.settled = True
