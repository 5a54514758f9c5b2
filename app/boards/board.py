"""What a board is: its site, its grid, its tiles or slides, as stored and edited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from app.boards.dimming import Dimming
from app.boards.shown_metric import ASKED, JUDGED, TRENDED, Side, objection
from app.boards.veil import PeopleShown
from streams.kpi import MetricKey, WindowKey
from streams.kpi.goal import Level
from streams.kpi.keys import Language

SLIDES_LIMIT = 12
SITES_LIMIT = 12
VERSION_LIMIT = 2**31 - 2
"""Of a tile: so many workers' figures are merged at each change of one."""
TILES_A_SLIDE = 48

Id = Annotated[str, Field(min_length=1, max_length=128)]
Cell = Annotated[int, Field(ge=0, le=47)]
Span = Annotated[int, Field(ge=1, le=48)]
Title = Annotated[str, Field(max_length=60)]
Titles = Annotated[
    dict[Language, Title],
    Field(description="The title in other languages, for a board that speaks the screen's. Without it: as written."),
]
Kind = Literal[
    "number", "level", "trend", "queue_table", "agents", "agent_grid", "waiting_list", "ticket_deadlines", "alerts",
    "top_topics", "abandon_curve", "satisfaction", "goals", "clock", "board_health", "text",
]  # fmt: skip


def _as_said_before(said: object) -> object:
    """Boards used to say only whether they sound, which was of what is critical."""
    if not isinstance(said, bool):
        return said
    return "critical" if said else "off"


Sound = Annotated[
    Literal["off", "critical", "all"],
    BeforeValidator(_as_said_before),
    Field(description="What screens sound for: nothing, what is critical, or warnings too, with a quieter sound."),
]

FIGURES: frozenset[Kind] = frozenset(("number", "level", "trend"))
"""Kinds that show one figure."""

NEEDS_A_METRIC: frozenset[Kind] = FIGURES | {"satisfaction"}

_SIDES: Mapping[Kind, tuple[Side, ...]] = {
    "queue_table": ("site", "queue"),
    "waiting_list": ("site", "queue"),
    "agents": ("site", "queue", "people"),
    "agent_grid": ("site", "queue", "people"),
    "trend": ("site", "queue"),
    "abandon_curve": ("site", "queue", "channel"),
    "satisfaction": ("site", "queue", "channel"),
    "goals": ("site",),
    "alerts": ("site",),
    "clock": ("site",),
    "board_health": ("site",),
}
"""From where a tile of these kinds can look; the others from everywhere."""

_OF_ONE_SITE: frozenset[Kind] = frozenset(("agent_grid", "goals", "clock", "text"))
"""The other kinds can look at several sites together."""


class Goal(BaseModel):
    """Target and warning limit in the metric's own unit (a share as a fraction, a duration in milliseconds)."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)

    target: float
    warning: float | None = Field(
        default=None, description="Between the target and this limit the tile warns; beyond it is critical."
    )
    direction: Literal["higher", "lower"]


class Scope(BaseModel):
    """Which aggregates are merged before the formula. Nothing named means the whole site.

    An agent counts once, by his team or by himself. Queues, people and channels are three views of the same contacts:
    one scope names only one of them, or a contact would count twice. `sites` are whole sites together in place of the
    board's own; who works for two of them counts once in each.
    """

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)

    queues: tuple[Id, ...] = ()
    teams: tuple[Id, ...] = ()
    agents: tuple[Id, ...] = ()
    channels: tuple[Id, ...] = ()
    sites: tuple[Id, ...] = Field(default=(), max_length=SITES_LIMIT, description="Of a tile over several sites.")

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
        if self.sites and self.side != "site":
            raise ValueError("a scope over several sites is of all that they have: it names nothing but sites")
        if len(set(self.sites)) < len(self.sites):
            raise ValueError("a scope names each site once: its contacts would count twice")
        return self


class TileDefinition(BaseModel):
    """One tile: where it stands on the grid, what it shows, of whom and over which window."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)

    id: Id
    kind: Kind
    title: Title
    titles: Titles = {}
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
    span_h: int = Field(default=4, ge=1, le=24, description="Of a trend: how many hours it goes back.")
    by: Literal["channel", "queue"] = Field(default="channel", description="Of satisfaction: what its rows are.")
    goal_set: Id | None = Field(default=None, description="Of goals: the set whose goals are shown.")
    level: Level = Field(default="company", description="Of goals: whose goals are shown.")

    @model_validator(mode="after")
    def _can_be_evaluated(self) -> TileDefinition:
        if self.kind in NEEDS_A_METRIC and self.metric is None:
            raise ValueError(f"a tile of the kind {self.kind} needs a metric")
        if self.kind == "goals" and self.goal_set is None:
            raise ValueError("a tile of the kind goals needs a goal_set, such as service, efficiency, sales or speed")
        side = self.scope.side
        if side not in _SIDES.get(self.kind, (side,)):
            raise ValueError(f"a tile of the kind {self.kind} shows {', '.join(_SIDES[self.kind])}, not a {side}")
        main = [(self.metric, self.window)] if self.kind in NEEDS_A_METRIC and self.metric is not None else []
        for metric, window in (*main, *self.details):
            if (wrong := objection(metric, window, side, across=bool(self.scope.sites))) is not None:
                raise ValueError(wrong)
        if self.rule is not None and not (self.kind in FIGURES and self.metric in JUDGED):
            raise ValueError(f"only a figure by a service-level rule has one: {', '.join(sorted(JUDGED))}")
        self._check_kind(side)
        return self

    def _check_kind(self, side: Side) -> None:
        """What only some kinds can show."""
        if self.kind in _OF_ONE_SITE and self.scope.sites:
            raise ValueError(f"a tile of the kind {self.kind} is of one site: its board's own")
        if self.kind == "trend" and self.metric not in TRENDED:
            raise ValueError(f"{self.metric} has no trend; these have: {', '.join(sorted(TRENDED))}")
        if self.kind == "satisfaction":
            if self.metric not in ASKED:
                raise ValueError(f"{self.metric} is no answer of customers: {', '.join(sorted(ASKED))}")
            if side not in ("site", self.by):
                raise ValueError(f"satisfaction by {self.by} shows the site or some {self.by}s, not a {side}")
        if self.kind in ("top_topics", "abandon_curve") and self.window == "now":
            raise ValueError(f"a tile of the kind {self.kind} needs a window, such as today")


class Slide(BaseModel):
    """A part of a board that is shown for some seconds, then the next one."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)

    title: Title
    titles: Titles = {}
    seconds: int = Field(default=20, ge=5, le=3600)
    tiles: tuple[TileDefinition, ...] = Field(max_length=TILES_A_SLIDE)


class Board(BaseModel):
    """A board of one site, which gives it clock and zone; a tile's scope may name others. `columns` × `rows` is the
    grid that `x y w h` count in. It has tiles, or slides that take turns; a tile's id is its own on the whole board."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)

    id: Id
    version: Annotated[int, Field(ge=0, le=VERSION_LIMIT)] = 1
    title: Title
    titles: Titles = {}
    site: Id
    language: Language | None = Field(
        default=None, description="What the board speaks; without it the language of each screen's browser."
    )
    columns: Span = 12
    rows: Span = 12
    tiles: tuple[TileDefinition, ...] = Field(default=(), max_length=TILES_A_SLIDE)
    slides: tuple[Slide, ...] = Field(default=(), max_length=SLIDES_LIMIT)
    dimming: Dimming | None = None
    sound: Sound = "off"
    people: PeopleShown = Field(
        default="names",
        description="How people are shown: by name, by initials, by a number without meaning, or only as teams.",
    )

    @property
    def all_tiles(self) -> tuple[TileDefinition, ...]:
        """Those of every slide."""
        return (*self.tiles, *(tile for slide in self.slides for tile in slide.tiles))

    @property
    def sites_named(self) -> tuple[str, ...]:
        """The sites that its tiles' scopes name, each once."""
        return tuple(dict.fromkeys(site for tile in self.all_tiles for site in tile.scope.sites))

    @model_validator(mode="after")
    def _holds_together(self) -> Board:
        if self.tiles and self.slides:
            raise ValueError("a board has tiles or slides: move the tiles into a slide")
        often = [id_ for id_, times in Counter(tile.id for tile in self.all_tiles).items() if times > 1]
        if often:
            raise ValueError(f"tiles of one board share an id: {', '.join(often)}")
        single = [tile.id for tile in self.all_tiles if tile.scope.agents]
        if self.people == "team" and single:
            raise ValueError(f"a board of teams shows no single agent: choose teams in {', '.join(single)}")
        return self
