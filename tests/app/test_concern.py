"""A silent source marks the tiles that follow from what it tells, and leaves the others live."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from app.boards.board import Kind, Scope, TileDefinition
from app.boards.concern import EVERYTHING, concern_of
from app.boards.evaluation import TIMELESS, Evaluation
from app.boards.freshness import Silence, freshness_of
from app.boards.scene import Scene
from app.boards.shipped import SHIPPED, shipped_board
from streams.floor.view import SourceView
from tests.app.names import PlainNames
from tests.app.test_tiles import tile
from tests.app.written_site import NOW, pulse, queue, view

SALES = Scope(queues=("sales",))
PBX, CRM, NEW = "pbx", "crm", "new"


def source(silent_s: int, **tells: list[str]) -> SourceView:
    """Beats each second; its last sign was `silent_s` ago."""
    last = NOW - 1000 * silent_s
    return SourceView(newest=last, received=last, beat=last, interval_s=1.0, tells=tells)  # type: ignore[arg-type]


def stale_by(definition: TileDefinition, **sources: SourceView) -> str | None:
    """The source that the tile names as silent."""
    board = shipped_board("live-floor", "aarhus").model_copy(update={"tiles": (definition,), "slides": ()})
    signs = freshness_of(pulse(sources=sources), NOW, Silence())
    shown = Evaluation(board).update(Scene(view({"sales": queue(1)}), PlainNames()), signs)["t"]
    return shown.stale.source if shown.stale is not None else None


@pytest.mark.parametrize(
    ("definition", "stale"),
    [
        (tile("number", metric="waiting"), PBX),
        (tile("number", metric="waiting", scope=SALES), PBX),
        (tile("number", metric="waiting", scope=Scope(queues=("mail",))), None),
        (tile("number", metric="nps", window="today"), None),
        (tile("number", metric="nps", window="today", details=[("waiting", "now")]), PBX),
        (tile("ticket_deadlines"), None),
        (tile("waiting_list"), PBX),
        (tile("agent_grid"), PBX),
        (tile("goals", goal_set="service"), PBX),
        (tile("text", text="Hello"), None),
    ],
)  # fmt: skip
def test_a_silent_source_marks_what_it_tells_of(definition: TileDefinition, stale: str | None) -> None:
    pbx, crm = source(60, contacts=["sales"], agents=[]), source(0, tickets=["mail"], surveys=[])
    assert stale_by(definition, pbx=pbx, crm=crm) == stale


def test_a_source_of_no_queue_by_name_is_one_of_all() -> None:
    assert stale_by(tile("number", metric="waiting", scope=SALES), pbx=source(60, contacts=[])) == PBX


def test_a_source_of_which_nothing_is_known_may_tell_of_anything() -> None:
    assert stale_by(tile("number", metric="nps", window="today"), new=source(60)) == NEW


def test_as_of_is_the_newest_sign_of_those_that_tell_of_the_tile() -> None:
    sources = {PBX: source(2, contacts=[]), CRM: source(0, tickets=[])}
    signs = freshness_of(pulse(sources=sources, newest=NOW), NOW, Silence())
    as_of = {kind: signs.about(concern_of(tile(kind))).as_of for kind in ("waiting_list", "ticket_deadlines")}
    assert as_of == {"waiting_list": NOW - 2000, "ticket_deadlines": NOW}
    # Nobody tells of it: it is of the site's own moment.
    assert signs.about(concern_of(tile("satisfaction", metric="nps", window="today"))).as_of == NOW


def test_a_source_that_lags_marks_its_own_tiles() -> None:
    told = SourceView(newest=NOW - 600_000, received=NOW - 1000, tells={"contacts": []})
    signs = freshness_of(pulse(sources={PBX: told, CRM: source(0, tickets=[])}), NOW, Silence())
    parts = [signs.about(concern_of(tile(kind))).stale for kind in ("waiting_list", "ticket_deadlines")]
    assert [stale.part if stale is not None else None for stale in parts] == ["catching_up", None]


def test_a_silent_worker_marks_them_all() -> None:
    signs = freshness_of(pulse(written=NOW - 60_000, sources={CRM: source(0, tickets=[])}), NOW, Silence())
    for kind in ("waiting_list", "ticket_deadlines"):
        stale = signs.about(concern_of(tile(kind))).stale
        assert stale is not None
        assert stale.part == "worker"


def test_every_tile_with_figures_follows_from_something() -> None:
    needs: dict[Kind, dict[str, Any]] = {
        "number": {"metric": "waiting"},
        "level": {"metric": "waiting"},
        "trend": {"metric": "service_level", "window": "today"},
        "satisfaction": {"metric": "nps", "window": "today"},
        "goals": {"goal_set": "service"},
        "top_topics": {"window": "today"},
        "abandon_curve": {"window": "today"},
    }
    for kind in set(get_args(Kind)) - TIMELESS - {"alerts"}:
        assert concern_of(tile(kind, **needs.get(kind, {}))).subjects
    assert concern_of(tile("goals", goal_set="service")).subjects == EVERYTHING


@pytest.mark.parametrize("id_", sorted(SHIPPED))
def test_shipped_boards_outlive_a_silent_ticket_system(id_: str) -> None:
    """Some tile stays live on every board but the tickets' own."""
    board = shipped_board(id_, "aarhus")
    signs = freshness_of(pulse(sources={PBX: source(0, contacts=[], agents=[]), CRM: source(60, tickets=[])}),
                         NOW, Silence())  # fmt: skip
    shown = Evaluation(board).update(Scene(view({"sales": queue(1)}), PlainNames()), signs)
    assert any(one.as_of is not None and one.stale is None for one in shown.values()) or id_ == "tickets"
