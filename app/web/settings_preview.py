"""`POST /api/v1/sites/{site}/preview`: what today would look like under other rules and goals. Nothing is saved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse

from app.settings import Settings
from app.settings.on_page import PARTS, Place, laid_over
from app.web.explain_api import busy
from app.web.floor_reader import FloorReader, TooManyAsk
from app.web.json_body import Body, read_json
from app.web.metrics import WebMetrics
from app.web.settings_api import SettingsDesk, at_moment
from streams.events.instant import from_ms, local_day, rfc3339
from streams.floor.view import SiteView
from streams.kpi.aggregate import Aggregate, of_queue_in
from streams.kpi.figures import site_aggregate
from streams.kpi.goal_lookup import site_lookup
from streams.kpi.goal_results import GoalResult, evaluate_set
from streams.kpi.preview import Preview
from streams.kpi.service_level import Verdicts

Json = dict[str, Any]
TODAY = "today"
ROWS = 50


class Candidate(Body):
    """Parts as they might be set; one that is left out stays as it is."""

    rules: dict[str, Any] | None = None
    goals: dict[str, Any] | None = None
    alerts: dict[str, Any] | None = None


def settings_preview_router(
    desk: SettingsDesk, floors: FloorReader, metrics: WebMetrics, limit_bytes: int
) -> APIRouter:
    router = APIRouter(prefix="/api/v1/sites/{site}", tags=["settings"])

    @router.post("/preview", summary="Today under other rules and goals")
    async def preview(request: Request, site: str) -> JSONResponse:
        """Each figure twice: as it is, and as a worker would count it that goes by the candidate."""
        await desk.know(site)
        candidate = candidate_settings(desk, site, await read_json(request, Candidate, limit_bytes, metrics))
        present = desk.in_force.settings
        try:
            found = await floors.preview(site, candidate.floor_rules(site))
        except TooManyAsk:
            raise busy() from None
        return JSONResponse(shown(found, present, candidate))

    return router


def candidate_settings(desk: SettingsDesk, site: str, asked: Candidate) -> Settings:
    """The settings with the candidate's parts in the place of what is set on the page. Raises `Problem`."""
    said = {part: value for part, value in ((name, getattr(asked, name)) for name in PARTS) if value is not None}
    settings = desk.in_force.without(*(Place(site, part).key for part in said))
    for part, value in said.items():
        place = Place(site, part)
        section = desk.checked(place, at_moment(value, from_ms(desk.clock()).isoformat()))
        settings = laid_over(settings, place, section, desk.in_force.fixed)
    return settings


def shown(found: Preview, now: Settings, then: Settings) -> Json:
    """`now` are the settings in force, `then` the candidate's."""
    view = found.present
    queues = {
        id_: {
            "name": now.queue_name(view.site, id_),
            "present": _level(of_queue_in(view.queues[id_], TODAY)),
            "candidate": _level(of_queue_in(found.candidate.queues[id_], TODAY)),
            "otherwise": found.otherwise.get(id_, 0),
        }
        for id_ in sorted(view.queues)
    }
    return {
        "site": view.site,
        "name": now.site_name(view.site),
        "at": rfc3339(view.at),
        "older": found.older,
        "all": {
            "present": _level(site_aggregate(view, TODAY)),
            "candidate": _level(site_aggregate(found.candidate, TODAY)),
            "otherwise": sum(found.otherwise.values()),
        },
        "queues": queues,
        "goals": _goals(_results(view, now), _results(found.candidate, then)),
    }


def _level(aggregate: Aggregate) -> Json:
    """The service level, and how many have which verdict by the main rule, whatever the version."""
    level = aggregate.service_level
    counted = [verdicts for _, verdicts in aggregate.by_rule]
    return {
        "value": level.value,
        "numerator": level.numerator,
        "denominator": level.denominator,
        "verdicts": {name: sum(getattr(one, name) for one in counted) for name in Verdicts._fields},
    }


GoalKey = tuple[str, str]
Results = Mapping[GoalKey, Sequence[GoalResult]]


def _results(view: SiteView, settings: Settings) -> Results:
    """How each goal stands, by set and key."""
    zone = settings.floor_rules(view.site).zone
    lookup = site_lookup(view, local_day(view.at, zone), settings.own_kpis())
    found: dict[GoalKey, list[GoalResult]] = {}
    for name, goals in settings.goal_sets(view.site).items():
        for result in evaluate_set(goals, lookup, settings.least_n(view.site)):
            found.setdefault((name, result.goal.key), []).append(result)
    return found


def _goals(before: Results, after: Results) -> list[Json]:
    """Every goal that there is on either side."""
    return [
        _goal(key, before.get(key, ()), after.get(key, ())) for key in dict.fromkeys((*before, *after))
    ]  # fmt: skip


def _goal(key: GoalKey, before: Sequence[GoalResult], after: Sequence[GoalResult]) -> Json:
    """`rows` are those whose state changes, then the others, at most `ROWS`; the counts by state are of all."""
    states = {result.scope_id: result for result in before}
    others = {result.scope_id: result for result in after}
    ids = sorted(dict.fromkeys((*states, *others)), key=lambda id_: _same(states.get(id_), others.get(id_)))
    goal = (after or before)[0].goal
    return {
        "set": key[0],
        "goal": key[1],
        "name": goal.name,
        "scope": goal.scope,
        "present": _summary(before),
        "candidate": _summary(after),
        "rows": [
            {"scope_id": id_, "present": _state(states.get(id_)), "candidate": _state(others.get(id_))}
            for id_ in ids[:ROWS]
        ],
    }


def _same(before: GoalResult | None, after: GoalResult | None) -> bool:
    return before is not None and after is not None and before.state == after.state


def _summary(results: Sequence[GoalResult]) -> Json | None:
    """None for a goal that there is not on this side."""
    if not results:
        return None
    goal = results[0].goal
    return {
        "target": goal.target,
        "warning": goal.warning,
        "states": dict(Counter(result.state for result in results)),
    }


def _state(result: GoalResult | None) -> Json | None:
    return None if result is None else {"state": result.state, "value": result.value, "n": result.n}
