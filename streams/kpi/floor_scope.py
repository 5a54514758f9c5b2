"""One scope of a floor: its queues and agents, the counts that belong to it, its figures."""

from __future__ import annotations

from collections.abc import Collection

from streams.floor.agent import Agent
from streams.floor.floor import OTHER_CHANNELS, Floor
from streams.floor.queue import Queue
from streams.floor.shown import (
    agent_view,
    agent_windows,
    agents_window,
    queue_now,
    staff_now,
    staff_window,
    window_at,
)
from streams.floor.view import AgentView, Correction, QueueNow
from streams.floor.window import WINDOWS
from streams.kpi.aggregate import Aggregate, merged, of_agents, of_channel, of_queue
from streams.kpi.explanation import ScopeId
from streams.kpi.keys import WindowKey
from streams.kpi.present import Present, present_of, present_of_agents


class UnknownScope(LookupError):
    """The site has no such queue, agent, team or channel."""

    def __init__(self, scope: ScopeId, known: Collection[str]) -> None:
        super().__init__(f"there is no {scope.kind} {scope.id!r}")
        self.scope, self.known = scope, sorted(known)


class FloorScope:
    """A scope of `floor`, which has moved on to `at` (ms). The site has all queues and agents; a queue's agents are its
    members, who are not in `agents`. Raises `UnknownScope`."""

    def __init__(self, floor: Floor, scope: ScopeId, at: int) -> None:
        self.floor, self.at = floor, at
        self.kind, self.id = scope
        if not self._is_there():
            raise UnknownScope(scope, self._known())
        self.queues: list[Queue] = []
        self.agents: list[Agent] = []
        if self.kind == "site":
            self.queues = [queue for queue in floor.queues.values() if queue.shown]
            self.agents = [*floor.agents.values()]
        elif self.kind == "queue":
            self.queues = [floor.queues[self.id]]
        elif self.kind == "agent":
            self.agents = [floor.agents[self.id]]
        elif self.kind == "team":
            self.agents = [agent for agent in floor.agents.values() if self._in_team(agent)]
        kind_of_counts = {"site": "qs", "queue": "q", "agent": "a", "team": "a", "channel": "h"}
        self._counted = frozenset(kind_of_counts[self.kind])
        self._ids = {self.id} if self.kind in ("queue", "channel") else {agent.id for agent in self.agents}

    def counts(self, kind: str, id_: str) -> bool:
        """Whether what counts for this queue ("q"), agent ("a"), channel ("h") or site ("s") counts here."""
        if kind == "h" and id_ not in self.floor.channels:
            id_ = OTHER_CHANNELS
        return kind in self._counted and (self.kind == "site" or id_ in self._ids)

    def aggregate(self, window: WindowKey) -> Aggregate:
        """What the formulas read, as figures of a site do (streams.kpi.figures)."""
        floor, at = self.floor, self.at
        if self.kind == "channel":
            return of_channel(window_at(floor, floor.channels[self.id], at, window))
        parts = [of_queue(window_at(floor, queue.series, at, window), queue.judging) for queue in self.queues]
        if self.kind == "site":
            parts.append(of_agents(staff_window(floor, at, window), {}))
        elif self.agents:
            parts.append(of_agents(agents_window(floor, self.agents, at, window), {}))
        return merged(parts)

    def present(self) -> Present:
        """Who waits, who talks, who is there, which tickets are open."""
        self.floor.tickets.sum_up()
        if self.kind in ("agent", "team"):
            return present_of_agents([self._view(agent) for agent in self.agents], self.at)
        queues = [self.now(queue) for queue in self.queues]
        agents = staff_now(self.floor, self.at).agents if self.kind == "site" else queues[0].agents
        return present_of(queues, agents, self.at)

    def now(self, queue: Queue) -> QueueNow:
        return queue_now(self.floor, queue, self.at)

    def start(self, window: WindowKey) -> int:
        """The first moment (ms) of the window."""
        return self.floor.windows.starts(self.at)[WINDOWS.index(window)]

    def correction(self, start: int) -> Correction | None:
        """The newest correction, while figures still say so, that reaches a window from `start` (ms) on."""
        told = [correction for queue in self.queues if (correction := self.now(queue).corrected) is not None]
        found = [correction for correction in told if correction.moment >= start]
        return max(found, key=lambda correction: correction.at, default=None)

    def _is_there(self) -> bool:
        """Asked for every scope that is judged each second: it looks at no other."""
        floor, id_ = self.floor, self.id
        if self.kind == "queue":
            return id_ in floor.queues and floor.queues[id_].shown
        if self.kind == "agent":
            return id_ in floor.agents
        if self.kind == "channel":
            return id_ in floor.channels
        return id_ == "" if self.kind == "site" else any(map(self._in_team, floor.agents.values()))

    def _known(self) -> Collection[str]:
        floor = self.floor
        teams = {agent.described.team for agent in floor.agents.values()}
        known: dict[str, Collection[str]] = {
            "queue": [id_ for id_, queue in floor.queues.items() if queue.shown],
            "agent": floor.agents, "channel": floor.channels, "site": ("",),
            "team": [team for team in teams if team is not None],
        }  # fmt: skip
        return known[self.kind]

    def _in_team(self, agent: Agent) -> bool:
        return self.kind == "team" and agent.described.team == self.id

    def _view(self, agent: Agent) -> AgentView:
        floor = self.floor
        return agent_view(agent, agent_windows(floor, agent, self.at, agent.times(floor.windows, self.at)), self.at)
