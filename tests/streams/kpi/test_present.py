"""The present of one scope: merged from queues, or from agents."""

from __future__ import annotations

from streams.floor.rule import ServiceLevelRule
from streams.floor.view import AgentView, QueueNow, TicketsNow, Waiting
from streams.kpi.present import Present, present_of, present_of_agents
from streams.kpi.registry import NOW_METRICS

NOW = 1_000_000
RULE = ServiceLevelRule()
SALES = QueueNow(
    rule=RULE,
    waiting=2,
    talking=1,
    oldest=[Waiting("b", NOW - 30_000), Waiting("c", NOW - 5000)],
    suspect=1,
    next_late=NOW + 15_000,
    tickets=TicketsNow(open=1, unanswered=1, next_due=NOW + 9000, oldest=NOW - 4000, opened_sum=NOW - 4000),
)
MAIL = QueueNow(
    rule=RULE,
    waiting=1,
    oldest=[Waiting("a", NOW - 40_000)],
    next_late=NOW + 2000,
    tickets=TicketsNow(
        open=2, at_risk=1, breached=1, next_due=NOW + 7000, oldest=NOW - 9000, opened_sum=2 * NOW - 10_000
    ),
)


def figures(present: Present) -> dict[str, float | None]:
    return {metric.field: metric.value(present) for metric in NOW_METRICS}


def test_queues_together_have_the_longest_wait_and_the_next_breach_of_any() -> None:
    states = {"available": 3, "talking": 2, "wrapping": 1, "break": 1, "offline": 4}
    assert figures(present_of([SALES, MAIL], states, NOW)) == {
        "waiting": 3,
        "suspect": 1,
        "talking": 1,
        "longest_wait_ms": 40_000,
        "next_breach_ms": 2000,
        "agents_available": 3,
        "agents_busy": 3,
        "agents_on_break": 1,
        "agents_online": 7,
        "tickets_open": 3,
        "tickets_unanswered": 1,
        "tickets_at_risk": 1,
        "tickets_breached": 1,
        "next_due_ms": 7000,
        "backlog_age_ms": 14_000 / 3,
        "oldest_ticket_ms": 9000,
    }


def test_an_empty_floor_has_no_longest_wait_no_breach_and_no_age() -> None:
    found = figures(present_of([QueueNow(rule=RULE)], {}, NOW))
    assert {key for key, value in found.items() if value is None} == {
        "longest_wait_ms",
        "next_breach_ms",
        "next_due_ms",
        "backlog_age_ms",
        "oldest_ticket_ms",
    }
    assert {value for value in found.values() if value is not None} == {0}


def test_what_is_due_already_is_due_now_and_no_wait_is_negative() -> None:
    late = QueueNow(rule=RULE, oldest=[Waiting("a", NOW + 10)], next_late=NOW - 1, tickets=TicketsNow(next_due=NOW - 5))
    found = figures(present_of([late], {}, NOW))
    assert (found["longest_wait_ms"], found["next_breach_ms"], found["next_due_ms"]) == (0, 0, 0)


def test_agents_together_count_by_state_with_their_tickets() -> None:
    team = [AgentView(state="available"), AgentView(state="talking", tickets=MAIL.tickets), AgentView()]
    found = figures(present_of_agents(team, NOW))
    assert (found["agents_available"], found["agents_busy"], found["agents_online"]) == (1, 1, 2)
    assert (found["tickets_open"], found["backlog_age_ms"]) == (2, 5000)
    assert isinstance(found["backlog_age_ms"], int)
