"""What sources tell of agents: presence, queues served, who they are; and what a restart of a source takes away."""

from __future__ import annotations

from typing import Protocol

from streams.events import AgentEvent, AgentMember, AgentState, SourceReset
from streams.floor.agent import Agent, Described, Membership, PresenceFact
from streams.floor.queue import Queue
from streams.floor.source_clock import SourceClock
from streams.floor.timeline import OFFLINE

PRESENCE_RANK = 1
RESET_RANK = 0


class Site(Protocol):
    """What it needs of its floor."""

    agents: dict[str, Agent]
    changed_agents: set[str]
    late: int
    duplicates: int

    def queue(self, id_: str) -> Queue: ...

    def agent(self, id_: str) -> Agent: ...


def take_agent_event(site: Site, event: AgentEvent, source: SourceClock, time: int) -> None:
    """One event of an agent, at `time` (ms)."""
    match event:
        case AgentState():
            _presence(site, event, source, time)
        case AgentMember():
            _member(site, event, source, time)
        case _:
            data, agent = event.data, site.agent(event.data.agent)
            told = Described(time, event.source, event.id, data.name, data.team, data.location)
            agent.described = max(agent.described, told, key=lambda described: described[:3])
            agent.told = True


def reset_agents(site: Site, event: SourceReset, time: int) -> None:
    """Logins that the source told of before are gone."""
    for agent in site.agents.values():
        if any(fact.source == event.source and fact.time <= time for fact in agent.presence):
            agent.add_presence(PresenceFact(time, RESET_RANK, event.source, event.id, OFFLINE))
        for queue, known in agent.members.items():
            gone = Membership(time, RESET_RANK, event.source, event.id, False, False)
            if known.source == event.source and gone > known:
                agent.members[queue] = gone
                agent.told = True
                site.changed_agents.add(agent.id)


def _presence(site: Site, event: AgentState, source: SourceClock, time: int) -> None:
    agent = site.agent(event.data.agent)
    if time < agent.settled_to:
        site.late += 1
        return
    if not agent.add_presence(PresenceFact(time, PRESENCE_RANK, event.source, event.id, event.data.state)):
        site.duplicates += 1
    for reset_time, reset_id, _ in source.resets:
        if reset_time >= time:
            agent.add_presence(PresenceFact(reset_time, RESET_RANK, event.source, reset_id, OFFLINE))


def _member(site: Site, event: AgentMember, source: SourceClock, time: int) -> None:
    data = event.data
    site.queue(data.queue).members.add(data.agent)
    agent = site.agent(data.agent)
    newest = Membership(time, PRESENCE_RANK, event.source, event.id, data.joined, data.paused)
    for reset_time, reset_id, _ in source.resets:
        newest = max(newest, Membership(reset_time, RESET_RANK, event.source, reset_id, False, False))
    known = agent.members.get(data.queue)
    if known is None or newest > known:
        agent.members[data.queue] = newest
        agent.told = True
