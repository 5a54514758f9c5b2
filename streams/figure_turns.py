"""When a worker writes figures, of how many queues, agents and channels at a time, and whose turn it is."""

from __future__ import annotations

from collections.abc import Collection

from streams.partition import OwnedPartition
from streams.worker_settings import WorkerSettings


class FigureTurns:
    """`left` is how many scopes this turn may still write; None: all there are."""

    def __init__(self, settings: WorkerSettings) -> None:
        self._settings = settings
        self._next = 0
        self._begin_after = -1
        self.left: int | None = None

    def due(self, now: int) -> bool:
        """Whether it is time at `now` (ms)."""
        return now >= self._next

    def begin(self, owned: Collection[OwnedPartition], *, whole: bool) -> list[OwnedPartition]:
        """The partitions, those first whose figures had to wait the last time."""
        self.left = None if whole else self._settings.refresh_scopes
        return sorted(owned, key=lambda partition: (partition.index <= self._begin_after, partition.index))

    def took(self, partition: OwnedPartition) -> None:
        """The partition's figures are among its changes."""
        if self.left is not None and partition.refreshed:
            self.left = max(0, self.left - partition.refreshed)
            self._begin_after = partition.index

    def end(self, began: int, now: int, owned: Collection[OwnedPartition]) -> None:
        """The next turn comes after `refresh_ms`, or as soon as their share of the time allows while some wait; never
        later than a sign of life is due. A ledger that did not answer for long took our time, not our work: what it
        took says nothing about the next turn."""
        pause_ms = min(round((now - began) / self._settings.refresh_share), self._settings.pulse_ms)
        if not any(partition.pending for partition in owned):
            pause_ms = max(self._settings.refresh_ms, pause_ms)
        self._next = now + pause_ms
