"""Rules that cannot do what they say are refused, with what to do; the shipped ones can."""

from __future__ import annotations

from typing import Any

import pytest

from streams.alerts.rule import AnyRule, BurnRule, DeadlineRule, LevelRule
from streams.alerts.rule_check import rule_problems
from streams.alerts.shipped import shipped_rules
from streams.kpi.goal import Goal
from streams.kpi.goal_sets import GOAL_SETS

GOALS = [goal for goals in GOAL_SETS.values() for goal in goals]


def level(**fields: Any) -> LevelRule:
    usual: dict[str, Any] = {"key": "r", "name": "R", "metric": "asa", "scope": "queue", "window": "15m",
                             "fire": 60_000, "recover": 30_000}  # fmt: skip
    return LevelRule(**{**usual, **fields})


def problems(*rules: AnyRule, goals: tuple[int, ...] = (800,)) -> list[str]:
    return [what for _, _, what in rule_problems(rules, goals)]


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ({"metric": "assa"}, "did you mean 'asa'"),
        ({"metric": "zzzzzz"}, "docs/metrics.md"),
        ({"scope": "agent"}, "not counted by agent"),
        ({"window": "now"}, "counted over a window"),
        ({"fire": 5, "recover": 5}, "fire and recover without end"),
        ({"fire": float("inf")}, "finite"),
        ({"metric": "waiting"}, "its window is now"),
        ({"metric": "sickness", "scope": "site", "window": "1h"}, "whole periods"),
        ({"metric": "sales_per_agent_day", "scope": "agent", "window": "5m"}, "not counted over 5m"),
        ({"metric": "service_level", "fire": 80, "recover": 85}, "write 0.8 for 80 %"),
        ({"metric": "service_level", "fire": 0, "recover": 0.5}, "never be beyond"),
        ({"metric": "abandon_rate", "fire": 1, "recover": 0.5}, "never be beyond"),
        ({"paced": True}, "can be paced"),
        ({"metric": "waiting", "window": "now", "compare": "last_week"}, "nothing is kept of last week"),
        ({"metric": "offered", "window": "month", "fire": 2, "recover": 1.5, "compare": "last_week"}, "a month has no"),
        (
            {"metric": "offered", "window": "week", "fire": 1.5, "recover": 1.2, "paced": True, "compare": "last_week"},
            "not both",
        ),
        ({"metric": "abandon_rate", "fire": 0, "recover": -0.1, "compare": "last_week"}, "above 0 where more is worse"),
        ({"metric": "abandon_rate", "fire": 0.1, "recover": 0.2, "compare": "last_week"}, "below 0 where less is"),
        ({"metric": "abandon_rate", "fire": 1.5, "recover": 0.2, "compare": "last_week"}, "cannot change by 1.5"),
        ({"fire": 0.0, "recover": 0.5, "compare": "last_week"}, "write it above 0"),
        ({"fire": 1.5, "recover": -1.0, "compare": "last_week"}, "write it above 0"),
        ({"fire": 1.0, "recover": 0.5, "compare": "last_week"}, "1 is as much as last week"),
        ({"fire": 1.5, "recover": 1.7, "compare": "last_week"}, "1 is as much as last week"),
    ],
)
def test_a_level_that_makes_no_sense_is_refused(fields: dict[str, Any], what: str) -> None:
    assert any(what in problem for problem in problems(level(**fields)))


@pytest.mark.parametrize(
    "fields",
    [
        {"fire": 1.5, "recover": 1.2}, {"metric": "offered", "fire": 0.5, "recover": 0.8, "window": "week"},
        {"metric": "abandon_rate", "fire": 0.1, "recover": 0.05}, {"metric": "nps", "fire": -20, "recover": -5},
    ],
)  # fmt: skip
def test_what_can_be_compared_with_last_week_is_let_pass(fields: dict[str, Any]) -> None:
    assert problems(level(**{"window": "1h", **fields, "compare": "last_week"})) == []


def test_a_burn_that_can_never_fire_is_refused_with_the_reason() -> None:
    burn = BurnRule(key="b", name="B", factor=6)

    assert problems(burn) == [
        "it can never fire: with a goal of 80 % a burn above 5 cannot occur, even when every contact is missed; "
        "set `factor` to 5 or less"
    ]
    assert problems(burn, goals=(900,)) == []
    assert "100 %" in problems(burn, goals=(1000,))[0]
    assert "below `factor`" in problems(BurnRule(key="b", name="B", factor=1))[0]


def test_two_rules_of_a_key_are_refused() -> None:
    assert problems(level(), level()) == ["two rules have the key 'r': give each its own"]


def test_the_shipped_rules_can_do_what_they_say() -> None:
    rules = shipped_rules(GOALS, ("company", "leader", "employee"))

    assert problems(*rules) == []
    assert {rule.about for rule in rules} >= {"trust", "service_level", "abandon_rate", "wait", "first_reply"}


def test_every_goal_of_the_four_sets_with_a_warning_has_a_rule_and_employees_only_when_asked_for() -> None:
    usual, all_ = ({rule.key for rule in shipped_rules(GOALS, *more) if rule.key.startswith("goal.")}
                   for more in ((), (("company", "leader", "employee"),)))  # fmt: skip

    assert all_ == {f"goal.{goal.set}.{goal.key}" for goal in GOALS}
    assert usual == {f"goal.{goal.set}.{goal.key}" for goal in GOALS if goal.level != "employee"}


def test_a_goal_without_a_warning_limit_and_one_of_an_own_kpi_raise_no_alert() -> None:
    usual: dict[str, Any] = {"name": "G", "set": "own", "level": "company", "scope": "site", "window": "today",
                             "direction": "higher", "target": 5}  # fmt: skip
    goals = [Goal(key="a", metric="sales", **usual), Goal(key="b", metric="own", warning=3, **usual),
             Goal(key="c", metric="agents_online", warning=3, **{**usual, "window": "now"})]  # fmt: skip

    assert [rule.key for rule in shipped_rules(goals) if rule.key.startswith("goal.")] == ["goal.own.c"]


def test_without_pain_zones_no_caller_is_in_one() -> None:
    rules = shipped_rules(pain_zones_s=())

    assert not [rule for rule in rules if isinstance(rule, DeadlineRule) and rule.clock == "wait"]


def test_rules_that_make_sense_pass() -> None:
    assert problems(level(), level(key="now", metric="waiting", window="now", fire=5, recover=2)) == []
