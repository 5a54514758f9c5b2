"""How a board shows people: whatever it shows, who they are does not leave the server unless it shows names."""

from __future__ import annotations

import json
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from pydantic import ValidationError

from app.boards.board import Board, Scope, Slide, TileDefinition
from app.boards.board_shown import board_shown
from app.boards.evaluation import evaluate
from app.boards.freshness import Silence, freshness_of
from app.boards.scene import Scene
from app.boards.veil import NOBODYS_TEAM, PeopleShown, Veil, Veils, initials
from app.web.live_board import LiveBoard
from streams.floor.view import AgentView, DueView, SiteView, TicketView, WindowView
from tests.app.names import PlainNames
from tests.app.test_live_board import EVERY_KIND
from tests.app.written_site import NOW, pulse, queue, view

SECRET = b"as good as any other"
HIDING: tuple[PeopleShown, ...] = tuple(how for how in get_args(PeopleShown) if how != "names")


def tile(id_: str, kind: Any, **more: Any) -> TileDefinition:
    return TileDefinition(id=id_, kind=kind, title=id_, x=0, y=0, w=1, h=1, **more)


def agent(name: str | None, team: str | None = None, state: str = "talking", **counts: int) -> AgentView:
    window = WindowView(NOW - 3_600_000, {"handled": 30, **counts})
    return AgentView(state=state, since=NOW - 5000, name=name, team=team, queues=["sales"], windows={"today": window})


def site(people: dict[str, AgentView]) -> SiteView:
    due = [DueView("resolution", 60_000, NOW + 5000, NOW + 1000)]
    tickets = {f"t{n}": TicketView(queue="sales", opened=NOW, agent=id_, dues=due) for n, id_ in enumerate(people)}
    return replace(view({"sales": queue(1, offered=20, answered=20)}, people), tickets=tickets)


def frames(board: Board, shown: SiteView) -> str:
    """All that a screen gets of the board: before anything was read, and after."""
    live = LiveBoard(board, site="aarhus", epoch="e", naming=PlainNames(), clock=lambda: NOW, veils=Veils())
    scene = Scene(shown, PlainNames(), people=board.people, veil=live.veil)
    live.update(scene, freshness_of(pulse(), NOW, Silence()), "UTC")
    later = replace(
        shown, at=NOW + 2000, agents={id_: replace(one, state="break") for id_, one in shown.agents.items()}
    )
    first = live.snapshot()
    before = live.seq
    live.update(Scene(later, PlainNames(), people=board.people, veil=live.veil), freshness_of(pulse(), NOW, Silence()),
                "UTC")  # fmt: skip
    return first + live.frame_from(before) + live.snapshot()


def everything(people: PeopleShown, named: list[str], single: list[str]) -> Board:
    """Every kind of tile, goals of employees, and whatever a person can type a name into."""
    scope = Scope() if people == "team" else Scope(agents=tuple(single))
    alone = TileDefinition(
        id="alone", kind="number", title=f"Only {named[0]}"[:60], x=0, y=0, w=1, h=1, metric="handled", window="today",
        scope=scope, titles={"da": f"Kun {named[0]}"[:60]},
    )  # fmt: skip
    goals = [tile(f"goals{n}", "goals", goal_set=set_, level="employee") for n, set_ in enumerate(("service", "sales"))]
    text = tile("note", "text", text="Well done, " + ", ".join(named) + "!")
    kinds = [one for one in EVERY_KIND.tiles if not one.scope.agents]
    return Board(
        id="every", title=f"Board of {named[0]}"[:60], site="aarhus", people=people,
        slides=(Slide(title=f"{named[-1]}'s slide"[:60], tiles=(*kinds, alone, *goals, text)),),
    )  # fmt: skip


@pytest.mark.parametrize("how", HIDING)
@settings(max_examples=25, deadline=None)
@given(
    names=st.lists(
        st.from_regex(r"Zq[a-zæøå]{3,6} Xv[a-zæøå]{3,6}", fullmatch=True), min_size=1, max_size=6, unique=True
    ),
    teams=st.lists(st.sampled_from([None, "north", "south"]), min_size=6, max_size=6),
)
def test_neither_name_nor_id_of_anybody_is_in_anything_that_a_screen_gets(
    how: PeopleShown, names: list[str], teams: list[str | None]
) -> None:
    ids = [f"{name.replace(' ', '.').lower()}@example.org" for name in names]
    people = {id_: agent(name, team) for id_, name, team in zip(ids, names, teams, strict=False)}
    people["zqnameless@example.org"] = agent(None)
    sent = json.dumps(json.loads("[" + frames(everything(how, names, ids), site(people)).replace("}{", "},{") + "]"),
                      ensure_ascii=False)  # fmt: skip
    assert [one for one in (*names, *people) if one.casefold() in sent.casefold()] == []
    assert [part for name in names for part in name.split() if part in sent] == []


@pytest.mark.parametrize("how", HIDING)
def test_what_a_board_that_shows_names_says_of_people_is_all_gone_otherwise(how: PeopleShown) -> None:
    people = {"anna@example.org": agent("Anna Berg", "north"), "bo@example.org": agent("Bo Dahl", "north")}
    single = Scope(agents=("anna@example.org",))
    by_name = everything("names", ["Anna Berg", "Bo Dahl"], ["anna@example.org"])
    assert frames(by_name, site(people)).count("Anna Berg") > 5
    assert single in [one.scope for one in by_name.all_tiles]
    hidden = frames(everything(how, ["Anna Berg", "Bo Dahl"], ["anna@example.org"]), site(people))
    assert "anna" not in hidden.casefold()


def shown(kind: Any, how: PeopleShown, people: dict[str, AgentView], **more: Any) -> Any:
    return evaluate(tile("t", kind, **more), Scene(site(people), PlainNames(), people=how, veil=Veil(SECRET)))


def test_initials_stand_for_names_and_a_number_where_there_are_none() -> None:
    people = {"a1": agent("Anna Berg"), "b1": agent("bo erik dahl jensen"), "4711": agent(None), "c": agent("X")}
    cells = shown("agent_grid", "initials", people).agents
    assert sorted(cell.name for cell in cells if not cell.name.startswith("#")) == ["AB", "BED"]
    assert len([cell for cell in cells if cell.name.startswith("#")]) == 2
    assert initials("anna.berg@example.org") == "AB"
    assert initials("Øre") == "Ø"


def test_a_number_stays_with_its_person_and_says_nothing_of_the_alphabet() -> None:
    people = {f"agent{n:02}": agent(f"Name {n:02}") for n in range(20)}
    veil = Veil(SECRET)
    veil.learn(people)
    before = {id_: veil.called(id_, "numbers") for id_ in people}
    veil.learn({"a-newcomer": agent("Aage"), **people})
    assert {id_: veil.called(id_, "numbers") for id_ in people} == before
    assert veil.called("a-newcomer", "numbers").name == "#21"
    assert [one.name for one in before.values()] != [f"#{n}" for n in range(1, 21)]
    other = Veil()
    other.learn(people)
    assert {id_: other.called(id_, "numbers") for id_ in people} != before


def test_teams_are_counted_by_state_and_small_ones_together() -> None:
    people = {
        "a": agent("A A", "north"), "b": agent("B B", "north", "available"), "c": agent("C C", "north", "offline"),
        "d": agent("D D", "south"), "e": agent("E E"), "f": agent("F F", "night", "offline"),
    }  # fmt: skip
    grid = shown("agent_grid", "team", people)
    assert grid.agents == ()
    assert [(team.team, team.counts, team.online) for team in grid.teams] == [
        ("north", {"available": 1, "talking": 1}, 2), (None, {"talking": 2}, 2),
    ]  # fmt: skip
    assert (grid.online, grid.more) == (4, 0)


def test_a_goal_of_agents_on_a_board_of_teams_says_how_many_are_there() -> None:
    people = {id_: agent(id_, "north", contacts_wrapped=30) for id_ in ("anna", "bo", "carl")}
    by_name = shown("goals", "names", people, goal_set="service", level="employee").goals
    by_team = shown("goals", "team", people, goal_set="service", level="employee").goals
    assert [(goal.on_goal, goal.judged, goal.state) for goal in by_team] == [
        (goal.on_goal, goal.judged, goal.state) for goal in by_name
    ]  # fmt: skip
    assert [goal.scopes for goal in by_team if goal.scope == "agent"] == [()] * len(by_team)


def test_a_ticket_says_the_team_of_its_agent_on_a_board_of_teams() -> None:
    people = {"anna": agent("Anna", "north"), "bo": agent("Bo")}
    rows = shown("ticket_deadlines", "team", people).rows
    assert sorted(row.agent for row in rows) == ["north", NOBODYS_TEAM]
    assert [row.agent for row in shown("ticket_deadlines", "names", people).rows] == ["Anna", "Bo"]


def test_a_board_of_teams_refuses_tiles_of_single_agents() -> None:
    single = tile("alone", "number", metric="handled", window="today", scope=Scope(agents=("anna",)))
    with pytest.raises(ValidationError, match="choose teams in alone"):
        Board(id="b", title="B", site="aarhus", people="team", tiles=(single,))


def test_only_whole_names_are_put_otherwise_in_what_somebody_wrote() -> None:
    veil = Veil(SECRET)
    veil.learn({"anna": agent("Anna Berg"), "7": agent("Bo", "north")})
    assert veil.hidden("Annabel, ANNA BERG and Bobby: 17 of Bo", "initials") == "Annabel, AB and Bobby: 17 of B"
    assert veil.hidden("Bo's calls", "team") == "north's calls"
    assert veil.hidden("Bo's calls", "names") == "Bo's calls"


def test_a_board_that_shows_names_is_the_same_definition() -> None:
    assert board_shown(EVERY_KIND, Veil()) is EVERY_KIND
