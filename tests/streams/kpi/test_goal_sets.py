"""The sets that Tavle comes with, on a floor worked out by hand: every figure and state is typed out."""

from __future__ import annotations

from fractions import Fraction

import pytest

from streams.kpi.goal import State
from streams.kpi.goal_lookup import site_lookup
from streams.kpi.goal_results import GoalResult, evaluate_set
from streams.kpi.goal_sets import GOAL_SETS
from tests.streams.kpi.worked_floor import FLOOR, TODAY

Row = tuple[str, str, float | None, int | None, State]

SITE = "copenhagen"
SERVICE: list[Row] = [
    ("recommended", SITE, 212 / 26, 26, "ok"),
    ("queue", "orders", 75_000, 10, "warning"),
    ("queue", "support", 45_000, 40, "ok"),
    ("mail", "email", 32_400_000, 5, "warning"),
    ("team_rating", "blue", 8.625, 16, "ok"),
    ("team_rating", "green", 7.4, 10, "warning"),
    ("handling", "anna", 340_000, 10, "ok"),
    ("handling", "bo", 420_000, 5, "critical"),
    ("handling", "cai", 390_000, 10, "warning"),
    ("handling", "dorte", None, None, "no_data"),
    ("own_rating", "anna", 8.5, 12, "ok"),
    ("own_rating", "bo", 9.0, 4, "neutral"),
    ("own_rating", "cai", 7.4, 10, "warning"),
    ("own_rating", "dorte", None, None, "no_data"),
]
EFFICIENCY: list[Row] = [
    ("cost", SITE, 0.022, None, "warning"),
    ("topics", "blue", 0.85, 100, "warning"),
    ("topics", "green", 1.0, 50, "ok"),
    ("sickness", SITE, 0.03, None, "critical"),
    ("logged", "anna", 1.0, 10, "ok"),
    ("logged", "bo", 1.0, 5, "neutral"),
    ("logged", "cai", 0.9, 10, "warning"),
    ("logged", "dorte", None, None, "no_data"),
    ("after_call", "anna", 40_000, 10, "ok"),
    ("after_call", "bo", 90_000, 5, "critical"),
    ("after_call", "cai", 75_000, 10, "warning"),
    ("after_call", "dorte", None, None, "no_data"),
]
SALES: list[Row] = [
    ("net", SITE, 45, None, "warning"),
    ("team_sales", "blue", 55, None, "ok"),
    ("team_sales", "green", 7, None, "critical"),
    ("team_saved", "blue", 42, None, "warning"),
    ("team_saved", "green", 0, None, "critical"),
    ("sale_a_day", "anna", 4.6, 10, "ok"),
    ("sale_a_day", "bo", 0.9, 10, "warning"),
    ("sale_a_day", "cai", 0.7, 10, "critical"),
    ("sale_a_day", "dorte", None, None, "no_data"),
    ("kept", "anna", 0.5, 40, "ok"),
    ("kept", "bo", 0.44, 50, "warning"),
    ("kept", "cai", None, 0, "no_data"),
    ("kept", "dorte", None, None, "no_data"),
]
SPEED: list[Row] = [
    ("calls", "voice", 51_000, 50, "critical"),
    ("mails", "email", 32_400_000, 5, "critical"),
]


def results_of(name: str) -> list[GoalResult]:
    return evaluate_set(GOAL_SETS[name], site_lookup(FLOOR, TODAY))


def result_of(name: str, key: str, scope_id: str) -> GoalResult:
    return next(result for result in results_of(name) if (result.goal.key, result.scope_id) == (key, scope_id))


@pytest.mark.parametrize(
    ("name", "rows"), [("service", SERVICE), ("efficiency", EFFICIENCY), ("sales", SALES), ("speed", SPEED)]
)
def test_every_goal_of_the_set_stands_as_worked_out(name: str, rows: list[Row]) -> None:
    found = [(each.goal.key, each.scope_id, each.value, each.n, each.state) for each in results_of(name)]

    assert found == rows


def test_there_are_four_sets() -> None:
    assert list(GOAL_SETS) == ["service", "efficiency", "sales", "speed"]


def test_an_employees_rating_feeds_the_teams_and_the_teams_the_companys() -> None:
    company = result_of("service", "recommended", SITE)
    blue = next(result for result in company.fed_by if result.scope_id == "blue")

    assert [(each.goal.key, each.scope_id) for each in company.fed_by] == [
        ("queue", "orders"), ("queue", "support"), ("mail", "email"), ("team_rating", "blue"), ("team_rating", "green"),
    ]  # fmt: skip
    assert [(each.goal.key, each.scope_id, each.state) for each in blue.fed_by] == [
        ("own_rating", "anna", "ok"), ("own_rating", "bo", "neutral"),
    ]  # fmt: skip


def test_a_queue_is_fed_by_those_who_serve_it() -> None:
    assert [each.scope_id for each in result_of("service", "queue", "support").fed_by] == ["anna", "bo"]
    assert [each.scope_id for each in result_of("service", "queue", "orders").fed_by] == ["bo", "cai"]


def test_a_figure_from_reports_says_which_month_it_is_true_for() -> None:
    cost, sickness = result_of("efficiency", "cost", SITE), result_of("efficiency", "sickness", SITE)

    assert (cost.period, cost.complete) == ("2026-10", True)
    assert (sickness.period, sickness.complete) == ("2026-11", False)


def test_half_of_a_months_goal_is_due_when_half_of_its_days_are_over() -> None:
    sales = result_of("sales", "team_sales", "blue")

    assert (sales.due, sales.target, sales.gap) == (Fraction(1, 2), 100, 45)
    assert result_of("sales", "kept", "bo").due == 1
