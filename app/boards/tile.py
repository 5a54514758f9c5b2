"""What a tile shows at one moment. Values are numbers in base units; the page formats them for its language."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from streams.kpi import Unit

State = Literal["ok", "warning", "critical", "neutral", "no_data"]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, ser_json_inf_nan="constants")


class Stale(Frozen):
    """Why this tile's figures are not to be trusted: the worker or a source is silent since `since` (ms)."""

    part: Literal["worker", "source", "catching_up"]
    source: str | None = None
    since: int


class Freshness(Frozen):
    """How old the figures are, by the time of the events behind them."""

    as_of: int | None = Field(description="Time of the newest event or beat behind the tile, ms since 1970.")
    stale: Stale | None = None


class Marked(Freshness):
    """What may be said of any tile's figures."""

    corrected: bool = Field(default=False, description="Facts that came late changed them within the last minute.")


class Covers(Frozen):
    """Of how many days or months of a period there are reports."""

    reported: int
    of: int
    each: Literal["day", "month"]


class Figure(Frozen):
    """One figure: a number in its unit, or `since` or `until` for a time that the page counts itself, or no value."""

    key: str
    window: str
    unit: Unit
    value: float | int | None = None
    since: int | None = Field(default=None, description="Start of a running time, ms since 1970.")
    until: int | None = Field(default=None, description="End of a time that runs out, ms since 1970.")
    n: int | None = Field(default=None, description="How many contacts, tickets, answers or sales stand behind it.")
    provisional: int | None = Field(default=None, description="How many of n may still change.")
    currency: str | None = Field(default=None, description="Of money: ISO 4217 code.")
    period: str | None = Field(
        default=None, description="Of a reported figure: `2026-11-24`, `2026-W48` or `2026-11`, for which it stands."
    )
    complete: bool | None = Field(default=None, description="Of a period: it is over and all of it reported.")
    covers: Covers | None = Field(default=None, description="Of a period that is reported in part.")


class GoalShown(Frozen):
    target: float
    warning: float | None
    direction: Literal["higher", "lower"]


class NumberTile(Marked):
    """`number`: the figure. `level`: the figure with a bar against its goal."""

    kind: Literal["number", "level"]
    state: State
    figure: Figure
    goal: GoalShown | None = None
    threshold_ms: int | None = Field(default=None, description="Of a service level: answered within this time.")
    trend: tuple[float | None, ...] = Field(default=(), description="Oldest first, at most 60 points.")
    details: tuple[Figure, ...] = ()


class QueueRow(Frozen):
    queue: str
    name: str
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


class AgentGridTile(Marked):
    """Who is in which state since when."""

    kind: Literal["agent_grid"]
    state: State
    agents: tuple[AgentCell, ...]
    online: int
    more: int = 0


class WaitingEntry(Frozen):
    contact: str
    queue: str
    name: str
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


Tile = Annotated[
    NumberTile | QueueTableTile | AgentsTile | AgentGridTile | WaitingListTile | TextTile, Field(discriminator="kind")
]
