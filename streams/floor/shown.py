"""From a floor to what is shown of it: the whole site at once, or one queue, one agent, the staff."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from streams.floor.agent import Agent
from streams.floor.counts import NAMES, Counts, split
from streams.floor.floor import Floor
from streams.floor.queue import Queue
from streams.floor.series import Series
from streams.floor.view import AgentView, QueueNow, QueueView, SiteView, StaffNow, StaffView, Windows, WindowView
from streams.floor.window import WINDOWS


def site_view(floor: Floor, at: int) -> SiteView:
    """The whole site as it stood at `at` (ms): windows end just before it, the present includes it.

    Moves the floor on; what happened exactly at `at` is admitted between the windows and the present.
    """
    floor.tick(at)
    queues = {id_: windows_at(floor, queue.series, at) for id_, queue in floor.queues.items()}
    starts = floor.windows.starts(at)
    times = {id_: agent.times(starts, at) for id_, agent in floor.agents.items()}
    agents = {id_: agent_windows(floor, agent, at, times[id_]) for id_, agent in floor.agents.items()}
    staff = staff_windows(floor, at, times.values())
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


def agent_windows(floor: Floor, agent: Agent, now: int, times: list[Counts]) -> Windows:
    """Every window of an agent; `times` are its state times in each (Agent.times)."""
    agent.series.advance(now, floor.windows.starts(now))
    return agent.series.windows(times)


def staff_windows(floor: Floor, now: int, times: Iterable[list[Counts]]) -> Windows:
    """Every window of all agents together: the sums of their state times."""
    starts = floor.windows.starts(now)
    totals: list[Counts] = [{} for _ in starts]
    for of_agent in times:
        for total, part in zip(totals, of_agent, strict=True):
            for count, ms in part.items():
                total[count] = total.get(count, 0) + ms
    return {name: WindowView(start, *split(total)) for name, start, total in zip(WINDOWS, starts, totals, strict=True)}


def queue_now(floor: Floor, queue: Queue) -> QueueNow:
    """The present of a queue, with the agents who serve it by their state."""
    members = [floor.agents[id_] for id_ in queue.members]
    states = Counter(agent.state_in(queue.id) for agent in members if agent.serves(queue.id))
    return queue.now(dict(sorted(states.items())))


def staff_now(floor: Floor, now: int) -> StaffNow:
    """All agents by state, each once, and what their time after `now` will be counted under."""
    states = Counter(agent.state for agent in floor.agents.values())
    counts = [agent.timeline.running for agent in floor.agents.values()]
    running = Counter(NAMES[count] for count in counts if count is not None)
    return StaffNow(dict(sorted(states.items())), dict(sorted(running.items())), now)


def agent_view(agent: Agent, windows: Windows, now: int) -> AgentView:
    contact, queue = agent.binding_span()
    running = agent.timeline.running
    _, _, _, name, team = agent.described
    return AgentView(
        state=agent.state,
        since=agent.timeline.since,
        running=NAMES[running] if running is not None else None,
        complete_to=now,
        contact=contact,
        queue=queue,
        name=name,
        team=team,
        queues=sorted(queue for queue in agent.members if agent.serves(queue)),
        windows=windows,
    )
