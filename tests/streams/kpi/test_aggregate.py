"""Aggregates: what a queue, agents, a channel and groups of them add up to."""

from __future__ import annotations

from streams.floor.rule import ServiceLevelRule
from streams.floor.view import AgentView, QueueNow, RuleView, StaffNow, WindowView
from streams.kpi.aggregate import (
    Aggregate,
    merged,
    of_agents,
    of_channel,
    of_queue,
    running_of_agent,
    running_of_staff,
)
from streams.kpi.service_level import Ratio, Verdicts

FIRST = ServiceLevelRule()
SECOND = ServiceLevelRule(threshold_ms=30_000, version=2, since=1000)
VENDOR = ServiceLevelRule(profile="genesys")
TWO_RULES = QueueNow(rule=SECOND, rules=[RuleView(FIRST), RuleView(SECOND, 1), RuleView(VENDOR, 2, "vendor")])
COUNTED = {
    "sl_answered_in": 3,
    "sl_answered_late": 1,
    "sl1_answered_in": 5,
    "sl1_other_late": 1,
    "sl2_answered_in": 7,
    "sl2_answered_late": 1,
    "sl2_other_late": 2,
}


def test_a_queue_without_versions_is_judged_by_its_one_rule() -> None:
    aggregate = of_queue(WindowView(0, {"sl_answered_in": 9, "sl_abandoned_late": 1}), QueueNow(rule=FIRST))
    assert aggregate.by_rule == ((FIRST, Verdicts(answered_in=9, abandoned_late=1)),)
    assert aggregate.service_level == Ratio(9, 10)


def test_each_leg_is_judged_by_the_version_it_entered_under() -> None:
    aggregate = of_queue(WindowView(0, COUNTED), TWO_RULES)
    assert aggregate.by_rule == (
        (FIRST, Verdicts(answered_in=3, answered_late=1)),
        (SECOND, Verdicts(answered_in=5, other_late=1)),
    )
    assert aggregate.service_level == Ratio(8, 10)


def test_two_rules_stand_side_by_side() -> None:
    aggregate = of_queue(WindowView(0, COUNTED), TWO_RULES)
    assert set(aggregate.rules) == {"main", "vendor"}
    assert aggregate.service_level_by("vendor") == Ratio(7, 8)
    assert aggregate.service_level_by("nobody's").value is None


def test_a_groups_level_is_the_ratio_of_sums_each_queue_by_its_own_rule() -> None:
    busy = of_queue(WindowView(0, {"sl_answered_in": 90, "sl_answered_late": 10}), QueueNow(rule=FIRST))
    only = ServiceLevelRule(profile="answered_only")
    quiet = of_queue(WindowView(0, {"sl_answered_in": 1, "sl_abandoned_late": 9}), QueueNow(rule=only))
    assert merged([busy, quiet]).service_level == Ratio(91, 101)


def test_a_group_by_a_named_rule_is_of_the_queues_that_have_it() -> None:
    one = of_queue(WindowView(0, COUNTED), TWO_RULES)
    other = of_queue(WindowView(0, {"sl_answered_in": 100}), QueueNow(rule=FIRST))
    group = merged([one, other, one])
    assert group.service_level_by("vendor") == Ratio(14, 16)
    assert group.service_level == Ratio(116, 120)


def test_merging_adds_counts_histograms_and_topics() -> None:
    window = WindowView(0, {"offered": 2}, {40: 1}, {50: 2}, {60: 3}, {70: 4}, {"delivery": 1, "invoice": 2})
    more = WindowView(0, {"offered": 1, "lost": 1}, {41: 1}, {50: 1}, {}, {70: 1}, {"invoice": 5})
    total = merged([of_channel(window), of_agents(more, {}), Aggregate()])
    assert total == Aggregate(
        counts={"offered": 3, "lost": 1},
        wait_hist={40: 1, 41: 1},
        left_hist={50: 3},
        reply_hist={60: 3},
        resolution_hist={70: 5},
        topics={"delivery": 1, "invoice": 7},
    )
    assert total.total(("offered", "lost", "sales")) == 4


def test_a_running_state_counts_up_to_now() -> None:
    agent = AgentView(state="talking", running="on_contact_ms", complete_to=1000)
    assert running_of_agent(agent, 4000) == {"on_contact_ms": 3000}
    assert running_of_agent(agent, 1000) == {}
    assert running_of_agent(AgentView(complete_to=1000), 4000) == {}
    window = WindowView(0, {"on_contact_ms": 500, "handled": 1})
    assert of_agents(window, running_of_agent(agent, 4000)).counts == {"on_contact_ms": 3500, "handled": 1}


def test_running_states_of_the_staff_count_for_each_agent() -> None:
    staff = StaffNow(running={"on_contact_ms": 2, "available_ms": 1}, complete_to=1000)
    assert running_of_staff(staff, 4000) == {"on_contact_ms": 6000, "available_ms": 3000}
    assert running_of_staff(staff, 500) == {"on_contact_ms": 0, "available_ms": 0}
