"""What is sent: one message for what comes together, each alert told once, until somebody sees to it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from msgspec import structs

from streams.alerts.policy import AlertPolicy
from streams.alerts.rule import DeadlineRule, LevelRule
from streams.events.instant import from_ms
from streams.floor.floor_rules import FloorRules
from tests.streams.alerts.time_line import TimeLine, ms

LATE = DeadlineRule(key="late", name="Waits too long", clock="wait", stage="breached", severity="critical",
                    repeat_ms=600_000, escalate_after_ms=300_000)  # fmt: skip
RISK = DeadlineRule(key="risk", name="At risk", clock="wait", stage="at_risk")
WAITING = LevelRule(
    key="waiting", name="Many wait", metric="waiting", scope="queue", window="now", fire=3, recover=1, for_ms=0,
    keep_firing_ms=5_000, repeat_ms=120_000,
)  # fmt: skip


def silence(line: TimeLine, at_s: float, until_s: float, **about: Any) -> None:
    told = {"silence": "s1", "by": "mette", "reason": "moving house", "until": from_ms(ms(until_s)), **about}
    line.tell(at_s, "alert.silenced", source="tavle/web", **told)


def test_what_comes_within_ten_seconds_is_one_message() -> None:
    line = TimeLine([LATE])
    line.call(0, answered_s=100)
    line.call(9, answered_s=91)
    line.call(12, answered_s=88)

    assert line.play(150).sent == [
        ("firing", 31, ["late", "late"]),
        ("firing", 43, ["late"]),
        ("resolved", 111, ["late", "late", "late"]),
    ]


def test_what_ended_before_it_was_sent_is_not_sent() -> None:
    line = TimeLine([LATE])
    line.call(0, answered_s=25)

    played = line.play(100)

    assert [state for state, _ in played.states("late")] == ["firing", "resolved"]
    assert played.sent == []


def test_teams_have_messages_of_their_own() -> None:
    rules = [
        LevelRule(key=key, name=key, metric="waiting", scope="queue", window="now", fire=1, recover=0, for_ms=0,
                  of=(key,), team=team)
        for key, team in (("a", "north"), ("b", "south"), ("c", "north"))
    ]  # fmt: skip
    line = TimeLine(rules)
    for queue in "abc":
        line.call(0, queue=queue)

    played = line.play(30)

    assert [(sent.group, sent.count) for sent in played.notifications] == [("aarhus/north", 2), ("aarhus/south", 1)]


def test_it_is_repeated_while_nobody_acknowledges_and_escalated_once() -> None:
    line = TimeLine([LATE])
    line.call(0)

    assert line.play(1900).sent == [
        ("firing", 31, ["late"]),
        ("escalation", 341, ["late"]),
        ("repeat", 951, ["late"]),
        ("repeat", 1561, ["late"]),
    ]


def test_once_acknowledged_it_is_neither_repeated_nor_escalated_but_its_end_is_told() -> None:
    line = TimeLine([LATE])
    line.call(0, answered_s=2000)
    id_ = line.play(30).changes[0].id
    line.tell(100, "alert.acknowledged", source="tavle/web", alert=id_, by="mette")
    line.tell(101, "alert.acknowledged", source="tavle/web", alert=id_, by="bo")
    line.tell(101, "alert.acknowledged", source="tavle/web", alert="nobody's", by="bo")

    played = line.play(2100)

    assert played.sent == [("firing", 31, ["late"]), ("resolved", 2011, ["late"])]
    (ended,) = played.notifications[1].alerts
    assert (ended.acknowledged_by, ended.why, ended.state) == ("mette", "over", "resolved")
    assert played.rehearsal.alerts.counters()["acknowledgements_unmatched"] == 1
    assert list(played.rehearsal.floor.sources) == ["test/pbx"], "a person is no source of facts"


def test_a_critical_alert_mutes_the_warning_about_the_same() -> None:
    line = TimeLine([RISK, LATE])
    line.call(0, answered_s=100)

    played = line.play(150)

    assert played.sent == [("firing", 25, ["late"]), ("resolved", 111, ["late"])] or played.sent == [
        ("firing", 26, ["late"]), ("resolved", 111, ["late"]),
    ]  # fmt: skip
    (shown,) = [alert for alert in line.play(50).rehearsal.alerts.alerts() if alert.rule == "risk"]
    assert shown.muted == "critical"


def test_a_silence_mutes_what_it_names_until_its_end() -> None:
    line = TimeLine([LATE])
    line.call(0, queue="a")
    line.call(0, queue="b")
    silence(line, 5, 200, queue="a", rule="late")

    played = line.play(250)

    assert [(at_s, len(rules)) for _, at_s, rules in played.sent] == [(31, 1), (210, 1)]
    assert [sent.alerts[0].subject for sent in played.notifications] == ["c1", "c0"]


def test_a_silence_is_lifted_before_its_end() -> None:
    line = TimeLine([WAITING])
    line.calls(0, 4, 1)
    silence(line, 1, 5000, queue="support")
    line.tell(100, "alert.unsilenced", source="tavle/web", silence="s1", by="mette")

    assert line.play(150).sent == [("firing", 111, ["waiting"])]


def test_one_of_another_team_or_queue_is_not_silenced() -> None:
    line = TimeLine([WAITING, LATE])
    line.calls(0, 4, 1)
    silence(line, 1, 5000, team="north")

    assert [rules for _, _, rules in line.play(20).sent] == [["waiting"]]


def test_silences_hold_in_whatever_order_they_come() -> None:
    line = TimeLine([WAITING])
    line.calls(0, 4, 1)
    line.tell(20, "alert.unsilenced", source="tavle/web", silence="s1", by="mette", came_s=1)
    silence(line, 1, 5000)
    silence(line, 1, 4000)

    assert line.play(40).sent == [("firing", 13, ["waiting"])]


def test_a_later_word_on_a_silence_holds() -> None:
    line = TimeLine([WAITING])
    line.calls(0, 4, 1)
    silence(line, 1, 20)
    silence(line, 5, 60)
    line.tell(4, "alert.unsilenced", source="tavle/web", silence="s1", by="mette", came_s=6)

    assert line.play(100).sent == [("firing", 70, ["waiting"])]


def test_a_ticket_is_silenced_by_its_queue() -> None:
    from tests.streams.alerts.test_deadlines import PROMISED, REPLY_LATE

    line = TimeLine([REPLY_LATE], PROMISED)
    line.tell(0, "ticket.opened", ticket="t1", queue="mail")
    line.tell(0, "ticket.opened", ticket="t2", queue="other")
    silence(line, 5, 5000, queue="mail")

    assert [sent.alerts[0].subject for sent in line.play(450).notifications] == ["t2"]


def test_an_alert_of_the_whole_site_is_silenced_by_no_queue() -> None:
    site = LevelRule(key="site", name="S", metric="waiting", scope="site", window="now", fire=3, recover=1, for_ms=0)
    line = TimeLine([site])
    line.calls(0, 4, 1)
    silence(line, 1, 5000, queue="support")

    assert line.play(40).sent == [("firing", 20, ["site"])]


def test_a_message_lists_so_many_and_counts_the_rest() -> None:
    line = TimeLine([LATE])
    line.calls(0, 60, 0.1)

    (sent,) = line.play(40).notifications

    assert (len(sent.alerts), sent.count) == (50, 60)


def test_alerts_of_a_rule_that_was_changed_end_and_are_told_to() -> None:
    line = TimeLine([LATE, WAITING])
    line.calls(0, 4, 1)
    rehearsal = line.play(40).rehearsal
    alerts = rehearsal.alerts
    newer = replace(alerts.policy, rules=(LATE, structs.replace(WAITING, version=2)))
    alerts.adopt(newer, rehearsal.floor)

    played = line.play(60, rehearsal)

    assert [(c.rule, c.state, c.why) for c in played.changes if c.rule == "waiting"][:1] == [
        ("waiting", "resolved", "rule changed")
    ]
    assert {change.state for change in played.changes if change.rule == "late"} == set()
    assert ("resolved", 51, ["waiting"]) in played.sent


def test_what_a_rule_that_is_gone_left_pending_comes_to_nothing() -> None:
    slow = LevelRule(key="slow", name="Slow", metric="waiting", scope="queue", window="now", fire=3, recover=1)
    line = TimeLine([slow])
    line.calls(0, 4, 1)
    rehearsal = line.play(20).rehearsal
    rehearsal.alerts.adopt(AlertPolicy(), rehearsal.floor)

    assert [change.state for change in line.play(30, rehearsal).changes] == ["inactive"]


def test_there_is_a_limit_to_alerts_and_to_silences(monkeypatch: Any) -> None:
    monkeypatch.setattr("streams.alerts.alert_book.EPISODES_LIMIT", 3)
    monkeypatch.setattr("streams.alerts.silence.SILENCES_LIMIT", 1)
    line = TimeLine([LATE], FloorRules())
    line.calls(0, 5, 1)
    silence(line, 30, 5000)
    silence(line, 31, 5000, silence="s2")

    counters = line.play(40).rehearsal.alerts.counters()

    assert counters["alerts_refused"] >= 2
    assert counters["silences_refused"] == 1


def test_old_silences_and_old_ends_are_forgotten() -> None:
    line = TimeLine([WAITING])
    line.calls(0, 4, 1, answered_s=20)
    silence(line, 30, 40)
    rehearsal = line.play(100).rehearsal
    alerts, floor = rehearsal.alerts, rehearsal.floor
    assert alerts.silences.by_id
    assert alerts.book.ends

    for hours in (1, 3, 200):
        floor.tick(ms(hours * 3600))
        alerts.tick(floor, ms(hours * 3600))

    assert alerts.silences.by_id == {}
    assert alerts.book.ends == {}
