"""Figures of a site: what `tavle replay` prints and `GET /api/v1/sites/{site}/figures` answers, from one view."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import msgspec

from streams.events.instant import rfc3339
from streams.floor.view import AgentView, QueueView, SiteView, StaffView
from streams.kpi.aggregate import (
    Aggregate,
    Present,
    merged,
    of_agents,
    of_queue,
    present_of,
    running_of_agent,
    running_of_staff,
)
from streams.kpi.keys import WindowKey
from streams.kpi.metric import Scope
from streams.kpi.registry import NOW_METRICS, WINDOW_METRICS

Figures = dict[str, Any]


def site_figures(view: SiteView, windows: Collection[WindowKey] | None = None) -> Figures:
    """`{"at", "site", "all", "queues", "agents"}`: each scope has `now` and its windows; None is "no value".

    `windows` limits which are given; None gives all that the view has.
    """
    return {
        "at": rfc3339(view.at),
        "site": view.site,
        "all": _of_site(view, windows),
        "queues": {name: _of_queue(view.queues[name], view.at, windows) for name in sorted(view.queues)},
        "agents": {name: _of_agent(view.agents[name], view.at, windows) for name in sorted(view.agents)},
    }


def to_json(sites: Sequence[Figures]) -> bytes:
    """The one way that figures become JSON: `tavle replay` and the API give the same bytes for the same view."""
    return msgspec.json.encode(sites)


def queue_present(queue: QueueView, at: int) -> Present:
    return present_of([queue.now], queue.now.agents, at)


def site_present(view: SiteView) -> Present:
    """The whole site: every agent counted once, however many queues it serves."""
    return present_of((queue.now for queue in view.queues.values()), view.staff.now.agents, view.at)


def site_aggregate(view: SiteView, window: str) -> Aggregate:
    """All queues and all agents of the site over one window."""
    parts = [
        of_queue(queue.windows[window], queue.now.rule) for queue in view.queues.values() if window in queue.windows
    ]
    return merged([*parts, _of_staff(view.staff, window, view.at)])


def _of_staff(staff: StaffView, window: str, at: int) -> Aggregate:
    if window not in staff.windows:
        return Aggregate()
    return of_agents(staff.windows[window], running_of_staff(staff.now, at))


def _of_site(view: SiteView, windows: Collection[WindowKey] | None) -> Figures:
    figures: Figures = {"now": _now(site_present(view))}
    for window in _chosen(view.staff.windows, windows):
        figures[window] = _window(site_aggregate(view, window), "site")
    return figures


def _of_queue(queue: QueueView, at: int, windows: Collection[WindowKey] | None) -> Figures:
    figures: Figures = {"now": _now(queue_present(queue, at))}
    for window in _chosen(queue.windows, windows):
        figures[window] = _window(of_queue(queue.windows[window], queue.now.rule), "queue")
    return figures


def _of_agent(agent: AgentView, at: int, windows: Collection[WindowKey] | None) -> Figures:
    figures: Figures = {
        "now": {
            "state": agent.state,
            "state_ms": max(0, at - agent.since) if agent.since is not None else None,
            "contact": agent.contact,
            "queue": agent.queue,
            "name": agent.name,
            "team": agent.team,
            "queues": agent.queues,
        }
    }
    for window in _chosen(agent.windows, windows):
        aggregate = of_agents(agent.windows[window], running_of_agent(agent, at))
        figures[window] = _window(aggregate, "agent")
    return figures


def _chosen(present: Collection[str], windows: Collection[WindowKey] | None) -> list[str]:
    return [window for window in present if windows is None or window in windows]


def _now(present: Present) -> Figures:
    return {metric.field: metric.value(present) for metric in NOW_METRICS}


def _window(aggregate: Aggregate, scope: Scope) -> Figures:
    return {metric.field: metric.value(aggregate) for metric in WINDOW_METRICS if scope in metric.scopes}
