"""Evaluates the tile `queue_table`: every queue of the scope, those that need help first."""

from __future__ import annotations

from collections.abc import Iterator

from app.boards.board import TileDefinition
from app.boards.goals import shown, state_of
from app.boards.scene import Scene
from app.boards.several_sites import AnyScene, shared_threshold_ms, whose
from app.boards.tile import QueueRow, QueueTableTile, SiteShown
from streams.floor.view import QueueView
from streams.kpi.aggregate import of_queue_in
from streams.kpi.goal import SEVERITY, worst

ROWS_SHOWN = 60


def table_window(tile: TileDefinition) -> str:
    """A tile without a window of its own counts `today`."""
    return "today" if tile.window == "now" else tile.window


def queue_table_tile(tile: TileDefinition, scene: AnyScene | None) -> QueueTableTile:
    window = table_window(tile)
    rows = sorted(_rows(tile, scene, window), key=_need) if scene is not None else []
    return QueueTableTile(
        as_of=None,
        kind="queue_table",
        state=worst(row.state for row in rows),
        rows=tuple(rows[:ROWS_SHOWN]),
        threshold_ms=shared_threshold_ms(scene, tile.scope) if scene is not None else None,
        goal=shown(tile.goal),
        below_goal=sum(row.state in ("warning", "critical") for row in rows),
        more=max(0, len(rows) - ROWS_SHOWN),
    )


def _rows(tile: TileDefinition, scene: AnyScene, window: str) -> Iterator[QueueRow]:
    for part in scene.parts:
        site = whose(scene, part)
        for id_, queue in part.queues(tile.scope).items():
            if tile.scope.queues or not _of_tickets_alone(queue):
                yield _row(tile, part, site, id_, queue, window)


def _of_tickets_alone(queue: QueueView) -> bool:
    """Whether it had tickets this month, and never a contact: its row would be empty."""
    counts = [queue.windows[window].counts for window in ("today", "month") if window in queue.windows]
    tickets = bool(queue.now.tickets.open) or any("tickets_opened" in count for count in counts)
    contacts = queue.now.waiting or queue.now.talking or any("offered" in count for count in counts)
    return tickets and not contacts


def _row(
    tile: TileDefinition, scene: Scene, site: SiteShown | None, id_: str, queue: QueueView, window: str
) -> QueueRow:
    level = of_queue_in(queue, window).service_level
    return QueueRow(
        queue=id_,
        name=scene.queue_name(id_),
        site=site,
        state=state_of(level.value, tile.goal, enough=level.denominator >= scene.least_n),
        waiting=queue.now.waiting,
        longest_since=queue.now.oldest[0].since if queue.now.oldest else None,
        talking=queue.now.talking,
        agents_available=queue.now.agents.get("available", 0),
        service_level=level.value,
        n=level.denominator,
    )


def _need(row: QueueRow) -> tuple[int, float, str, str]:
    """The worst state first, then the longest wait, then by name, so that rows do not jump without a reason."""
    waiting_since = float("inf") if row.longest_since is None else float(row.longest_since)
    return SEVERITY[row.state], waiting_since, row.name.casefold(), row.queue
