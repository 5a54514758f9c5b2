"""The job that every peer does: how long callers waited, by site, queue and 10 s, written to Redis after each batch.

A contact is remembered from `queued` to `answered` or `left`. That is a small part of what Tavle's worker makes of the
same events: no agents, no windows, no rules, no late or repeated events, nothing taken up after a crash.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

PANE_MS = 10_000
THRESHOLD_MS = 20_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ONE_MS = timedelta(milliseconds=1)

Pane = list[int]
"""Answered, of these within 20 s, their waits (ms), abandoned."""


class Data(msgspec.Struct, gc=False):
    contact: str | None = None
    queue: str | None = None
    reason: str | None = None


class Event(msgspec.Struct, gc=False):
    type: str
    site: str
    time: datetime
    data: Data


decode = msgspec.json.Decoder(Event).decode


class Waits:
    """`changed` are panes by (site, queue, 10 s) since they were last taken."""

    def __init__(self) -> None:
        self.waiting: dict[tuple[str, str], tuple[str, int]] = {}
        self.panes: dict[tuple[str, str, int], Pane] = {}
        self.changed: set[tuple[str, str, int]] = set()
        self.events = 0

    def take(self, event: Event) -> None:
        self.events += 1
        data = event.data
        if data.contact is None:
            return
        kind = event.type
        if kind == "tavle.contact.queued":
            self.waiting[event.site, data.contact] = data.queue or "", _ms(event.time)
        elif kind == "tavle.contact.answered" or (kind == "tavle.contact.left" and data.reason == "abandoned"):
            known = self.waiting.pop((event.site, data.contact), None)
            if known is not None:
                self._count(event.site, *known, _ms(event.time), answered=kind == "tavle.contact.answered")

    def _count(self, site: str, queue: str, entered: int, now: int, *, answered: bool) -> None:
        key = site, queue, now // PANE_MS
        pane = self.panes.setdefault(key, [0, 0, 0, 0])
        if answered:
            pane[0] += 1
            pane[1] += now - entered <= THRESHOLD_MS
            pane[2] += now - entered
        else:
            pane[3] += 1
        self.changed.add(key)

    def changes(self) -> dict[str, dict[str, str]]:
        """What is to be written: by site, of each queue and 10 s."""
        out: dict[str, dict[str, str]] = {}
        for site, queue, index in self.changed:
            out.setdefault(site, {})[f"{queue}:{index}"] = ",".join(map(str, self.panes[site, queue, index]))
        self.changed.clear()
        return out


def write(pipe: Any, peer: str, changes: dict[str, dict[str, str]], events: int) -> None:
    """Adds the changes to a pipeline of redis-py, and how many events stand behind them."""
    for site, fields in changes.items():
        pipe.hset(f"peer:{peer}:{site}", mapping=fields)
    pipe.incrby(f"peer:{peer}:events", events)


def _ms(time: datetime) -> int:
    return (time - EPOCH) // ONE_MS
