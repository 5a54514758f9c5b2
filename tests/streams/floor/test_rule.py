"""The versions of a queue's rules: which holds when, and where each is counted."""

from __future__ import annotations

import pytest

from streams.floor.counts import RULES_KEPT, verdict_base
from streams.floor.rule import TREATMENTS, QueueRules, ServiceLevelRule, Treatment, queue_rules

DECEMBER, JANUARY = 1_796_079_600_000, 1_798_758_000_000
FIRST = ServiceLevelRule()
SECOND = ServiceLevelRule(30_000, version=2, since=DECEMBER)
VENDOR = ServiceLevelRule(profile="genesys")


def names(rules: QueueRules) -> list[tuple[int, str, int]]:
    return [(slot.slot, slot.name, slot.rule.version) for slot in rules.slots]


def in_force(rules: QueueRules, at: int) -> list[tuple[str, int]]:
    return [(slot.name, slot.rule.version) for slot in rules.at(at)]


def test_a_rule_alone_holds_at_any_time() -> None:
    (slot,) = queue_rules([FIRST]).at(0)
    assert (slot.slot, slot.name, slot.rule, slot.base) == (0, "main", FIRST, verdict_base(0))


def test_the_version_in_force_at_the_entry_holds_and_the_main_rule_comes_first() -> None:
    rules = queue_rules([FIRST, SECOND], {"contract": [VENDOR]})
    assert in_force(rules, DECEMBER - 1) == [("main", 1), ("contract", 1)]
    assert in_force(rules, DECEMBER) == [("main", 2), ("contract", 1)]


def test_a_rule_holds_before_its_first_version_too() -> None:
    late = ServiceLevelRule(since=JANUARY)
    assert in_force(queue_rules([FIRST], {"contract": [late]}), 0) == [("main", 1), ("contract", 1)]
    assert in_force(queue_rules([late], {"contract": [VENDOR]}), 0) == [("main", 1), ("contract", 1)]


def test_a_version_that_begins_last_leaves_the_slots_of_the_others_as_they_are() -> None:
    before = queue_rules([FIRST, SECOND], {"contract": [VENDOR], "acd": [VENDOR]})
    assert names(before) == [(0, "main", 1), (1, "acd", 1), (2, "contract", 1), (3, "main", 2)]
    third = ServiceLevelRule(40_000, version=3, since=JANUARY)
    newer = ServiceLevelRule(version=2, since=JANUARY)
    for after in (
        queue_rules([FIRST, SECOND, third], {"contract": [VENDOR], "acd": [VENDOR]}),
        queue_rules([FIRST, SECOND], {"contract": [VENDOR], "acd": [VENDOR, newer]}),
        queue_rules([FIRST, SECOND], {"a": [ServiceLevelRule(since=JANUARY)], "contract": [VENDOR], "acd": [VENDOR]}),
    ):
        assert after.slots[:4] == before.slots
        assert len(after.slots) == 5


def test_versions_may_be_told_in_any_order() -> None:
    assert queue_rules([SECOND, FIRST]) == queue_rules([FIRST, SECOND])


@pytest.mark.parametrize("main", [[], [FIRST] * RULES_KEPT + [SECOND]])
def test_more_versions_than_can_be_counted_are_refused_and_so_are_none(main: list[ServiceLevelRule]) -> None:
    with pytest.raises(ValueError, match=f"1 to {RULES_KEPT} rules"):
        queue_rules(main)


def test_an_own_treatment_takes_the_place_of_the_profiles() -> None:
    own = Treatment(abandons="left_out")
    assert ServiceLevelRule(profile="connect").treatment == TREATMENTS["connect"]
    assert ServiceLevelRule(profile="connect", own=own).treatment == own
