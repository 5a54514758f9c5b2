"""A rule over a day that is past does what it would have done, and tells when and how bad it was."""

from __future__ import annotations

from streams.alerts import rehearsed
from streams.alerts.policy import AlertPolicy
from streams.alerts.rehearsal import Rehearsal
from streams.alerts.rehearsed import Rehearsed, RehearsedAlert
from streams.alerts.rule import AnyRule, DeadlineRule, LevelRule, Subject
from streams.events.instant import MINUTE_MS
from streams.floor.floor_rules import FloorRules
from tests.streams.alerts.time_line import NINE, TimeLine, ms

WAITING = LevelRule(key="waiting", name="Many wait", metric="waiting", scope="queue", window="now", fire=2, recover=1,
                    for_ms=10_000, keep_firing_ms=20_000)  # fmt: skip
ANSWERED = LevelRule(key="answered", name="Few answered", metric="answered", scope="queue", window="today", fire=1,
                     recover=3, for_ms=0, keep_firing_ms=0)  # fmt: skip
PAIN = DeadlineRule(key="pain", name="Waits too long", clock="wait", stage="breached", threshold_ms=20_000)


def over(
    line: TimeLine, rule: AnyRule, until_s: float, *, begins_s: float | None = None, known: Rehearsed | None = None
) -> Rehearsed:
    rehearsal = Rehearsal("aarhus", line.floor, AlertPolicy((rule,)))
    if begins_s is not None:
        rehearsal.run_up(line.in_order, ms(begins_s))
    outcome = known or Rehearsed(rule)
    arrivals = [arrival for arrival in line.in_order if arrival.at >= rehearsal.now]
    for _, turn in rehearsal.run(arrivals, ms(until_s)):
        outcome.note(turn, rehearsal.alerts.book)
    return outcome


def seconds(alert: RehearsedAlert) -> list[int | None]:
    moments = (alert.pending_at, alert.fired_at, alert.recovering_at, alert.ended_at)
    return [None if moment is None else (moment - NINE) // 1000 for moment in moments]


def test_an_alert_has_its_moments_and_its_worst_figure() -> None:
    line = TimeLine()
    for at_s in (0, 5, 10):
        line.call(at_s, answered_s=60)

    (alert,) = over(line, WAITING, 200).listed

    assert (alert.subject, alert.state, alert.why, alert.worst) == (("queue", "support"), "resolved", "recovered", 3.0)
    assert seconds(alert) == [6, 16, 66, 86]


def test_a_relapse_takes_the_recovery_back() -> None:
    line = TimeLine()
    line.call(0, answered_s=30)
    line.call(1)
    line.call(40)

    (alert,) = over(line, WAITING, 100).listed

    assert alert.state == "firing"
    assert alert.fired_at is not None
    assert (alert.recovering_at, alert.ended_at) == (None, None)


def test_what_came_to_nothing_is_told_after_what_fired() -> None:
    line = TimeLine()
    for at_s in (0, 1):
        line.call(at_s, answered_s=5)
    for at_s in (50, 51):
        line.call(at_s)

    outcome = over(line, WAITING, 100)

    assert [(alert.state, alert.fired_at is None) for alert in outcome.listed] == [
        ("inactive", True),
        ("firing", False),
    ]
    assert outcome.fired == 1


def test_a_figure_that_falls_is_worst_at_its_least() -> None:
    line = TimeLine()
    line.call(0, answered_s=1)
    for at_s in (20, 40, 60):
        line.call(at_s, answered_s=1)

    (alert,) = over(line, ANSWERED, 120).listed

    assert (alert.state, alert.worst) == ("resolved", 0.0)


def test_a_moment_that_passes_is_an_alert_too() -> None:
    line = TimeLine()
    line.call(0)

    (alert,) = over(line, PAIN, 60).listed

    assert (alert.subject.kind, alert.state, alert.worst) == ("contact", "firing", 20_000.0)


def test_what_happened_before_is_counted_and_not_judged() -> None:
    """Two wait from 0 on: judged from the minute 2 on, they are pending then, and the whole day is counted."""
    line = TimeLine(floor=FloorRules())
    line.call(0)
    line.call(70)
    line.call(300)

    (alert,) = over(line, WAITING, 200, begins_s=120).listed

    assert alert.pending_at >= NINE + 2 * MINUTE_MS
    assert alert.worst == 2.0


def test_what_came_before_a_quiet_day_is_counted() -> None:
    line = TimeLine()
    line.call(0, answered_s=1)
    line.call(5)
    line.call(70)

    (alert,) = over(line, WAITING, 200, begins_s=120).listed

    assert alert.state == "firing"


def test_with_a_longer_stride_the_same_is_found_where_something_comes() -> None:
    line = TimeLine()
    for at_s in (0, 5, 10, 300, 304):
        line.call(at_s, answered_s=60)
    outcomes = []
    for stride_ms in (1_000, 10_000):
        rehearsal, outcome, turns = Rehearsal("aarhus", line.floor, AlertPolicy((WAITING,))), Rehearsed(WAITING), 0
        for _, turn in rehearsal.run(line.in_order, ms(600), stride_ms=stride_ms):
            outcome.note(turn, rehearsal.alerts.book)
            turns += 1
        outcomes.append((turns, [seconds(alert) for alert in outcome.listed]))

    assert outcomes[0][1] == outcomes[1][1]
    assert outcomes[1][0] < outcomes[0][0] / 3


def test_alerts_of_other_rules_are_left_out() -> None:
    line = TimeLine()
    line.call(0)
    line.call(1)
    line.call(1)
    rehearsal = Rehearsal("aarhus", line.floor, AlertPolicy((WAITING, PAIN)))
    outcome = Rehearsed(PAIN)
    for _, turn in rehearsal.run(line.in_order, ms(60)):
        outcome.note(turn, rehearsal.alerts.book)

    assert {alert.subject.kind for alert in outcome.listed} == {"contact"}


def test_more_alerts_than_are_followed_are_counted() -> None:
    line = TimeLine()
    line.call(0)
    line.call(1)
    kept = {f"a{n}": RehearsedAlert(f"a{n}", Subject("queue", "support"), n) for n in range(rehearsed.KEPT)}

    outcome = over(line, PAIN, 60, known=Rehearsed(PAIN, kept))

    assert (len(outcome.alerts), outcome.more, len(outcome.listed)) == (rehearsed.KEPT, 2, rehearsed.LISTED)
