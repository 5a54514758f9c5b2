"""What tiles are evaluated on: a site's view, the names of things, and the aggregates of a tile's scope."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from app.boards.board import Scope
from streams.floor.view import AgentView, QueueView, SiteView
from streams.kpi.aggregate import Aggregate, Present, merged, of_agents, of_queue, present_of, running_of_agent
from streams.kpi.figures import site_aggregate, site_present

LEAST_N = 10


class Naming(Protocol):
    """What boards call sites and queues."""

    def site_name(self, site: str) -> str: ...

    def queue_name(self, site: str, queue: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Scene:
    """One site at one moment. A share of fewer than `least_n` contacts is not coloured."""

    view: SiteView
    naming: Naming
    least_n: int = LEAST_N

    def queues(self, scope: Scope) -> Mapping[str, QueueView]:
        """The scope's queues that there are, by id."""
        if not scope.queues:
            return self.view.queues
        return {id_: self.view.queues[id_] for id_ in scope.queues if id_ in self.view.queues}

    def agents(self, scope: Scope) -> Iterator[tuple[str, AgentView]]:
        """The agents who serve a queue of the scope, each once."""
        wanted = set(scope.queues)
        return ((id_, one) for id_, one in self.view.agents.items() if not wanted or wanted.intersection(one.queues))

    def agent_states(self, scope: Scope) -> Mapping[str, int]:
        """How many of the scope's agents are in which state. One queue sees an agent paused in it as on a break."""
        if not scope.queues:
            return self.view.staff.now.agents
        queues = self.queues(scope)
        if len(queues) == 1:
            return next(iter(queues.values())).now.agents
        return Counter(agent.state for _, agent in self.agents(scope))

    def present(self, scope: Scope) -> Present:
        if not scope.queues:
            return site_present(self.view)
        queues = self.queues(scope).values()
        return present_of((queue.now for queue in queues), self.agent_states(scope), self.view.at)

    def aggregate(self, scope: Scope, window: str) -> Aggregate:
        """All that the scope's queues counted over the window; of the whole site also its agents' time."""
        if not scope.queues:
            return site_aggregate(self.view, window)
        queues = self.queues(scope).values()
        return merged(of_queue(queue.windows[window], queue.now.rule) for queue in queues if window in queue.windows)

    def agents_time(self, scope: Scope, window: str) -> Aggregate:
        """The state times of the scope's agents over the window, the running ones included."""
        if not scope.queues:
            return site_aggregate(self.view, window)
        return merged(
            of_agents(agent.windows[window], running_of_agent(agent, self.view.at))
            for _, agent in self.agents(scope)
            if window in agent.windows
        )

    def counts_over(self, scope: Scope, window: str) -> bool:
        """Whether anything of the scope has this window."""
        if not scope.queues and window in self.view.staff.windows:
            return True
        return any(window in queue.windows for queue in self.queues(scope).values())

    def threshold_ms(self, scope: Scope) -> int | None:
        """The service-level threshold that all the scope's queues share; None when they differ or there is none."""
        thresholds = {queue.now.rule.threshold_ms for queue in self.queues(scope).values()}
        return thresholds.pop() if len(thresholds) == 1 else None

    def queue_name(self, queue: str) -> str:
        return self.naming.queue_name(self.view.site, queue)
