"""Evaluates the tile `goals`: how the goals of one set stand at one level."""

from __future__ import annotations

from collections.abc import Sequence

from app.boards.board import TileDefinition
from app.boards.scene import Scene
from app.boards.tile import Figure, GoalShown, GoalsTile
from app.boards.tile_rows import GoalRow, GoalScope
from streams.kpi.goal import SEVERITY, Goal, metric_of, worst
from streams.kpi.goal_lookup import SiteLookup, site_lookup
from streams.kpi.goal_results import GoalResult, evaluate_set

SCOPES_SHOWN = 40


def goals_tile(tile: TileDefinition, scene: Scene | None) -> GoalsTile:
    """The tile's state is that of the goal which needs help most."""
    if scene is None or tile.goal_set is None:
        return GoalsTile(as_of=None, kind="goals", state="no_data", level=tile.level, known=True, goals=())
    site = scene.view.site
    goals = scene.naming.goal_sets(site).get(tile.goal_set)
    rows = _rows([goal for goal in goals or () if goal.level == tile.level], scene)
    return GoalsTile(
        as_of=None,
        kind="goals",
        state=worst(row.state for row in rows),
        level=tile.level,
        known=goals is not None,
        goals=tuple(rows),
    )


def _rows(goals: Sequence[Goal], scene: Scene) -> list[GoalRow]:
    lookup = site_lookup(scene.view, scene.day, scene.naming.own_kpis())
    results = evaluate_set(goals, lookup, scene.naming.least_n(scene.view.site))
    return [_row(goal, [one for one in results if one.goal is goal], lookup, scene) for goal in goals]


def _row(goal: Goal, results: Sequence[GoalResult], lookup: SiteLookup, scene: Scene) -> GoalRow:
    """Scopes without a figure are not shown beside those that have one. On a board of teams a goal of agents only says
    how many are there."""
    told = [one for one in results if one.state != "no_data"]
    single = goal.scope == "agent" and scene.people == "team"
    scopes = [] if single else sorted((_scope(one, lookup, scene) for one in told or results), key=_need)
    return GoalRow(
        goal=goal.key,
        name=goal.name,
        state=worst(one.state for one in results),
        scope=goal.scope,
        target=GoalShown(target=goal.target, warning=goal.warning, direction=goal.direction),
        due=float(results[0].due) if goal.paced and results else None,
        scopes=tuple(scopes[:SCOPES_SHOWN]),
        on_goal=sum(one.state == "ok" for one in told),
        judged=sum(one.state != "neutral" for one in told),
        more=max(0, len(scopes) - SCOPES_SHOWN),
    )


def _scope(result: GoalResult, lookup: SiteLookup, scene: Scene) -> GoalScope:
    metric = metric_of(result.goal, lookup.own)
    unit = metric.unit if metric is not None else "number"
    return GoalScope(
        id=scene.called(result.scope_id).id if result.goal.scope == "agent" else result.scope_id,
        name=_name(result, scene),
        state=result.state,
        figure=Figure(
            key=result.goal.metric,
            window=result.goal.window,
            unit=unit,
            value=result.value,
            n=result.n,
            currency=scene.currency if unit == "money" else None,
            period=result.period,
            complete=result.complete if result.period is not None else None,
        ),
    )


def _name(result: GoalResult, scene: Scene) -> str:
    match result.goal.scope:
        case "site":
            return scene.naming.site_name(result.scope_id)
        case "queue":
            return scene.queue_name(result.scope_id)
        case "agent":
            return scene.called(result.scope_id).name
        case _:
            return result.scope_id


def _need(scope: GoalScope) -> tuple[int, str, str]:
    return SEVERITY[scope.state], scope.name.casefold(), scope.id
