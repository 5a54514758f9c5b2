"""Evaluates the tile `satisfaction`: what customers answered, by channel or by queue."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from app.boards.board import Scope, TileDefinition
from app.boards.figure import evaluate_figure
from app.boards.goals import shown
from app.boards.several_sites import AnyScene, whose
from app.boards.tile import SatisfactionTile, SiteShown
from app.boards.tile_rows import SatisfactionRow
from streams.kpi.goal import SEVERITY

ROWS_SHOWN = 40


def satisfaction_tile(tile: TileDefinition, scene: AnyScene | None) -> SatisfactionTile:
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


def _rows(tile: TileDefinition, scene: AnyScene) -> Iterator[SatisfactionRow]:
    if tile.metric is None:
        return
    for row in _whose(tile, scene):
        value, state = evaluate_figure(row.scene, row.scope, tile.metric, tile.window, tile.goal)
        if value.n:
            number = float(value.value) if value.value is not None else None
            yield SatisfactionRow(id=row.id, name=row.name, site=row.site, state=state, value=number, n=value.n)


class _Whose(NamedTuple):
    id: str
    name: str
    site: SiteShown | None
    scene: AnyScene
    scope: Scope


def _whose(tile: TileDefinition, scene: AnyScene) -> Iterator[_Whose]:
    """A channel is that of all sites together; a queue is of one."""
    if tile.by == "queue":
        for part in scene.parts:
            for id_ in part.queues(tile.scope):
                yield _Whose(id_, part.queue_name(id_), whose(scene, part), part, Scope(queues=(id_,)))
    else:
        seen = dict.fromkeys(id_ for part in scene.parts for id_ in part.view.channels)
        for id_ in seen:
            if not tile.scope.channels or id_ in tile.scope.channels:
                yield _Whose(id_, id_, None, scene, Scope(channels=(id_,)))


def _need(row: SatisfactionRow) -> tuple[int, int, str, str]:
    """The worst state first, then the one with most answers."""
    return SEVERITY[row.state], -row.n, row.name.casefold(), row.id
