"""Where the figures of a goal come from, and what belongs to whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from streams.kpi.expression import parse
from streams.kpi.goal import Goal, GoalWindow
from streams.kpi.goal_lookup import site_lookup
from streams.kpi.goal_results import Figure, evaluate_set
from streams.kpi.metric import Scope
from streams.kpi.own_kpi import OwnKpi
from tests.streams.kpi.worked_floor import FLOOR, TODAY

SITE = "copenhagen"
MINE = {"wait_s": OwnKpi(key="wait_s", name="Wait", expression=parse("answered_wait_ms / answered / 1000"))}
LOOKUP = site_lookup(FLOOR, TODAY, MINE)


def goal(scope: Scope, metric: str = "handled", window: GoalWindow = "today", of: tuple[str, ...] = ()) -> Goal:
    return Goal(
        key="goal", name="A goal", set="mine", metric=metric, level="leader", scope=scope, window=window,
        direction="higher", target=1, of=of,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("scope", "scope_id", "metric", "value"),
    [
        ("site", SITE, "waiting", 2),
        ("queue", "support", "waiting", 2),
        ("queue", "nowhere", "waiting", None),
        ("team", "blue", "tickets_open", 0),
        ("agent", "anna", "tickets_open", 0),
        ("agent", "nobody", "tickets_open", None),
        ("channel", "voice", "waiting", None),
    ],
)
def test_a_figure_of_the_present(scope: Scope, scope_id: str, metric: str, value: int | None) -> None:
    assert LOOKUP(goal(scope, metric, "now"), scope_id) == Figure(value)


@pytest.mark.parametrize(
    ("scope", "scope_id", "figure"),
    [
        ("site", SITE, Figure(51.0, 50)),
        ("queue", "orders", Figure(75.0, 10)),
        ("channel", "voice", Figure(51.0, 50)),
        ("agent", "anna", Figure(None, 0)),
        ("team", "blue", Figure(None, 0)),
    ],
)
def test_ones_own_kpi_is_counted_of_every_scope(scope: Scope, scope_id: str, figure: Figure) -> None:
    assert LOOKUP(goal(scope, "wait_s"), scope_id) == figure


@pytest.mark.parametrize(
    ("scope", "scope_id"),
    [("site", SITE), ("queue", "orders"), ("queue", "nowhere"), ("channel", "voice"), ("channel", "fax"),
     ("team", "blue"), ("team", "red"), ("agent", "dorte"), ("agent", "nobody")],
)  # fmt: skip
def test_what_the_view_has_not_is_no_figure(scope: Scope, scope_id: str) -> None:
    assert LOOKUP(goal(scope, window="15m"), scope_id) == Figure(None)


def test_a_metric_that_is_not_there_is_no_figure() -> None:
    assert LOOKUP(goal("site", "xyzzy"), SITE) == Figure(None)


def test_a_reported_figure_has_a_whole_period_or_none() -> None:
    assert LOOKUP(goal("site", "churn", "month"), SITE) == Figure(0.006, None, "2026-11", False)
    assert LOOKUP(goal("site", "revenue", "15m"), SITE) == Figure(None)
    assert LOOKUP(goal("site", "revenue", "today"), SITE) == Figure(None)


def test_churn_needs_the_counts_of_its_window() -> None:
    bare = site_lookup(type(FLOOR)(FLOOR.site, FLOOR.at, {}, type(FLOOR.staff)(FLOOR.staff.now, {}), {}), TODAY)

    assert bare(goal("site", "churn", "month"), SITE) == Figure(None)


def test_a_goal_is_measured_on_everyone_or_on_those_it_names() -> None:
    assert LOOKUP.scope_ids(goal("site")) == [SITE]
    assert LOOKUP.scope_ids(goal("queue")) == ["orders", "support"]
    assert LOOKUP.scope_ids(goal("team")) == ["blue", "green"]
    assert LOOKUP.scope_ids(goal("channel")) == ["email", "voice"]
    assert LOOKUP.scope_ids(goal("agent")) == ["anna", "bo", "cai", "dorte"]
    assert LOOKUP.scope_ids(goal("channel", of=("voice", "fax"))) == ("voice", "fax")


@pytest.mark.parametrize(
    ("above", "scope_id", "below", "inside"),
    [
        ("site", SITE, "team", ["blue", "green"]),
        ("site", SITE, "site", [SITE]),
        ("channel", "voice", "agent", ["anna", "bo", "cai", "dorte"]),
        ("team", "blue", "agent", ["anna", "bo"]),
        ("team", "green", "queue", ["orders"]),
        ("team", "blue", "team", ["blue"]),
        ("team", "blue", "site", [SITE]),
        ("queue", "support", "agent", ["anna", "bo"]),
        ("queue", "orders", "team", ["blue", "green"]),
        ("queue", "nowhere", "agent", []),
        ("agent", "bo", "queue", ["orders", "support"]),
        ("agent", "nobody", "team", []),
    ],
)
def test_who_belongs_to_whom(above: Scope, scope_id: str, below: Scope, inside: list[str]) -> None:
    assert list(LOOKUP.within(goal(above), scope_id, goal(below))) == inside


@pytest.mark.parametrize(
    ("window", "day", "due"),
    [
        ("month", date(2026, 11, 1), Fraction(0)),
        ("month", date(2026, 11, 30), Fraction(29, 30)),
        ("week", date(2026, 11, 25), Fraction(2, 7)),
        ("today", date(2026, 11, 25), Fraction(0)),
        ("15m", date(2026, 11, 25), Fraction(1)),
    ],
)
def test_what_is_due_follows_the_days_gone_by(window: GoalWindow, day: date, due: Fraction) -> None:
    assert site_lookup(FLOOR, day).due(goal("site", window=window)) == due


def test_a_named_scope_that_is_not_there_shows_as_no_data() -> None:
    results = evaluate_set([goal("channel", "asa", of=("voice", "fax"))], LOOKUP)

    assert [(result.scope_id, result.state) for result in results] == [("voice", "ok"), ("fax", "no_data")]


def test_the_least_number_is_a_setting() -> None:
    share = replace(goal("agent", "logged_rate", of=("bo",)), target=0.9)

    assert [evaluate_set([share], LOOKUP, least_n)[0].state for least_n in (5, 6)] == ["ok", "neutral"]
