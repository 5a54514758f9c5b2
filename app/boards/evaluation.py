"""A board's tiles as they stand, kept up to date: only tiles whose inputs changed are evaluated and compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import chain
from types import MappingProxyType
from typing import Any

from app.boards.alerts import alerts_tile
from app.boards.board import Board, Kind, TileDefinition
from app.boards.concern import concern_of
from app.boards.correction import is_corrected
from app.boards.freshness import about, health_of_sites, health_tile
from app.boards.goal_set import goals_tile
from app.boards.number import needs_the_day, needs_the_moment, number_tile
from app.boards.people import agent_grid_tile, agents_tile
from app.boards.queue_table import queue_table_tile
from app.boards.satisfaction import satisfaction_tile
from app.boards.scene import Scene
from app.boards.several_sites import AnyScene, SiteSeen, TileSeen, seen_together
from app.boards.tables import abandon_curve_tile, top_topics_tile
from app.boards.ticket_deadlines import ticket_deadlines_tile
from app.boards.tile import ClockTile, Freshness, TextTile, Tile
from app.boards.trend import Lines, has_line, trend_tile, with_line
from app.boards.waiting_list import waiting_list_tile

AS_OF_STEP_MS = 1000
"""A tile is not sent again only because `as_of` moved by less than this."""
NOTHING_SEEN: Mapping[str, SiteSeen] = MappingProxyType({})

Inputs = tuple[object, ...]
Evaluate = Callable[[TileDefinition, AnyScene | None], Tile]


def _text_tile(tile: TileDefinition, scene: Scene | None) -> TextTile:
    text = tile.text or ""
    shown = text if scene is None else scene.veil.hidden(text, scene.people)
    return TextTile(as_of=None, kind="text", state="neutral", text=shown)


def _clock_tile(tile: TileDefinition, scene: AnyScene | None) -> ClockTile:
    return ClockTile(as_of=None, kind="clock", state="neutral")


def _health_unknown(tile: TileDefinition, scene: AnyScene | None) -> Tile:
    return health_tile(Freshness(as_of=None))


def _of_one_site(evaluated: Callable[[TileDefinition, Scene | None], Tile]) -> Evaluate:
    """A kind whose scope never names sites."""

    def one(tile: TileDefinition, scene: AnyScene | None) -> Tile:
        return evaluated(tile, scene.parts[0] if scene is not None else None)

    return one


TIMELESS: frozenset[Kind] = frozenset(("text", "clock", "board_health"))
"""Kinds without figures: they are never stale."""

_KINDS: Mapping[Kind, Evaluate] = {
    "number": number_tile,
    "level": number_tile,
    "trend": trend_tile,
    "queue_table": queue_table_tile,
    "agents": agents_tile,
    "agent_grid": _of_one_site(agent_grid_tile),
    "waiting_list": waiting_list_tile,
    "ticket_deadlines": ticket_deadlines_tile,
    "alerts": alerts_tile,
    "top_topics": top_topics_tile,
    "abandon_curve": abandon_curve_tile,
    "satisfaction": satisfaction_tile,
    "goals": _of_one_site(goals_tile),
    "clock": _clock_tile,
    "board_health": _health_unknown,
    "text": _of_one_site(_text_tile),
}


def evaluate(tile: TileDefinition, scene: AnyScene | None, lines: Lines | None = None) -> Tile:
    """What the tile shows of `scene`, without freshness; None means that nothing was read yet. `lines` remembers the
    lines of trends."""
    shown = _KINDS[tile.kind](tile, scene)
    if scene is not None:
        shown = with_line(tile, shown, scene, lines or Lines())
    return _with(shown, {"corrected": True}) if scene is not None and is_corrected(tile, scene) else shown


class Evaluation:
    """The tiles of one board. `tiles` is what is shown now, by id."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.tiles: dict[str, Tile] = {}
        self._inputs: dict[str, Inputs] = {}
        self._lines = Lines()
        self._concerns = {tile.id: concern_of(tile) for tile in board.all_tiles if tile.kind not in TIMELESS}

    def update(
        self, scene: Scene | None, freshness: Freshness, sites: Mapping[str, SiteSeen] = NOTHING_SEEN
    ) -> dict[str, Tile]:
        """Brings the tiles up to date and answers those that changed. `sites` has every one that a tile names."""
        changed: dict[str, Tile] = {}
        own = TileSeen(scene, freshness)
        for definition in self.board.all_tiles:
            tile = self._tile(definition, self._seen(definition, own, sites))
            if tile is not None:
                self.tiles[definition.id] = changed[definition.id] = tile
        return changed

    def _seen(self, tile: TileDefinition, own: TileSeen, sites: Mapping[str, SiteSeen]) -> TileSeen:
        """What the tile is evaluated on, and how old that is by what tells of it."""
        concern = self._concerns.get(tile.id)
        named = [sites[site] for site in tile.scope.sites]
        if concern is None:
            return seen_together(named) if named else own
        if not named:
            return TileSeen(own.scene, about(own.freshness, concern))
        return seen_together([site._replace(freshness=about(site.freshness, concern)) for site in named])

    def _tile(self, definition: TileDefinition, seen: TileSeen) -> Tile | None:
        held, freshness = self.tiles.get(definition.id), seen.freshness
        if definition.kind == "board_health":
            health = _health(seen)
            return None if health == held else health
        inputs = _inputs(definition, seen)
        if held is not None and _same(inputs, self._inputs[definition.id]):
            content = held
        else:
            self._inputs[definition.id] = inputs
            content = evaluate(definition, seen.scene, self._lines)
            content = _with(content, {"missing": seen.missing}) if seen.missing else content
        if definition.kind in TIMELESS:
            return None if content == held else content
        if held is not None and content is not held:
            content = _with(content, {"as_of": held.as_of, "stale": held.stale})
            content = held if content == held else content
        if held is not None and content is held and _close(held, freshness):
            return None
        return _with(content, {name: getattr(freshness, name) for name in Freshness.model_fields})


def _with(tile: Tile, fields: Mapping[str, Any]) -> Tile:
    return tile.model_copy(update=fields)


def _close(held: Tile, now: Freshness) -> bool:
    """Fresh as before, but for a moment's progress."""
    if held.stale != now.stale:
        return False
    if held.as_of is None or now.as_of is None:
        return held.as_of == now.as_of
    return abs(now.as_of - held.as_of) < AS_OF_STEP_MS


def _health(seen: TileSeen) -> Tile:
    if seen.sites:
        return health_of_sites([(site.shown, site.freshness) for site in seen.sites])
    return health_tile(seen.freshness)


def _inputs(tile: TileDefinition, seen: TileSeen) -> Inputs:
    """What the tile reads: moment and day where they count (of each site), and the parts of the views; an unchanged
    part is the same object as before."""
    scene = seen.scene
    if isinstance(scene, Scene) and tile.kind == "text" and scene.people != "names":
        return (None, scene.veil.people)
    if scene is None or tile.kind in TIMELESS:
        return (seen.missing,)
    each = [_inputs_of_site(tile, part) for part in scene.parts]
    return (tuple(one[0] for one in each), *chain.from_iterable(one[1:] for one in each))


def _inputs_of_site(tile: TileDefinition, scene: Scene) -> Inputs:
    view = scene.view
    when = (
        view.at if tile.kind in _BY_THE_MOMENT or needs_the_moment(tile) else None,
        (scene.day, scene.currency) if tile.kind == "goals" or needs_the_day(tile) else None,
    )
    side = tile.scope.side
    match tile.kind:
        case "ticket_deadlines":
            return (when, view.tickets, view.agents)
        case "alerts":
            return (when, scene.alerts, view.queues, view.agents)
        case "goals":
            return (when, view.staff, view.agents, view.measures, view.channels, *view.queues.values())
        case "satisfaction":
            return (when, view.staff, *_channels(tile, scene), *scene.queues(tile.scope).values())
    if tile.kind == "agent_grid" or side == "people":
        return (when, view.agents)
    if side == "channel":
        return (when, *scene.channels(tile.scope).values())
    people = view.staff if side == "site" else view.agents
    trends = view.trends if has_line(tile) else None
    return (when, people, view.measures, trends, *scene.queues(tile.scope).values())


_BY_THE_MOMENT: frozenset[Kind] = frozenset(("waiting_list", "ticket_deadlines", "goals"))


def _channels(tile: TileDefinition, scene: Scene) -> list[object]:
    return [scene.view.channels] if not tile.scope.channels else list(scene.channels(tile.scope).values())


def _same(inputs: Inputs, before: Inputs) -> bool:
    if len(inputs) != len(before):
        return False
    if inputs and inputs[0] != before[0]:  # moment and day
        return False
    return all(one is other for one, other in zip(inputs[1:], before[1:], strict=True))
