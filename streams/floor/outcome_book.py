"""Sales, retentions, customers and surveys that stand alone, as long as a repeat of them may come."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush

from streams.events import OutcomeEvent
from streams.floor.contribution import Contribution
from streams.floor.tally import contributions

FactKey = tuple[str, str]
"""Source and id of the event."""


class OutcomeBook:
    """`new` and `gone` name what came and went since it was last saved."""

    __slots__ = ("_currency", "_order", "facts", "gone", "new")

    def __init__(self, currency: str) -> None:
        self._currency = currency
        self.facts: dict[FactKey, tuple[int, OutcomeEvent]] = {}
        self._order: list[tuple[int, FactKey]] = []
        self.new: list[tuple[FactKey, bytes | None]] = []
        self.gone: list[FactKey] = []

    def take(self, event: OutcomeEvent, time: int, raw: bytes | None) -> Sequence[Contribution] | None:
        """What the event counts; None when it is known already."""
        key = (event.source, event.id)
        if key in self.facts:
            return None
        self.restore(event, time)
        self.new.append((key, raw))
        return self.contributions(key)

    def restore(self, event: OutcomeEvent, time: int) -> None:
        """An event as saved; what it counts was saved too."""
        key = (event.source, event.id)
        self.facts[key] = (time, event)
        heappush(self._order, (time, key))

    def contributions(self, key: FactKey) -> list[Contribution]:
        time, event = self.facts[key]
        return contributions(event, time, self._currency)

    def forget(self, before: int) -> None:
        """Drops what happened at `before` or earlier; its counts stay."""
        while self._order and self._order[0][0] <= before:
            key = heappop(self._order)[1]
            del self.facts[key]
            self.gone.append(key)
