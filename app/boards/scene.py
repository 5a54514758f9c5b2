"""What tiles are evaluated on: a site's view, the names of things, and the aggregates of a tile's scope."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from app.boards.board import Scope
from app.boards.veil import Called, PeopleShown, Veil
from streams.alerts.shown import NEVER_JUDGED, ShownAlerts
from streams.events.instant import local_day
from streams.floor.rule import MAIN, ServiceLevelRule
from streams.floor.view import AgentView, QueueNow, QueueView, SiteView, TicketView, Windows
from streams.kpi.aggregate import Aggregate, merged, of_channel, of_queue
from streams.kpi.figures import agents_aggregate, site_aggregate, site_present
from streams.kpi.goal import Goal
from streams.kpi.own_kpi import OwnKpi
from streams.kpi.present import Present, present_of, present_of_agents

LEAST_N = 10


class Naming(Protocol):
    """What boards call sites and queues, and what else is set of a site: currency, pain zones, goals."""

    def site_name(self, site: str) -> str: ...

    def queue_name(self, site: str, queue: str) -> str: ...

    def currency(self, site: str) -> str: ...

    def pain_zones_s(self, site: str) -> tuple[int, ...]: ...

    def goal_sets(self, site: str) -> Mapping[str, tuple[Goal, ...]]: ...

    def own_kpis(self) -> Mapping[str, OwnKpi]: ...

    def least_n(self, site: str) -> int: ...

    def alert_rule_names(self, site: str) -> Mapping[str, str]: ...


@dataclass(frozen=True, slots=True)
class Scene:
    """One site at one moment. A share of fewer than `least_n` contacts is not coloured. `zone` is the site's IANA
    zone. `people` is how the board shows people, `veil` what it calls them then."""

    view: SiteView
    naming: Naming
    least_n: int = LEAST_N
    zone: str = "UTC"
    people: PeopleShown = "names"
    veil: Veil = field(default_factory=Veil)
    alerts: ShownAlerts = NEVER_JUDGED

    def __post_init__(self) -> None:
        self.veil.learn(self.view.agents)

    @property
    def currency(self) -> str:
        """The ISO 4217 code that the site's amounts are in."""
        return self.naming.currency(self.view.site)

    @property
    def parts(self) -> tuple[Scene, ...]:
        """The scenes of its sites, of which it has one."""
        return (self,)

    @property
    def currencies(self) -> tuple[str, ...]:
        return (self.currency,)

    @property
    def pain_zones_s(self) -> tuple[int, ...]:
        """Where the site's pain zones begin, seconds."""
        return self.naming.pain_zones_s(self.view.site)

    @property
    def day(self) -> date:
        """The site's local day."""
        return local_day(self.view.at, self.zone)

    def knows(self, scope: Scope) -> bool:
        """Whether anything that the scope names has been seen."""
        match scope.side:
            case "queue":
                return bool(self.queues(scope))
            case "people":
                return any(True for _ in self.agents(scope))
            case "channel":
                return bool(self.channels(scope))
            case _:
                return True

    def queues(self, scope: Scope) -> Mapping[str, QueueView]:
        """The scope's queues that there are, by id; none for a scope of people or channels."""
        if scope.side == "site":
            return self.view.queues
        return {id_: self.view.queues[id_] for id_ in scope.queues if id_ in self.view.queues}

    def channels(self, scope: Scope) -> Mapping[str, Windows]:
        """The windows of the scope's channels that there are, by name."""
        return {id_: self.view.channels[id_] for id_ in scope.channels if id_ in self.view.channels}

    def agents(self, scope: Scope) -> Iterator[tuple[str, AgentView]]:
        """The agents of the scope's teams and its single ones; else those who serve a queue of it. Each once."""
        everyone = self.view.agents.items()
        if scope.side == "people":
            teams, named = set(scope.teams), set(scope.agents)
            return ((id_, one) for id_, one in everyone if id_ in named or one.team in teams)
        wanted = set(scope.queues)
        return ((id_, one) for id_, one in everyone if not wanted or wanted.intersection(one.queues))

    def agent_states(self, scope: Scope) -> Mapping[str, int]:
        """How many of the scope's agents are in which state. One queue sees an agent paused in it as on a break."""
        if scope.side == "site":
            return self.view.staff.now.agents
        queues = self.queues(scope)
        if len(queues) == 1:
            return next(iter(queues.values())).now.agents
        return Counter(agent.state for _, agent in self.agents(scope))

    def present(self, scope: Scope) -> Present:
        if scope.side == "site":
            return site_present(self.view)
        if scope.side == "people":
            return present_of_agents((agent for _, agent in self.agents(scope)), self.view.at)
        queues = self.queues(scope).values()
        return present_of((queue.now for queue in queues), self.agent_states(scope), self.view.at)

    def aggregate(self, scope: Scope, window: str) -> Aggregate:
        """All that the scope counted over the window; of the whole site also its agents' time."""
        match scope.side:
            case "site":
                return site_aggregate(self.view, window)
            case "people":
                return self.agents_time(scope, window)
            case "channel":
                channels = self.channels(scope).values()
                return merged(of_channel(windows[window]) for windows in channels if window in windows)
            case _:
                queues = self.queues(scope).values()
                return merged(of_queue(queue.windows[window], queue.now) for queue in queues if window in queue.windows)

    def agents_time(self, scope: Scope, window: str) -> Aggregate:
        """What the scope's agents counted over the window, with their state times up to now."""
        if scope.side == "site":
            return site_aggregate(self.view, window)
        return agents_aggregate([agent for _, agent in self.agents(scope)], window, self.view.at)

    def counts_over(self, scope: Scope, window: str) -> bool:
        """Whether anything of the scope has this window."""
        match scope.side:
            case "people":
                return any(window in agent.windows for _, agent in self.agents(scope))
            case "channel":
                return any(window in windows for windows in self.channels(scope).values())
            case "site" if window in self.view.staff.windows:
                return True
            case _:
                return any(window in queue.windows for queue in self.queues(scope).values())

    def thresholds_ms(self, scope: Scope, rule: str | None = None) -> set[int]:
        """Every service-level threshold by the rule of that name (None: the main one) among the scope's queues."""
        rules = (rule_in_force(queue.now, rule or MAIN, self.view.at) for queue in self.queues(scope).values())
        return {known.threshold_ms for known in rules if known is not None}

    def tickets(self, scope: Scope) -> Iterator[tuple[str, TicketView]]:
        """The open tickets of the scope's queues, people or channels."""
        everything = self.view.tickets.items()
        match scope.side:
            case "site":
                return iter(everything)
            case "queue":
                return ((id_, ticket) for id_, ticket in everything if ticket.queue in scope.queues)
            case "channel":
                return ((id_, ticket) for id_, ticket in everything if ticket.channel in scope.channels)
            case _:
                people = {id_ for id_, _ in self.agents(scope)}
                return ((id_, ticket) for id_, ticket in everything if ticket.agent in people)

    def queue_name(self, queue: str) -> str:
        return self.naming.queue_name(self.view.site, queue)

    def called(self, agent: str) -> Called:
        """What the board says instead of an agent's id and name."""
        return self.veil.called(agent, self.people)


def rule_in_force(queue: QueueNow, name: str, at: int) -> ServiceLevelRule | None:
    """The version of a queue's rule that holds at `at` (ms); the first one holds before it began too."""
    if name == MAIN:
        return queue.rule
    found: ServiceLevelRule | None = None
    for version in queue.rules:
        if version.name == name and (found is None or found.since <= version.rule.since <= at):
            found = version.rule
    return found
