"""What a floor shows: aggregates of queues, staff and agents at one moment. The worker writes these to the ledger as
JSON, readable with redis-cli; the web side reads them back and evaluates formulas on them (docs/ledger.md)."""

from __future__ import annotations

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
    """One agent. State time in `windows` is complete up to `accrued_to`; since then the agent is in `state`."""

    state: str = "offline"
    since: int | None = None
    accrued_to: int = 0
    contact: str | None = None
    queue: str | None = None
    name: str | None = None
    team: str | None = None
    queues: list[str] = []
    windows: Windows = {}


class StaffNow(Struct, frozen=True, omit_defaults=True):
    """All agents of the site, each counted once: state → how many, and state → Σ of their `accrued_to`."""

    agents: dict[str, int] = {}
    accrued_to: dict[str, int] = {}


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


encode = msgspec.json.Encoder().encode
