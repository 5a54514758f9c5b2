"""From a floor to what is shown of it: the whole site at once, or one queue, one agent, the staff."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from streams.floor.agent import Agent
from streams.floor.counts import NAMES, Counts, add_into
from streams.floor.floor import Floor
from streams.floor.queue import Queue
from streams.floor.series import Series
from streams.floor.view import (
    AgentView,
    QueueNow,
    QueueView,
    SiteView,
    StaffNow,
    StaffView,
    TicketView,
    Windows,
    WindowView,
)
from streams.floor.window import WINDOWS


def site_view(floor: Floor, at: int) -> SiteView:
    """The whole site as it stood at `at` (ms): windows end just before it, the present includes it.

    Moves the floor on; what happened exactly at `at` is admitted between the windows and the present.
    """
    floor.tick(at)
    queues = {id_: windows_at(floor, queue.series, at) for id_, queue in floor.queues.items()}
    times = {id_: agent.times(floor.windows, at) for id_, agent in floor.agents.items()}
    agents = {id_: agent_windows(floor, agent, at, times[id_]) for id_, agent in floor.agents.items()}
    channels = {id_: windows_at(floor, series, at) for id_, series in floor.channels.items()}
    staff = staff_windows(floor, at, times.values())
    floor.tick(at + 1)
    floor.tickets.sum_up()
    nothing = windows_at(floor, Series(), at)
    return SiteView(
        site=floor.site,
        at=at,
        queues={
            id_: QueueView(queue_now(floor, queue, at), queues.get(id_, nothing))
            for id_, queue in floor.queues.items()
            if queue.shown
        },
        staff=StaffView(staff_now(floor, at), staff),
        agents={id_: agent_view(agent, agents.get(id_, nothing), at) for id_, agent in floor.agents.items()},
        sources={id_: source.view() for id_, source in floor.sources.items()},
        channels={id_: channels.get(id_, nothing) for id_ in floor.channels},
        tickets={id_: view for id_ in floor.tickets.by_id if (view := ticket_view(floor, id_)) is not None},
        measures=floor.measures.view(),
    )


def windows_at(floor: Floor, series: Series, now: int) -> Windows:
    """Every window of a series at `now`."""
    series.advance(now, floor.windows.starts(now))
    return series.windows(floor.topics)


def window_at(floor: Floor, series: Series, now: int, window: str) -> WindowView:
    """One window of a series at `now`."""
    series.advance(now, floor.windows.starts(now))
    return series.window(window, floor.topics)


def agent_windows(floor: Floor, agent: Agent, now: int, times: list[Counts]) -> Windows:
    """Every window of an agent; `times` are its state times in each (Agent.times)."""
    agent.series.advance(now, floor.windows.starts(now))
    return agent.series.windows(floor.topics, times)


def agents_window(floor: Floor, agents: Iterable[Agent], now: int, window: str) -> WindowView:
    """One window of these agents together."""
    place, starts = WINDOWS.index(window), floor.windows.starts(now)
    total: Counts = {}
    for agent in agents:
        agent.series.advance(now, starts)
        add_into(total, agent.series.total(place))
        add_into(total, agent.times_in(place, floor.windows, now))
    return floor.topics.window_view(starts[place], total)


def staff_windows(floor: Floor, now: int, times: Iterable[list[Counts]]) -> Windows:
    """Every window of the site beside its queues: the sums of all agents' state times, and the site's own counts."""
    totals: list[Counts] = [{} for _ in WINDOWS]
    for of_agent in times:
        for total, part in zip(totals, of_agent, strict=True):
            add_into(total, part)
    floor.series.advance(now, floor.windows.starts(now))
    return floor.series.windows(floor.topics, totals)


def staff_window(floor: Floor, now: int, window: str) -> WindowView:
    """One window of the site beside its queues, as `staff_windows` has it."""
    place, starts = WINDOWS.index(window), floor.windows.starts(now)
    total: Counts = {}
    for agent in floor.agents.values():
        add_into(total, agent.times_in(place, floor.windows, now))
    floor.series.advance(now, starts)
    return floor.topics.window_view(starts[place], floor.series.total(place, total))


def queue_now(floor: Floor, queue: Queue, now: int) -> QueueNow:
    """The present of a queue, with the agents who serve it by their state."""
    members = [floor.agents[id_] for id_ in queue.members]
    states = Counter(agent.state_in(queue.id) for agent in members if agent.serves(queue.id))
    return queue.now(dict(sorted(states.items())), now, floor.rules.waiting_limits_ms)


def staff_now(floor: Floor, now: int) -> StaffNow:
    """All agents by state, each once, and what their time after `now` will be counted under."""
    states = Counter(agent.state for agent in floor.agents.values())
    counts = [agent.timeline.running for agent in floor.agents.values()]
    running = Counter(NAMES[count] for count in counts if count is not None)
    return StaffNow(dict(sorted(states.items())), dict(sorted(running.items())), now)


def agent_view(agent: Agent, windows: Windows, now: int) -> AgentView:
    contact, queue = agent.binding_span()
    running = agent.timeline.running
    return AgentView(
        state=agent.state,
        since=agent.timeline.since,
        running=NAMES[running] if running is not None else None,
        complete_to=now,
        contact=contact,
        queue=queue,
        name=agent.described.name,
        team=agent.described.team,
        location=agent.described.location,
        queues=sorted(queue for queue in agent.members if agent.serves(queue)),
        tickets=agent.tickets_now,
        windows=windows,
    )


def ticket_view(floor: Floor, id_: str) -> TicketView | None:
    """An open ticket; None for one that is solved or unknown."""
    ticket = floor.tickets.by_id.get(id_)
    return ticket.story.view() if ticket is not None and ticket.open else None
