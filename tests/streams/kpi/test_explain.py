"""What stands behind a figure: each contact with its verdict, what is left out and why, in literal time lines."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from streams.events import AnyEvent
from streams.events.instant import DAY_MS, HOUR_MS
from streams.floor.floor import OTHER_CHANNELS
from streams.floor.floor_rules import FloorRules
from streams.floor.rule import ServiceLevelRule, queue_rules
from streams.kpi.explain import NotOffered, UnknownScope, explain, metric_of, usual_window
from streams.kpi.explanation import Entry, ScopeId, to_json
from tests.streams.floor.histories import START, event
from tests.streams.kpi.explained_day import (
    ANSWERED,
    DAY,
    RULE,
    SALES,
    SITE,
    ask,
    excluded,
    floor_of,
    queued,
    told,
    verdicts,
)


def test_each_contact_has_its_verdict_and_its_share_of_the_service_level() -> None:
    explained = ask("service_level", *DAY, scope=SALES)
    assert verdicts(explained) == {"in_time": "answered_in", "late": "answered_late", "gave_up": "abandoned_in"}
    assert (explained.numerator, explained.denominator, explained.value, explained.n) == (1, 3, 1 / 3, 3)
    assert {entry.id: entry.wait_ms for entry in explained.entries} == {
        "in_time": 12_000, "late": 30_000, "gave_up": 15_000,
    }  # fmt: skip
    assert explained.entries[0] == Entry(
        kind="contact", id="late", at=START + 20_000, verdict="answered_late", queue="sales", agent="bo",
        wait_ms=30_000, numerator=0, denominator=1,
    )  # fmt: skip


def test_what_the_rule_leaves_out_is_counted_by_reason() -> None:
    assert excluded(ask("service_level", *DAY, scope=SALES)) == {
        "abandoned_short": 1, "callback_in": 1, "other_late": 1, "waiting_late": 1, "lost": 1, "waiting_in_time": 1,
        "direct": 1,
    }  # fmt: skip


def test_the_rule_and_its_version_stand_beside_the_figure() -> None:
    (rule,) = ask("recovery", *DAY, scope=SALES).rules
    assert (rule.queues, rule.name, rule.version, rule.threshold_ms) == (["sales"], "main", 1, 20_000)
    assert rule.treatment == RULE.treatment
    assert ask("asa", *DAY).rules == []


def test_every_other_outcome_has_its_word() -> None:
    assert verdicts(ask("offered", *DAY)) == {
        "in_time": "answered_in", "late": "answered_late", "short": "abandoned_short", "gave_up": "abandoned_in",
        "full": "overflowed_late", "back": "callback_in", "gone": "lost", "hopes": "waiting", "waits": "waiting_late",
    }  # fmt: skip
    assert verdicts(ask("handled", *DAY)) == {"in_time": "answered_in", "direct": "direct"}


def test_who_still_waits_has_waited_up_to_now() -> None:
    waits = {entry.id: entry.wait_ms for entry in ask("offered", *DAY).entries}
    assert (waits["hopes"], waits["waits"], waits["gone"]) == (5_000, 300_000, None)


def test_waits_of_the_unanswered_are_left_out_of_the_speed_of_answer() -> None:
    explained = ask("asa", *DAY, scope=ScopeId("channel", "voice"))
    assert (explained.numerator, explained.denominator, explained.value) == (42_000, 2, 21_000)
    assert excluded(explained) == {
        "abandoned": 2, "callbacks": 1, "overflowed": 1, "lost": 1, "waiting": 2, "direct": 1,
    }  # fmt: skip


def test_an_answer_to_an_agent_may_have_entered_no_queue() -> None:
    explained = ask("answered", *DAY, scope=ScopeId("agent", "cy"))
    assert verdicts(explained) == {"direct": "direct"}
    assert explained.excluded == []


def test_conversations_are_handled_when_their_work_is_done() -> None:
    wraps = told("wraps", queued(), (5, "answered", {"agent": "ann"}), (9, "ended", {"after_call_work": "reported"}))
    cut = told("cut", queued(), (5, "answered", {"agent": "cy"}))
    reset = event("reset", "source.reset", START + 8_000)
    later = told("talks", queued(10), (15, "answered", {"agent": "bo"}))
    explained = ask("aht", *cut, reset, *later, *told("in_time", queued(20), *ANSWERED[1:]))
    assert excluded(explained) == {"talking": 1, "cut_off": 1}
    assert excluded(ask("handled", *wraps)) == {"wrapping": 1}


def test_work_that_ends_by_itself_counts_after_the_last_fact() -> None:
    ended = (299, "ended", {"after_call_work": "fixed", "after_call_work_ms": 15_000})
    explained = ask("acw", *told("c", queued(0), (5, "answered", {"agent": "ann"}), ended), window="5m")
    assert [(entry.id, entry.at, entry.numerator) for entry in explained.entries] == [("c", START + 314_000, 15_000)]
    assert explained.older.numerator == 0


def test_two_legs_of_a_contact_are_two_entries() -> None:
    twice = told("c", *ANSWERED, (90, "queued", {"queue": "support"}), (95, "left", {"reason": "abandoned"}))
    explained = ask("offered", *twice)
    assert [(entry.queue, entry.verdict) for entry in explained.entries] == [
        ("support", "abandoned_short"), ("sales", "answered_in"),
    ]  # fmt: skip
    assert explained.numerator == 2


def test_offers_and_answers_to_surveys_are_told_one_by_one() -> None:
    rung = told("c", queued(), (2, "offered", {"agent": "ann"}), (9, "refused", {"agent": "ann"}))
    survey = event("f", "feedback.given", START + 50_000, kind="csat", score=5, contact="c", queue="sales")
    refusals = ask("refusal_rate", *rung, scope=ScopeId("agent", "ann"))
    assert [(entry.verdict, entry.numerator, entry.denominator) for entry in refusals.entries] == [
        ("refused", 1, 0), ("offers", 0, 1),
    ]  # fmt: skip
    assert [(entry.kind, entry.verdict) for entry in ask("csat", *rung, survey).entries] == [("contact", "csat_top")]


def test_what_is_beyond_the_limit_is_summed() -> None:
    floor, at = floor_of(*DAY)
    explained = explain(floor, at, "offered", SITE, "today", limit=2)
    assert [entry.id for entry in explained.entries] == ["hopes", "waits"]
    assert (explained.listed, explained.more.count, explained.more.numerator) == (2, 7, 7)
    assert (explained.older.numerator, explained.older.denominator) == (0, None)


def test_what_is_no_longer_known_is_older() -> None:
    floor, at = floor_of(*told("then", *ANSWERED))
    floor.tick(at)
    later = START + 30 * HOUR_MS
    for one in told("now", queued(30 * 3600 - 60)):
        floor.apply(one, later)
    explained = explain(floor, later, "offered", SITE, "week")
    assert verdicts(explained) == {"now": "waiting_late"}
    assert (explained.numerator, explained.older.numerator) == (2, 1)
    assert explain(floor, later, "offered", SITE, "24h").older.numerator == 0


def test_a_figure_says_how_old_it_is() -> None:
    explained = ask("offered", *told("c", queued(10)), seconds=25)
    assert (explained.as_of, explained.lag_ms, explained.at) == (START + 10_000, 15_000, START + 25_000)
    nothing = ask("offered")
    assert (nothing.as_of, nothing.lag_ms, nothing.numerator, nothing.entries) == (None, None, 0, [])


def test_a_late_fact_shows_as_a_correction() -> None:
    rules = FloorRules(source_lag_limit_ms=10_000)
    explained = ask("offered", *told("c", queued(0)), rules=rules, seconds=50)
    assert explained.corrected is not None
    assert (explained.corrected.at, explained.corrected.moment) == (START + 50_000, START)
    earlier = ask("offered", *told("c", queued(-600)), rules=rules, seconds=50, window="5m")
    assert earlier.corrected is None


def test_a_source_that_lags_holds_back_its_verdicts() -> None:
    rules = FloorRules(rules=queue_rules([RULE]), source_lag_limit_ms=10_000)
    explained = ask("service_level", *told("c", queued(0)), rules=rules, seconds=50)
    assert excluded(explained) == {"waiting_for_source": 1}


def test_percentiles_list_the_contacts_behind_them() -> None:
    explained = ask("wait_p90", *DAY)
    assert verdicts(explained) == {"in_time": "answered_in", "late": "answered_late"}
    assert (explained.numerator, explained.denominator) == (None, 2)
    assert {entry.numerator for entry in explained.entries} == {None}


def test_time_is_explained_by_agent() -> None:
    states = [
        event(f"s{n}", "agent.state", START + moment * 1000, agent="ann", state=state)
        for n, (moment, state) in enumerate([(0, "available"), (100, "break"), (200, "available")])
    ]
    explained = ask("occupancy", *states, *told("in_time", *ANSWERED), seconds=300)
    (ann,) = explained.entries
    assert (ann.kind, ann.id, ann.verdict) == ("agent", "ann", "available")
    assert ann.times == {"available_ms": 132_000, "on_contact_ms": 60_000, "wrapping_ms": 8_000, "break_ms": 100_000}
    assert (ann.numerator, ann.denominator) == (60_000, 192_000)
    assert excluded(explained) == {"wrapping_ms": 8_000, "break_ms": 100_000}
    described = event("d", "agent.described", START, agent="ann", team="blue")
    assert ask("busy_share", *states, described, scope=ScopeId("team", "blue"), seconds=300).n == 300_000


def test_sales_without_an_amount_and_in_other_currencies_are_left_out() -> None:
    amounts: list[dict[str, Any]] = [{"amount": 12.5}, {"amount": 9.0, "currency": "SEK"}, {}]
    sales = [event(f"s{n}", "sale.made", START + n, agent="ann", **sold) for n, sold in enumerate(amounts)]
    explained = ask("order_value", *sales)
    assert [(entry.kind, entry.id, entry.verdict, entry.agent) for entry in explained.entries] == [
        ("event", "s0", "sales_with_amount", "ann")
    ]
    assert excluded(explained) == {"sales_other_currency": 1, "without_amount": 1}
    assert (ask("sales_amount", sales[2]).value, ask("sales_amount", sales[2]).numerator) == (None, 0)


def test_a_matter_that_nobody_said_is_settled_is_left_out() -> None:
    def about(contact: str, **said: Any) -> list[AnyEvent]:
        steps = (*ANSWERED[:3], (80, "wrapped", {"agent": "ann", "topic": "order", **said}))
        return told(contact, queued(customer=contact), *steps[1:])

    explained = ask("fcr", *about("settled", resolved=True), *about("open"), scope=ScopeId("agent", "ann"))
    assert verdicts(explained) == {"settled": "fcr_resolved"}
    assert (explained.provisional, excluded(explained)) == (1, {"not_told": 1})


def test_who_came_again_was_not_settled() -> None:
    def visit(contact: str, seconds: float) -> list[AnyEvent]:
        said = {"agent": "ann", "topic": "order", "resolved": True}
        return told(
            contact, queued(seconds, customer="k1"), (seconds + 5, "answered", {"agent": "ann"}),
            (seconds + 9, "ended", {"after_call_work": "reported"}), (seconds + 12, "wrapped", said),
        )  # fmt: skip

    explained = ask("fcr", *visit("first", 0), *visit("second", 100), scope=SALES)
    assert verdicts(explained) == {"first": "fcr_contacts", "second": "fcr_resolved"}
    assert (explained.numerator, explained.denominator, explained.provisional) == (1, 2, 2)
    floor, _ = floor_of(*visit("first", 0), seconds=60)
    settled = explain(floor, START + 7 * DAY_MS + 600_000, "fcr", SALES, "month")
    assert (settled.numerator, settled.n, settled.provisional, settled.older.numerator) == (1, 1, 0, 0)


def test_channels_beyond_those_kept_are_one() -> None:
    calls = [one for n in range(66) for one in told(f"c{n}", queued(n, channel=f"ch{n}"))]
    others = ask("offered", *calls, scope=ScopeId("channel", OTHER_CHANNELS))
    assert verdicts(others) == {"c64": "waiting_late", "c65": "waiting_late"}
    assert (others.numerator, others.older.numerator) == (2, 0)


def test_each_version_of_the_main_rule_is_told_and_no_other_rule() -> None:
    versions = [RULE, ServiceLevelRule(60_000, version=2, since=START + 50_000)]
    rules = FloorRules(rules=queue_rules(versions, {"vendor": [ServiceLevelRule(5_000)]}))
    before = told("before", queued(0), (40, "answered", {"agent": "ann"}))
    after = told("after", queued(60), (100, "answered", {"agent": "bo"}))
    explained = ask("service_level", *before, *after, rules=rules, scope=SALES)
    assert [rule.version for rule in explained.rules] == [1, 2]
    assert verdicts(explained) == {"before": "answered_late", "after": "answered_in"}


def test_what_is_not_offered_says_what_there_is() -> None:
    with pytest.raises(NotOffered, match="There is no metric 'sl'; there is: waiting, suspect"):
        metric_of("sl", "site", None)
    with pytest.raises(NotOffered, match="service_level is no figure of the scope agent; there is: queue, site"):
        metric_of("service_level", "agent", "today")
    with pytest.raises(NotOffered, match="has no window 'today'; there is: now"):
        metric_of("waiting", "site", "today")
    with pytest.raises(NotOffered, match="no figure over 5m; there is: today, week, month"):
        metric_of("sales_per_agent_day", "site", "5m")
    with pytest.raises(UnknownScope, match="there is no queue 'nowhere'") as unknown:
        ask("asa", *DAY, scope=ScopeId("queue", "nowhere"))
    assert unknown.value.known == ["sales"]


def test_a_window_that_is_not_named_is_today() -> None:
    assert (usual_window("asa"), usual_window("waiting"), usual_window("nonesuch")) == ("today", None, None)


def test_an_explanation_is_json_without_what_there_is_not() -> None:
    told_of = msgspec.json.decode(to_json(ask("asa", *DAY, scope=SALES)))
    assert told_of["scope"] == "queue"
    assert told_of["entries"][0] == {
        "kind": "contact", "id": "late", "at": START + 30_000, "verdict": "answered_late", "queue": "sales",
        "agent": "bo", "wait_ms": 30_000, "numerator": 30_000, "denominator": 1,
    }  # fmt: skip


def test_what_was_over_before_the_window_is_not_among_its_entries() -> None:
    early, recent = told("early", queued(0), (5, "left", {"reason": "abandoned"})), told("recent", queued(900))
    explained = ask("offered", *early, *recent, scope=SALES, window="5m", seconds=905)
    assert (verdicts(explained), explained.numerator) == ({"recent": "waiting"}, 1)
