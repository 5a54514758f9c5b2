"""From a floor to what is shown of it: the whole site at once, or one queue, one agent, the staff."""

from __future__ import annotations

from collections import Counter

from streams.floor.agent import Agent
from streams.floor.counts import NAMES, Counts, add_into
from streams.floor.floor import Floor
from streams.floor.queue import Queue
from streams.floor.series import Series
from streams.floor.view import AgentView, QueueNow, QueueView, SiteView, StaffNow, StaffView, Windows


def site_view(floor: Floor, at: int) -> SiteView:
    """The whole site as it stood at `at` (ms): windows end just before it, the present includes it.

    Moves the floor on; what happened exactly at `at` is admitted between the windows and the present.
    """
    floor.tick(at)
    queues = {id_: windows_at(floor, queue.series, at) for id_, queue in floor.queues.items()}
    agents = {id_: agent_windows(floor, agent, at) for id_, agent in floor.agents.items()}
    staff = staff_windows(floor, at)
    floor.tick(at + 1)
    nothing = windows_at(floor, Series(), at)
    return SiteView(
        site=floor.site,
        at=at,
        queues={
            id_: QueueView(queue_now(floor, queue), queues.get(id_, nothing))
            for id_, queue in floor.queues.items()
            if queue.shown
        },
        staff=StaffView(staff_now(floor, at), staff),
        agents={id_: agent_view(agent, agents.get(id_, nothing), at) for id_, agent in floor.agents.items()},
        sources={id_: source.view() for id_, source in floor.sources.items()},
    )


def windows_at(floor: Floor, series: Series, now: int) -> Windows:
    """Every window of a series at `now`."""
    series.advance(now, floor.windows.starts(now))
    return series.windows()


def agent_windows(floor: Floor, agent: Agent, now: int) -> Windows:
    """Every window of an agent, the time of the present state included."""
    starts = floor.windows.starts(now)
    agent.series.advance(now, starts)
    return agent.series.windows(agent.running_in(starts, now))


def staff_windows(floor: Floor, now: int) -> Windows:
    """Every window of all agents together, the time of their present states included."""
    starts = floor.windows.starts(now)
    running: list[Counts] = [{} for _ in starts]
    for agent in floor.agents.values():
        for total, part in zip(running, agent.running_in(starts, now), strict=True):
            add_into(total, part)
    floor.staff.advance(now, starts)
    return floor.staff.windows(running)


def queue_now(floor: Floor, queue: Queue) -> QueueNow:
    """The present of a queue, with the agents who serve it by their state."""
    states = Counter(
        agent.state_in(queue.id) for agent in map(floor.agent_seen, sorted(queue.members)) if agent.serves(queue.id)
    )
    return queue.now(dict(sorted(states.items())))


def staff_now(floor: Floor, now: int) -> StaffNow:
    """All agents by state, each once, and what their time after `now` will be counted under."""
    states = Counter(agent.state for agent in floor.agents.values())
    running = Counter(NAMES[agent.running] for agent in floor.agents.values() if agent.running is not None)
    return StaffNow(dict(sorted(states.items())), dict(sorted(running.items())), now)


def agent_view(agent: Agent, windows: Windows, now: int) -> AgentView:
    contact, queue = agent.binding_span()
    running = agent.running
    _, _, _, name, team = agent.described
    return AgentView(
        state=agent.state,
        since=agent.since,
        running=NAMES[running] if running is not None else None,
        complete_to=now,
        contact=contact,
        queue=queue,
        name=name,
        team=team,
        queues=sorted(queue for queue in agent.members if agent.serves(queue)),
        windows=windows,
    )
