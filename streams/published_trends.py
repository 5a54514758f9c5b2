"""The panes of 5 minutes that trend tiles are drawn from: written when they close and when late facts correct them."""

from __future__ import annotations

from dataclasses import dataclass, field
from heapq import nlargest
from itertools import chain

from streams.events.instant import HOUR_MS
from streams.floor.counts import HISTOGRAM, NAMES, Counts, add_into
from streams.floor.floor import Floor
from streams.floor.queue import Queue
from streams.floor.series import PANES_A_LONG, Series
from streams.floor.view import encode
from streams.floor.window import LONG_PANE_MS
from streams.ledger.names import trend_hash

PANES_KEPT = 24 * HOUR_MS // LONG_PANE_MS
PANES_A_VISIT = 12
"""After a start every pane is written anew, since the owner before may have left before it wrote a correction. So many
of a queue are done at a time, the newest first."""


@dataclass(slots=True)
class _Written:
    """Of one queue: panes from `start` to before `end` are in the ledger, but for those in `todo`."""

    start: int
    end: int
    todo: set[int] = field(default_factory=set)


class PublishedTrends:
    """What of the trends of one site is in the ledger. A pane is named by its index (ms since 1970 ÷ 300,000)."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self._queues: dict[str, _Written] = {}

    def note_changes(self) -> None:
        """Remembers which closed panes changed, before the floor is saved and forgets it."""
        for id_ in self._floor.changed_queues:
            written, series = self._queues.get(id_), self._floor.queues[id_].series
            if written is not None:
                touched = chain((index // PANES_A_LONG for index in series.touched), series.touched_long)
                written.todo.update(index for index in touched if index < written.end)

    def refresh(self, queue: Queue, now: int, *, whole: bool) -> tuple[dict[str, bytes], list[str]]:
        """Panes of the queue to write and to delete, as of `now` (ms); all of them when `whole`. Empty ones have no
        field."""
        end = now // LONG_PANE_MS
        start = end - PANES_KEPT
        written = self._queues.get(queue.id)
        if written is None:
            written = self._queues[queue.id] = _Written(start - PANES_KEPT, start)
        if end > written.end:
            written.todo.update(range(max(written.end, start), end))
        drop = [str(index) for index in range(max(written.start, start - PANES_KEPT), start)]
        written.start, written.end = start, end
        if not written.todo:
            return {}, drop
        due = [index for index in written.todo if index >= start]
        now_due = due if whole else nlargest(PANES_A_VISIT, due)
        written.todo = set(due).difference(now_due)
        put: dict[str, bytes] = {}
        for index in now_due:
            if counts := _named(_counts(queue.series, index)):
                put[str(index)] = encode(counts)
            else:
                drop.append(str(index))
        return put, drop

    def name(self, queue: Queue) -> str:
        """Of the queue's hash."""
        return trend_hash(self._floor.site, queue.id)


def _counts(series: Series, index: int) -> Counts:
    """All that is counted in a pane of 5 minutes, wherever it lies."""
    total = dict(series.long.get(index, {}))
    for short in range(index * PANES_A_LONG, (index + 1) * PANES_A_LONG):
        if pane := series.panes.get(short):
            add_into(total, pane)
    return total


def _named(counts: Counts) -> dict[str, int]:
    """Histograms and topics are left out: there is no end to their names."""
    return {NAMES[key]: value for key, value in sorted(counts.items()) if key < HISTOGRAM and value}
