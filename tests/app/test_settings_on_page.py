"""What is set on the page lies over the file, is checked as the file is, and names its mistakes by field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from app.settings import Settings, SettingsInForce
from app.settings.load import set_by_environment
from app.settings.on_page import Place, in_force

RULES, GOALS, ALERTS = "site/aarhus/rules", "site/aarhus/goals", "site/aarhus/alerts"
DECEMBER = "2026-12-01T00:00:00+01:00"
FILE: Mapping[str, Any] = {
    "defaults": {"threshold_s": 20},
    "sites": {
        "aarhus": {
            "threshold_s": 25, "service_level_goal": 0.9, "promises": [{"name": "mail", "first_reply_s": "4h"}],
            "queues": {"sales": {"threshold_s": 40, "name": "Sales"}, "support": {"short_abandon_s": 3}},
            "goals": {"own": [
                {"key": "fast", "name": "Fast", "metric": "asa", "level": "leader", "scope": "queue",
                 "window": "today", "direction": "lower", "target": "1m"},
            ]},
        },
        "odense": {"threshold_s": 15},
    },
}  # fmt: skip


def threshold_s(settings: Settings, queue: str = "", site: str = "aarhus") -> float:
    return settings.floor_rules(site).rules_of(queue).slots[-1].rule.threshold_ms / 1000


def laid(stored: Mapping[str, Any], fixed: Mapping[str, Any] | None = None, **file: Any) -> Settings:
    found = in_force(Settings(**(file or FILE)), stored, fixed or {})
    assert found.mistakes == {}
    return found.settings


def mistakes(stored: Mapping[str, Any], key: str = RULES) -> dict[str, str]:
    file = Settings(**FILE)
    found = in_force(file, stored)
    assert found.settings == file
    return {".".join(mistake.path): mistake.what for mistake in found.mistakes[key]}


def test_without_anything_stored_the_file_holds() -> None:
    assert laid({}) == Settings(**FILE)


def test_what_is_said_on_the_page_wins_field_by_field_and_queue_by_queue() -> None:
    settings = laid(
        {RULES: {"threshold_s": 30, "queues": {"sales": {"short_abandon_s": 9}, "new": {"threshold_s": 5}}}}
    )
    assert [threshold_s(settings, queue) for queue in ("", "sales", "support", "new")] == [30, 40, 30, 5]
    rule = settings.floor_rules("aarhus").rules_of("sales").slots[0].rule
    assert (rule.short_ms, rule.goal_permille) == (9000, 900)
    assert settings.queue_name("aarhus", "sales") == "Sales"
    assert settings.floor_rules("aarhus").promises == Settings(**FILE).floor_rules("aarhus").promises
    assert threshold_s(settings, site="odense") == 15


def test_null_is_as_if_the_file_had_not_said_it() -> None:
    settings = laid({RULES: {"threshold_s": None, "queues": {"sales": {"threshold_s": None}}}})
    assert (threshold_s(settings), threshold_s(settings, "sales")) == (20, 20)


def test_a_version_from_the_page_holds_from_its_moment() -> None:
    settings = laid({RULES: {"rule_changes": [{"from": DECEMBER, "threshold_s": 30}]}})
    assert [slot.rule.threshold_ms for slot in settings.floor_rules("aarhus").rules.slots] == [25_000, 30_000]


def test_a_site_that_the_file_does_not_name_can_be_set() -> None:
    assert threshold_s(laid({"site/new/rules": {"threshold_s": 7}}), site="new") == 7


def test_what_the_environment_sets_stays_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAVLE_SITES__AARHUS__THRESHOLD_S", "33")
    monkeypatch.setenv("TAVLE_SITES__AARHUS__QUEUES", '{"sales": {"threshold_s": 44}}')
    fixed = set_by_environment()
    stored = {RULES: {"threshold_s": 5, "queues": {"sales": {"threshold_s": 6, "short_abandon_s": 1}}}}
    settings = laid(stored, fixed)
    assert (threshold_s(settings), threshold_s(settings, "sales")) == (33, 44)
    assert settings.floor_rules("aarhus").rules_of("sales").slots[0].rule.short_ms == 1000


def test_a_goal_of_the_same_set_and_key_takes_the_files_place_and_others_are_added() -> None:
    goal = {"key": "fast", "name": "Faster", "metric": "asa", "level": "leader", "scope": "queue", "window": "today",
            "direction": "lower", "target": 30_000}  # fmt: skip
    mine = {**goal, "set": "service", "key": "queue", "name": "Queue", "feeds": "recommended"}
    settings = laid({GOALS: {"own": [goal, mine], "sets": ["own", "service"], "least_n": 3}})
    sets = settings.goal_sets("aarhus")
    assert list(sets) == ["own", "service"]
    assert [(found.name, found.target) for found in sets["own"]] == [("Faster", 30_000)]
    assert {found.key: found.name for found in sets["service"]}["queue"] == "Queue"
    assert settings.least_n("aarhus") == 3


@pytest.mark.parametrize(
    ("value", "where", "what"),
    [
        ({"threshold_s": 0}, "threshold_s", "greater than 0"),
        ({"queues": {"sales": {"threshold_s": "soon"}}}, "queues.sales.threshold_s", "valid number"),
        ({"treshold_s": 3}, "treshold_s", "extra"),
        ({"zone": "UTC"}, "zone", "extra"),
        ({"rule_changes": [{"from": "2026-12-01T00:00:00", "threshold_s": 3}]}, "rule_changes.0.from", "offset"),
        ({"rules": {"main": {"threshold_s": 3}}}, "rules.main", "choose another name"),
        ({"queues": {"sales": {"rules": {"main": {}}}}}, "queues.sales.rules.main", "choose another name"),
    ],
)  # fmt: skip
def test_mistakes_in_rules_name_their_field_and_the_file_holds(value: Any, where: str, what: str) -> None:
    found = mistakes({RULES: value})
    assert what in found[where]


def test_more_versions_than_can_be_counted_are_refused() -> None:
    changes = [{"from": f"2026-12-{day:02d}T00:00:00Z", "threshold_s": day} for day in range(1, 18)]
    assert "leave out old versions" in mistakes({RULES: {"rule_changes": changes}})["rule_changes"]


def test_mistakes_in_goals_name_the_goal_where_it_was_written() -> None:
    goal = {"key": "slow", "name": "Slow", "metric": "asa", "level": "leader", "scope": "queue", "window": "today",
            "direction": "lower", "target": 30_000, "warning": 10_000}  # fmt: skip
    found = mistakes({GOALS: {"own": [goal]}}, GOALS)
    assert "warning" in found["own.0"]
    assert "there is no set 'speedy'" in mistakes({GOALS: {"sets": ["speedy"]}}, GOALS)["sets"]


WAITING = {"key": "waiting", "name": "Many wait", "metric": "waiting", "window": "now", "fire": 5, "recover": 2}


def test_an_alert_rule_of_the_same_key_takes_the_files_place_and_others_are_added() -> None:
    file = {"sites": {"aarhus": {"alerts": {"off": ["pain"], "rules": [WAITING, {**WAITING, "key": "many"}]}}}}
    mine = {"rules": [{**WAITING, "fire": 9}, {**WAITING, "key": "new"}], "off": ["abandons", "many"]}
    known = laid({ALERTS: mine}, **file).alert_policy("aarhus").by_key
    assert [getattr(known[key], "fire", None) for key in ("waiting", "new")] == [9, 5]
    assert {"pain", "new"} <= known.keys()
    assert not {"abandons", "many"} & known.keys()


@pytest.mark.parametrize(
    ("rule", "field", "what"),
    [
        ({"fire": 2}, ".recover", "without end"),
        ({"metric": "wating"}, ".metric", "did you mean 'waiting'"),
        ({"window": "15m"}, ".window", "its window is now"),
        ({"scope": "agent"}, ".scope", "not counted by agent"),
        ({"metric": "service_level", "window": "15m"}, ".fire", "write 0.8 for 80 %"),
        ({"metric": "service_level", "window": "15m", "fire": 0.5}, ".recover", "write 0.8 for 80 %"),
        ({"kind": "burn", "factor": 20}, ".factor", "can never fire"),
        ({"metric": None}, "", "needs metric"),
        ({"fire": "soon"}, ".fire", "no duration"),
    ],
)
def test_mistakes_in_alert_rules_name_the_field_of_the_rule_where_it_was_written(
    rule: Mapping[str, Any], field: str, what: str
) -> None:
    found = mistakes({ALERTS: {"rules": [{**WAITING, "key": "well"}, {**WAITING, **rule}]}}, ALERTS)
    assert what in found[f"rules.1{field}"]


def test_a_rule_that_there_is_none_of_cannot_be_left_out() -> None:
    assert "did you mean abandons" in mistakes({ALERTS: {"off": ["abandon"]}}, ALERTS)["off"]


def test_what_another_version_stored_is_left_out_and_said() -> None:
    file = Settings(**FILE)
    found = in_force(file, {"site/aarhus/moods": {}, "elsewhere": 1, RULES: {"threshold_s": 9}})
    assert set(found.mistakes) == {"site/aarhus/moods", "elsewhere"}
    assert threshold_s(found.settings) == 9


def test_a_key_holds_any_id_of_a_site() -> None:
    assert Place.of("site/a/b/rules") == Place("a/b", "rules")
    assert Place("a/b", "rules").key == "site/a/b/rules"


def test_taking_the_same_again_is_no_news_and_an_unheard_store_settles_nothing() -> None:
    held = SettingsInForce(Settings(**FILE))
    assert not held.rules.settled
    assert held.take({RULES: {"threshold_s": 9}})
    assert (held.rules.settled, held.rules.edition) == (True, 1)
    assert not held.take({RULES: {"threshold_s": 9}})
    assert held.rules.edition == 1
    held.unheard()
    assert threshold_s(held.settings) == 9
    assert not held.take({RULES: {"threshold_s": 9}})
    assert (held.rules.settled, held.rules.edition) == (True, 2)
    assert held.take({})
    assert held.rules("aarhus").rules.slots[0].rule.threshold_ms == 25_000
