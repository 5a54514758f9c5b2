"""Boards as a whole: slides, dimming, the tile that tells the board's health, and what is shipped."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from app.boards.board import Board, Slide, TileDefinition
from app.boards.dimming import BrightHours, Dimming
from app.boards.evaluation import Evaluation
from app.boards.freshness import SOURCES_SHOWN, Silence, freshness_of, health_tile
from app.boards.scene import Scene
from app.boards.shipped import SHIPPED, shipped_board
from app.boards.tile import Freshness, Stale
from streams.floor.view import SourceView
from streams.kpi.goal_sets import GOAL_SETS
from tests.app.names import PlainNames
from tests.app.written_site import NOW, pulse, queue, view


def tile(id_: str, kind: Any = "clock", **more: Any) -> TileDefinition:
    return TileDefinition(id=id_, kind=kind, title=id_, x=0, y=0, w=1, h=1, **more)


def board(**more: Any) -> Board:
    return Board(id="b", title="B", site="aarhus", **more)


def test_tiles_of_every_slide_are_kept_up_to_date() -> None:
    slides = (
        Slide(title="One", tiles=(tile("a", "number", metric="waiting"),)),
        Slide(title="Two", tiles=(tile("b", "number", metric="talking"),)),
    )
    tiles = Evaluation(board(slides=slides))
    assert set(tiles.update(Scene(view({"sales": queue(1)}), PlainNames()), Freshness(as_of=NOW))) == {"a", "b"}


def test_a_board_has_tiles_or_slides() -> None:
    with pytest.raises(ValidationError, match="tiles or slides"):
        board(tiles=(tile("a"),), slides=(Slide(title="One", tiles=(tile("b"),)),))


def test_a_tile_has_an_id_of_its_own_on_the_whole_board() -> None:
    with pytest.raises(ValidationError, match="share an id: a"):
        board(slides=(Slide(title="One", tiles=(tile("a"),)), Slide(title="Two", tiles=(tile("a"),))))


@pytest.mark.parametrize("seconds", [4, 3601])
def test_a_slide_can_be_read_before_it_goes(seconds: int) -> None:
    with pytest.raises(ValidationError):
        Slide(title="One", seconds=seconds, tiles=())


@pytest.mark.parametrize(
    "wrong", [{"start": "24:00", "end": "07:00"}, {"start": "7:00", "end": "08:00"}, {"start": "07:00", "end": "07:00"}]
)
def test_hours_that_do_not_last_are_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        BrightHours.model_validate(wrong)


def test_a_screen_is_never_dimmed_to_black() -> None:
    hours = (BrightHours(start="07:00", end="20:00"),)
    assert Dimming(hours=hours).brightness == 0.35
    with pytest.raises(ValidationError):
        Dimming(hours=hours, brightness=0.0)


def health(now: int = NOW, **more: Any) -> Any:
    return health_tile(freshness_of(pulse(**more), now, Silence()))


def source(newest: int, beat: int, received: int | None = None) -> SourceView:
    return SourceView(newest=newest, received=newest if received is None else received, beat=beat, interval_s=5.0)


def test_a_board_that_is_well_says_so() -> None:
    well = health()
    assert (well.state, well.worker.health, well.stale) == ("ok", "live", None)
    assert [(one.source, one.health) for one in well.sources] == [("asterisk/pbx1", "live")]


def test_the_boards_health_names_who_is_silent_and_is_not_stale_itself() -> None:
    silent = health(NOW + 6000)
    assert (silent.state, silent.worker.health, silent.worker.written, silent.stale) == (
        "critical",
        "silent",
        NOW,
        None,
    )
    sources = {
        "a": source(NOW - 500, NOW - 500),
        "quiet": source(NOW - 120_000, NOW - 500),
        "dead": source(NOW - 60_000, NOW - 60_000),
        "late": source(NOW - 40_000, NOW - 500, received=NOW - 1000),
    }
    told = health(sources=sources)
    assert [(one.source, one.health) for one in told.sources] == [
        ("dead", "silent"), ("late", "behind"), ("quiet", "quiet"), ("a", "live"),
    ]  # fmt: skip
    assert told.state == "warning"


def test_a_worker_that_catches_up_says_how_far_it_is_behind() -> None:
    behind = health(catching_up=True, lag_ms=300_000, lag_records=4000)
    assert (behind.state, behind.worker.health, behind.worker.lag_ms) == ("warning", "catching_up", 300_000)


def test_of_many_sources_those_in_trouble_are_shown_and_the_rest_counted() -> None:
    sources = {f"s{n:02}": source(NOW, NOW) for n in range(SOURCES_SHOWN + 5)}
    told = health(sources={**sources, "zz": source(NOW - 60_000, NOW - 60_000)})
    assert (told.sources[0].source, len(told.sources), told.more) == ("zz", SOURCES_SHOWN, 6)


def test_before_anything_was_read_only_a_silent_worker_is_known() -> None:
    assert health_tile(Freshness(as_of=None)).state == "no_data"
    assert health_tile(Freshness(as_of=None, stale=Stale(part="worker", since=NOW))).state == "critical"


def test_a_clock_and_a_text_are_never_stale() -> None:
    tiles = Evaluation(
        board(tiles=(tile("clock"), tile("note", "text", text="Fire drill"), tile("health", "board_health")))
    )
    stale = Freshness(as_of=NOW, stale=Stale(part="worker", since=NOW))
    assert {one.stale for one in tiles.update(Scene(view(), PlainNames()), stale).values()} == {None}


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_boards_tiles_lie_within_its_grid_and_beside_each_other(name: str) -> None:
    shipped = shipped_board(name, "aarhus")
    for tiles in (shipped.tiles, *(slide.tiles for slide in shipped.slides)):
        cells = [
            (column, row)
            for one in tiles
            for column in range(one.x, one.x + one.w)
            for row in range(one.y, one.y + one.h)
        ]
        assert len(cells) == len(set(cells)) == (shipped.columns * shipped.rows if cells else 0)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_board_shows_goals_that_are_shipped(name: str) -> None:
    sets = {one.goal_set for one in shipped_board(name, "aarhus").all_tiles if one.kind == "goals"}
    assert sets <= set(GOAL_SETS)
