"""The same weekday and time a week before, as the clocks of the site showed it: against what a naive search finds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.alerts import last_week
from streams.alerts.alert_book import Change
from streams.alerts.condition import NO_READING, Reading
from streams.alerts.judge import SiteAlerts
from streams.alerts.last_week import Compared, LastWeek, week_before
from streams.alerts.policy import AlertPolicy
from streams.alerts.rule import LevelRule, Subject
from streams.alerts.wilson import wilson
from streams.events.instant import DAY_MS, HOUR_MS, MINUTE_MS, from_ms, to_ms
from streams.floor.floor import Floor
from streams.floor.floor_rules import FloorRules
from streams.floor.saved import save
from tests.streams.alerts.time_line import NINE, TimeLine

FIGURE = Compared("offered", "1h", Subject("queue", "a:b"))
SLOT_MS = last_week.SLOT_MS
BUSY = LevelRule(key="busy", name="Busy", metric="offered", scope="queue", window="1h", fire=1.5, recover=1.2,
                 for_ms=0, keep_firing_ms=0, compare="last_week")  # fmt: skip
COPENHAGEN = "Europe/Copenhagen"
LATE_OR_NOT = FloorRules(zone=COPENHAGEN, source_lag_limit_ms=DAY_MS)
"""Events are told some minutes after they happened, which nobody minds here."""
CHANGES = {
    COPENHAGEN: (datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)),
    "America/New_York": (datetime(2026, 3, 8, 7, tzinfo=UTC), datetime(2026, 11, 1, 6, tzinfo=UTC)),
    "Australia/Lord_Howe": (datetime(2026, 4, 4, 15, tzinfo=UTC), datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
}


def searched(now: int, zone: ZoneInfo) -> int | None:
    """Of all minutes of two days, the first at which the clocks showed it."""
    wanted = from_ms(now).astimezone(zone).replace(tzinfo=None) - timedelta(days=7)
    for moment in range(now - 8 * DAY_MS, now - 6 * DAY_MS, MINUTE_MS):
        if from_ms(moment).astimezone(zone).replace(tzinfo=None) == wanted:
            return moment
    return None


@given(st.sampled_from(sorted(CHANGES)), st.booleans(), st.integers(-180, 180), st.sampled_from([0, 7]))
def test_the_same_time_last_week_is_what_a_search_finds(name: str, autumn: bool, minutes: int, days: int) -> None:
    """Around each change of the clocks, and a week after it."""
    zone, now = ZoneInfo(name), to_ms(CHANGES[name][autumn]) + minutes * MINUTE_MS + days * DAY_MS

    assert week_before(now, zone) == searched(now, zone)


def test_an_hour_that_was_left_out_has_no_last_week_and_of_two_the_first_counts() -> None:
    zone = ZoneInfo(COPENHAGEN)
    assert week_before(to_ms(datetime(2026, 4, 5, 2, 30, tzinfo=zone)), zone) is None
    assert week_before(to_ms(datetime(2026, 11, 1, 2, 30, tzinfo=zone)), zone) == to_ms(
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    )


def test_the_first_of_five_minutes_is_noted_while_it_is_young() -> None:
    known = LastWeek()
    known.note(FIGURE, NINE + 3_000, Reading(4, 40))
    known.note(FIGURE, NINE + 4_000, Reading(5, 50))
    known.note(FIGURE, NINE + SLOT_MS + 61_000, Reading(6, 60))
    known.note(FIGURE, NINE + 2 * SLOT_MS, NO_READING)
    known.note(FIGURE, NINE + 3 * SLOT_MS, Reading(7.0))

    assert known.at(FIGURE, NINE) == Reading(4, 40)
    assert known.at(FIGURE, NINE + 149_999) == known.at(FIGURE, NINE - 150_000) == Reading(4, 40)
    assert known.at(FIGURE, NINE + SLOT_MS) == known.at(FIGURE, NINE + 2 * SLOT_MS) == NO_READING
    assert known.at(FIGURE, NINE + 3 * SLOT_MS) == Reading(7.0, None)
    assert known.at(FIGURE, NINE + DAY_MS) == NO_READING
    assert known.at(Compared("offered", "5m", FIGURE.subject), NINE) == NO_READING
    assert known.missed == 4


def test_what_is_saved_is_restored_and_only_what_changed_is_saved() -> None:
    known = LastWeek()
    known.note(FIGURE, NINE, Reading(4, 40))
    known.note(FIGURE, NINE + DAY_MS, Reading(5.5))
    fields, gone = known.save()
    assert (len(fields), gone) == (2, [])
    assert known.save() == ({}, [])

    restored = LastWeek.restored(fields)
    assert (restored.at(FIGURE, NINE), restored.at(FIGURE, NINE + DAY_MS)) == (Reading(4, 40), Reading(5.5))
    assert restored.save() == ({}, [])
    restored.forget(NINE + 9 * DAY_MS + 3 * HOUR_MS)
    assert restored.save() == ({}, [min(fields)])
    restored.forget(NINE + 11 * DAY_MS)
    assert restored.at(FIGURE, NINE + DAY_MS) == NO_READING


def test_figures_above_the_limit_are_refused_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(last_week, "FIGURES_LIMIT", 1)
    known = LastWeek()
    known.note(FIGURE, NINE, Reading(1))
    known.note(Compared("offered", "5m", FIGURE.subject), NINE, Reading(1))
    known.note(FIGURE, NINE + SLOT_MS, Reading(2))

    assert known.refused == 1
    assert known.at(FIGURE, NINE + SLOT_MS) == Reading(2)


class Fortnight:
    """Nine days of calls that come at random, by clocks that change meanwhile; of the first two and the last two every
    five minutes are judged."""

    def __init__(self, begins: datetime, seed: int) -> None:
        self.start, self.zone = to_ms(begins), ZoneInfo(COPENHAGEN)
        self.calls: list[int] = []
        self.known: dict[int, tuple[float | None, str]] = {}
        line, random = TimeLine(), Random(seed)
        for hour in range(9 * 24):
            for _ in range(random.choice((0, 5, 12, 30, 60))):
                moment = self.start + hour * HOUR_MS + random.randrange(1, HOUR_MS)
                self.calls.append(moment)
                line.call((moment - NINE) / 1000, left_s=0.5)
        self.arrivals = line.in_order

    def judge(self) -> None:
        floor = Floor("aarhus", LATE_OR_NOT)
        alerts = SiteAlerts("aarhus", AlertPolicy((BUSY,)))
        arrivals = iter(self.arrivals)
        told = next(arrivals, None)
        for now in range(self.start + SLOT_MS, self.start + 9 * DAY_MS, SLOT_MS):
            if 2 * DAY_MS < now - self.start < 7 * DAY_MS and now % HOUR_MS:
                continue  # nobody looks at these days
            while told is not None and told.at < now:
                floor.apply(told.event, now)
                told = next(arrivals, None)
            floor.tick(now)
            alerts.tick(floor, now)
            save(floor)
            episode = next(iter(alerts.book.episodes.values()), None)
            self.known[now] = (None, "none") if episode is None else (episode.last_week, episode.state)

    def count(self, moment: int) -> int:
        return sum(moment - HOUR_MS <= call < moment for call in self.calls)

    def expected(self, now: int) -> tuple[float | None, str]:
        """Last week's figure and whether it fires, by nothing but the calls."""
        then = searched(now, self.zone)
        if then is None or then < self.start + HOUR_MS:
            return None, "none"
        count, before = self.count(now), self.count(then)
        if before < BUSY.least_n:
            return None, "none"
        fires = count >= 1.5 * before and wilson(count, count + before)[0] >= 0.6
        return before, "bad" if fires else "good" if count <= 1.2 * before else "between"


@pytest.mark.parametrize(
    ("begins", "seed"),
    [
        (datetime(2026, 10, 18, tzinfo=UTC), 1),
        (datetime(2026, 10, 24, 6, tzinfo=UTC), 2),
        (datetime(2026, 3, 28, 6, tzinfo=UTC), 3),
    ],
    ids=["back", "back last week", "forward last week"],
)
def test_alerts_are_those_that_counting_by_hand_finds(begins: datetime, seed: int) -> None:
    days = Fortnight(begins, seed)
    days.judge()

    fired, state = 0, "none"
    for now in range(days.start + 7 * DAY_MS + 2 * HOUR_MS, days.start + 9 * DAY_MS, SLOT_MS):
        before, outcome = days.expected(now)
        known, state = days.known[now]
        if outcome == "bad":
            fired += 1
            assert (known, state in ("firing", "flapping")) == (before, True), from_ms(now)
        elif outcome == "none":
            assert state in ("none", "no_data", "flapping"), from_ms(now)
        elif state in ("firing", "recovering"):
            assert known == before, from_ms(now)
    assert fired > 5


def changes(alerts: SiteAlerts, floor: Floor, *moments: int) -> list[Change]:
    found: list[Change] = []
    for now in moments:
        floor.tick(now)
        found += alerts.tick(floor, now).changes
        save(floor)
    return found


def two_weeks(gap: bool = False) -> tuple[Floor, SiteAlerts, int]:
    """An hour with 20 calls last week, noted at its end; and 80 calls in this week's."""
    line = TimeLine()
    line.calls(0, 20, 150, left_s=1)
    week_s = 7 * 86_400
    floor, alerts = Floor("aarhus", LATE_OR_NOT), SiteAlerts("aarhus", AlertPolicy((BUSY,)))
    for arrival in line.in_order:
        floor.apply(arrival.event, NINE + HOUR_MS)
    assert changes(alerts, floor, NINE + HOUR_MS - 1000, NINE + HOUR_MS) == []
    later = TimeLine()
    later.calls(week_s, 80, 40, left_s=1)
    if gap:
        missed: dict[str, Any] = {"from": from_ms(NINE + 10 * MINUTE_MS), "to": from_ms(NINE + 40 * MINUTE_MS)}
        later.tell(week_s, "source.gap", **missed)
    for arrival in later.in_order:
        floor.apply(arrival.event, NINE + 7 * DAY_MS + HOUR_MS)
    return floor, alerts, NINE + 7 * DAY_MS + HOUR_MS


def test_what_last_week_is_known_not_to_have_heard_is_no_last_week() -> None:
    floor, alerts, now = two_weeks()
    assert [change.state for change in changes(alerts, floor, now)] == ["firing"]
    floor, alerts, now = two_weeks(gap=True)
    assert changes(alerts, floor, now) == []


def test_an_alert_goes_without_data_where_last_week_is_not_known() -> None:
    floor, alerts, now = two_weeks()
    fired, unknown = changes(alerts, floor, now, now + 15 * MINUTE_MS)

    assert (fired.state, unknown.state, unknown.why) == ("firing", "no_data", "no last week")
