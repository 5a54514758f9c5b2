"""Whether a tile shows figures that facts which came late have changed within the last minute."""

from __future__ import annotations

from collections.abc import Iterator

from app.boards.board import NEEDS_A_METRIC, TileDefinition
from app.boards.queue_table import table_window
from app.boards.several_sites import AnyScene
from app.boards.shown_metric import SHOWN_METRICS
from streams.kpi.metric import WindowMetric


def is_corrected(tile: TileDefinition, scene: AnyScene) -> bool:
    """A queue of the scope was corrected at a moment within a window that the tile counts over.

    The worker names a correction for a minute. The present is never corrected: it has no past.
    """
    windows = set(_windows(tile))
    queues = (queue for part in scene.parts for queue in part.queues(tile.scope).values())
    for queue in queues if windows else ():
        corrected = queue.now.corrected
        if corrected is not None and any(
            corrected.moment >= queue.windows[window].start for window in windows if window in queue.windows
        ):
            return True
    return False


def _windows(tile: TileDefinition) -> Iterator[str]:
    """Over which windows the tile counts contacts."""
    if tile.kind == "queue_table":
        yield table_window(tile)
    if tile.kind in ("top_topics", "abandon_curve"):
        yield tile.window
    main = [(tile.metric, tile.window)] if tile.kind in NEEDS_A_METRIC else []
    for metric, window in (*main, *tile.details):
        if metric is not None and isinstance(SHOWN_METRICS[metric], WindowMetric):
            yield window
