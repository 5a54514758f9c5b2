"""Goals that cannot be worked by are refused, with what to do."""

from __future__ import annotations

from dataclasses import replace
from math import inf, nan

import pytest

from streams.kpi.expression import parse
from streams.kpi.goal import Goal
from streams.kpi.goal_check import GoalSetError, check_set
from streams.kpi.goal_sets import GOAL_SETS
from streams.kpi.own_kpi import OwnKpi

TEAM = Goal(
    key="team", name="100 sales a month", set="mine", metric="sales", level="leader", scope="team", window="month",
    direction="higher", target=100, warning=80,
)  # fmt: skip
OWN = replace(TEAM, key="own", level="employee", scope="agent", target=10, warning=8, feeds="team")
MINE = {"per_contact": OwnKpi(key="per_contact", name="Mine", expression=parse("sales / handled"), unit="share")}


def problems_of(*goals: Goal) -> tuple[str, ...]:
    with pytest.raises(GoalSetError) as caught:
        check_set(goals, MINE)
    return caught.value.problems


@pytest.mark.parametrize("name", GOAL_SETS)
def test_the_sets_that_tavle_comes_with_pass_without_a_warning(name: str) -> None:
    assert check_set(GOAL_SETS[name]) == []
    assert {goal.set for goal in GOAL_SETS[name]} == {name}


def test_linked_goals_pass() -> None:
    assert check_set([TEAM, OWN, replace(OWN, key="alone", feeds=None)]) == []
    assert check_set([]) == []


def test_eight_goals_are_refused() -> None:
    goals = [replace(TEAM, key=f"goal{n}") for n in range(9)]

    assert problems_of(*goals) == ("too many goals are no goals: a set has at most 7, this one 9; leave out 2",)
    assert check_set(goals[:7]) == ["7 goals at the level leader: more than 3 are hard to keep in mind"]


def test_more_than_three_goals_a_level_are_a_warning() -> None:
    goals = [replace(OWN, key=f"own{n}") for n in range(4)]

    assert check_set([TEAM, *goals[:3]]) == []
    assert check_set([TEAM, *goals]) == ["4 goals at the level employee: more than 3 are hard to keep in mind"]


def test_a_key_belongs_to_one_goal_and_a_set_to_itself() -> None:
    assert problems_of(TEAM, TEAM) == ("2 goals have the key 'team': give each its own",)
    assert problems_of(TEAM, replace(OWN, set="other")) == (
        "goals of several sets (mine, other): check each set by itself",
    )


@pytest.mark.parametrize(
    ("metric", "problem"),
    [
        ("sale", "unknown metric 'sale': did you mean 'sales'?"),
        ("per_contacts", "unknown metric 'per_contacts': did you mean 'per_contact'?"),
        ("xyzzy", "unknown metric 'xyzzy': the metrics there are stand in docs/metrics.md"),
        ("asa", "asa is not counted by team: choose one of queue, channel, site"),
        ("sickness", "sickness is not counted by team: choose one of site"),
    ],
)
def test_a_metric_is_one_that_there_is_where_it_is_counted(metric: str, problem: str) -> None:
    assert problems_of(replace(TEAM, metric=metric)) == (f"goal 'team': {problem}",)


def test_ones_own_kpi_is_counted_everywhere_and_over_every_window() -> None:
    assert check_set([replace(TEAM, metric="per_contact", scope="channel", window="15m")], MINE) == []


def test_a_window_is_one_that_the_metric_has() -> None:
    site = replace(TEAM, scope="site")

    assert problems_of(replace(site, metric="waiting", direction="lower", target=5, warning=None)) == (
        "goal 'team': waiting is a figure of the present: its window is now",
    )
    assert check_set([replace(site, metric="waiting", direction="lower", target=5, warning=9, window="now")]) == []
    assert problems_of(replace(site, window="now")) == (
        "goal 'team': sales is counted over a window: choose one, such as today",
    )
    assert problems_of(replace(site, metric="revenue", window="1h")) == (
        "goal 'team': revenue is reported for whole periods: choose one of today, week, month",
    )
    assert problems_of(replace(site, metric="sales_per_agent_day", window="1h")) == (
        "goal 'team': sales_per_agent_day is not counted over 1h: choose one of today, week, month",
    )


def test_only_what_should_rise_over_days_is_paced() -> None:
    said = (
        "goal 'team': only what should rise over a week or month can be paced: choose such a window, or leave paced out"
    )

    assert check_set([replace(TEAM, paced=True)]) == []
    assert problems_of(replace(TEAM, paced=True, window="today")) == (said,)
    assert problems_of(replace(TEAM, paced=True, direction="lower", warning=120)) == (said,)


def test_a_warning_limit_lies_beyond_the_target() -> None:
    wrong = "goal 'team': warning limit {} on the wrong side of the target: set it {} 100"

    assert problems_of(replace(TEAM, warning=120)) == (wrong.format(120, "below"),)
    assert problems_of(replace(TEAM, warning=100)) == (wrong.format(100, "below"),)
    assert problems_of(replace(TEAM, warning=80, direction="lower")) == (wrong.format(80, "above"),)
    assert check_set([replace(TEAM, warning=None)]) == []


@pytest.mark.parametrize("limits", [{"target": nan}, {"target": inf}, {"warning": -inf}])
def test_limits_are_numbers(limits: dict[str, float]) -> None:
    goal = replace(TEAM, target=limits.get("target", 100), warning=limits.get("warning", 80))

    assert problems_of(goal) == ("goal 'team': target and warning limit must be finite numbers",)


def test_links_go_one_level_up_to_a_goal_of_the_set() -> None:
    company = replace(TEAM, key="company", level="company", scope="site")

    assert problems_of(replace(OWN, feeds="nobody")) == (
        "goal 'own': feeds 'nobody', which is not in the set: name a goal of the level leader",
    )
    assert problems_of(company, replace(OWN, feeds="company")) == (
        "goal 'own': feeds 'company' of the level company: links go one level up, to leader",
    )
    assert problems_of(TEAM, OWN, replace(OWN, key="other", feeds="own")) == (
        "goal 'other': feeds 'own' of the level employee: links go one level up, to leader",
    )
    assert problems_of(TEAM, replace(company, feeds="team")) == (
        "goal 'company': a company goal feeds nothing above it: leave feeds out",
    )


def test_everything_that_must_change_is_said_at_once() -> None:
    with pytest.raises(GoalSetError) as caught:
        check_set([replace(TEAM, warning=120), replace(OWN, metric="sale")])

    assert str(caught.value) == (
        "goal 'team': warning limit 120 on the wrong side of the target: set it below 100; "
        "goal 'own': unknown metric 'sale': did you mean 'sales'?"
    )
