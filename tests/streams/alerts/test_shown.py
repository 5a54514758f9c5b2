"""What people see of alerts: read from what the worker saved, in the order in which it matters."""

from __future__ import annotations

import msgspec
import pytest

from streams.alerts.rule import DeadlineRule, LevelRule
from streams.alerts.saved import AlertsMismatch, SavedAlerts
from streams.alerts.shown import ShownAlerts, shown
from streams.events.instant import from_ms
from tests.streams.alerts.time_line import TimeLine, ms

LATE = DeadlineRule(key="late", name="Waits too long", clock="wait", stage="breached", severity="critical")
WAITING = LevelRule(key="waiting", name="Many wait", metric="waiting", scope="queue", window="now", fire=1, recover=0,
                    for_ms=0, keep_firing_ms=5_000)  # fmt: skip
MANY = LevelRule(key="many", name="Very many wait", metric="waiting", scope="queue", window="now", fire=2, recover=1,
                 for_ms=600_000, severity="critical")  # fmt: skip


def two_queues() -> TimeLine:
    """Somebody waits at `a` from the beginning, two at `b` from the 30th second."""
    line = TimeLine([LATE, WAITING, MANY])
    line.call(0, queue="a")
    line.call(30, queue="b")
    line.call(30, queue="b")
    return line


def saved(line: TimeLine, until_s: float) -> dict[str, bytes]:
    return SavedAlerts().save(line.play(until_s).rehearsal.alerts)[0]


def test_critical_alerts_come_first_and_of_these_the_oldest() -> None:
    seen = shown(saved(two_queues(), 100))

    assert [(alert.severity, alert.rule) for alert in seen.alerts] == [
        ("critical", "late"), ("critical", "many"), ("critical", "late"), ("critical", "late"),
        ("warning", "waiting"), ("warning", "waiting"),
    ]  # fmt: skip
    began = [alert.began for alert in seen.alerts]
    assert began[:4] == sorted(began[:4])
    assert began[4:] == sorted(began[4:])


def test_pending_ones_are_shown_and_are_not_open() -> None:
    seen = shown(saved(two_queues(), 100))

    assert {alert.rule for alert in seen.alerts if alert.state == "pending"} == {"many"}
    assert "many" not in {alert.rule for alert in seen.open}
    assert len(seen.open) == 5


def test_what_has_ended_is_not_shown_although_its_end_is_still_to_be_told() -> None:
    line = TimeLine([LATE])
    line.call(0, answered_s=60)
    fields = saved(line, 62)

    assert [field[:2] for field in fields if field != "meta"] == ["x:"]
    assert shown(fields).alerts == ()


def test_silences_are_shown_until_they_end_or_are_lifted() -> None:
    line = two_queues()
    for id_, until_s in (("long", 900), ("short", 50), ("lifted", 800)):
        until = from_ms(ms(until_s))
        line.tell(10, "alert.silenced", silence=id_, by="mette", reason="moving", until=until, rule="waiting")
    line.tell(40, "alert.unsilenced", silence="lifted", by="mette")

    assert [one.id for one in shown(saved(line, 30)).silences] == ["short", "lifted", "long"]
    assert [one.id for one in shown(saved(line, 60)).silences] == ["long"]
    assert {alert.muted for alert in shown(saved(line, 60)).alerts if alert.rule == "waiting"} == {"silence long"}


def test_not_judged_yet_is_not_the_same_as_no_alerts() -> None:
    assert shown({}) == ShownAlerts(None)
    assert shown(saved(TimeLine(), 30)) == ShownAlerts(None)
    quiet = TimeLine([LATE])
    quiet.beats(0, 30)
    assert shown(saved(quiet, 30)) == ShownAlerts(ms(30))


def test_what_cannot_be_read_is_refused() -> None:
    fields = saved(two_queues(), 100)
    meta = msgspec.json.decode(fields["meta"])
    for broken in ({"meta": b"{"}, {"meta": msgspec.json.encode({**meta, "version": 99})}, {"e:1": b"[]"}):
        with pytest.raises(AlertsMismatch):
            shown({**fields, **broken})
