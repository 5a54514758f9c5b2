"""Service-level rules as configuration: levels, versions, further rules side by side."""

from __future__ import annotations

from typing import Any

import pytest

from app.settings import Settings
from streams.floor.rule import QueueRules, ServiceLevelRule, Treatment

DECEMBER, JANUARY = "2026-12-01T00:00:00+01:00", "2027-01-01T00:00:00+01:00"
DECEMBER_MS, JANUARY_MS = 1_796_079_600_000, 1_798_758_000_000


def rules_of(queue: str = "sales", **sections: Any) -> QueueRules:
    return Settings(**sections).floor_rules("aarhus").rules_of(queue)


def named(rules: QueueRules) -> list[tuple[str, int, int, int]]:
    """Name, version, since and threshold (s) of each slot."""
    return [(s.name, s.rule.version, s.rule.since, s.rule.threshold_ms // 1000) for s in rules.slots]


def test_what_is_left_out_follows_the_profile_and_what_is_said_does_not() -> None:
    (slot,) = rules_of(defaults={"profile": "genesys", "short_abandons": "left_out", "attribution": "entry"}).slots
    own = Treatment("missed", "left_out", "left_out", "left_out", "left_out")
    assert slot.rule == ServiceLevelRule(profile="genesys", attribution="entry", own=own)
    assert slot.rule.treatment == own


def test_a_queue_takes_outcomes_from_its_site_unless_it_names_a_profile() -> None:
    site = {"abandons": "left_out", "queues": {"a": {"waiting": "left_out"}, "b": {"profile": "connect"}}}
    rules = Settings(sites={"aarhus": site}).floor_rules("aarhus")
    assert rules.rules_of("a").slots[0].rule.own == Treatment(abandons="left_out", waiting="left_out")
    assert rules.rules_of("b").slots[0].rule == ServiceLevelRule(profile="connect")


def test_later_versions_hold_from_their_moment_and_keep_what_they_leave_out() -> None:
    changes = [{"from": JANUARY, "profile": "genesys"}, {"from": DECEMBER, "threshold_s": 30}]
    rules = rules_of(sites={"aarhus": {"threshold_s": 25, "rule_changes": changes}})
    assert named(rules) == [("main", 1, 0, 25), ("main", 2, DECEMBER_MS, 30), ("main", 3, JANUARY_MS, 30)]
    assert [slot.rule.profile for slot in rules.slots] == ["abandon_negative", "abandon_negative", "genesys"]
    assert rules.at(DECEMBER_MS - 1)[0].rule.version == 1
    assert rules.at(DECEMBER_MS)[0].rule.version == 2


def test_what_a_queue_sets_holds_in_every_version_of_its_site() -> None:
    site = {
        "rule_changes": [{"from": DECEMBER, "threshold_s": 30, "profile": "genesys"}],
        "queues": {"sales": {"threshold_s": 40}},
    }
    rules = rules_of(sites={"aarhus": site})
    assert named(rules) == [("main", 1, 0, 40), ("main", 2, DECEMBER_MS, 40)]
    assert rules.slots[1].rule.profile == "genesys"


def test_a_queues_own_versions_take_the_place_of_its_sites() -> None:
    site = {
        "rule_changes": [{"from": DECEMBER, "threshold_s": 30}],
        "queues": {"sales": {"rule_changes": [{"from": JANUARY, "threshold_s": 60}]}, "mail": {"rule_changes": []}},
    }
    assert named(rules_of(sites={"aarhus": site})) == [("main", 1, 0, 20), ("main", 2, JANUARY_MS, 60)]
    assert named(rules_of("mail", sites={"aarhus": site})) == [("main", 1, 0, 20)]


def test_further_rules_stand_beside_the_main_one_and_take_from_its_first_version() -> None:
    defaults = {
        "threshold_s": 15,
        "rules": {"contract": {"profile": "genesys", "changes": [{"from": JANUARY, "threshold_s": 10}]}},
    }
    site = {
        "rule_changes": [{"from": DECEMBER, "threshold_s": 30}],
        "rules": {"contract": {"short_abandon_s": 3}, "acd": {"profile": "connect", "from": JANUARY}},
    }
    rules = rules_of(defaults=defaults, sites={"aarhus": site})
    assert named(rules) == [
        ("main", 1, 0, 15), ("contract", 1, 0, 15), ("main", 2, DECEMBER_MS, 30), ("acd", 1, JANUARY_MS, 15),
        ("contract", 2, JANUARY_MS, 10),
    ]  # fmt: skip
    contract = rules.slots[1].rule
    assert (contract.profile, contract.short_ms) == ("genesys", 3000)


def test_a_version_that_is_added_later_leaves_the_slots_of_the_others_as_they_are() -> None:
    first = {"rule_changes": [{"from": DECEMBER, "threshold_s": 30}], "rules": {"contract": {"profile": "genesys"}}}
    later = {**first, "rule_changes": [{"from": DECEMBER, "threshold_s": 30}, {"from": JANUARY, "threshold_s": 40}]}
    before, after = rules_of(defaults=first), rules_of(defaults=later)
    assert after.slots[: len(before.slots)] == before.slots


@pytest.mark.parametrize(
    ("said", "channels"),
    [({}, {"voice": 7200_000, "chat": 7200_000}), ({"voice": 0, "mail": "4h"}, {"chat": 7200_000, "mail": 14_400_000})],
)
def test_waiting_limits_are_by_channel_and_nought_is_none(said: dict[str, Any], channels: dict[str, int]) -> None:
    rules = Settings(sites={"aarhus": {"waiting_limit_s": said}}).floor_rules("aarhus")
    assert rules.waiting_limits_ms == channels


def test_what_a_site_says_of_money_matters_and_pain_wins_over_the_defaults() -> None:
    site = {"currency": "DKK", "fcr_days": 3, "pain_zones_s": [120, 60], "service_level_goal": 0.9}
    settings = Settings(defaults={"currency": "SEK"}, sites={"aarhus": site})
    rules = settings.floor_rules("aarhus")
    assert (rules.currency, rules.fcr_days, settings.pain_zones_s("aarhus")) == ("DKK", 3, (60, 120))
    other = settings.floor_rules("odense")
    assert (other.currency, other.fcr_days, settings.pain_zones_s("odense")) == ("SEK", 7, (90, 150, 180))
    goals = [settings.service_level_goal(where) for where in ("aarhus", "odense")]
    assert [str(goal) for goal in goals] == ["9/10", "4/5"]
    assert settings.service_level_goal("aarhus", "sales") == goals[0]
