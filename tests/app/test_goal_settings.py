"""Goals and own KPIs as configuration."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from app.settings import Settings
from app.settings.site_check import goal_warnings
from streams.kpi.goal_sets import GOAL_SETS

WAIT: dict[str, Any] = {
    "key": "wait", "name": "Wait", "set": "floor", "metric": "asa", "level": "leader", "scope": "queue",
    "window": "today", "direction": "lower", "target": "1m30s",
}  # fmt: skip


def test_without_configuration_every_shipped_set_is_worked_by() -> None:
    settings = Settings()
    assert settings.goal_sets("anywhere") == GOAL_SETS
    assert (settings.own_kpis(), settings.least_n("anywhere")) == ({}, 10)


def test_a_site_chooses_its_sets_and_everyone_elses_stand() -> None:
    settings = Settings(goals={"sets": ["speed", "sales"]}, sites={"aarhus": {"goals": {"sets": ["service"]}}})
    assert list(settings.goal_sets("aarhus")) == ["service"]
    assert list(settings.goal_sets("odense")) == ["speed", "sales"]


def test_own_goals_make_a_set_or_take_the_place_of_a_shipped_one() -> None:
    quicker = {**WAIT, "set": "service", "key": "queue", "target": 30_000, "warning": "45s", "inclusive": False}
    settings = Settings(goals={"own": [WAIT]}, sites={"aarhus": {"goals": {"own": [quicker]}}})
    (wait,) = settings.goal_sets("odense")["floor"]
    assert (wait.target, wait.warning, wait.of, wait.feeds) == (90_000, None, (), None)
    service = {goal.key: goal for goal in settings.goal_sets("aarhus")["service"]}
    assert list(service) == [goal.key for goal in GOAL_SETS["service"]]
    assert (service["queue"].target, service["queue"].warning, service["queue"].inclusive) == (30_000, 45_000, False)
    assert settings.goal_sets("odense")["service"] == GOAL_SETS["service"]


def test_how_few_are_not_coloured_is_the_sites_the_goals_or_the_webs() -> None:
    sites = {"aarhus": {"goals": {"least_n": 3}}}
    settings = Settings(web={"least_n": 20}, sites=sites)
    assert [settings.least_n(site) for site in ("aarhus", "odense")] == [3, 20]
    assert Settings(goals={"least_n": 0}).least_n("odense") == 0


@pytest.mark.parametrize("wrong", ["soon", True, [1]])
def test_a_limit_is_a_number_or_a_duration(wrong: Any) -> None:
    with pytest.raises(ValidationError, match="like 8h, 15m or 1h30m"):
        Settings(goals={"own": [{**WAIT, "target": wrong}]})


def test_a_kpi_of_ones_own_says_what_it_counts() -> None:
    settings = Settings(kpis={"close_rate": {"name": "Close rate", "expression": "sales/handled", "unit": "share",
                                             "better": "higher", "version": 2}})  # fmt: skip
    kpi = settings.own_kpis()["close_rate"]
    assert (kpi.name, str(kpi.expression), kpi.unit, kpi.better, kpi.version) == (
        "Close rate", "sales / handled", "share", "higher", 2,
    )  # fmt: skip


def test_more_goals_at_a_level_than_people_keep_in_mind_are_a_warning() -> None:
    four = [{**WAIT, "key": f"wait{n}", "of": [f"q{n}"]} for n in range(4)]
    settings = Settings(goals={"own": four}, sites={"aarhus": {"goals": {"own": [{**WAIT, "level": "company"}]}}})
    warnings = list(goal_warnings(settings))
    assert [warning.split(":")[0] for warning in warnings] == ["goals floor", "goals floor of site aarhus"]
    assert "4 goals at the level leader" in warnings[0]
    assert list(goal_warnings(Settings())) == []
