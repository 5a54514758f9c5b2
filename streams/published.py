"""What boards can read of a floor: its figures as fields of the ledger, written only when they changed."""

from __future__ import annotations

from collections.abc import Iterable

from streams.floor.agent import Agent
from streams.floor.counts import Counts
from streams.floor.floor import Floor
from streams.floor.queue import Queue
from streams.floor.shown import agent_view, agent_windows, queue_now, staff_now, staff_windows, windows_at
from streams.floor.view import Windows, encode
from streams.floor.window import PANE_MS
from streams.ledger.names import agents_hash, names_hash, queue_hash, site_hash

Hashes = dict[str, dict[str, bytes]]


class PublishedFigures:
    """Remembers what was last written of one site, so that only what differs is written again."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self._written: Hashes = {}
        self._pane = -1
        self._queues: set[str] = set()
        self._agents: set[str] = set()
        self._times: dict[str, tuple[int, int | None, list[Counts]]] = {}

    def note_changes(self) -> None:
        """Remembers what changed, before the floor is saved and forgets it."""
        self._queues |= self._floor.changed_queues
        self._agents |= self._floor.changed_agents

    def refresh(self, now: int) -> Hashes:
        """The fields that changed since the last call, as of `now` (ms): everything once a window has moved, else what
        was touched."""
        floor = self._floor
        if now // PANE_MS != self._pane:
            self._pane = now // PANE_MS
            self._queues, self._agents = set(floor.queues), set(floor.agents)
            self._times.clear()
        for id_ in self._agents:
            self._queues.update(floor.agents[id_].members)
        changed: Hashes = {}
        for id_ in self._agents:
            self._put(changed, agents_hash(floor.site), id_, self._agent(floor.agents[id_], now))
        for id_ in self._queues:
            if floor.queues[id_].shown:
                self._queue(changed, floor.queues[id_], now)
        if self._agents or self._queues:
            present = encode(staff_now(floor, now))
            self._scope(changed, site_hash(floor.site), present, self._staff(now))
        self._queues, self._agents = set(), set()
        return changed

    def _agent(self, agent: Agent, now: int) -> bytes:
        times = agent.times(self._floor.windows.starts(now), now)
        self._times[agent.id] = now, agent.timeline.running, times
        return encode(agent_view(agent, agent_windows(self._floor, agent, now, times), now))

    def _staff(self, now: int) -> Windows:
        """The sum of what was last shown of each agent, and of what their states lasted since."""
        running: Counts = {}
        for shown_at, count, _ in self._times.values():
            if count is not None:
                running[count] = running.get(count, 0) + now - shown_at
        windows = range(len(self._floor.windows.starts(now)))
        return staff_windows(self._floor, now, [*(t for _, _, t in self._times.values()), [running for _ in windows]])

    def _queue(self, changed: Hashes, queue: Queue, now: int) -> None:
        name = queue_hash(self._floor.site, queue.id)
        self._put(changed, names_hash(self._floor.site), queue.id, b"")
        self._scope(changed, name, encode(queue_now(self._floor, queue)), windows_at(self._floor, queue.series, now))

    def _scope(self, changed: Hashes, name: str, present: bytes, windows: Windows) -> None:
        self._put(changed, name, "now", present)
        for window, counts in windows.items():
            self._put(changed, name, window, encode(counts))

    def _put(self, changed: Hashes, name: str, field: str, value: bytes) -> None:
        written = self._written.setdefault(name, {})
        if written.get(field) != value:
            written[field] = value
            changed.setdefault(name, {})[field] = value


def merge(into: Hashes, more: Iterable[tuple[str, dict[str, bytes]]]) -> None:
    """Adds fields to hashes, a newer value winning."""
    for name, fields in more:
        into.setdefault(name, {}).update(fields)
