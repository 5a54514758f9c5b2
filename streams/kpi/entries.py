"""Entries of an explanation: what is known, weighed in one metric over one window, with its verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from streams.floor.agent import Agent
from streams.floor.contribution import Contribution
from streams.floor.counts import NAMES, VERDICTS, Count
from streams.floor.leg import OTHER_EXITS, Leg
from streams.floor.window import WINDOWS
from streams.kpi.evidence import Evidence
from streams.kpi.explanation import Entry, Sums
from streams.kpi.floor_scope import FloorScope
from streams.kpi.keys import WindowKey
from streams.kpi.weights import Weights

_EXITS = {Count.abandoned: "abandoned", **{key: reason for reason, key in OTHER_EXITS.items()}}
_TOOK = (Count.first_reply_ms, Count.next_reply_ms, Count.full_resolution_ms)


class Weighing:
    """Weighs evidence for one scope over `[start, at)` (ms)."""

    def __init__(self, scope: FloorScope, weights: Weights, start: int) -> None:
        self._scope, self._weights, self._start = scope, weights, start

    def entries(self, told: Iterable[Evidence]) -> Iterator[Entry]:
        """An entry for whatever counts in the figure, also if its shares are 0."""
        for evidence in told:
            counting = self._counting(evidence.notes)
            if counting:
                yield self._entry(evidence, counting)

    def of_agents(self, window: WindowKey) -> Iterator[Entry]:
        """Agents, by the time that they spent in each state."""
        floor, at = self._scope.floor, self._scope.at
        for agent in self._scope.agents:
            times = agent.times_in(WINDOWS.index(window), floor.windows, at)
            notes = [Contribution("a", agent.id, self._start, key, ms) for key, ms in times.items()]
            if any(self._weights.counts(note) for note in notes):
                yield self._of_agent(agent, notes)

    def _counting(self, notes: Iterable[Contribution]) -> list[Contribution]:
        """What has a weight here, each moment and count once; what was taken back is gone."""
        start, at = self._start, self._scope.at
        totals: Counter[tuple[str, str, int, int]] = Counter()
        for note in notes:
            if start <= note.moment < at and self._scope.counts(note.kind, note.id) and self._weights.counts(note):
                totals[note[:4]] += note.amount
        return [Contribution(*place, amount) for place, amount in totals.items() if amount]  # type: ignore[arg-type]

    def _shares(self, counting: Iterable[Contribution]) -> Sums:
        above = below = 0
        for note in counting:
            weight = self._weights.of(note.kind, note.id, note.key)
            above, below = above + weight[0] * note.amount, below + weight[1] * note.amount
        return self._weights.sums((above, below))

    def _entry(self, evidence: Evidence, counting: list[Contribution]) -> Entry:
        shares, newest = self._shares(counting), max(note.moment for note in counting)
        leg = evidence.leg
        if leg is not None:
            return Entry(
                kind=evidence.kind, id=evidence.id, at=newest, verdict=verdict_of(leg, evidence.notes),
                queue=leg.queue.id, agent=leg.agent.id if leg.agent is not None else None,
                wait_ms=wait_of(leg, evidence.notes, self._scope.at), numerator=shares.numerator,
                denominator=shares.denominator,
            )  # fmt: skip
        whose = {note.kind: note.id for note in evidence.notes}
        took = [note.amount for note in evidence.notes if note.key in _TOOK and evidence.kind == "ticket"]
        return Entry(
            kind=evidence.kind, id=evidence.id, at=newest, verdict=self._weights.name_of(counting),
            queue=whose.get("q"), agent=whose.get("a"), took_ms=max(took, default=None), numerator=shares.numerator,
                denominator=shares.denominator,
        )  # fmt: skip

    def _of_agent(self, agent: Agent, notes: list[Contribution]) -> Entry:
        shares = self._shares(notes)
        times = {name: note.amount for note in notes if (name := NAMES[note.key]).endswith("_ms")}
        return Entry(
            kind="agent", id=agent.id, at=agent.timeline.since or self._start, verdict=agent.state,
            times=times, numerator=shares.numerator, denominator=shares.denominator,
        )  # fmt: skip


def verdict_of(leg: Leg, notes: Iterable[Contribution]) -> str:
    """How the leg ended, by the main rule of its queue; `notes` is all that it counts."""
    totals: Counter[int] = Counter()
    for note in notes:
        if note.kind == "q":
            totals[note.key] += note.amount
    base = leg.rules[0].base
    for place, name in enumerate(VERDICTS):
        if totals[base + place] > 0:
            how = next((reason for key, reason in _EXITS.items() if totals[key] > 0), "")
            return name.replace("other", how)
    if totals[Count.lost] > 0:
        return "lost"
    return "waiting" if leg.phase == "waiting" else "direct"


def wait_of(leg: Leg, notes: Iterable[Contribution], at: int) -> int | None:
    """How long the leg waited in the queue, up to `at` when it still waits; None when it was never seen to."""
    if leg.wait_ms is not None:
        return leg.wait_ms
    if leg.phase == "waiting":
        return at - leg.entered
    told = [
        note.amount for note in notes if note.kind == "q" and note.key in (Count.abandoned_wait_ms, Count.other_wait_ms)
    ]
    return sum(told) if told else None
