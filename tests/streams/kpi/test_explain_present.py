"""What stands behind figures of tickets, and of the present."""

from __future__ import annotations

import pytest

from streams.events.instant import HOUR_MS
from streams.floor.floor_rules import FloorRules
from streams.kpi.explain import explain
from streams.kpi.explanation import Explanation, ScopeId
from tests.streams.floor.histories import START, event
from tests.streams.floor.ticket_floor import ticket_event
from tests.streams.floor.ticket_lines import RULES as PROMISES
from tests.streams.kpi.explained_day import SALES, SITE, ask, excluded, floor_of, queued, told, verdicts

TICKETS = [
    ticket_event("1", "opened", START, "t1", queue="orders"),
    ticket_event("2", "message", START + HOUR_MS, "t1", by="agent", agent="ann"),
    ticket_event("3", "message", START + 2 * HOUR_MS, "t1", by="customer"),
    ticket_event("4", "opened", START + HOUR_MS, "t2", queue="orders"),
    ticket_event("5", "opened", START + HOUR_MS, "t3", queue="other"),
    ticket_event("6", "status", START + 3 * HOUR_MS, "t3", status="solved"),
]


@pytest.mark.parametrize(
    ("metric", "shown", "left"),
    [
        ("first_reply_time", {"t1": "first_replies"}, {"unanswered": 1}),
        ("first_reply_p90", {"t1": "first_replies"}, {"unanswered": 1}),
        ("next_reply_time", {}, {"awaiting_reply": 1}),
        ("full_resolution_time", {"t3": "tickets_solved"}, {"open": 2}),
        ("resolution_p50", {"t3": "tickets_solved"}, {"open": 2}),
        ("first_reply_attainment", {"t1": "first_reply_met"}, {"running": 1}),
        ("next_reply_attainment", {}, {"running": 1}),
        ("sla_attainment", {"t1": "first_reply_met"}, {"running": 4}),
    ],
)
def test_tickets_stand_behind_their_figures(metric: str, shown: dict[str, str], left: dict[str, int]) -> None:
    explained = ask(metric, *TICKETS, seconds=3 * 3600 + 60)
    assert verdicts(explained) == shown
    assert excluded(explained) == left


def test_a_ticket_says_how_long_it_took() -> None:
    (t1,) = ask("first_reply_time", *TICKETS, seconds=4 * 3600).entries
    assert (t1.took_ms, t1.queue, t1.agent) == (HOUR_MS, "orders", "ann")


def test_a_promise_past_due_may_wait_for_its_source() -> None:
    rules = FloorRules(promises=PROMISES, source_lag_limit_ms=10_000)
    explained = ask("first_reply_attainment", TICKETS[3], rules=rules, seconds=9 * 3600, window="24h")
    assert excluded(explained) == {"waiting_for_source": 1}


def test_the_present_lists_the_longest_wait_first() -> None:
    rules = FloorRules(waiting_limits_ms={"chat": 100_000})
    waiting = [*told("first", queued(0)), *told("second", queued(595)), *told("phantom", queued(10, channel="chat"))]
    explained = ask("waiting", *waiting, rules=rules, window=None)
    assert [(entry.id, entry.verdict, entry.wait_ms) for entry in explained.entries] == [
        ("first", "waiting_late", 600_000), ("second", "waiting", 5_000),
    ]  # fmt: skip
    assert (explained.value, explained.numerator, excluded(explained)) == (2, 2, {"suspect": 1})
    assert verdicts(ask("suspect", *waiting, rules=rules, window=None)) == {"phantom": "suspect"}
    breach = ask("next_breach", *waiting, rules=rules, window=None, scope=SALES)
    assert (verdicts(breach), breach.value) == ({"second": "waiting"}, 15_000)
    assert excluded(breach) == {"suspect": 1, "waiting_late": 1}
    assert len(breach.rules) == 1
    assert ask("longest_wait", *waiting, rules=rules, window=None).denominator == 2


def test_the_present_lists_who_talks_and_who_is_there() -> None:
    there = [
        event("s", "agent.state", START, agent="ann", state="available"),
        event("m", "agent.member", START, agent="ann", queue="sales", joined=True, paused=True),
    ]
    talks = told("c", queued(), (12, "answered", {"agent": "bo"}))
    explained = ask("talking", *talks, window=None)
    assert [(entry.id, entry.agent, entry.wait_ms) for entry in explained.entries] == [("c", "bo", 12_000)]
    assert verdicts(ask("agents_on_break", *there, window=None, scope=SALES)) == {"ann": "break"}
    assert verdicts(ask("agents_online", *there, *talks, window=None)) == {"ann": "available", "bo": "talking"}


def test_the_present_lists_open_tickets() -> None:
    def now(metric: str, scope: ScopeId = SITE, hours: int = 4) -> Explanation:
        return ask(metric, *TICKETS[:5], window=None, seconds=hours * 3600, scope=scope)

    assert list(verdicts(now("tickets_open"))) == ["t1", "t2", "t3"]
    assert (now("backlog_age").numerator, now("backlog_age").denominator) == (10 * HOUR_MS, 3)
    assert list(verdicts(now("next_due"))) == ["t2", "t1"]
    assert excluded(now("next_due")) == {"nothing_due": 1}
    assert verdicts(now("tickets_at_risk", ScopeId("queue", "orders"), 5)) == {"t2": "at_risk"}
    assert verdicts(now("tickets_breached", hours=11)) == {"t2": "breached"}
    assert excluded(now("tickets_at_risk", hours=11)) == {"breached": 1}
    floor, at = floor_of(*TICKETS, seconds=14_400)
    floor.apply(ticket_event("7", "assigned", START + 1, "t1", agent="ann"), at)
    assert verdicts(explain(floor, at, "tickets_open", ScopeId("agent", "ann"), None)) == {"t1": "new"}
