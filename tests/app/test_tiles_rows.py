"""Tiles of several rows: tickets by due moment, topics, the abandonment curve, satisfaction, goals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from msgspec.structs import replace
from pydantic import ValidationError

from app.boards.board import Goal, TileDefinition
from app.boards.evaluation import evaluate
from app.boards.goal_set import goals_tile
from app.boards.satisfaction import satisfaction_tile
from app.boards.scene import Scene
from app.boards.tables import abandon_curve_tile, top_topics_tile
from app.boards.ticket_deadlines import OVERDUE_SHOWN, ROWS_SHOWN, ticket_deadlines_tile
from streams.floor.view import (
    AgentView,
    Correction,
    DueView,
    QueueView,
    SiteView,
    StaffNow,
    StaffView,
    TicketView,
    WindowView,
)
from tests.app.names import PlainNames
from tests.app.written_site import NOW, queue, view

MIN = 60_000
HIGHER = Goal(target=0.8, warning=0.7, direction="higher")


def scene(shown: SiteView) -> Scene:
    return Scene(shown, PlainNames())


def tile(kind: Any, **more: Any) -> TileDefinition:
    return TileDefinition(id="t", kind=kind, title="T", x=0, y=0, w=1, h=1, **more)


def ticket(*due_min: int | None, **more: Any) -> TicketView:
    """Due in so many minutes, at risk 10 minutes before; None: its clock stands."""
    dues = [
        DueView("resolution", MIN, left_ms=MIN)
        if after is None
        else DueView("first_reply", 60 * MIN, NOW + after * MIN, NOW + (after - 10) * MIN)
        for after in due_min
    ]
    return TicketView(queue="mail", opened=NOW - MIN, dues=dues, **more)


def tickets(**open_: TicketView) -> SiteView:
    return replace(view({"mail": queue()}), tickets=open_)


def test_what_is_due_first_comes_first_and_late_is_late() -> None:
    shown = tickets(calm=ticket(300), soon=ticket(5), late=ticket(-7), paused=ticket(None), none=ticket())
    due = ticket_deadlines_tile(tile("ticket_deadlines"), scene(shown))
    assert [(row.ticket, row.deadline) for row in due.rows] == [
        ("late", "breached"), ("soon", "at_risk"), ("calm", "running"),
    ]  # fmt: skip
    assert (due.open, due.paused, due.at_risk, due.breached, due.more) == (5, 2, 1, 1, 0)
    assert due.state == "critical"


@pytest.mark.parametrize(
    ("dues", "state"), [([300], "ok"), ([5], "warning"), ([0], "warning"), ([-1, 300], "critical"), ([], "neutral")]
)
def test_overdue_is_critical_and_at_risk_a_warning(dues: list[int], state: str) -> None:
    shown = tickets(**{f"t{n}": ticket(after) for n, after in enumerate(dues)})
    assert ticket_deadlines_tile(tile("ticket_deadlines"), scene(shown)).state == state


def test_of_several_promises_the_first_one_due_counts_and_the_worst_state() -> None:
    dues = [DueView("resolution", MIN, NOW + 9 * MIN, NOW - MIN), DueView("next_reply", MIN, NOW + 5 * MIN, NOW + MIN)]
    (row,) = ticket_deadlines_tile(
        tile("ticket_deadlines"), scene(tickets(one=TicketView(queue="mail", opened=NOW, dues=dues)))
    ).rows
    assert (row.promise, row.due, row.deadline) == ("next_reply", NOW + 5 * MIN, "at_risk")


def test_many_overdue_ones_do_not_hide_what_can_still_be_kept() -> None:
    shown = tickets(**{f"late{n}": ticket(-n - 1) for n in range(50)}, next=ticket(20))
    due = ticket_deadlines_tile(tile("ticket_deadlines"), scene(shown))
    assert [row.ticket for row in due.rows] == ["late49", "late48", "late47", "next"]
    assert (due.breached, due.more) == (50, 50 - OVERDUE_SHOWN)
    full = tickets(**{f"t{n}": ticket(100 + n) for n in range(ROWS_SHOWN + 9)})
    assert ticket_deadlines_tile(tile("ticket_deadlines"), scene(full)).more == 9


def test_tickets_are_those_of_the_scope() -> None:
    people = {"anna": AgentView(state="available", team="north", name="Anna")}
    shown = replace(
        tickets(a=ticket(1, agent="anna", channel="chat"), b=replace(ticket(2), queue="sales")), agents=people
    )
    found = {
        side: [row.ticket for row in ticket_deadlines_tile(tile("ticket_deadlines", scope=scope), scene(shown)).rows]
        for side, scope in {
            "site": {}, "queue": {"queues": ["sales"]}, "team": {"teams": ["north"]}, "channel": {"channels": ["chat"]},
        }.items()
    }  # fmt: skip
    assert found == {"site": ["a", "b"], "queue": ["b"], "team": ["a"], "channel": ["a"]}
    assert ticket_deadlines_tile(tile("ticket_deadlines"), scene(shown)).rows[0].agent == "Anna"


def counted(topics: Mapping[str, int] | None = None, **counts: int) -> SiteView:
    window = WindowView(NOW - 3_600_000, counts, topics=dict(topics or {}))
    shown = view({"sales": QueueView(queue().now, {"today": window})})
    return replace(shown, staff=StaffView(StaffNow(), {"today": WindowView(NOW - 3_600_000)}))


def test_topics_say_how_many_were_handled_and_how_many_of_those_logged() -> None:
    shown = counted({"invoice": 30, "delivery": 50}, handled=100, logged=80)
    topics = top_topics_tile(tile("top_topics", window="today"), scene(shown))
    assert [(row.topic, row.count, row.share) for row in topics.rows] == [
        ("delivery", 50, 0.5), ("invoice", 30, 0.3),
    ]  # fmt: skip
    assert (topics.handled, topics.logged, topics.state) == (100, 0.8, "neutral")


def test_without_a_conversation_there_are_no_topics_and_no_share() -> None:
    topics = top_topics_tile(tile("top_topics", window="today"), scene(counted()))
    assert (topics.rows, topics.logged, topics.state) == ((), None, "no_data")


def test_the_curve_is_the_tables_with_the_sites_pain_zones_marked() -> None:
    shown = counted(curve_left_to_20=1, curve_answered_to_10=6, curve_left_to_120=2, curve_answered_to_120=1)
    curve = abandon_curve_tile(tile("abandon_curve", window="today"), scene(shown))
    assert curve.zones_s == (90, 150, 180)
    assert [band.to_s for band in curve.bands if band.pain] == [120, 180, 300]
    assert (curve.left, curve.answered, curve.bands[5].left_share, curve.state) == (3, 7, 2 / 3, "neutral")
    assert curve.bands[8].left_share is None


def test_a_curve_of_nobody_has_no_bands() -> None:
    curve = abandon_curve_tile(tile("abandon_curve", window="today"), scene(counted()))
    assert (curve.bands, curve.state) == ((), "no_data")


def answers(**channels: tuple[int, int]) -> SiteView:
    """How many answered on each channel, and how many of them were satisfied."""
    windows = {
        id_: {"today": WindowView(NOW - 3_600_000, {"csat_n": n, "csat_top": top})}
        for id_, (n, top) in channels.items()
    }
    total = {"csat_n": sum(n for n, _ in channels.values()), "csat_top": sum(top for _, top in channels.values())}
    return replace(counted(None, **total), channels=windows)


def test_satisfaction_has_its_n_beside_each_and_few_answers_are_not_coloured() -> None:
    shown = answers(voice=(100, 90), email=(20, 8), chat=(3, 0), sms=(0, 0))
    csat = satisfaction_tile(tile("satisfaction", metric="csat", window="today", goal=HIGHER), scene(shown))
    assert [(row.id, row.value, row.n, row.state) for row in csat.rows] == [
        ("email", 0.4, 20, "critical"), ("voice", 0.9, 100, "ok"), ("chat", 0.0, 3, "neutral"),
    ]  # fmt: skip
    assert (csat.figure.value, csat.figure.n, csat.state) == (98 / 123, 123, "warning")


def test_satisfaction_by_queue_is_of_the_queues_of_the_scope() -> None:
    shown = answers(voice=(50, 40))
    more = replace(shown, queues={**shown.queues, "support": queue(csat_n=10, csat_top=10)})
    by_queue = tile("satisfaction", metric="csat", window="today", by="queue", scope={"queues": ["support", "nobody"]})
    rows = satisfaction_tile(by_queue, scene(more)).rows
    assert [(row.id, row.value) for row in rows] == [("support", 1.0)]


def test_a_mean_of_few_answers_is_not_coloured_either() -> None:
    stars = Goal(target=4, warning=3, direction="higher")
    for n, state in ((9, "neutral"), (10, "critical")):
        shown = counted(stars_n=n, stars_milli=2000 * n)
        mean = tile("number", metric="stars", window="today", goal=stars)
        assert evaluate(mean, scene(shown)).state == state


def test_a_goal_of_queues_says_how_many_are_there_and_who_needs_help_first() -> None:
    fast, slow = queue(answered=20, answered_wait_ms=200_000), queue(answered=20, answered_wait_ms=2_000_000)
    shown = view({"sales": fast, "support": slow, "night": queue()})
    goals = goals_tile(tile("goals", goal_set="service", level="leader"), scene(shown))
    first = goals.goals[0]
    assert (first.goal, first.scope, first.on_goal, first.judged, first.state) == ("queue", "queue", 1, 2, "critical")
    assert [(one.id, one.state, one.figure.value) for one in first.scopes] == [
        ("support", "critical", 100_000), ("sales", "ok", 10_000),
    ]  # fmt: skip
    assert goals.state == "critical"


def test_a_paced_goal_says_which_part_is_due() -> None:
    goals = goals_tile(tile("goals", goal_set="sales"), scene(view({"sales": queue()})))
    (net,) = goals.goals
    assert (net.goal, net.due) == ("net", 24 / 30)


def test_a_set_that_the_site_does_not_work_by_is_said_so() -> None:
    goals = goals_tile(tile("goals", goal_set="moonshot"), scene(view({"sales": queue()})))
    assert (goals.known, goals.goals, goals.state) == (False, (), "no_data")


@pytest.mark.parametrize("kind", ["top_topics", "abandon_curve"])
def test_a_table_that_late_facts_changed_says_so(kind: str) -> None:
    shown = counted(handled=3)
    late = replace(shown.queues["sales"].now, corrected=Correction(NOW, NOW - 1000))
    corrected = replace(shown, queues={"sales": QueueView(late, shown.queues["sales"].windows)})
    assert evaluate(tile(kind, window="today"), scene(corrected)).corrected
    assert not evaluate(tile(kind, window="today"), scene(shown)).corrected


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "satisfaction", "metric": "asa", "window": "today"},
        {"kind": "satisfaction", "metric": "csat", "window": "today", "by": "queue", "scope": {"channels": ["email"]}},
        {"kind": "satisfaction", "metric": None},
        {"kind": "goals"},
        {"kind": "goals", "goal_set": "service", "scope": {"queues": ["sales"]}},
        {"kind": "top_topics", "window": "now"},
        {"kind": "abandon_curve", "window": "today", "scope": {"teams": ["north"]}},
        {"kind": "clock", "scope": {"queues": ["sales"]}},
        {"kind": "top_topics", "window": "today", "rule": "strict"},
    ],
)
def test_a_tile_that_cannot_be_evaluated_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        tile(**wrong)
