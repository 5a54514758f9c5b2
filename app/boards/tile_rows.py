"""What tiles of several rows show: tickets, topics, the abandonment curve, satisfaction, goals, the board's health."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from app.boards.tile_base import OF_SITE, Figure, Frozen, GoalShown, Marked, SiteShown
from streams.alerts.rule import Severity, SubjectKind
from streams.kpi.goal import State

Deadline = Literal["running", "at_risk", "breached"]


class TicketRow(Frozen):
    """An open ticket and the promise of it that is due first."""

    ticket: str
    queue: str
    name: str = Field(description="Of the queue.")
    site: SiteShown | None = OF_SITE
    priority: str | None = None
    agent: str | None = Field(default=None, description="What the agent is called; none has it yet.")
    promise: Literal["first_reply", "next_reply", "resolution"]
    due: int = Field(description="Ms since 1970; the page counts to it, and on past it.")
    deadline: Deadline


class TicketDeadlinesTile(Marked):
    """What is due next. The longest overdue come first, only a few of them; all are counted."""

    kind: Literal["ticket_deadlines"]
    state: State
    rows: tuple[TicketRow, ...]
    open: int
    paused: int = Field(description="Open tickets of which no promise runs at present.")
    at_risk: int
    breached: int
    more: int = Field(default=0, description="Tickets with a running promise that were left out for room.")


class AlertRow(Frozen):
    """An alert that has fired and not ended, and is sent."""

    alert: str
    severity: Severity
    rule: str = Field(description="Its name; a shipped rule's in English.")
    about: SubjectKind
    name: str = Field(description="What it is about; empty for the site and the worker.")
    site: SiteShown | None = OF_SITE
    began: int = Field(description="Ms since 1970.")
    fired: int = Field(description="When it had lasted for long enough to be an alert, ms since 1970.")
    seen: bool = Field(description="Somebody sees to it.")
    unknown: bool = Field(
        description="There is no figure now, or none to be trusted: whether it still holds is not known."
    )


class AlertsTile(Marked):
    """What needs a person now, the worst first."""

    kind: Literal["alerts"]
    state: State
    rows: tuple[AlertRow, ...]
    silenced: int = Field(description="Open alerts that somebody silenced.")
    more: int = Field(default=0, description="Alerts that were left out for room.")


class TopicLine(Frozen):
    topic: str
    count: int
    share: float | None = Field(description="Of all handled conversations.")


class TopTopicsTile(Marked):
    """What conversations were about, most frequent first."""

    kind: Literal["top_topics"]
    state: State
    window: str
    rows: tuple[TopicLine, ...]
    handled: int
    logged: float | None = Field(description="Share of the handled ones of which the topic is known.")


class BandShown(Frozen):
    """Waits above `from_s` seconds, up to and including `to_s` (null: without end)."""

    from_s: int
    to_s: int | None
    left: int
    answered: int
    entered: int = Field(description="How many waited into the band.")
    left_share: float | None = Field(description="Of those, how many gave up here.")
    pain: bool = Field(description="A pain zone begins in it.")


class AbandonCurveTile(Marked):
    """Where callers give up, band by band."""

    kind: Literal["abandon_curve"]
    state: State
    window: str
    bands: tuple[BandShown, ...]
    zones_s: tuple[int, ...] = Field(description="Where pain zones begin, seconds.")
    left: int
    answered: int


class SatisfactionRow(Frozen):
    id: str
    name: str
    site: SiteShown | None = OF_SITE
    state: State
    value: float | None
    n: int


class SatisfactionTile(Marked):
    """What customers answered, as a whole and by channel or queue. Those that need help come first."""

    kind: Literal["satisfaction"]
    state: State
    by: Literal["channel", "queue"]
    figure: Figure
    goal: GoalShown | None = None
    rows: tuple[SatisfactionRow, ...]
    more: int = 0


class GoalScope(Frozen):
    """A goal as it stands for one of those whose goal it is."""

    id: str
    name: str
    state: State
    figure: Figure


class GoalRow(Frozen):
    """One goal, with the scopes that need help first. `due` is the part of a paced target that should be reached by
    now."""

    goal: str
    name: str
    state: State
    scope: Literal["queue", "agent", "team", "channel", "site"] = Field(description="What its scopes are.")
    target: GoalShown
    due: float | None = None
    scopes: tuple[GoalScope, ...]
    on_goal: int
    judged: int = Field(description="How many have enough behind their figure to be judged.")
    more: int = 0


class GoalsTile(Marked):
    """The goals of one set at one level."""

    kind: Literal["goals"]
    state: State
    level: Literal["company", "leader", "employee"]
    known: bool = Field(description="Whether the site works by this set.")
    goals: tuple[GoalRow, ...]


class SourceHealth(Frozen):
    source: str
    site: SiteShown | None = OF_SITE
    health: Literal["live", "quiet", "behind", "silent"]
    last: int = Field(description="Its newest event or beat, ms since 1970.")


class WorkerHealth(Frozen):
    health: Literal["live", "catching_up", "silent"]
    written: int = Field(description="When it last wrote, ms since 1970.")
    lag_ms: int
    lag_records: int | None


class SiteWorker(Frozen):
    site: SiteShown
    worker: WorkerHealth | None


class BoardHealthTile(Marked):
    """The signs of freshness in words. It is never stale itself: it tells what is."""

    kind: Literal["board_health"]
    state: State
    worker: WorkerHealth | None
    workers: tuple[SiteWorker, ...] = Field(default=(), description="Over several sites: who works for each.")
    sources: tuple[SourceHealth, ...]
    more: int = 0
