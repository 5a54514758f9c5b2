"""What boards can read of a floor: its figures as fields of the ledger, written only when they changed."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from streams.floor.counts import Counts, add_into
from streams.floor.floor import Floor
from streams.floor.shown import agent_view, agent_windows, queue_now, staff_now, staff_windows, ticket_view, windows_at
from streams.floor.view import StaffNow, encode
from streams.floor.window import LONG_PANE_MS, PANE_MS, WINDOWS
from streams.ledger.names import agents_hash, channels_hash, names_hash, queue_hash, site_hash, tickets_hash
from streams.published_trends import PublishedTrends

Hashes = dict[str, dict[str, bytes]]


class Refresh(NamedTuple):
    """Fields to write, and fields to delete, by the name of their hash; `scopes` says of how many queues, agents and
    channels."""

    put: Hashes
    drop: dict[str, list[str]]
    scopes: int


class PublishedFigures:
    """Remembers what was last written of one site, so that only what differs is written again.

    Once a window has moved, every queue, agent and channel is due; at most so many as are asked for are done at a time,
    those that events touched first, so that the log never waits long. Whatever was touched first is done first, and a
    quarter is left for what only moved: nothing waits for ever beside those that are always touched.
    """

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self._written: Hashes = {}
        self._pane = -1
        self._touched: dict[tuple[str, str], None] = {}
        self._hidden: set[str] = set()
        self._begun: set[tuple[str, str]] = set()
        self._moved: dict[tuple[str, str], None] = {}
        self._measures = True
        self._staff = _StaffTimes()
        self._trends = PublishedTrends(floor)

    def note_changes(self) -> None:
        """Remembers what changed, before the floor is saved and forgets it."""
        floor = self._floor
        self._trends.note_changes()
        self._measures |= bool(floor.measures.changed or floor.measures.gone)
        touched = self._touched
        touched.update((("q", id_), None) for id_ in floor.changed_queues)
        for id_ in floor.changed_agents:
            touched["a", id_] = None
            touched.update((("q", queue), None) for queue in floor.agents[id_].members)
        touched.update((("h", id_), None) for id_ in floor.changed_channels)

    @property
    def pending(self) -> bool:
        """Whether something waits for its turn."""
        return bool(self._moved or self._touched)

    @property
    def whole(self) -> bool:
        """Whether every queue, agent and channel was written at least once: what boards read is ours, not in part what
        the owner before left, or nothing at all."""
        floor = self._floor
        return len(self._begun) >= len(floor.agents) + len(floor.queues) + len(floor.channels)

    def refresh(self, now: int, scopes: int | None = None) -> Refresh:
        """What changed since the last call, as of `now` (ms); not more than about `scopes` queues, agents and channels,
        the rest next time. None: all of them; 0: only who waits in the queues."""
        floor = self._floor
        if scopes == 0:
            return Refresh(self._present({}, now), {}, 0)
        floor.tickets.sum_up()
        if now // PANE_MS != self._pane:
            self._pane = now // PANE_MS
            self._moved.update((("a", id_), None) for id_ in floor.agents)
            self._moved.update((("q", id_), None) for id_ in floor.queues)
            self._moved.update((("h", id_), None) for id_ in floor.channels)
            self._staff.begin()
        put: Hashes = {}
        drop: dict[str, list[str]] = {}
        touched = bool(self._touched or self._moved)
        due = self._due(scopes)
        self._begun.update(due)
        for kind, id_ in due:
            self._moved.pop((kind, id_), None)
            self._touched.pop((kind, id_), None)
            if kind == "a":
                self._agent(put, id_, now)
            elif kind == "q":
                self._queue(put, drop, id_, now)
                self._trend(put, drop, id_, now, whole=scopes is None)
            else:
                windows = windows_at(floor, floor.channels[id_], now)
                self._put(put, channels_hash(floor.site), id_, encode(windows))
        self._present(put, now)
        if touched:
            self._whole_site(put, now)
        return Refresh(put, {**drop, **self._tickets(put)}, len(due))

    def _present(self, put: Hashes, now: int) -> Hashes:
        """Who waits in queues that wait for their turn: a small part of their figures, and the one that must not. All
        or none: while one has to leave the boards, a call that went from it to another would stand in both."""
        floor = self._floor
        waiting = [scope for scope in self._touched if scope[0] == "q"]
        if all(scope in self._begun and floor.queues[scope[1]].shown for scope in waiting):
            for _, id_ in waiting:
                self._put(put, queue_hash(floor.site, id_), "now", encode(queue_now(floor, floor.queues[id_], now)))
        return put

    def _due(self, scopes: int | None) -> list[tuple[str, str]]:
        """What is to be done now: the touched first, and of those no longer any more than asked for."""
        if scopes is None:
            return [*self._touched, *(scope for scope in self._moved if scope not in self._touched)]
        due = list(islice(self._touched, scopes - min(len(self._moved), scopes // 4)))
        known = set(due)
        return due + list(islice((scope for scope in self._moved if scope not in known), scopes - len(due)))

    def _agent(self, put: Hashes, id_: str, now: int) -> None:
        floor = self._floor
        agent = floor.agents[id_]
        times = agent.times(floor.windows, now)
        self._staff.set(id_, now, agent.timeline.running, times)
        view = agent_view(agent, agent_windows(floor, agent, now, times), now)
        self._put(put, agents_hash(floor.site), id_, encode(view))

    def _queue(self, put: Hashes, drop: dict[str, list[str]], id_: str, now: int) -> None:
        floor = self._floor
        queue = floor.queues[id_]
        name = queue_hash(floor.site, id_)
        if not queue.shown:
            self._hide(drop, id_, name)
            return
        self._hidden.discard(id_)
        self._put(put, names_hash(floor.site), id_, b"")
        self._put(put, name, "now", encode(queue_now(floor, queue, now)))
        for window, counts in windows_at(floor, queue.series, now).items():
            self._put(put, name, window, encode(counts))

    def _hide(self, drop: dict[str, list[str]], id_: str, name: str) -> None:
        """What was counted under `unassigned` has found its queue: taken away whoever wrote it, or it would count
        twice for good."""
        if id_ in self._hidden:
            return
        self._hidden.add(id_)
        names = names_hash(self._floor.site)
        self._written.pop(name, None)
        self._written.get(names, {}).pop(id_, None)
        drop.setdefault(names, []).append(id_)
        drop[name] = ["now", *WINDOWS]

    def _trend(self, put: Hashes, drop: dict[str, list[str]], id_: str, now: int, *, whole: bool) -> None:
        queue = self._floor.queues[id_]
        if not queue.shown:
            return
        closed, gone = self._trends.refresh(queue, now, whole=whole)
        if closed:
            put[self._trends.name(queue)] = closed
        if gone:
            drop[self._trends.name(queue)] = gone

    def _whole_site(self, put: Hashes, now: int) -> None:
        """Agents by state at once; their time, once every agent's is of the same windows. `trends` is the first pane
        that no queue's trend has yet: those before it are there of every queue."""
        floor = self._floor
        name = site_hash(floor.site)
        present = staff_now(floor, now)
        if not self._moved:
            for window, counts in staff_windows(floor, now, [self._staff.totals(now)]).items():
                self._put(put, name, window, encode(counts))
            self._staff.running, self._staff.complete_to = present.running, now
            self._put(put, name, "trends", b"%d" % (self._pane * PANE_MS // LONG_PANE_MS))
        self._put(put, name, "now", encode(StaffNow(present.agents, self._staff.running, self._staff.complete_to)))
        if self._measures:
            self._put(put, name, "measures", encode(floor.measures.view()))
            self._measures = False

    def _tickets(self, put: Hashes) -> dict[str, list[str]]:
        floor = self._floor
        name = tickets_hash(floor.site)
        gone: list[str] = []
        for id_ in floor.tickets.changed:
            view = ticket_view(floor, id_)
            if view is not None:
                self._put(put, name, id_, encode(view))
            else:  # whether or not we wrote it: the owner before may have, and left before it took it away
                self._written.get(name, {}).pop(id_, None)
                gone.append(id_)
        floor.tickets.changed.clear()
        return {name: gone} if gone else {}

    def _put(self, changed: Hashes, name: str, field: str, value: bytes) -> None:
        written = self._written.setdefault(name, {})
        if written.get(field) != value:
            written[field] = value
            changed.setdefault(name, {})[field] = value


class _StaffTimes:
    """The sum of what was last shown of each agent, and of what their states lasted since."""

    def __init__(self) -> None:
        self.running: dict[str, int] = {}
        self.complete_to = 0
        self._of_agent: dict[str, tuple[int, int | None, list[Counts]]] = {}
        self._totals: list[Counts] = [{} for _ in WINDOWS]

    def begin(self) -> None:
        """The windows have moved: every agent's time is to be told anew. What was last shown stands until then."""
        self._of_agent.clear()
        self._totals = [{} for _ in WINDOWS]

    def set(self, agent: str, now: int, running: int | None, times: list[Counts]) -> None:
        _, _, known = self._of_agent.get(agent, (0, None, None))
        for window, total in enumerate(self._totals):
            if known is not None:
                add_into(total, known[window], -1)
            add_into(total, times[window])
        self._of_agent[agent] = now, running, times

    def totals(self, now: int) -> list[Counts]:
        """All agents' time in every window, up to `now`."""
        since: Counts = {}
        for shown_at, count, _ in self._of_agent.values():
            if count is not None and now > shown_at:
                since[count] = since.get(count, 0) + now - shown_at
        totals = [dict(total) for total in self._totals]
        for total in totals:
            add_into(total, since)
        return totals


def merge(into: Hashes, more: Iterable[tuple[str, dict[str, bytes]]]) -> None:
    """Adds fields to hashes, a newer value winning."""
    for name, fields in more:
        into.setdefault(name, {}).update(fields)
