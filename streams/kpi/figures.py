"""Figures of a site: what `tavle replay` prints and `GET /api/v1/sites/{site}/figures` answers, from one view."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec

from streams.events.instant import rfc3339
from streams.floor.floor_rules import PAIN_ZONES_S
from streams.floor.view import AgentView, QueueView, SiteView, StaffView, Windows
from streams.kpi.aggregate import (
    Aggregate,
    merged,
    of_agents,
    of_channel,
    of_queue,
    running_of_agent,
    running_of_staff,
)
from streams.kpi.keys import WindowKey
from streams.kpi.metric import Scope
from streams.kpi.present import Present, present_of, present_of_agents
from streams.kpi.registry import NOW_METRICS, WINDOW_METRICS
from streams.kpi.tables import TABLES, abandon_curve

Figures = dict[str, Any]


def site_figures(
    view: SiteView, windows: Collection[WindowKey] | None = None, zones_s: Sequence[int] = PAIN_ZONES_S
) -> Figures:
    """`{"at", "site", "all", "queues", "teams", "channels", "agents"}`: each scope has its windows, and all but
    channels have `now`; None is "no value". Tables stand under their key where there is something to tell.

    `windows` limits which are given; None gives all that the view has. `zones_s` are the seconds at which the pain
    zones of the abandonment curve begin.
    """
    return {
        "at": rfc3339(view.at),
        "site": view.site,
        "all": _of_site(view, windows, zones_s),
        "queues": {name: _of_queue(view.queues[name], view.at, windows, zones_s) for name in sorted(view.queues)},
        "teams": {name: _of_team(team, view.at, windows) for name, team in sorted(teams_of(view).items())},
        "channels": {name: _of_channel(view.channels[name], windows) for name in sorted(view.channels)},
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
    parts = [of_queue(queue.windows[window], queue.now) for queue in view.queues.values() if window in queue.windows]
    return merged([*parts, _of_staff(view.staff, window, view.at)])


def agents_aggregate(agents: Collection[AgentView], window: str, at: int) -> Aggregate:
    """Some agents together over one window, their running states up to `at` (ms) included."""
    return merged(
        of_agents(agent.windows[window], running_of_agent(agent, at)) for agent in agents if window in agent.windows
    )


def teams_of(view: SiteView) -> Mapping[str, list[AgentView]]:
    """The agents of each team; those of none are left out."""
    teams: defaultdict[str, list[AgentView]] = defaultdict(list)
    for agent in view.agents.values():
        if agent.team is not None:
            teams[agent.team].append(agent)
    return teams


def _of_staff(staff: StaffView, window: str, at: int) -> Aggregate:
    if window not in staff.windows:
        return Aggregate()
    return of_agents(staff.windows[window], running_of_staff(staff.now, at))


def _of_site(view: SiteView, windows: Collection[WindowKey] | None, zones_s: Sequence[int]) -> Figures:
    figures: Figures = {"now": _now(site_present(view), "site")}
    for window in _chosen(view.staff.windows, windows):
        aggregate = site_aggregate(view, window)
        figures[window] = {**_window(aggregate, window, "site"), **_tables(aggregate, "site", zones_s)}
    return figures


def _of_queue(queue: QueueView, at: int, windows: Collection[WindowKey] | None, zones_s: Sequence[int]) -> Figures:
    figures: Figures = {"now": _now(queue_present(queue, at), "queue")}
    for window in _chosen(queue.windows, windows):
        aggregate = of_queue(queue.windows[window], queue.now)
        figures[window] = {
            **_window(aggregate, window, "queue"),
            **_by_rule(aggregate),
            **_tables(aggregate, "queue", zones_s),
        }
    return figures


def _of_team(team: list[AgentView], at: int, windows: Collection[WindowKey] | None) -> Figures:
    figures: Figures = {"now": _now(present_of_agents(team, at), "team")}
    present = dict.fromkeys(window for agent in team for window in agent.windows)
    for window in _chosen(present, windows):
        figures[window] = _window(agents_aggregate(team, window, at), window, "team")
    return figures


def _of_channel(channel: Windows, windows: Collection[WindowKey] | None) -> Figures:
    return {name: _window(of_channel(channel[name]), name, "channel") for name in _chosen(channel, windows)}


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
            **_now(present_of_agents([agent], at), "agent"),
        }
    }
    for window in _chosen(agent.windows, windows):
        figures[window] = _window(agents_aggregate([agent], window, at), window, "agent")
    return figures


def _chosen(present: Collection[str], windows: Collection[WindowKey] | None) -> list[str]:
    return [window for window in present if windows is None or window in windows]


def _now(present: Present, scope: Scope) -> Figures:
    return {metric.field: metric.value(present) for metric in NOW_METRICS if scope in metric.scopes}


def _window(aggregate: Aggregate, window: str, scope: Scope) -> Figures:
    """Every figure that makes sense there; `…_provisional` says how many of its n may still change."""
    figures: Figures = {}
    for metric in WINDOW_METRICS:
        if scope in metric.scopes and window in metric.windows:
            figures[metric.field] = metric.value(aggregate)
            if metric.provisional:
                figures[f"{metric.field}_provisional"] = metric.provisional(aggregate)
    return figures


def _by_rule(aggregate: Aggregate) -> Figures:
    """The service level by each rule of a queue that has more than one."""
    if len(aggregate.rules) < 2:
        return {}
    levels = {name: aggregate.service_level_by(name) for name in aggregate.rules}
    return {
        "service_level_by_rule": {
            name: {"service_level": level.value, "n": level.denominator} for name, level in levels.items()
        }
    }


def _tables(aggregate: Aggregate, scope: Scope, zones_s: Sequence[int]) -> Figures:
    found = {key: table.rows(aggregate) for key, table in TABLES.items() if scope in table.scopes}
    found["abandon_curve"] = abandon_curve(aggregate, zones_s)
    return {key: [*rows] for key, rows in found.items() if rows}
