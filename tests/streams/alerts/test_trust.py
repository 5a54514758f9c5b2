"""Data that stopped raises one alert and mutes what derives from it; it never ends anything."""

from __future__ import annotations

from typing import Any

from streams.alerts.rule import DeadlineRule, LevelRule, Subject, TrustRule
from tests.streams.alerts.time_line import PBX, TimeLine, ms

LATE = DeadlineRule(key="late", name="Caller waits too long", clock="wait", stage="breached", severity="critical")
WAITING = LevelRule(
    key="waiting", name="Many wait", metric="waiting", scope="queue", window="now", fire=3, recover=1, for_ms=0,
    keep_firing_ms=0,
)  # fmt: skip
LOST = LevelRule(key="lost", name="Lost", metric="abandon_rate", scope="queue", window="5m", fire=0.1, recover=0.05,
                 for_ms=0, keep_firing_ms=0)  # fmt: skip


def test_a_dead_source_raises_one_alert_and_no_other_and_the_rest_is_judged_after_it() -> None:
    line = TimeLine([LATE, WAITING])
    line.beats(0, 100)
    line.calls(90, 4, 1)
    line.beats(300, 400)

    played = line.play(330)

    assert played.states("trust") == [("pending", 109), ("firing", 111), ("recovering", 301), ("resolved", 311)]
    assert played.fired("waiting") == [93, 320]
    assert played.states("waiting")[1] == ("no_data", 110)
    assert played.states("late") == [("firing", 311)] * 4
    assert [kind for kind, _, rules in played.sent if "trust" in rules] == ["firing", "resolved"]
    assert [at_s for kind, at_s, rules in played.sent if rules != ["trust"] and 108 < at_s < 311] == []


def test_while_data_is_missing_nothing_ends() -> None:
    line = TimeLine([WAITING])
    line.beats(0, 100)
    line.calls(50, 4, 1)

    played = line.play(3000)

    assert [state for state, _ in played.states("waiting")] == ["firing", "no_data"]
    assert [change.why for change in played.changes if change.rule == "waiting"] == [None, "not trusted"]


def test_another_source_is_judged_on() -> None:
    line = TimeLine([WAITING])
    line.beats(0, 50)
    line.beats(0, 200, "other/pbx")
    line.call(10)
    line.calls(100, 4, 1, queue="other", source="other/pbx")

    played = line.play(150)

    assert {change.subject.id for change in played.changes} == {PBX, "other"}


def test_a_site_derives_from_every_source_that_tells_of_it() -> None:
    rules = [
        LevelRule(key=key, name=key, metric=metric, scope="site", window=window, fire=3, recover=1, for_ms=0)  # type: ignore[arg-type]
        for key, metric, window in (("waiting", "waiting", "now"), ("sales", "sales", "today"))
    ]
    line = TimeLine(rules)
    line.beats(0, 50)
    line.call(10)
    line.beats(0, 200, "shop")
    for at_s in range(100, 105):
        line.call(at_s, source="other/pbx")
        line.tell(at_s, "sale.made", source="shop")

    played = line.play(150)

    assert played.states("waiting") == []
    assert [state for state, _ in played.states("sales")] == ["firing"]


def test_a_source_that_tells_late_is_not_trusted() -> None:
    line = TimeLine([WAITING])
    line.call(0, answered_s=5)
    for number in range(4):
        line.tell(100 + number, "contact.queued", contact=f"late{number}", queue="support", came_s=200 + number)
    line.tell(300, "contact.queued", contact="now", queue="support")

    played = line.play(330)

    assert [state for state, _ in played.states("trust")] == ["pending", "firing", "recovering", "resolved"]
    assert played.fired("waiting") == [320]


def test_a_worker_that_is_behind_its_log_raises_one_alert() -> None:
    line = TimeLine([LATE, WAITING, TrustRule(key="trusted", name="Trust", for_ms=0, keep_firing_ms=0)])
    line.call(0)
    rehearsal = line.play(10).rehearsal
    floor, alerts = rehearsal.floor, rehearsal.alerts
    changes = []
    for at_s in range(11, 60):
        floor.tick(ms(at_s))
        changes += alerts.tick(floor, ms(at_s), lag_ms=60_000 if at_s < 40 else 0).changes

    assert [(change.subject, change.state) for change in changes] == [
        (Subject("log"), "firing"), (Subject("log"), "resolved"), (changes[2].subject, "firing"),
    ]  # fmt: skip
    assert changes[2].rule == "late"


def test_what_was_not_seen_is_not_judged_until_it_has_left_the_window() -> None:
    line = TimeLine([LOST])
    line.beats(0, 600)
    line.calls(0, 40, 15, answered_s=5)
    line.beats(700, 1400)
    line.calls(700, 200, 3, left_s=2)

    played = line.play(1300)

    assert played.states("lost")[0][0] == "firing"
    assert played.states("lost")[0][1] > 900


def test_a_declared_gap_is_a_hole_too() -> None:
    line = TimeLine([LOST])
    line.calls(0, 40, 15, answered_s=5)
    gap: dict[str, Any] = {"from": "2026-11-24T09:08:20Z", "to": "2026-11-24T09:10:00Z"}
    line.tell(600, "source.gap", **gap)
    line.calls(601, 200, 3, left_s=2)

    assert line.play(1300).fired("lost")[0] > 860


def test_holes_are_remembered_for_a_day() -> None:
    line = TimeLine([])
    line.beats(0, 50)
    line.beats(200, 220)
    rehearsal = line.play(210).rehearsal
    trust, floor = rehearsal.alerts.trust, rehearsal.floor
    assert trust.holes[PBX][0] == (ms(59), None)
    line.beats(220, 300)
    line.play(250, rehearsal)
    assert trust.holes[PBX] == [(ms(59), ms(211))]

    floor.sources[PBX].beat = None
    rehearsal.alerts.tick(floor, ms(30 * 3600))

    assert trust.holes == {}
