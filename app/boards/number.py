"""Evaluates the tiles `number` and `level`: one figure, its goal, and smaller figures under it."""

from __future__ import annotations

from collections.abc import Iterator

from app.boards.board import TileDefinition
from app.boards.figure import evaluate_figure
from app.boards.goals import shown
from app.boards.several_sites import AnyScene, shared_threshold_ms
from app.boards.shown_metric import BY_THRESHOLD, SHOWN_METRICS, ShownMetric
from app.boards.tile import NumberTile
from streams.kpi import MetricKey
from streams.kpi.metric import PEOPLE
from streams.kpi.period_metrics import PeriodMetric

MOVING: frozenset[MetricKey] = frozenset({"longest_wait", "next_breach", "next_due", "backlog_age", "oldest_ticket"})
"""Figures of the present that move with time alone."""


def number_tile(tile: TileDefinition, scene: AnyScene | None) -> NumberTile:
    """Without a scene (nothing was read yet) every figure has no value."""
    if tile.metric is None or tile.kind not in ("number", "level"):
        raise ValueError(f"tile {tile.id!r} is no number")
    main = evaluate_figure(scene, tile.scope, tile.metric, tile.window, tile.goal, tile.rule)
    return NumberTile(
        as_of=None,
        kind="level" if tile.kind == "level" else "number",
        state=main.state,
        figure=main.figure,
        goal=shown(tile.goal),
        threshold_ms=(
            shared_threshold_ms(scene, tile.scope, tile.rule)
            if scene is not None and tile.metric in BY_THRESHOLD
            else None
        ),
        details=tuple(evaluate_figure(scene, tile.scope, metric, window).figure for metric, window in tile.details),
    )


def needs_the_moment(tile: TileDefinition) -> bool:
    """Whether a figure of the tile moves with time alone: running waits and ages, running states of agents."""
    return any(metric.key in MOVING or metric.scopes == PEOPLE for metric in _metrics(tile))


def needs_the_day(tile: TileDefinition) -> bool:
    """Whether a figure of the tile changes with the site's calendar, or is in its currency."""
    return any(isinstance(metric, PeriodMetric) or metric.unit == "money" for metric in _metrics(tile))


def _metrics(tile: TileDefinition) -> Iterator[ShownMetric]:
    keys = [tile.metric, *(metric for metric, _ in tile.details)]
    return (SHOWN_METRICS[key] for key in keys if key is not None)
