"""How much of a figure's numerator and denominator one count is: every formula that adds up is linear in its counts.

The weights are asked of the formula itself, one count at a time, so that a metric is defined in one place only.
"""

from __future__ import annotations

from collections.abc import Iterable

from streams.floor.contribution import Contribution
from streams.floor.counts import NAMES, REPLY_HIST, RESOLUTION_HIST
from streams.floor.floor import Floor
from streams.kpi.aggregate import Aggregate, of_agents, of_queue
from streams.kpi.explanation import Sums
from streams.kpi.metric import WindowMetric

Weight = tuple[int, int]
"""Numerator and denominator; 0 where the figure has none."""

_NOTHING: Weight = (0, 0)
_SUMS = frozenset(key for key, name in NAMES.items() if name.endswith(("_ms", "_milli", "_cents")))


class Weights:
    """Weights of counts in one metric. A percentile or maximum has no numerator: its denominator is how many stand
    behind it. Recovery is explained by the service level that it follows from."""

    def __init__(self, floor: Floor, metric: WindowMetric) -> None:
        self.metric = metric
        self.above = metric.linear or metric.key == "recovery"
        self.below = metric.denominator is not None or not metric.linear
        self._floor = floor
        self._known: dict[tuple[str | None, int], Weight] = {}

    def of(self, kind: str, id_: str, key: int) -> Weight:
        """The weight of one of `key` in a scope of this kind ("q", "a", "h", "s"). Queues differ by their rules."""
        place = (id_ if kind == "q" else None, key)
        known = self._known.get(place)
        if known is None:
            view = self._floor.topics.window_view(0, {key: 1})
            one = of_queue(view, self._floor.queues[id_].judging) if kind == "q" else of_agents(view, {})
            known = self._known[place] = self.measure(one)
        return known

    def measure(self, aggregate: Aggregate) -> Weight:
        """Numerator and denominator of an aggregate."""
        metric = self.metric
        if metric.key == "recovery":
            return aggregate.service_level
        below = metric.n(aggregate) or 0 if self.below else 0
        return (int(metric.numerator(aggregate) or 0), below) if self.above else (0, below)

    def sums(self, weight: Weight) -> Sums:
        return Sums(weight[0] if self.above else None, weight[1] if self.below else None)

    def counts(self, note: Contribution) -> bool:
        return self.of(note.kind, note.id, note.key) != _NOTHING

    def name_of(self, notes: Iterable[Contribution]) -> str:
        """The count that says most of some (one or more) that have a weight: what makes the numerator, and rather
        how many than how much."""
        keys = {(note.key in _SUMS, not self.of(note.kind, note.id, note.key)[0], note.key) for note in notes}
        key = min(keys)[2]
        if key >= REPLY_HIST:
            return "tickets_solved" if key >= RESOLUTION_HIST else "first_replies"
        return NAMES[key]
