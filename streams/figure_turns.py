"""When a worker writes figures, of how many queues, agents and channels at a time, and whose turn it is."""

from __future__ import annotations

from collections.abc import Collection

from streams.partition import BEHIND_MS, OwnedPartition
from streams.worker_settings import WorkerSettings


class FigureTurns:
    """`left` is how many scopes this turn may still write; None: all there are."""

    def __init__(self, settings: WorkerSettings) -> None:
        self._settings = settings
        self._next = self._soon = 0
        self._begin_after = -1
        self.left: int | None = None

    def due(self, now: int, *, news: bool = False) -> bool:
        """Whether it is time at `now` (ms); sooner when there is `news`: events since the last turn."""
        return now >= (self._soon if news else self._next)

    def due_in_ms(self, now: int, *, news: bool) -> int:
        return max(0, (self._soon if news else self._next) - now)

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
        """The next turn comes after `refresh_ms`, with news after `refresh_soon_ms`, and as soon as their share of the
        time allows while some wait; never later than a sign of life is due. A ledger that did not answer for long took
        our time, not our work: what it took says nothing about the next turn. Far behind the log, reading goes first:
        nobody looks at what is old by then."""
        settings = self._settings
        behind = any(partition.lag_ms > BEHIND_MS for partition in owned)
        share = settings.refresh_share if behind else settings.refresh_share_live
        pause_ms = min(round((now - began) / share), settings.pulse_ms)
        waits = any(partition.pending for partition in owned)
        self._next = now + (pause_ms if waits else max(settings.refresh_ms, pause_ms))
        self._soon = self._next if behind else now + max(min(settings.refresh_soon_ms, settings.refresh_ms), pause_ms)
