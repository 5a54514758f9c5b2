"""What a board is: its site, its grid and its tiles, as stored and edited."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.boards.shown_metric import JUDGED, Side, objection
from streams.kpi import MetricKey, WindowKey

Id = Annotated[str, Field(min_length=1, max_length=128)]
Cell = Annotated[int, Field(ge=0, le=47)]
Span = Annotated[int, Field(ge=1, le=48)]
Kind = Literal["number", "level", "queue_table", "agents", "agent_grid", "waiting_list", "text"]

_SIDES: Mapping[Kind, tuple[Side, ...]] = {
    "queue_table": ("site", "queue"),
    "waiting_list": ("site", "queue"),
    "agents": ("site", "queue", "people"),
    "agent_grid": ("site", "queue", "people"),
}
"""From where a tile of these kinds can look; the others from everywhere."""


class Goal(BaseModel):
    """Target and warning limit in the metric's own unit (a share as a fraction, a duration in milliseconds)."""

    model_config = ConfigDict(frozen=True)

    target: float
    warning: float | None = Field(
        default=None, description="Between the target and this limit the tile warns; beyond it is critical."
    )
    direction: Literal["higher", "lower"]


class Scope(BaseModel):
    """Which aggregates are merged before the formula. Nothing named means the whole site.

    An agent counts once, by his team or by himself. Queues, people and channels are three views of the same contacts:
    one scope names only one of them, or a contact would count twice.
    """

    model_config = ConfigDict(frozen=True)

    queues: tuple[Id, ...] = ()
    teams: tuple[Id, ...] = ()
    agents: tuple[Id, ...] = ()
    channels: tuple[Id, ...] = ()

    @property
    def side(self) -> Side:
        if self.queues:
            return "queue"
        if self.teams or self.agents:
            return "people"
        return "channel" if self.channels else "site"

    @model_validator(mode="after")
    def _one_side_only(self) -> Scope:
        if sum(map(bool, (self.queues, self.teams or self.agents, self.channels))) > 1:
            raise ValueError("a scope names queues, or teams and agents, or channels: together contacts count twice")
        return self


class TileDefinition(BaseModel):
    """One tile: where it stands on the grid, what it shows, of whom and over which window."""

    model_config = ConfigDict(frozen=True)

    id: Id
    kind: Kind
    title: str = Field(max_length=60)
    x: Cell
    y: Cell
    w: Span
    h: Span
    metric: MetricKey | None = None
    window: WindowKey | Literal["now"] = "now"
    scope: Scope = Scope()
    goal: Goal | None = None
    rule: Id | None = Field(
        default=None, description="Name of the rule that the tile's service level follows; else each queue's main one."
    )
    details: tuple[tuple[MetricKey, WindowKey | Literal["now"]], ...] = Field(
        default=(), max_length=3, description="Smaller figures under the main one."
    )
    text: str | None = Field(default=None, max_length=2000)

    @model_validator(mode="after")
    def _can_be_evaluated(self) -> TileDefinition:
        is_number = self.kind in ("number", "level")
        if is_number and self.metric is None:
            raise ValueError(f"a tile of the kind {self.kind} needs a metric")
        side = self.scope.side
        if side not in _SIDES.get(self.kind, (side,)):
            raise ValueError(f"a tile of the kind {self.kind} shows {', '.join(_SIDES[self.kind])}, not a {side}")
        main = [(self.metric, self.window)] if is_number and self.metric is not None else []
        for metric, window in (*main, *self.details):
            if (wrong := objection(metric, window, side)) is not None:
                raise ValueError(wrong)
        if self.rule is not None and not (is_number and self.metric in JUDGED):
            raise ValueError(f"only a figure by a service-level rule has one: {', '.join(sorted(JUDGED))}")
        return self


class Board(BaseModel):
    """A board of one site. `columns` × `rows` is the grid that `x y w h` count in."""

    model_config = ConfigDict(frozen=True)

    id: Id
    version: int = 1
    title: str = Field(max_length=60)
    site: Id
    columns: Span = 12
    rows: Span = 12
    tiles: tuple[TileDefinition, ...] = Field(max_length=48)
