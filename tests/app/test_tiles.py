"""What each kind of tile makes of a site: figures, states, order."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace
from pydantic import ValidationError

from app.boards.board import Board, Goal, Scope, TileDefinition
from app.boards.evaluation import Evaluation, evaluate
from app.boards.goals import state_of
from app.boards.number import number_tile
from app.boards.people import agent_grid_tile, agents_tile
from app.boards.queue_table import ROWS_SHOWN, queue_table_tile
from app.boards.scene import Scene
from app.boards.shipped import SHIPPED, shipped_board
from app.boards.tile import Freshness, State
from app.boards.waiting_list import ENTRIES_SHOWN, waiting_list_tile
from streams.floor.rule import ServiceLevelRule
from streams.floor.view import AgentView, Correction, QueueNow, QueueView, SiteView, Waiting, WindowView
from tests.app.names import PlainNames
from tests.app.written_site import NOW, queue, view

HIGHER = Goal(target=0.8, warning=0.7, direction="higher")
LOWER = Goal(target=20_000, warning=30_000, direction="lower")


def scene(shown: SiteView) -> Scene:
    return Scene(shown, PlainNames())


def tile(kind: Any, **more: Any) -> TileDefinition:
    return TileDefinition(id="t", kind=kind, title="T", x=0, y=0, w=1, h=1, **more)


@pytest.mark.parametrize(
    ("value", "goal", "state"),
    [
        (0.8, HIGHER, "ok"), (0.79, HIGHER, "warning"), (0.7, HIGHER, "warning"), (0.69, HIGHER, "critical"),
        (20_000, LOWER, "ok"), (20_001, LOWER, "warning"), (30_000, LOWER, "warning"), (30_001, LOWER, "critical"),
        (5, Goal(target=4, direction="lower"), "critical"), (5, None, "neutral"), (None, HIGHER, "no_data"),
        (0, LOWER, "ok"),
    ],
)  # fmt: skip
def test_a_goal_colours_inclusively(value: float | None, goal: Goal | None, state: State) -> None:
    assert state_of(value, goal) == state


def test_a_service_level_of_several_queues_is_the_ratio_of_sums_each_by_its_own_rule() -> None:
    sales = queue(sl_answered_in=90, sl_answered_late=10)
    quiet = queue(sl_answered_in=1, sl_abandoned_late=9)
    lenient = QueueNow(ServiceLevelRule(threshold_ms=60_000, profile="answered_only"))
    shown = view({"sales": sales, "quiet": QueueView(lenient, quiet.windows)})
    level = number_tile(tile("level", metric="service_level", window="today", goal=HIGHER), scene(shown))
    assert (level.figure.value, level.figure.n, level.state) == (91 / 101, 101, "ok")
    assert level.threshold_ms is None
    only = tile("level", metric="service_level", window="today", scope=Scope(queues=("sales",)))
    assert number_tile(only, scene(shown)).threshold_ms == 20_000


@pytest.mark.parametrize(("n", "state"), [(9, "neutral"), (10, "critical")])
def test_a_share_of_few_contacts_is_not_coloured(n: int, state: State) -> None:
    shown = view({"sales": queue(sl_answered_late=n)})
    level = tile("level", metric="service_level", window="today", goal=HIGHER)
    assert number_tile(level, scene(shown)).state == state
    table = queue_table_tile(tile("queue_table", goal=HIGHER), scene(shown))
    assert (table.state, table.rows[0].state) == (state, state)


def test_an_average_of_few_contacts_is_coloured() -> None:
    shown = view({"sales": queue(answered=1, answered_wait_ms=45_000)})
    asa = number_tile(tile("number", metric="asa", window="30m", goal=LOWER), scene(shown))
    assert (asa.figure.value, asa.figure.n, asa.state) == (45_000, 1, "critical")


def test_a_longest_wait_is_sent_as_its_start() -> None:
    longest = tile("number", metric="longest_wait", goal=LOWER)
    some = number_tile(longest, scene(view({"sales": queue(2, since=NOW - 31_000)})))
    assert (some.figure.value, some.figure.since, some.state) == (None, NOW - 31_000, "critical")
    nobody = number_tile(longest, scene(view({"sales": queue()})))
    assert (nobody.figure.since, nobody.state) == (None, "ok")


def test_what_has_no_denominator_has_no_value() -> None:
    level = number_tile(tile("level", metric="service_level", window="today", goal=HIGHER), scene(view({"s": queue()})))
    assert (level.figure.value, level.figure.n, level.state) == (None, 0, "no_data")


@pytest.mark.parametrize("scope", [Scope(), Scope(queues=("nonesuch",))])
def test_a_window_that_nobody_counts_has_no_value_rather_than_nought(scope: Scope) -> None:
    shown = view({"sales": queue(offered=3)})
    offered = number_tile(tile("number", metric="offered", window="5m", scope=scope), scene(shown))
    assert (offered.figure.value, offered.state) == (None, "no_data")


def test_an_agents_running_state_counts_up_to_the_moment_of_the_view() -> None:
    idle = {"today": WindowView(NOW - 60_000, {"available_ms": 10_000})}
    anna = AgentView(state="talking", running="on_contact_ms", complete_to=NOW - 30_000, queues=["sales"], windows=idle)
    busy = tile("number", metric="busy_share", window="today", scope=Scope(queues=("sales",)))
    figure = number_tile(busy, scene(view({"sales": queue()}, {"anna": anna}))).figure
    assert (figure.value, figure.n) == (0.75, None)


def test_queues_that_need_help_come_first() -> None:
    shown = view({
        "calm": queue(sl_answered_in=20),
        "burning": queue(sl_answered_late=20),
        "empty": queue(),
        "middling": queue(sl_answered_in=15, sl_answered_late=5),
        "waiting": queue(1, since=NOW - 50_000, sl_answered_in=15, sl_answered_late=5),
        "longer": queue(1, since=NOW - 90_000, sl_answered_in=15, sl_answered_late=5),
    })  # fmt: skip
    table = queue_table_tile(tile("queue_table", goal=HIGHER), scene(shown))
    assert [row.queue for row in table.rows] == ["burning", "longer", "waiting", "middling", "calm", "empty"]
    assert (table.state, table.below_goal, table.more, table.threshold_ms) == ("critical", 4, 0, 20_000)


def test_what_has_no_room_is_counted() -> None:
    many = view({f"q{place}": queue(30) for place in range(ROWS_SHOWN + 5)})
    assert queue_table_tile(tile("queue_table"), scene(many)).more == 5
    waiting = waiting_list_tile(tile("waiting_list"), scene(many))
    assert len(waiting.entries) == ENTRIES_SHOWN
    assert waiting.more == 30 * (ROWS_SHOWN + 5) - ENTRIES_SHOWN


def test_a_queue_of_tickets_alone_has_no_row_unless_it_is_asked_for() -> None:
    mail = queue(tickets_opened=3)
    shown = view({"sales": queue(offered=2), "mail": mail, "new": queue()})
    assert [row.queue for row in queue_table_tile(tile("queue_table"), scene(shown)).rows] == ["new", "sales"]
    asked = queue_table_tile(tile("queue_table", scope={"queues": ("mail",)}), scene(shown))
    assert [row.queue for row in asked.rows] == ["mail"]


def test_the_waiting_list_says_who_waits_too_long_by_the_rule_of_his_queue() -> None:
    lenient = QueueNow(ServiceLevelRule(threshold_ms=60_000), waiting=1, oldest=[Waiting("patient", NOW - 30_000)])
    shown = view({"sales": queue(1, since=NOW - 20_000), "mail": QueueView(lenient, {})})
    waiting = waiting_list_tile(tile("waiting_list"), scene(shown))
    assert [(entry.contact, entry.late) for entry in waiting.entries] == [("patient", False), ("c0", False)]
    assert waiting.state == "ok"
    late = waiting_list_tile(tile("waiting_list"), scene(view({"sales": queue(1, since=NOW - 20_001)})))
    assert (late.entries[0].late, late.state) == (True, "warning")


def test_each_agent_counts_once_and_an_unknown_state_is_left_out() -> None:
    people = {
        "a": AgentView(state="talking", queues=["sales", "support"], name="Zoe"),
        "b": AgentView(state="offline", queues=["sales"]),
        "c": AgentView(state="tomorrow", queues=["support"]),
        "d": AgentView(state="break", name="anna"),
    }
    shown = scene(view({"sales": queue(), "support": queue()}, people))
    everyone = agents_tile(tile("agents"), shown)
    assert (everyone.counts, everyone.online) == ({"break": 1, "offline": 1, "talking": 1}, 2)
    both = agents_tile(tile("agents", scope=Scope(queues=("sales", "support"))), shown)
    assert (both.counts, both.online) == ({"offline": 1, "talking": 1}, 1)
    grid = agent_grid_tile(tile("agent_grid"), shown)
    assert [cell.name for cell in grid.agents] == ["anna", "Zoe"]


def corrected_at(since: int) -> SiteView:
    sales = queue(offered=3)
    late = replace(sales.now, corrected=Correction(NOW - 1000, since))
    return view({"sales": QueueView(late, sales.windows), "support": queue(offered=1)})


START = NOW - 3_600_000


@pytest.mark.parametrize(
    ("shown", "since", "corrected"),
    [
        ({"kind": "number", "metric": "offered", "window": "today"}, START, True),
        ({"kind": "number", "metric": "offered", "window": "today"}, START - 1, False),
        ({"kind": "number", "metric": "waiting"}, START, False),
        ({"kind": "number", "metric": "waiting", "details": (("asa", "30m"),)}, START, True),
        ({"kind": "number", "metric": "offered", "window": "week"}, START, False),
        ({"kind": "number", "metric": "revenue", "window": "today"}, START, False),
        ({"kind": "number", "metric": "offered", "window": "today", "scope": Scope(queues=("support",))}, START, False),
        ({"kind": "number", "metric": "handled", "window": "today", "scope": Scope(agents=("anna",))}, START, False),
        ({"kind": "queue_table"}, START, True),
        ({"kind": "waiting_list"}, START, False),
        ({"kind": "text"}, START, False),
    ],
)
def test_a_figure_that_late_facts_changed_says_so(shown: dict[str, Any], since: int, corrected: bool) -> None:
    assert evaluate(tile(**shown), scene(corrected_at(since))).corrected is corrected


def test_the_mark_of_a_correction_comes_and_goes_with_the_workers() -> None:
    one = tile("number", metric="offered", window="today")
    board = Board(id="b", title="B", site="aarhus", tiles=(one,))
    tiles = Evaluation(board)
    fresh = Freshness(as_of=NOW)
    told = [view({"sales": queue(offered=3)}), corrected_at(START), view({"sales": queue(offered=3)})]
    marks = [tiles.update(scene(shown), fresh)["t"].corrected for shown in told]
    assert marks == [False, True, False]
    assert tiles.update(scene(told[-1]), fresh) == {}


def test_people_are_those_of_the_teams_and_those_named() -> None:
    people = {
        "a": AgentView(state="talking", team="north", name="Zoe"),
        "b": AgentView(state="break", team="south"),
        "c": AgentView(state="available"),
        "d": AgentView(state="available", team="west"),
    }
    shown = scene(view({"sales": queue()}, people))
    some = Scope(teams=("north", "west"), agents=("c", "d"))
    assert agents_tile(tile("agents", scope=some), shown).counts == {"available": 2, "talking": 1}
    assert [cell.agent for cell in agent_grid_tile(tile("agent_grid", scope=some), shown).agents] == ["c", "d", "a"]


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_board_is_valid_for_any_site_and_shows_no_value_of_nothing(name: str) -> None:
    board = shipped_board(name, "aarhus", board_id="mine")
    assert (board.id, board.site) == ("mine", "aarhus")
    assert {evaluate(one, None).state for one in board.all_tiles} == {"no_data"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "number"},
        {"kind": "level", "metric": "asa", "window": "now"},
        {"kind": "number", "metric": "waiting", "window": "today"},
        {"kind": "agents", "details": [["asa", "now"]]},
        {"kind": "number", "metric": "nonesuch"},
    ],
)
def test_a_tile_that_cannot_be_evaluated_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        tile(**wrong)
