"""What a tile shows at one moment. Values are numbers in base units; the page formats them for its language."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from app.boards.tile_base import (
    OF_SITE,
    Covers,
    Figure,
    Freshness,
    Frozen,
    GoalShown,
    Marked,
    SiteShown,
    Stale,
)
from app.boards.tile_rows import (
    AbandonCurveTile,
    AlertRow,
    AlertsTile,
    BoardHealthTile,
    GoalsTile,
    SatisfactionTile,
    TicketDeadlinesTile,
    TopTopicsTile,
)
from streams.kpi.goal import State

__all__ = [
    "AbandonCurveTile", "AgentCell", "AgentGridTile", "AgentStateName", "AgentsTile", "AlertRow", "AlertsTile",
    "BoardHealthTile", "ClockTile", "Covers", "Figure", "Freshness", "Frozen", "GoalShown", "GoalsTile", "Marked",
    "NumberTile", "QueueRow", "QueueTableTile", "SatisfactionTile", "SiteShown", "Stale", "State", "TeamCell",
    "TextTile", "TicketDeadlinesTile", "Tile", "TopTopicsTile", "TrendTile", "WaitingEntry", "WaitingListTile",
]  # fmt: skip


class NumberTile(Marked):
    """`number`: the figure. `level`: the figure with a bar against its goal."""

    kind: Literal["number", "level"]
    state: State
    figure: Figure
    goal: GoalShown | None = None
    threshold_ms: int | None = Field(default=None, description="Of a service level: answered within this time.")
    trend: tuple[float | None, ...] = Field(default=(), description="Oldest first, at most 60 points.")
    details: tuple[Figure, ...] = ()


class TrendTile(Marked):
    """A figure, and how it came over the last hours: one point each `step_ms`, the first of them for the time from
    `start` on. A point without a value is a gap."""

    kind: Literal["trend"]
    state: State
    figure: Figure
    goal: GoalShown | None = None
    threshold_ms: int | None = Field(default=None, description="Of a service level: answered within this time.")
    points: tuple[float | None, ...] = Field(default=(), description="Oldest first, at most 60.")
    start: int | None = Field(default=None, description="Where the first point begins, ms since 1970.")
    step_ms: int


class QueueRow(Frozen):
    queue: str
    name: str
    site: SiteShown | None = OF_SITE
    state: State
    waiting: int
    longest_since: int | None = Field(description="Entry of the longest waiting contact, ms since 1970.")
    talking: int
    agents_available: int
    service_level: float | None
    n: int


class QueueTableTile(Marked):
    """All queues of the scope, those that need help first. `more` were left out for room, and are counted."""

    kind: Literal["queue_table"]
    state: State
    rows: tuple[QueueRow, ...]
    threshold_ms: int | None
    goal: GoalShown | None = None
    below_goal: int
    more: int = 0


AgentStateName = Literal[
    "in_error", "ringing", "talking", "holding", "wrapping", "busy", "available", "break", "training", "meeting",
    "other_work", "offline",
]  # fmt: skip


class AgentsTile(Marked):
    """How many agents are in which state; each agent counts once."""

    kind: Literal["agents"]
    state: State
    counts: dict[AgentStateName, int]
    online: int


class AgentCell(Frozen):
    agent: str
    name: str
    state: AgentStateName
    since: int | None
    queue: str | None = None


class TeamCell(Frozen):
    """How many of a team are in which state. Without a name: those of small teams and of none."""

    team: str | None
    counts: dict[AgentStateName, int]
    online: int


class AgentGridTile(Marked):
    """Who is in which state since when; on a board of teams, how many of each team."""

    kind: Literal["agent_grid"]
    state: State
    agents: tuple[AgentCell, ...]
    teams: tuple[TeamCell, ...] = ()
    online: int
    more: int = 0


class WaitingEntry(Frozen):
    contact: str
    queue: str
    name: str
    site: SiteShown | None = OF_SITE
    since: int
    late: bool = Field(description="Waits longer than the queue's threshold.")


class WaitingListTile(Marked):
    """Who waits, longest first."""

    kind: Literal["waiting_list"]
    state: State
    entries: tuple[WaitingEntry, ...]
    threshold_ms: int | None
    more: int = 0


class TextTile(Marked):
    kind: Literal["text"]
    state: State
    text: str


class ClockTile(Marked):
    """The time at the site: the page counts it."""

    kind: Literal["clock"]
    state: State


Tile = Annotated[
    NumberTile
    | TrendTile
    | QueueTableTile
    | AgentsTile
    | AgentGridTile
    | WaitingListTile
    | TicketDeadlinesTile
    | AlertsTile
    | TopTopicsTile
    | AbandonCurveTile
    | SatisfactionTile
    | GoalsTile
    | ClockTile
    | BoardHealthTile
    | TextTile,
    Field(discriminator="kind"),
]
