"""Evaluates the tiles `number` and `level`: one figure, its goal, and smaller figures under it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from app.boards.board import Goal, Scope, TileDefinition
from app.boards.goals import shown, state_of
from app.boards.scene import Scene
from app.boards.tile import Figure, NumberTile, State
from streams.kpi import MetricKey
from streams.kpi.metric import PEOPLE, NowMetric, WindowMetric
from streams.kpi.registry import METRICS

BY_THRESHOLD: frozenset[MetricKey] = frozenset({"service_level", "answered_in_time", "abandoned_in_time"})
"""Figures that mean nothing without the threshold beside them."""


class Evaluated(NamedTuple):
    figure: Figure
    state: State


def number_tile(tile: TileDefinition, scene: Scene | None) -> NumberTile:
    """Without a scene (nothing was read yet) every figure has no value."""
    if tile.metric is None or tile.kind not in ("number", "level"):
        raise ValueError(f"tile {tile.id!r} is no number")
    main = evaluate_figure(scene, tile.scope, tile.metric, tile.window, tile.goal)
    return NumberTile(
        as_of=None,
        kind="level" if tile.kind == "level" else "number",
        state=main.state,
        figure=main.figure,
        goal=shown(tile.goal),
        threshold_ms=scene.threshold_ms(tile.scope) if scene is not None and tile.metric in BY_THRESHOLD else None,
        details=tuple(evaluate_figure(scene, tile.scope, metric, window).figure for metric, window in tile.details),
    )


def needs_the_moment(tile: TileDefinition) -> bool:
    """Whether a figure of the tile moves with time alone: running waits and running states of agents."""
    metrics: Iterable[MetricKey | None] = [tile.metric, *(metric for metric, _ in tile.details)]
    return any(key == "longest_wait" or (key is not None and METRICS[key].scopes == PEOPLE) for key in metrics)


def evaluate_figure(
    scene: Scene | None, scope: Scope, key: MetricKey, window: str, goal: Goal | None = None
) -> Evaluated:
    """The figure of `key` over the scope's merged aggregates, and its state by the goal."""
    metric = METRICS[key]
    if scene is None or (scope.queues and not scene.queues(scope)):
        return Evaluated(Figure(key=key, window=window, unit=metric.unit), "no_data")
    if isinstance(metric, NowMetric):
        return _present_figure(scene, scope, metric, goal)
    return _window_figure(scene, scope, metric, window, goal)


def _present_figure(scene: Scene, scope: Scope, metric: NowMetric, goal: Goal | None) -> Evaluated:
    present = scene.present(scope)
    value = metric.value(present)
    if metric.key != "longest_wait":
        return Evaluated(Figure(key=metric.key, window="now", unit=metric.unit, value=value), state_of(value, goal))
    since = present.oldest[0].since if present.oldest else None
    # Nobody waits: there is no wait to show, and that is as good as a wait of nothing.
    return Evaluated(Figure(key=metric.key, window="now", unit="ms", since=since), state_of(value or 0, goal))


def _window_figure(scene: Scene, scope: Scope, metric: WindowMetric, window: str, goal: Goal | None) -> Evaluated:
    of_time = metric.scopes == PEOPLE
    aggregate = scene.agents_time(scope, window) if of_time else scene.aggregate(scope, window)
    if not scene.counts_over(scope, window):
        return Evaluated(Figure(key=metric.key, window=window, unit=metric.unit), "no_data")
    value = metric.value(aggregate)
    if metric.key.startswith("wait_p"):
        n: int | None = sum(aggregate.wait_hist.values())
    else:
        n = None if of_time else metric.n(aggregate)
    enough = metric.unit != "share" or n is None or n >= scene.least_n
    figure = Figure(key=metric.key, window=window, unit=metric.unit, value=value, n=n)
    return Evaluated(figure, state_of(value, goal, enough=enough))
