"""What sources tell of agents: presence, queues served, who they are; and what a restart of a source takes away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from streams.events import AgentDescribed, AgentMember, AgentState, Event, SourceReset
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


def _described(site: Site, event: AgentDescribed, _source: SourceClock, time: int) -> None:
    data, agent = event.data, site.agent(event.data.agent)
    told = Described(time, event.source, event.id, data.name, data.team, data.location)
    if told[:3] >= agent.described[:3]:
        agent.described = told
        agent.told = True


STAFF_STEPS: dict[type[Event], Callable[[Any, Any, SourceClock, int], None]] = {
    AgentState: _presence,
    AgentMember: _member,
    AgentDescribed: _described,
}
"""What each event of an agent does: the floor, the event, its source and its time (ms)."""
