"""From a floor to what is shown of it: the whole site at once, or one queue, one agent, the staff."""

from __future__ import annotations

from collections import Counter

from streams.floor.agent import Agent
from streams.floor.counts import NAMES
from streams.floor.floor import Floor
from streams.floor.queue import Queue
from streams.floor.series import Series
from streams.floor.view import AgentView, QueueNow, QueueView, SiteView, StaffNow, StaffView, Windows


def site_view(floor: Floor, at: int) -> SiteView:
    """The whole site as it stood at `at` (ms): windows end just before it, the present includes it.

    Moves the floor on; what happened exactly at `at` is admitted between the windows and the present.
    """
    floor.tick(at)
    for agent in floor.agents.values():
        agent.accrue(at)
    queues = {id_: windows_at(floor, queue.series, at) for id_, queue in floor.queues.items()}
    agents = {id_: windows_at(floor, agent.series, at) for id_, agent in floor.agents.items()}
    staff = windows_at(floor, floor.staff, at)
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
        staff=StaffView(staff_now(floor), staff),
        agents={id_: agent_view(agent, agents.get(id_, nothing)) for id_, agent in floor.agents.items()},
        sources={id_: source.view() for id_, source in floor.sources.items()},
    )


def windows_at(floor: Floor, series: Series, now: int) -> Windows:
    """Every window of a series at `now`."""
    series.advance(now, floor.windows.starts(now))
    return series.windows()


def queue_now(floor: Floor, queue: Queue) -> QueueNow:
    """The present of a queue, with the agents who serve it by their state."""
    states = Counter(
        agent.state_in(queue.id) for agent in map(floor.agent_seen, sorted(queue.members)) if agent.serves(queue.id)
    )
    return queue.now(dict(sorted(states.items())))


def staff_now(floor: Floor) -> StaffNow:
    """All agents by state, each once, and what their running time will be counted under."""
    states: Counter[str] = Counter()
    running: dict[str, tuple[int, int]] = {}
    for agent in floor.agents.values():
        states[agent.state] += 1
        if (count := agent.running) is not None:
            n, accrued_to = running.get(NAMES[count], (0, 0))
            running[NAMES[count]] = (n + 1, accrued_to + agent.accrued_to)
    return StaffNow(dict(sorted(states.items())), dict(sorted(running.items())))


def agent_view(agent: Agent, windows: Windows) -> AgentView:
    contact, queue = agent.binding_span()
    running = agent.running
    _, _, _, name, team = agent.described
    return AgentView(
        state=agent.state,
        since=agent.since,
        running=NAMES[running] if running is not None else None,
        accrued_to=agent.accrued_to,
        contact=contact,
        queue=queue,
        name=name,
        team=team,
        queues=sorted(queue for queue in agent.members if agent.serves(queue)),
        windows=windows,
    )
