"""Figures that need a person, on a time line."""

from __future__ import annotations

from datetime import date

import pytest

from streams.alerts.policy import AlertPolicy
from streams.alerts.reading import Readings
from streams.alerts.rehearsal import Rehearsal
from streams.alerts.rule import BurnRule, LevelRule
from streams.floor.business_hours import BusinessHours
from streams.floor.floor_rules import FloorRules, floor_rules
from streams.floor.rule import ServiceLevelRule
from tests.streams.alerts.time_line import TimeLine, ms

SERVICE = LevelRule(
    key="sl", name="Service level", metric="service_level", scope="queue", window="15m", fire=0.8, recover=0.85
)
LOST = LevelRule(key="lost", name="Lost", metric="abandon_rate", scope="queue", window="5m", fire=0.1, recover=0.05)
CRITICAL = BurnRule(key="burn", name="Goal burns", factor=2.5, severity="critical")
WAITING = LevelRule(
    key="waiting", name="Many wait", metric="waiting", scope="queue", window="now", fire=3, recover=1, for_ms=20_000,
    keep_firing_ms=30_000,
)  # fmt: skip


def warm(line: TimeLine, until_s: float = 900, *, queue: str = "support", every_s: float = 30) -> None:
    """Calls answered in time until then."""
    line.calls(0, round(until_s / every_s), every_s, answered_s=5, queue=queue)


def test_a_night_queue_with_two_of_four_in_time_stays_quiet() -> None:
    line = TimeLine([SERVICE, CRITICAL])
    line.calls(0, 2, 60, answered_s=5)
    line.calls(900, 2, 200, answered_s=5)
    line.calls(1000, 2, 200, answered_s=30)

    assert line.play(2400).changes == []


def test_seventy_of_a_hundred_fires() -> None:
    line = TimeLine([SERVICE])
    line.calls(0, 70, 12, answered_s=5)
    line.calls(6, 30, 28, answered_s=30)

    played = line.play(1200)

    assert played.states("sl")[:2] == [("pending", 810), ("firing", 870)]


def test_a_flood_of_abandons_fires_although_all_the_answered_were_in_time() -> None:
    answered_only = floor_rules(ServiceLevelRule(profile="answered_only"))
    line = TimeLine([SERVICE, LOST], answered_only)
    warm(line)
    line.calls(900, 40, 3, left_s=8)
    line.calls(900, 10, 12, answered_s=5)

    played = line.play(1100)

    assert played.fired("lost") != []
    assert played.states("sl") == []


def test_it_fires_after_so_long_and_recovers_after_so_long() -> None:
    line = TimeLine([WAITING])
    line.call(0, answered_s=100)
    line.call(5, answered_s=95)
    line.call(10, answered_s=110)

    assert line.play(300).states("waiting") == [
        ("pending", 11), ("firing", 31), ("recovering", 101), ("resolved", 131),
    ]  # fmt: skip


def test_between_the_limits_it_neither_fires_nor_recovers() -> None:
    line = TimeLine([WAITING])
    line.call(0, answered_s=100)
    line.call(5, answered_s=60)
    line.call(10, answered_s=200)

    assert [state for state, _ in line.play(90).states("waiting")] == ["pending", "firing"]


def test_a_burning_goal_fires_and_ends_by_itself() -> None:
    line = TimeLine([CRITICAL])
    warm(line)
    line.calls(900, 60, 10, answered_s=40)
    line.calls(1500, 90, 10, answered_s=5)

    played = line.play(2700)

    states = [state for state, _ in played.states("burn")]
    assert states == ["pending", "firing", "recovering", "resolved"]
    (change,) = [change for change in played.changes if change.state == "firing"]
    assert change.severity == "critical"


def test_the_figure_of_a_site_a_team_an_agent_and_a_channel_can_be_judged() -> None:
    rules = [
        LevelRule(key=scope, name=scope, metric="handled", scope=scope, window="1h", fire=3, recover=1, for_ms=0)
        for scope in ("site", "team", "agent", "channel")
    ]
    line = TimeLine(rules)
    line.tell(0, "agent.described", agent="ann", team="north")
    for at_s in range(3200, 3500, 100):
        contact = line.call(at_s, answered_s=5)
        line.tell(at_s + 50, "contact.ended", contact=contact, agent="ann")

    played = line.play(3600)

    assert {(change.rule, change.subject.id) for change in played.changes} == {
        ("site", ""), ("team", "north"), ("agent", "ann"), ("channel", "voice"),
    }  # fmt: skip
    teams = {episode.rule: episode.team for episode in played.rehearsal.alerts.book.episodes.values()}
    assert teams == {"site": None, "team": "north", "agent": "north", "channel": None}


def test_a_reported_figure_can_be_judged() -> None:
    sick = LevelRule(
        key="sick", name="Sickness", metric="sickness", scope="site", window="month", fire=0.025, recover=0.02
    )
    line = TimeLine([sick])
    line.tell(0, "measure.reported", measure="planned_hours", value=1000, period="2026-11-23")
    line.tell(1, "measure.reported", measure="sick_hours", value=30, period="2026-11-23")

    assert line.play(180).fired("sick") == [120]


PACED = LevelRule(key="net", name="Net", metric="net_customers", scope="site", window="month", fire=100, recover=200,
                  paced=True, for_ms=0)  # fmt: skip
DAY_S = 86_400


def paced(joined: int, heard_days: float) -> list[float]:
    """When the goal fires on the 24th: so many joined, in a month of which so many days were heard."""
    line = TimeLine([PACED])
    for number in range(joined):
        line.tell(0, "customer.changed", change="joined", customer=f"k{number}")
    rehearsal = Rehearsal("aarhus", line.floor, line.alert_policy)
    rehearsal.alerts.trust.begun = ms(-heard_days * DAY_S)
    return line.play(20, rehearsal).fired("net")


@pytest.mark.parametrize(("joined", "fired"), [(59, [1]), (60, []), (76, []), (77, [])])
def test_a_paced_goal_is_judged_by_the_days_gone_by_and_beyond_chance(joined: int, fired: list[float]) -> None:
    """Twenty-three of thirty days are over: of 100, 76.67 are due; 59 may by chance have been 76.0, 60 77.1."""
    assert paced(joined, 30) == fired


@pytest.mark.parametrize(("heard_days", "fired"), [(0.01, []), (20, []), (22, [1])])
def test_a_paced_goal_is_not_judged_in_a_month_of_which_too_little_was_heard(
    heard_days: float, fired: list[float]
) -> None:
    assert paced(1, heard_days) == fired


@pytest.mark.parametrize("queue", ["closed", "holiday"])
def test_a_closed_queue_and_a_holiday_are_quiet(queue: str) -> None:
    week = (((0, 1440),),) * 7
    mondays = (((0, 1440),), *((),) * 6)
    policy = AlertPolicy(
        [WAITING],
        hours={
            "closed": BusinessHours("UTC", mondays),
            "holiday": BusinessHours("UTC", week, frozenset({date(2026, 11, 24)})),
        },
    )
    line = TimeLine(policy=policy)
    line.calls(0, 5, 1, queue=queue)
    line.calls(0, 5, 1, queue="open")

    assert {change.subject.id for change in line.play(120).changes} == {"open"}


def test_a_window_that_is_not_filled_yet_does_not_alert() -> None:
    line = TimeLine([SERVICE])
    line.calls(0, 60, 10, answered_s=30)

    assert line.play(809).changes == []
    assert line.play(900).fired("sl") == [870]


def test_a_window_is_warming_after_opening() -> None:
    from_nine = BusinessHours("UTC", (((545, 1020),),) * 7)
    line = TimeLine(policy=AlertPolicy([SERVICE], site_hours=from_nine), floor=FloorRules())
    line.calls(-900, 180, 10, answered_s=30)

    assert line.play(1400).states("sl") == [("pending", 1110), ("firing", 1170)]


def test_a_queue_that_nobody_knows_has_no_figure() -> None:
    line = TimeLine([LevelRule(key="w", name="W", metric="waiting", scope="queue", window="now", fire=1, recover=0,
                               of=("elsewhere",))])  # fmt: skip
    line.calls(0, 5, 1)

    assert line.play(60).changes == []


def test_figures_are_judged_once_a_second_and_no_turn_is_missed_by_a_slow_worker() -> None:
    line = TimeLine([WAITING])
    line.calls(0, 4, 1)
    rehearsal = line.play(2).rehearsal
    floor, alerts = rehearsal.floor, rehearsal.alerts
    changes = []
    for arrival in line.in_order[2:]:
        floor.apply(arrival.event, ms(2.1))
    for at_s in (2.2, 2.4, 2.6, 9.9, 15, 40):
        floor.tick(ms(at_s))
        changes += alerts.tick(floor, ms(at_s)).changes

    assert [(change.state, change.at) for change in changes] == [("pending", ms(9.9)), ("firing", ms(40))]


def test_a_metric_has_no_figure_where_it_makes_no_sense() -> None:
    line = TimeLine([])
    line.call(0)
    readings = Readings(line.play(10).rehearsal.floor, ms(10))

    assert readings.of("asa", "queue", "support", "now") == (None, None, None)
    assert readings.of("sickness", "site", "", "1h") == (None, None, None)
    assert readings.of("sickness", "site", "", "month") == (None, None, None)
    assert readings.of("waiting", "queue", "nowhere", "now") == (None, None, None)
    assert readings.of("waiting", "queue", "support", "now") == readings.of("waiting", "queue", "support", "now")
