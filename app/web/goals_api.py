"""`GET /api/v1/sites/{site}/goals`, `…/kpis`, `…/recovery`: how goals stand, own KPIs, and the way back to the service
level's goal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse

from app.settings import Settings, SettingsInForce
from app.web.problem import Problem
from app.web.site_copy import SiteFigures
from app.web.site_reader import SiteReader
from streams.events.instant import rfc3339
from streams.floor.view import SiteView
from streams.kpi import WindowKey
from streams.kpi.aggregate import Aggregate, of_queue
from streams.kpi.figures import site_aggregate
from streams.kpi.goal import LEVELS, Goal, metric_of
from streams.kpi.goal_lookup import SiteLookup, site_lookup
from streams.kpi.goal_results import GoalResult, evaluate_set
from streams.kpi.metric import Scope
from streams.kpi.own_kpi import OwnKpi
from streams.kpi.recovery import reachable, recovery

Json = dict[str, Any]
TODAY: WindowKey = "today"
PLACES: Mapping[str, Scope] = {"queues": "queue", "teams": "team", "channels": "channel", "agents": "agent"}


def goals_router(reader: SiteReader, in_force: SettingsInForce) -> APIRouter:
    router = APIRouter(prefix="/api/v1/sites/{site}", tags=["goals"])

    @router.get("/goals", summary="How the goals of a site stand, by level")
    async def goals(
        site: str, set_: Annotated[list[str] | None, Query(alias="set", max_length=20)] = None
    ) -> JSONResponse:
        """`set` may be given several times; without it every set that the site works by is there."""
        return JSONResponse(_goals(await reader.figures(site), set_, in_force.settings))

    @router.get("/kpis", summary="A person's own KPIs, of every scope")
    async def kpis(site: str, window: Annotated[list[WindowKey] | None, Query()] = None) -> JSONResponse:
        """`window` may be given several times; without it every window is there."""
        return JSONResponse(_kpis(await reader.figures(site), window, in_force.settings))

    @router.get("/recovery", summary="How many contacts in a row bring today's service level back to its goal")
    async def back(site: str) -> JSONResponse:
        return JSONResponse(_ways_back(await reader.figures(site), in_force.settings))

    return router


def _head(found: SiteFigures) -> Json:
    return {"site": found.view.site, "at": rfc3339(found.view.at), "day": found.day.isoformat()}


def _goals(found: SiteFigures, names: Sequence[str] | None, settings: Settings) -> Json:
    """Raises `Problem` for a set that the site does not work by."""
    sets = settings.goal_sets(found.view.site)
    for name in names or ():
        if name not in sets:
            raise Problem(404, f"There is no set {name!r}.", f"The site works by: {', '.join(sets) or 'none'}.")
    least_n = settings.least_n(found.view.site)
    lookup = site_lookup(found.view, found.day, settings.own_kpis())
    shown = {name: _set(sets[name], lookup, least_n, settings, found.view) for name in names or sets}
    return {**_head(found), "least_n": least_n, "sets": shown}


def _set(goals: Sequence[Goal], lookup: SiteLookup, least_n: int, settings: Settings, view: SiteView) -> Json:
    """The results of a set, by level."""
    results = evaluate_set(goals, lookup, least_n)
    return {
        level: [_result(result, lookup, settings, view) for result in results if result.goal.level == level]
        for level in LEVELS
    }


def _result(result: GoalResult, lookup: SiteLookup, settings: Settings, view: SiteView) -> Json:
    goal = result.goal
    metric = metric_of(goal, lookup.own)
    return {
        "goal": goal.key,
        "name": goal.name,
        "metric": goal.metric,
        "unit": metric.unit if metric is not None else None,
        "window": goal.window,
        "direction": goal.direction,
        "scope": goal.scope,
        "scope_id": result.scope_id,
        "scope_name": _scope_name(goal.scope, result.scope_id, settings, view),
        "value": result.value,
        "n": result.n,
        "state": result.state,
        "target": goal.target,
        "warning": goal.warning,
        "inclusive": goal.inclusive,
        "gap": result.gap,
        "paced": goal.paced,
        "due": float(result.due),
        "period": result.period,
        "complete": result.complete,
        "feeds": goal.feeds,
        "fed_by": [{"goal": below.goal.key, "scope_id": below.scope_id} for below in result.fed_by],
    }


def _scope_name(scope: Scope, scope_id: str, settings: Settings, view: SiteView) -> str:
    if scope == "site":
        return settings.site_name(scope_id)
    if scope == "queue":
        return settings.queue_name(view.site, scope_id)
    agent = view.agents.get(scope_id) if scope == "agent" else None
    return (agent.name if agent is not None else None) or scope_id


def _kpis(found: SiteFigures, chosen: Sequence[WindowKey] | None, settings: Settings) -> Json:
    own, site = settings.own_kpis(), found.view.site
    lookup = site_lookup(found.view, found.day, own)
    windows: Sequence[Any] = chosen or list(found.view.staff.windows)
    return {
        **_head(found),
        "kpis": {key: _described(kpi) for key, kpi in own.items()},
        "all": _own_figures(own, lookup, "site", site, windows),
        **{place: _by_id(own, lookup, scope, windows) for place, scope in PLACES.items()},
    }


def _described(kpi: OwnKpi) -> Json:
    return {
        "name": kpi.name,
        "expression": str(kpi.expression),
        "unit": kpi.unit,
        "better": kpi.better,
        "version": kpi.version,
    }


def _by_id(own: Mapping[str, OwnKpi], lookup: SiteLookup, scope: Scope, windows: Sequence[WindowKey]) -> Json:
    return {id_: _own_figures(own, lookup, scope, id_, windows) for id_ in lookup.scope_ids(_measure("", scope, TODAY))}


def _own_figures(
    own: Mapping[str, OwnKpi], lookup: SiteLookup, scope: Scope, scope_id: str, windows: Sequence[WindowKey]
) -> Json:
    figures: Json = {}
    for window in windows:
        found = {key: lookup(_measure(key, scope, window), scope_id) for key in own}
        figures[window] = {key: {"value": figure.value, "n": figure.n} for key, figure in found.items()}
    return figures


def _measure(key: str, scope: Scope, window: WindowKey) -> Goal:
    """What a lookup reads a KPI by: nothing is judged."""
    return Goal(
        key=key, name=key, set="", metric=key, level="company", scope=scope, window=window, direction="higher", target=0
    )


def _ways_back(found: SiteFigures, settings: Settings) -> Json:
    view = found.view
    queues = {
        id_: _recovery(of_queue(queue.windows[TODAY], queue.now), settings, view.site, id_)
        for id_, queue in sorted(view.queues.items())
        if TODAY in queue.windows
    }
    whole = _recovery(site_aggregate(view, TODAY), settings, view.site, None)
    return {**_head(found), "all": whole, "queues": queues}


def _recovery(aggregate: Aggregate, settings: Settings, site: str, queue: str | None) -> Json:
    level, goal = aggregate.service_level, settings.service_level_goal(site, queue)
    needed = recovery(level.numerator, level.denominator, goal)
    expected, offered = settings.expected_contacts(site, queue), aggregate.total(("offered",))
    return {
        "goal": float(goal),
        "service_level": level.value,
        "n": level.denominator,
        "needed": needed,
        "expected": expected,
        "offered": offered,
        "reachable": reachable(needed, expected, offered),
    }
