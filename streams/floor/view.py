"""What a floor shows: aggregates of queues, staff and agents at one moment. The worker writes these to the ledger as
JSON, readable with redis-cli; the web side reads them back and evaluates formulas on them (docs/ledger.md)."""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import Struct, field

from streams.floor.rule import MAIN, ServiceLevelRule
from streams.floor.subject import Subject

WAITING_SHOWN = 50
"""How many waiting contacts a queue's view lists, longest first; the count is of all."""

Bins = dict[int, int]


class WindowView(Struct, frozen=True, gc=False, omit_defaults=True):
    """Counts and sums of one window that began at `start` (ms since 1970).

    Histograms (bin → count, streams.floor.histogram): waits of the answered, waits of those who left unanswered, first
    replies to tickets, their resolutions. `topics` counts conversations by what they were about.
    """

    start: int
    counts: dict[str, int] = {}
    wait_hist: Bins = {}
    left_hist: Bins = {}
    reply_hist: Bins = {}
    resolution_hist: Bins = {}
    topics: dict[str, int] = {}


Windows = dict[str, WindowView]


class Waiting(Struct, frozen=True, array_like=True, gc=False):
    """A contact in a queue since `since` (ms since 1970)."""

    contact: str
    since: int


class TicketsNow(Struct, frozen=True, omit_defaults=True):
    """Open tickets of a queue or an agent. Moments in ms since 1970."""

    open: int = 0
    unanswered: int = 0
    at_risk: int = 0
    breached: int = 0
    next_due: int | None = None
    oldest: int | None = None
    opened_sum: int = 0


class RuleView(Struct, frozen=True, omit_defaults=True):
    """One version of one rule of a queue; its verdicts are the counts `sl_…` (slot 0) or `sl<slot>_…`."""

    rule: ServiceLevelRule
    slot: int = 0
    name: str = MAIN


class Correction(Struct, frozen=True, array_like=True, gc=False):
    """Facts that came late changed figures at `at`; the newest of them had happened at `moment`. A window is corrected
    if it covers that. Both ms since 1970."""

    at: int
    moment: int


class QueueNow(Struct, frozen=True, omit_defaults=True):
    """The present of a queue. Agents are those who serve it, by their most binding state.

    `rule` is the main one in force; `rules` has every version of every rule, in the order of their slots. `waiting`
    and `oldest` leave the suspects out (docs/metrics.md). `next_late` is when the next one passes its threshold.
    """

    rule: ServiceLevelRule
    rules: list[RuleView] = []
    waiting: int = 0
    talking: int = 0
    oldest: list[Waiting] = []
    suspects: list[Waiting] = []
    suspect: int = 0
    next_late: int | None = None
    agents: dict[str, int] = {}
    tickets: TicketsNow = TicketsNow()
    corrected: Correction | None = None


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
    location: str | None = None
    queues: list[str] = []
    tickets: TicketsNow = TicketsNow()
    windows: Windows = {}


class DueView(Struct, frozen=True, omit_defaults=True):
    """A promise of a ticket that still runs: when it is due and when it is at risk (ms since 1970). While its clock
    stands, both are None and `left_ms` says how much business time is left."""

    promise: Literal["first_reply", "next_reply", "resolution"]
    target_ms: int
    due: int | None = None
    at_risk: int | None = None
    left_ms: int | None = None

    def breached_at(self, at: int) -> bool:
        """Due exactly now is not breached yet."""
        return self.due is not None and self.due < at

    def at_risk_at(self, at: int) -> bool:
        """Also of one that is breached."""
        return self.at_risk is not None and self.at_risk < at


class TicketView(Struct, frozen=True, omit_defaults=True):
    """An open ticket. Moments in ms since 1970; the present state of each promise follows from its moments."""

    queue: str
    opened: int
    status: str = "new"
    channel: str = "email"
    priority: str | None = None
    agent: str | None = None
    unanswered: bool = False
    waiting_since: int | None = None
    dues: list[DueView] = []


class StaffNow(Struct, frozen=True, omit_defaults=True):
    """All agents of the site, each counted once, by state. State time in the windows is complete up to `complete_to`;
    what passes after it belongs to the counts in `running`, for so many agents each."""

    agents: dict[str, int] = {}
    running: dict[str, int] = {}
    complete_to: int = 0


class StaffView(Struct, frozen=True):
    """The site as a whole, beside its queues: all agents' time, and the customers who joined and left."""

    now: StaffNow
    windows: Windows


Measures = dict[str, dict[str, float]]
"""Figures that other systems reported, by measure and period (`2026-11-24`, `2026-W48`, `2026-11`)."""


class SourceView(Struct, frozen=True, omit_defaults=True):
    """What is known of a source: newest event time, when the worker got it, and its beats, all ms since 1970; and what
    it tells of, with the queues that it named (none: any). Empty: it has told of nothing yet, or that is not known."""

    newest: int
    received: int
    beat: int | None = None
    interval_s: float | None = None
    resets: int = 0
    gaps: list[tuple[int, int]] = []
    tells: dict[Subject, list[str]] = {}


Trend = dict[int, dict[str, int]]
"""Counts and sums of one queue by pane of 5 minutes, named by its index (ms since 1970 ÷ 300,000). Panes in which
nothing was counted are not there."""


class Trends(Struct, frozen=True):
    """The last 24 hours of every queue, in closed panes; those before `to` are there of all queues."""

    to: int = 0
    queues: dict[str, Trend] = {}


class SiteView(Struct, frozen=True):
    """Everything shown of a site at `at` (ms since 1970)."""

    site: str
    at: int
    queues: dict[str, QueueView]
    staff: StaffView
    agents: dict[str, AgentView]
    sources: dict[str, SourceView] = field(default_factory=dict)
    channels: dict[str, Windows] = field(default_factory=dict)
    tickets: dict[str, TicketView] = field(default_factory=dict)
    measures: Measures = field(default_factory=dict)
    trends: Trends = Trends()


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
