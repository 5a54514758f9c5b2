"""Evaluates the tile `satisfaction`: what customers answered, by channel or by queue."""

from __future__ import annotations

from collections.abc import Iterator

from app.boards.board import Scope, TileDefinition
from app.boards.figure import evaluate_figure
from app.boards.goals import shown
from app.boards.scene import Scene
from app.boards.tile import SatisfactionTile
from app.boards.tile_rows import SatisfactionRow
from streams.kpi.goal import SEVERITY

ROWS_SHOWN = 40


def satisfaction_tile(tile: TileDefinition, scene: Scene | None) -> SatisfactionTile:
    """Rows without an answer are left out; few answers are not coloured."""
    if tile.metric is None:
        raise ValueError(f"tile {tile.id!r} has no metric")
    whole = evaluate_figure(scene, tile.scope, tile.metric, tile.window, tile.goal)
    rows = sorted(_rows(tile, scene), key=_need) if scene is not None else []
    return SatisfactionTile(
        as_of=None,
        kind="satisfaction",
        state=whole.state,
        by=tile.by,
        figure=whole.figure,
        goal=shown(tile.goal),
        rows=tuple(rows[:ROWS_SHOWN]),
        more=max(0, len(rows) - ROWS_SHOWN),
    )


def _rows(tile: TileDefinition, scene: Scene) -> Iterator[SatisfactionRow]:
    if tile.metric is None:
        return
    for id_, name, scope in _scopes(tile, scene):
        value, state = evaluate_figure(scene, scope, tile.metric, tile.window, tile.goal)
        if value.n:
            number = float(value.value) if value.value is not None else None
            yield SatisfactionRow(id=id_, name=name, state=state, value=number, n=value.n)


def _scopes(tile: TileDefinition, scene: Scene) -> Iterator[tuple[str, str, Scope]]:
    if tile.by == "queue":
        for id_ in scene.queues(tile.scope):
            yield id_, scene.queue_name(id_), Scope(queues=(id_,))
    else:
        for id_ in scene.channels(tile.scope) if tile.scope.channels else scene.view.channels:
            yield id_, id_, Scope(channels=(id_,))


def _need(row: SatisfactionRow) -> tuple[int, int, str, str]:
    """The worst state first, then the one with most answers."""
    return SEVERITY[row.state], -row.n, row.name.casefold(), row.id
