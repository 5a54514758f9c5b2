"""Evaluates the tile `waiting_list`: who waits, longest first."""

from __future__ import annotations

from app.boards.board import TileDefinition
from app.boards.several_sites import AnyScene, shared_threshold_ms, whose
from app.boards.tile import State, WaitingEntry, WaitingListTile

ENTRIES_SHOWN = 50


def waiting_list_tile(tile: TileDefinition, scene: AnyScene | None) -> WaitingListTile:
    """Warns while somebody waits longer than the threshold of his queue."""
    if scene is None:
        return WaitingListTile(as_of=None, kind="waiting_list", state="no_data", entries=(), threshold_ms=None)
    entries = _entries(tile, scene)
    waiting = sum(queue.now.waiting for part in scene.parts for queue in part.queues(tile.scope).values())
    state: State = "warning" if any(entry.late for entry in entries) else "ok"
    return WaitingListTile(
        as_of=None,
        kind="waiting_list",
        state=state,
        entries=tuple(entries[:ENTRIES_SHOWN]),
        threshold_ms=shared_threshold_ms(scene, tile.scope),
        more=max(0, waiting - min(len(entries), ENTRIES_SHOWN)),
    )


def _entries(tile: TileDefinition, scene: AnyScene) -> list[WaitingEntry]:
    entries = [
        WaitingEntry(
            contact=waiting.contact,
            queue=id_,
            name=part.queue_name(id_),
            site=whose(scene, part),
            since=waiting.since,
            late=part.view.at - waiting.since > queue.now.rule.threshold_ms,
        )
        for part in scene.parts
        for id_, queue in part.queues(tile.scope).items()
        for waiting in queue.now.oldest
    ]
    return sorted(entries, key=lambda entry: (entry.since, entry.queue, entry.contact))
