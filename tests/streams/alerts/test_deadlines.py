"""A deadline is known beforehand: its alert comes within a second, and goes when the clock stops or moves."""

from __future__ import annotations

from streams.alerts.rule import DeadlineRule
from streams.floor.business_hours import ALWAYS
from streams.floor.floor_rules import FloorRules
from streams.floor.promise import Promise, PromiseRule, PromiseRules
from tests.streams.alerts.time_line import TimeLine

AT_RISK = DeadlineRule(key="risk", name="Caller at risk", clock="wait", stage="at_risk")
LATE = DeadlineRule(key="late", name="Caller waits too long", clock="wait", stage="breached", severity="critical")
REPLY_RISK = DeadlineRule(key="reply-risk", name="Reply at risk", clock="first_reply", stage="at_risk")
REPLY_LATE = DeadlineRule(key="reply-late", name="Reply late", clock="first_reply", stage="breached")
SOLVED_RISK = DeadlineRule(key="solved-risk", name="Solution at risk", clock="resolution", stage="at_risk")
SOLVED_LATE = DeadlineRule(key="solved-late", name="Solution late", clock="resolution", stage="breached")

PROMISED = FloorRules(
    promises=PromiseRules(
        (PromiseRule("all", ALWAYS, (Promise("first_reply", 400_000), Promise("resolution", 1_000_000))),)
    )
)


def test_a_caller_is_at_risk_at_three_quarters_and_late_at_the_threshold() -> None:
    line = TimeLine([AT_RISK, LATE])
    line.call(0.3, answered_s=40)

    played = line.play(60)

    assert played.states("risk") == [("firing", 16), ("resolved", 41)]
    assert played.states("late") == [("firing", 21), ("resolved", 41)]


def test_one_answered_in_time_is_no_alert() -> None:
    line = TimeLine([AT_RISK, LATE])
    line.call(0, answered_s=15)
    line.call(1, left_s=14)

    assert line.play(60).changes == []


def test_a_wait_may_have_a_limit_of_its_own_and_queues_may_be_left_out() -> None:
    pain = DeadlineRule(
        key="pain", name="Three minutes", clock="wait", stage="breached", threshold_ms=180_000, of=("a",)
    )
    line = TimeLine([pain])
    line.call(0, queue="a")
    line.call(0, queue="b")

    assert line.play(300).states("pain") == [("firing", 181)]


def test_each_entry_of_a_queue_has_its_own_clock() -> None:
    line = TimeLine([LATE])
    contact = line.call(0)
    line.tell(30, "contact.left", contact=contact, reason="overflowed")
    line.tell(30, "contact.queued", contact=contact, queue="second")

    played = line.play(60)

    assert played.states("late") == [("firing", 21), ("resolved", 31), ("firing", 51)]
    assert len({change.id for change in played.changes}) == 2


def test_a_phantom_ends_its_alert() -> None:
    """Three who came later were answered: he probably hung up, and nobody told us."""
    line = TimeLine([LATE])
    line.call(0)
    line.calls(22, 3, 1, answered_s=5)

    assert line.play(60).states("late") == [("firing", 21), ("resolved", 30)]


def test_a_ticket_is_at_risk_then_late_then_answered() -> None:
    line = TimeLine([REPLY_RISK, REPLY_LATE], PROMISED)
    line.tell(0, "agent.described", agent="ann", team="north")
    line.tell(0, "ticket.opened", ticket="t1", queue="mail")
    line.tell(1, "ticket.assigned", ticket="t1", agent="ann")
    line.tell(500, "ticket.message", ticket="t1", by="agent", agent="ann")

    played = line.play(600)

    assert played.states("reply-risk", "t1") == [("firing", 301), ("resolved", 501)]
    assert played.states("reply-late", "t1") == [("firing", 401), ("resolved", 501)]
    assert {sent.group for sent in played.notifications} == {"aarhus/north"}


def test_a_paused_clock_moves_the_moment() -> None:
    line = TimeLine([SOLVED_RISK, SOLVED_LATE], PROMISED)
    line.tell(0, "ticket.opened", ticket="t1", queue="mail")
    line.tell(600, "ticket.status", ticket="t1", status="pending")
    line.tell(1600, "ticket.status", ticket="t1", status="open")

    played = line.play(2100)

    assert played.states("solved-risk") == [("firing", 1751)]
    assert played.states("solved-late") == [("firing", 2001)]


def test_one_paused_while_at_risk_needs_nobody_and_is_a_new_alert_when_it_goes_on() -> None:
    line = TimeLine([SOLVED_RISK], PROMISED)
    line.tell(0, "ticket.opened", ticket="t1", queue="mail")
    line.tell(800, "ticket.status", ticket="t1", status="pending")
    line.tell(900, "ticket.status", ticket="t1", status="open")
    line.tell(950, "ticket.status", ticket="t1", status="solved")

    played = line.play(1000)

    assert played.states("solved-risk") == [("firing", 751), ("resolved", 801), ("firing", 901), ("resolved", 951)]
    assert len({change.id for change in played.changes}) == 2


def test_another_priority_may_give_it_more_time() -> None:
    rules = FloorRules(
        promises=PromiseRules(
            (
                PromiseRule("low", ALWAYS, (Promise("first_reply", 4_000_000),), priorities=frozenset({"low"})),
                PromiseRule("all", ALWAYS, (Promise("first_reply", 400_000),)),
            )
        )
    )
    line = TimeLine([REPLY_LATE], rules)
    line.tell(0, "ticket.opened", ticket="t1", queue="mail")
    line.tell(450, "ticket.changed", ticket="t1", priority="low")

    played = line.play(5000)

    assert played.states("reply-late") == [("firing", 401), ("resolved", 451), ("firing", 4001)]
    assert [change.why for change in played.changes] == [None, "moved", None]


def test_a_rule_of_one_clock_leaves_the_others_alone() -> None:
    line = TimeLine([LATE, REPLY_LATE], PROMISED)
    line.call(0, answered_s=5)
    line.tell(0, "ticket.opened", ticket="t1", queue="mail")

    played = line.play(450)

    assert played.states("reply-late") == [("firing", 401)]
    assert played.states("late") == []


def test_an_alert_names_the_queue_that_its_caller_waits_in_still_when_it_has_ended() -> None:
    line = TimeLine([LATE])
    line.call(0, queue="sales", answered_s=40)

    played = line.play(60)

    assert [(sent.kind, sent.alerts[0].queue) for sent in played.notifications] == [
        ("firing", "sales"), ("resolved", "sales")
    ]  # fmt: skip


def test_a_ticket_that_is_moved_is_the_same_alert_and_names_its_new_queue() -> None:
    line = TimeLine([REPLY_LATE], PROMISED)
    line.tell(0, "ticket.opened", ticket="t1", queue="mail")
    line.tell(450, "ticket.changed", ticket="t1", queue="claims")

    before, after = (line.play(until_s).rehearsal.alerts.alerts() for until_s in (440, 500))

    assert [(alert.subject, alert.queue) for alert in (*before, *after)] == [("t1", "mail"), ("t1", "claims")]
    assert before[0].id == after[0].id
