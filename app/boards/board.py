"""What a board is: its site, its grid and its tiles, as stored and edited."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from streams.kpi import MetricKey, NowKey, WindowKey

Id = Annotated[str, Field(min_length=1, max_length=128)]
Cell = Annotated[int, Field(ge=0, le=47)]
Span = Annotated[int, Field(ge=1, le=48)]
Kind = Literal["number", "level", "queue_table", "agents", "agent_grid", "waiting_list", "text"]


class Goal(BaseModel):
    """Target and warning limit in the metric's own unit (a share as a fraction, a duration in milliseconds)."""

    model_config = ConfigDict(frozen=True)

    target: float
    warning: float | None = Field(
        default=None, description="Between the target and this limit the tile warns; beyond it is critical."
    )
    direction: Literal["higher", "lower"]


class Scope(BaseModel):
    """Which aggregates are merged before the formula. No queues means the whole site."""

    model_config = ConfigDict(frozen=True)

    queues: tuple[Id, ...] = ()


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
    details: tuple[tuple[MetricKey, WindowKey | Literal["now"]], ...] = Field(
        default=(), max_length=3, description="Smaller figures under the main one."
    )
    text: str | None = Field(default=None, max_length=2000)

    @model_validator(mode="after")
    def _metric_goes_with_its_window(self) -> TileDefinition:
        if self.kind in ("number", "level") and self.metric is None:
            raise ValueError(f"a tile of the kind {self.kind} needs a metric")
        shown = [(self.metric, self.window)] if self.kind in ("number", "level") else []
        for metric, window in [*shown, *self.details]:
            if (metric in get_args(NowKey)) != (window == "now"):
                raise ValueError(f"{metric} over {window}: figures of the present need now, the others a window")
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
