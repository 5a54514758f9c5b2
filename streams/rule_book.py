"""The rules of every site, which may change while a worker runs."""

from __future__ import annotations

from collections.abc import Callable

from streams.floor.floor_rules import FloorRules

RulesOf = Callable[[str], FloorRules]


class RuleBook:
    """`edition` grows with each change. Not `settled` means that others may hold by now: a saved floor is taken over
    under the rules that it was saved with, rather than judged by old ones."""

    def __init__(self, rules: RulesOf, *, settled: bool = True) -> None:
        self.edition = 0
        self.settled = settled
        self._rules = rules

    def __call__(self, site: str) -> FloorRules:
        return self._rules(site)

    def change(self) -> None:
        """Whoever goes by the rules asks for them anew."""
        self.edition += 1
        self.settled = True
