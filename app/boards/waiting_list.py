"""Evaluates the tile `waiting_list`: who waits, longest first."""

from __future__ import annotations

from app.boards.board import TileDefinition
from app.boards.scene import Scene
from app.boards.tile import State, WaitingEntry, WaitingListTile

ENTRIES_SHOWN = 50


def waiting_list_tile(tile: TileDefinition, scene: Scene | None) -> WaitingListTile:
    """Warns while somebody waits longer than the threshold of his queue."""
    if scene is None:
        return WaitingListTile(as_of=None, kind="waiting_list", state="no_data", entries=(), threshold_ms=None)
    entries = _entries(tile, scene)
    waiting = sum(queue.now.waiting for queue in scene.queues(tile.scope).values())
    state: State = "warning" if any(entry.late for entry in entries) else "ok"
    return WaitingListTile(
        as_of=None,
        kind="waiting_list",
        state=state,
        entries=tuple(entries[:ENTRIES_SHOWN]),
        threshold_ms=scene.threshold_ms(tile.scope),
        more=max(0, waiting - min(len(entries), ENTRIES_SHOWN)),
    )


def _entries(tile: TileDefinition, scene: Scene) -> list[WaitingEntry]:
    entries = [
        WaitingEntry(
            contact=waiting.contact,
            queue=id_,
            name=scene.queue_name(id_),
            since=waiting.since,
            late=scene.view.at - waiting.since > queue.now.rule.threshold_ms,
        )
        for id_, queue in scene.queues(tile.scope).items()
        for waiting in queue.now.oldest
    ]
    return sorted(entries, key=lambda entry: (entry.since, entry.queue, entry.contact))
