"""What a floor shows: aggregates of queues, staff and agents at one moment. The worker writes these to the ledger as
JSON, readable with redis-cli; the web side reads them back and evaluates formulas on them (docs/ledger.md)."""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import Struct, field

from streams.floor.rule import ServiceLevelRule

WAITING_SHOWN = 50
"""How many waiting contacts a queue's view lists, longest first; the count is of all."""


class WindowView(Struct, frozen=True, gc=False):
    """Counts and sums of one window that began at `start` (ms since 1970), and the waits of its answered contacts."""

    start: int
    counts: dict[str, int] = {}
    wait_hist: dict[int, int] = {}


Windows = dict[str, WindowView]


class Waiting(Struct, frozen=True, array_like=True, gc=False):
    """A contact in a queue since `since` (ms since 1970)."""

    contact: str
    since: int


class QueueNow(Struct, frozen=True, omit_defaults=True):
    """The present of a queue. Agents are those who serve it, by their most binding state."""

    rule: ServiceLevelRule
    waiting: int = 0
    talking: int = 0
    oldest: list[Waiting] = []
    agents: dict[str, int] = {}


class QueueView(Struct, frozen=True):
    now: QueueNow
    windows: Windows


class AgentView(Struct, frozen=True, omit_defaults=True):
    """One agent. State time in `windows` is complete up to `complete_to`; what passes after it belongs to the count
    named by `running` (nothing while offline)."""

    state: str = "offline"
    since: int | None = None
    running: str | None = None
    complete_to: int = 0
    contact: str | None = None
    queue: str | None = None
    name: str | None = None
    team: str | None = None
    queues: list[str] = []
    windows: Windows = {}


class StaffNow(Struct, frozen=True, omit_defaults=True):
    """All agents of the site, each counted once, by state. State time in the windows is complete up to `complete_to`;
    what passes after it belongs to the counts in `running`, for so many agents each."""

    agents: dict[str, int] = {}
    running: dict[str, int] = {}
    complete_to: int = 0


class StaffView(Struct, frozen=True):
    now: StaffNow
    windows: Windows


class SourceView(Struct, frozen=True, omit_defaults=True):
    """What is known of a source: newest event time, when the worker got it, and its beats. All ms since 1970."""

    newest: int
    received: int
    beat: int | None = None
    interval_s: float | None = None
    resets: int = 0
    gaps: list[tuple[int, int]] = []


class SiteView(Struct, frozen=True):
    """Everything shown of a site at `at` (ms since 1970)."""

    site: str
    at: int
    queues: dict[str, QueueView]
    staff: StaffView
    agents: dict[str, AgentView]
    sources: dict[str, SourceView] = field(default_factory=dict)


class Pulse(Struct, frozen=True):
    """The sign of life of a site's worker, written with every commit and at least once a second.

    `at` is the moment that the figures stand for, `newest` the time of the newest event behind them, `written` the
    wall clock of the writer: older than 5 s means that the worker is silent. All ms since 1970. `lag_records` and
    `lag_ms` say how far the worker is behind the log; `zone` is the site's IANA zone; `clock` says whether `at` is
    the wall clock or the log's own time (a replay).
    """

    at: int
    newest: int | None
    written: int
    worker: str
    zone: str
    lag_records: int | None = None
    lag_ms: int = 0
    catching_up: bool = False
    clock: Literal["wall", "log"] = "wall"
    counters: dict[str, int] = {}
    sources: dict[str, SourceView] = field(default_factory=dict)


encode = msgspec.json.Encoder().encode
