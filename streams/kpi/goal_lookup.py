"""Figures for goals, from one view of a site: the company is the site, a leader's goal is every team's (or queue's, or
channel's), an employee's every agent's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from fractions import Fraction
from typing import Final

from streams.floor.view import SiteView
from streams.kpi.aggregate import Aggregate, of_channel, of_queue
from streams.kpi.figures import agents_aggregate, queue_present, site_aggregate, site_present, teams_of
from streams.kpi.goal import Goal, OwnKpis, metric_of
from streams.kpi.goal_results import Figure
from streams.kpi.measures import KINDS, Period, period_window
from streams.kpi.metric import NowMetric, Scope
from streams.kpi.period_metrics import PeriodMetric
from streams.kpi.present import Present, present_of_agents

NO_FIGURE: Final = Figure(None)


def site_lookup(view: SiteView, day: date, own: OwnKpis | None = None) -> SiteLookup:
    """Looks goals up in `view`. `day` is the local day of the site at `view.at`."""
    return SiteLookup(view, day, own or {})


class SiteLookup:
    """A `streams.kpi.goal_results.Lookup` over one view. Merges each scope's counts once, however many goals ask."""

    def __init__(self, view: SiteView, day: date, own: OwnKpis) -> None:
        self._view = view
        self._day = day
        self._teams = teams_of(view)
        self._servers: defaultdict[str, list[str]] = defaultdict(list)
        for name, agent in view.agents.items():
            for queue in agent.queues:
                self._servers[queue].append(name)
        self._merged: dict[tuple[Scope, str, str], Aggregate | None] = {}
        self.own = own

    def __call__(self, goal: Goal, scope_id: str) -> Figure:
        """No value for a metric, a scope or a window that the view has not."""
        metric = metric_of(goal, self.own)
        if metric is None:
            return NO_FIGURE
        if isinstance(metric, PeriodMetric):
            return self._reported(metric, goal)
        if isinstance(metric, NowMetric):
            present = self._present(goal.scope, scope_id)
            return Figure(metric.value(present)) if present else NO_FIGURE
        aggregate = self._aggregate(goal.scope, scope_id, goal.window)
        return Figure(metric.value(aggregate), metric.n(aggregate)) if aggregate else NO_FIGURE

    def scope_ids(self, goal: Goal) -> Sequence[str]:
        """In alphabetical order; those that a goal names in the order it names them, whether or not the view has them:
        a name that is not there shows as no data."""
        return goal.of or self._all(goal.scope)

    def within(self, above: Goal, scope_id: str, below: Goal) -> Sequence[str]:
        """A queue has the agents who serve it and their teams. Who serves a channel is not known: all feed it."""
        ids = self.scope_ids(below)
        if above.scope == below.scope:
            return [inner for inner in ids if inner == scope_id]
        if above.scope in ("site", "channel") or below.scope in ("site", "channel"):
            return ids
        inside = self._inside(below.scope, self._people(above.scope, scope_id))
        return [inner for inner in ids if inner in inside]

    def due(self, goal: Goal) -> Fraction:
        """By whole days gone by: none of a month on its first day, and at most all but its last."""
        window = period_window(goal.window)
        if window is None:
            return Fraction(1)
        period = Period.at(KINDS[window], self._day)
        return Fraction((self._day - period.first).days, period.length)

    def _all(self, scope: Scope) -> list[str]:
        if scope == "site":
            return [self._view.site]
        named = {
            "queue": self._view.queues,
            "team": self._teams,
            "channel": self._view.channels,
            "agent": self._view.agents,
        }
        return sorted(named[scope])

    def _people(self, scope: Scope, scope_id: str) -> Collection[str]:
        """The agents of a team or queue; an agent alone."""
        if scope == "queue":
            return self._servers.get(scope_id, ())
        if scope == "agent":
            return (scope_id,)
        return [name for name, agent in self._view.agents.items() if agent.team == scope_id]

    def _inside(self, scope: Scope, people: Collection[str]) -> Collection[str]:
        """The agents, teams or queues that some people are, or belong to."""
        if scope == "agent":
            return people
        agents = [self._view.agents[name] for name in people if name in self._view.agents]
        if scope == "team":
            return {agent.team for agent in agents if agent.team}
        return {queue for agent in agents for queue in agent.queues}

    def _reported(self, metric: PeriodMetric, goal: Goal) -> Figure:
        window = period_window(goal.window)
        if window is None:
            return NO_FIGURE
        counted = self._aggregate("site", self._view.site, window)
        figure = metric.figure(self._view.measures, window, self._day, counted.counts if counted else None)
        return Figure(figure.value, None, figure.period, figure.complete) if figure else NO_FIGURE

    def _present(self, scope: Scope, scope_id: str) -> Present | None:
        view = self._view
        if scope == "site":
            return site_present(view)
        if scope == "queue":
            return queue_present(view.queues[scope_id], view.at) if scope_id in view.queues else None
        if scope == "channel":
            return None
        agents = [view.agents[name] for name in self._people(scope, scope_id) if name in view.agents]
        return present_of_agents(agents, view.at) if agents else None

    def _aggregate(self, scope: Scope, scope_id: str, window: str) -> Aggregate | None:
        key = scope, scope_id, window
        if key not in self._merged:
            self._merged[key] = self._counted(scope, scope_id, window)
        return self._merged[key]

    def _counted(self, scope: Scope, scope_id: str, window: str) -> Aggregate | None:
        view = self._view
        if scope == "site":
            return site_aggregate(view, window) if window in view.staff.windows else None
        if scope == "queue":
            queue = view.queues.get(scope_id)
            return of_queue(queue.windows[window], queue.now) if queue and window in queue.windows else None
        if scope == "channel":
            counted = view.channels.get(scope_id, {}).get(window)
            return of_channel(counted) if counted else None
        agents = [view.agents[name] for name in self._people(scope, scope_id) if name in view.agents]
        known = [agent for agent in agents if window in agent.windows]
        return agents_aggregate(known, window, view.at) if known else None
