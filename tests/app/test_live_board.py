"""snapshot + deltas = next snapshot, for any floor, any tiles, and a client that misses whatever it misses."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any, get_args

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from pydantic import TypeAdapter

from app.boards.board import Board, Goal, Kind, Scope, TileDefinition
from app.boards.evaluation import Evaluation
from app.boards.freshness import Silence, freshness_of
from app.boards.scene import Scene
from app.boards.several_sites import SiteSeen
from app.boards.tile import Freshness, SiteShown, Tile
from app.web.frames import Delta, Known, Snapshot
from app.web.live_board import LiveBoard
from app.web.site_reader import SiteReader
from streams.floor.view import AgentView, Correction, DueView, QueueView, SiteView, TicketView, Trends, WindowView
from streams.floor.window import LONG_PANE_MS
from streams.ledger.memory import MemoryKeys, MemoryLedger
from tests.app import board_cases
from tests.app.names import PlainNames
from tests.app.written_site import NOW, WrittenSite, pulse, queue, view

PANE = NOW // LONG_PANE_MS
SERVICE = Goal(target=0.8, warning=0.7, direction="higher")
SOME_QUEUES = Scope(queues=("sales", "support"))


def tile(id_: str, kind: Any, **more: Any) -> TileDefinition:
    return TileDefinition(id=id_, kind=kind, title=id_, x=0, y=0, w=1, h=1, **more)


EVERY_KIND = Board(
    id="every", title="Every kind", site="aarhus",
    tiles=(
        tile("level", "level", metric="service_level", window="today", goal=SERVICE),
        tile("some", "level", metric="service_level", window="30m", goal=SERVICE, scope=SOME_QUEUES),
        tile("longest", "number", metric="longest_wait", goal=Goal(target=60_000, direction="lower")),
        tile("waiting", "number", metric="waiting", details=(("asa", "today"), ("agents_available", "now"))),
        tile("busy", "number", metric="busy_share", window="today"),
        tile("busy in sales", "number", metric="busy_share", window="today", scope=Scope(queues=("sales",))),
        tile("p80", "number", metric="wait_p80", window="today"),
        tile("next late", "number", metric="next_breach", goal=Goal(target=20_000, direction="higher")),
        tile("team", "number", metric="handled", window="today", scope=Scope(teams=("north",), agents=("bo",))),
        tile("mail", "number", metric="csat", window="today", scope=Scope(channels=("email",)), goal=SERVICE),
        tile("revenue", "number", metric="revenue", window="month"),
        tile("queues", "queue_table", goal=SERVICE),
        tile("agents", "agents", scope=SOME_QUEUES),
        tile("grid", "agent_grid", scope=Scope(queues=("sales",))),
        tile("list", "waiting_list"),
        tile("line", "trend", metric="service_level", window="today", goal=SERVICE, span_h=1),
        tile("due", "ticket_deadlines"),
        tile("topics", "top_topics", window="today"),
        tile("curve", "abandon_curve", window="today", scope=SOME_QUEUES),
        tile("by channel", "satisfaction", metric="csat", window="today", goal=SERVICE),
        tile("by queue", "satisfaction", metric="csat", window="today", by="queue"),
        tile("goals", "goals", goal_set="service", level="leader"),
        tile("clock", "clock"),
        tile("health", "board_health"),
        tile('"quoted" ø', "text", text="Fire drill at noon.\n</script>"),
    ),
)  # fmt: skip

BOTH = Scope(sites=("odense", "aarhus"))
ACROSS = EVERY_KIND.model_copy(
    update={
        "tiles": (
            *EVERY_KIND.tiles,
            tile("all level", "level", metric="service_level", window="today", goal=SERVICE, scope=BOTH),
            tile("all waiting", "number", metric="longest_wait", scope=BOTH, details=(("sales_amount", "today"),)),
            tile("all queues", "queue_table", goal=SERVICE, scope=BOTH),
            tile("all agents", "agents", scope=BOTH),
            tile("all list", "waiting_list", scope=BOTH),
            tile("all line", "trend", metric="service_level", window="today", span_h=1, scope=BOTH),
            tile("all due", "ticket_deadlines", scope=BOTH),
            tile("all topics", "top_topics", window="today", scope=BOTH),
            tile("all curve", "abandon_curve", window="today", scope=BOTH),
            tile("all by channel", "satisfaction", metric="csat", window="today", scope=BOTH),
            tile("all by queue", "satisfaction", metric="csat", window="today", by="queue", scope=BOTH),
            tile("all health", "board_health", scope=BOTH),
        )
    }
)
"""Also tiles over two sites, the other of which is one moment behind."""

queues = st.builds(
    lambda waiting, good, late, since: beside(
        queue(
            waiting, sl_answered_in=good, sl_answered_late=late, offered=good + late, answered=good,
            answered_wait_ms=late,
        ),
        next_late=NOW + 20_000 if waiting else None,
        corrected=since and Correction(NOW, since),
    ),
    st.integers(0, 3), st.integers(0, 12), st.integers(0, 4), st.sampled_from([None, NOW - 86_400_000, NOW - 1000]),
)  # fmt: skip
tickets = st.dictionaries(
    st.sampled_from(["t1", "t2", "t3"]),
    st.builds(
        lambda due, agent: TicketView(
            queue="support", opened=NOW, agent=agent,
            dues=[DueView("resolution", 60_000, NOW + due, NOW + due - 20_000)] if due is not None else [],
        ),
        st.sampled_from([None, -5000, 10_000, 30_000, 600_000]), st.sampled_from([None, "anna"]),
    ),
)  # fmt: skip
trends = st.builds(
    lambda panes: Trends(PANE, {"sales": {PANE - ago: {"sl_answered_in": n} for ago, n in panes.items()}}),
    st.dictionaries(st.integers(1, 15), st.integers(1, 3), max_size=4),
)
channels = st.dictionaries(
    st.sampled_from(["email", "chat"]),
    st.builds(lambda n: {"today": WindowView(NOW - 3_600_000, {"csat_n": n, "csat_top": n // 2})}, st.integers(0, 20)),
)
agents = st.builds(
    AgentView,
    state=st.sampled_from(["available", "talking", "break", "offline", "a state of tomorrow"]),
    since=st.integers(NOW - 60_000, NOW),
    name=st.sampled_from([None, "Anna", "Bo"]),
    team=st.sampled_from([None, "north", "south"]),
    queues=st.lists(st.sampled_from(["sales", "support"]), unique=True),
    windows=st.builds(lambda n: {"today": WindowView(NOW - 3_600_000, {"handled": n})}, st.integers(0, 2)),
)


def beside(shown: QueueView, **more: Any) -> QueueView:
    return QueueView(replace(shown.now, **more), shown.windows)


@st.composite
def floors(draw: st.DrawFn) -> list[tuple[SiteView, dict[str, Any]]]:
    """A site as it goes on: mostly the same from one moment to the next."""
    told: list[tuple[SiteView, dict[str, Any]]] = []
    waiting: dict[str, QueueView] = {}
    people: dict[str, AgentView] = {}
    parts: dict[str, Any] = {}
    at, closed = NOW, 0
    for _ in range(draw(st.integers(1, 6))):
        waiting = {**waiting, **draw(st.dictionaries(st.sampled_from(["sales", "support", "a:b"]), queues, max_size=2))}
        people = {**people, **draw(st.dictionaries(st.sampled_from(["anna", "bo"]), agents, max_size=1))}
        if waiting and draw(st.integers(0, 9)) == 0:
            waiting.pop(draw(st.sampled_from(sorted(waiting))))
        at += draw(st.sampled_from([0, 300, 1000, 30_000]))
        more: dict[str, Any] = {"catching_up": draw(st.integers(0, 5)) == 0}
        if draw(st.integers(0, 5)) == 0:
            more["written"] = at - 8000
        if draw(st.booleans()):
            parts["channels"] = draw(channels)
            parts["tickets"] = draw(tickets)
            closed += 1
            parts["trends"] = replace(draw(trends), to=PANE + closed)
            parts["measures"] = {"revenue": {"2025-11-25": float(draw(st.integers(0, 3)))}}
        told.append((replace(view(waiting, people, at=at), **parts), more))
    return told


class Page:
    """A client's store."""

    def __init__(self) -> None:
        self.tiles: dict[str, Any] = {}
        self.seq: int | None = None

    def take(self, text: str) -> None:
        frame = json.loads(text)
        if frame["t"] == "snapshot":
            self.tiles = frame["tiles"]
        else:
            assert frame["prev"] == self.seq
            self.tiles = {**self.tiles, **frame["tiles"]}
        self.seq = frame["seq"]


@given(floors(), st.lists(st.booleans(), min_size=6, max_size=6))
@settings(max_examples=60, deadline=None)
def test_a_page_that_takes_some_frames_shows_what_a_new_one_shows(
    told: list[tuple[SiteView, dict[str, Any]]], takes: list[bool]
) -> None:
    asyncio.run(follow(told, takes))


async def follow(told: list[tuple[SiteView, dict[str, Any]]], takes: list[bool]) -> None:
    keys = MemoryKeys()
    site, reader = WrittenSite(keys), SiteReader(MemoryLedger(keys=keys))
    other = WrittenSite(keys, site="odense", partition=4)
    board = LiveBoard(ACROSS, site="aarhus", epoch="e", naming=PlainNames(), clock=lambda: NOW)
    page = Page()
    there = seen("odense", None, Freshness(as_of=None))
    for (shown, more), takes_it in zip(told, takes, strict=False):
        sign = pulse(shown.at, **more)
        await site.write(shown, sign)
        figures = await reader.read("aarhus")
        assert figures is not None
        assert figures.view.queues == shown.queues
        freshness = freshness_of(sign, shown.at, Silence())
        sites = {"aarhus": seen("aarhus", figures.view, freshness), "odense": there}
        board.update(Scene(figures.view, PlainNames()), freshness, sign.zone, sites)
        assert content(board.tiles) == content(anew(sites))
        await other.write(replace(shown, site="odense"), sign)
        behind = await reader.read("odense")
        assert behind is not None
        there = seen("odense", behind.view, freshness)
        if takes_it:
            page.take(board.frame_from(page.seq))
        newcomer = Page()
        newcomer.take(board.frame_from(None))
        assert newcomer.tiles == {id_: one.model_dump(mode="json") for id_, one in board.tiles.items()}
        assert not takes_it or page.tiles == newcomer.tiles
    page.take(board.frame_from(page.seq))
    assert page.tiles == json.loads(board.snapshot())["tiles"]


def seen(site: str, shown: SiteView | None, freshness: Freshness) -> SiteSeen:
    scene = Scene(shown, PlainNames()) if shown is not None else None
    return SiteSeen(SiteShown(id=site, name=site), scene, freshness)


def anew(sites: Mapping[str, SiteSeen]) -> dict[str, Tile]:
    """Every tile evaluated from nothing."""
    evaluation = Evaluation(ACROSS)
    evaluation.update(sites["aarhus"].scene, sites["aarhus"].freshness, sites)
    return evaluation.tiles


def content(tiles: Any) -> dict[str, Tile]:
    """Without `as_of`, which is sent on only in steps of a second."""
    return {id_: one.model_copy(update={"as_of": None}) for id_, one in tiles.items()}


def board_at(*versions: dict[str, QueueView]) -> LiveBoard:
    board = LiveBoard(EVERY_KIND, site="aarhus", epoch="e", naming=PlainNames(), clock=lambda: NOW + 7)
    for version in versions:
        board.update(Scene(view(version), PlainNames()), Freshness(as_of=NOW), "UTC")
    return board


def test_frames_are_what_the_models_say() -> None:
    board = board_at({"sales": queue(1)}, {"sales": queue(2)})
    snapshot = Snapshot.model_validate_json(board.snapshot())
    assert snapshot.server_time == NOW + 7
    assert snapshot.definition == EVERY_KIND
    assert snapshot.tiles == board.tiles
    delta = Delta.model_validate_json(board.frame_from(board.seq - 1))
    assert set(delta.tiles) == {"waiting", "queues", "list"}
    assert TypeAdapter(dict[str, Tile]).validate_python(delta.model_dump()["tiles"]) == delta.tiles


def test_nothing_new_is_no_new_number() -> None:
    board = board_at({"sales": queue(1)})
    assert board.update(Scene(view({"sales": queue(1)}), PlainNames()), Freshness(as_of=NOW + 999), "UTC") == 0
    assert board.seq == 1
    assert board.update(Scene(view({"sales": queue(1)}), PlainNames()), Freshness(as_of=NOW + 1000), "UTC") == 22
    assert board.seq == 2


def test_clients_at_one_number_share_one_frame() -> None:
    board = board_at({"sales": queue(1)}, {"sales": queue(2)})
    assert board.frame_from(1) is board.frame_from(1)


def test_only_a_number_of_this_run_and_this_definition_is_built_on() -> None:
    board = board_at({"sales": queue(1)}, {"sales": queue(2)})
    assert board.brings(Known(epoch="e", seq=1)) == 1
    assert board.brings(Known(epoch="e", seq=3)) is None
    assert board.brings(Known(epoch="other", seq=1)) is None
    board.bind(EVERY_KIND, "odense")
    assert board.brings(Known(epoch="e", seq=1)) is None
    assert json.loads(board.frame_from(1))["t"] == "snapshot"


def test_the_pages_own_cases_are_what_the_server_sends() -> None:
    """`python -m tests.app.board_cases` writes them anew."""
    assert board_cases.FILE.read_text(encoding="utf-8") == board_cases.text()


def test_the_cases_have_every_kind_of_tile_lost_frames_and_a_restarted_server() -> None:
    cases = [json.loads(line) for line in board_cases.text().splitlines()]
    assert {tile.kind for tile in board_cases.BOARD.all_tiles} == set(get_args(Kind))
    assert sum(len(case["refused"]) for case in cases) >= 3
    assert any(len({frame["epoch"] for frame in case["frames"]}) > 1 for case in cases)


def test_every_case_comes_to_the_next_snapshot() -> None:
    for line in board_cases.text().splitlines():
        case = json.loads(line)
        page = Page()
        for at, frame in enumerate(case["frames"]):
            if at in case["refused"]:
                assert (frame["t"], frame["prev"] == page.seq) == ("delta", False)
            else:
                page.take(json.dumps(frame))
        assert {"seq": page.seq, "tiles": page.tiles} == case["last"]
