"""Business hours by the local clock: weekends, holidays, both nights of a change of the clock, and odd zones."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.events.instant import DAY_MS, parse_rfc3339
from streams.floor import business_hours
from streams.floor.business_hours import ALWAYS, BusinessHours, Interval
from tests.streams.floor.business_hours_oracle import MINUTE_MS, NaiveHours, shows_open

H = 60 * MINUTE_MS
COPENHAGEN = "Europe/Copenhagen"
NINE_TO_FIVE = ((540, 1020),)
WEEKDAYS = (NINE_TO_FIVE,) * 5 + ((), ())
DESK = BusinessHours(
    COPENHAGEN,
    WEEKDAYS,
    holidays=frozenset({date(2026, 5, 14), date(2026, 12, 24)}),
    special_days={date(2026, 12, 24): ((540, 720),), date(2026, 11, 28): ((600, 660), (720, 780))},
)
NIGHTS = BusinessHours(COPENHAGEN, (((0, 480),),) * 7)


def at(text: str) -> int:
    return parse_rfc3339(text)


def local_day_ms(hours: BusinessHours, day: str, offset: str, next_day: str, next_offset: str) -> int:
    return hours.worked_ms(at(f"{day}T00:00:00{offset}"), at(f"{next_day}T00:00:00{next_offset}"))


def test_a_weekend_is_no_business_time() -> None:
    friday = at("2026-05-08T16:30:00+02:00")
    assert DESK.worked_ms(friday, at("2026-05-11T09:10:00+02:00")) == 40 * MINUTE_MS
    assert DESK.due(friday, 40 * MINUTE_MS) == at("2026-05-11T09:10:00+02:00")


def test_what_fits_into_today_is_due_today_at_closing_time_at_the_latest() -> None:
    assert DESK.due(at("2026-05-08T16:30:00+02:00"), 30 * MINUTE_MS) == at("2026-05-08T17:00:00+02:00")


def test_a_holiday_is_no_business_time_and_a_special_day_has_its_own() -> None:
    assert DESK.due(at("2026-05-13T16:00:00+02:00"), 2 * H) == at("2026-05-15T10:00:00+02:00")
    assert local_day_ms(DESK, "2026-12-24", "+01:00", "2026-12-25", "+01:00") == 3 * H
    assert local_day_ms(DESK, "2026-11-28", "+01:00", "2026-11-29", "+01:00") == 2 * H
    assert DESK.due(at("2026-11-28T00:00:00+01:00"), 90 * MINUTE_MS) == at("2026-11-28T12:30:00+01:00")


def test_the_day_of_23_hours_lacks_the_skipped_hour_and_the_day_of_25_has_the_repeated_one_twice() -> None:
    assert local_day_ms(NIGHTS, "2026-03-29", "+01:00", "2026-03-30", "+02:00") == 7 * H
    assert local_day_ms(NIGHTS, "2026-10-25", "+02:00", "2026-10-26", "+01:00") == 9 * H
    assert NIGHTS.due(at("2026-03-29T01:00:00+01:00"), 2 * H) == at("2026-03-29T04:00:00+02:00")
    assert NIGHTS.due(at("2026-10-25T02:00:00+02:00"), 2 * H) == at("2026-10-25T03:00:00+01:00")


def test_hours_that_begin_inside_the_skipped_hour_begin_after_it() -> None:
    early = BusinessHours(COPENHAGEN, (((150, 240),),) * 7)
    assert early.opens_at(at("2026-03-29T00:00:00+01:00")) == at("2026-03-29T03:00:00+02:00")
    assert local_day_ms(early, "2026-03-29", "+01:00", "2026-03-30", "+02:00") == 1 * H


def test_hours_within_the_repeated_hour_open_twice() -> None:
    half = BusinessHours(COPENHAGEN, (((120, 150),),) * 7)
    assert local_day_ms(half, "2026-10-25", "+02:00", "2026-10-26", "+01:00") == 1 * H
    assert half.opens_at(at("2026-10-25T02:30:00+02:00")) == at("2026-10-25T02:00:00+01:00")


def test_half_hour_zones_and_days_without_a_midnight_are_right() -> None:
    kolkata = BusinessHours("Asia/Kolkata", WEEKDAYS)
    assert kolkata.opens_at(at("2026-05-11T00:00:00+05:30")) == at("2026-05-11T03:30:00Z")
    beirut = BusinessHours("Asia/Beirut", (((0, 120),),) * 7)
    assert beirut.worked_ms(at("2026-03-28T22:00:00Z"), at("2026-03-29T21:00:00Z")) == 1 * H


def test_a_date_that_a_zone_skipped_has_no_hours() -> None:
    apia = BusinessHours("Pacific/Apia", ((), (), (), (), NINE_TO_FIVE, (), ()))
    assert apia.worked_ms(at("2011-12-29T00:00:00Z"), at("2012-01-02T00:00:00Z")) == 0


def test_open_is_from_opening_time_up_to_closing_time() -> None:
    opening, closing = at("2026-05-11T09:00:00+02:00"), at("2026-05-11T17:00:00+02:00")
    assert [DESK.is_open(moment) for moment in (opening - 1, opening, closing - 1, closing)] == [
        False, True, True, False,
    ]  # fmt: skip
    assert DESK.opens_at(opening + 1) == opening + 1
    assert DESK.opens_at(closing) == at("2026-05-12T09:00:00+02:00")


def test_always_is_the_calendar_itself() -> None:
    start = at("2026-03-28T12:00:00Z")
    assert ALWAYS.worked_ms(start, start + 17) == 17
    assert ALWAYS.worked_ms(start, start - 17) == 0
    assert ALWAYS.due(start, 48 * H) == start + 48 * H
    assert ALWAYS.opens_at(start) == start
    assert ALWAYS.is_open(start)


def test_a_calendar_that_never_opens_makes_nothing_due() -> None:
    never = BusinessHours("UTC", ((),) * 7)
    assert never.due(0, 1) is None
    assert never.opens_at(0) is None
    assert never.due(5, 0) == 5
    assert never.worked_ms(0, 400 * DAY_MS) == 0


def test_only_so_many_days_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(business_hours, "DAYS_KEPT", 3)
    hours = BusinessHours("UTC", WEEKDAYS)
    monday = at("2026-05-11T00:00:00Z")
    assert hours.worked_ms(monday, monday + 14 * DAY_MS) == 10 * 8 * H
    assert hours.due(monday, 80 * H) == at("2026-05-22T17:00:00Z")


@pytest.mark.parametrize(
    ("weekly", "says"),
    [
        ((NINE_TO_FIVE,) * 5, "seven days"),
        ((((600, 540),),) * 7, "not in order"),
        ((((0, 1441),),) * 7, "not in order"),
        ((((540, 700), (690, 720)),) * 7, "not in order"),
        ((((-1, 700),),) * 7, "not in order"),
    ],
)
def test_hours_that_no_clock_shows_are_refused(weekly: tuple[tuple[Interval, ...], ...], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        BusinessHours("UTC", weekly)


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(KeyError):
        BusinessHours("Europe/Atlantis", WEEKDAYS)


ZONES = (
    COPENHAGEN, "America/St_Johns", "Australia/Lord_Howe", "Asia/Beirut", "America/Havana", "Pacific/Apia",
    "Asia/Kathmandu", "America/Santiago", "Africa/Casablanca", "Pacific/Kiritimati", "Atlantic/Azores",
)  # fmt: skip
CHANGES = ("2026-03-27", "2026-10-23", "2011-12-28", "2026-04-03", "2011-11-05", "2026-02-14")


@st.composite
def days(draw: st.DrawFn) -> tuple[Interval, ...]:
    edges = sorted(draw(st.sets(st.integers(0, 48), max_size=4)))
    return tuple((edges[i] * 30, edges[i + 1] * 30) for i in range(0, len(edges) - 1, 2))


@st.composite
def calendars(draw: st.DrawFn, around: date) -> BusinessHours:
    near = st.integers(0, 3).map(lambda days_on: around + timedelta(days=days_on))
    return BusinessHours(
        draw(st.sampled_from(ZONES)),
        tuple(draw(days()) for _ in range(7)),
        holidays=frozenset(draw(st.sets(near, max_size=2))),
        special_days=draw(st.dictionaries(near, days(), max_size=2)),
    )


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_business_time_equals_what_the_local_clock_shows_minute_by_minute(data: st.DataObject) -> None:
    around = date.fromisoformat(data.draw(st.sampled_from(CHANGES)))
    hours = data.draw(calendars(around))
    base = (around - date(1970, 1, 1)).days * DAY_MS
    span = 3 * DAY_MS
    a, b, c = sorted(base + data.draw(st.integers(0, span)) for _ in range(3))
    naive = NaiveHours(hours, base // MINUTE_MS, span // MINUTE_MS)
    assert hours.worked_ms(a, c) == naive.worked_ms(a, c)
    assert hours.worked_ms(a, c) == hours.worked_ms(a, b) + hours.worked_ms(b, c)
    assert hours.is_open(b) == shows_open(hours, b)
    worked_ms = hours.worked_ms(a, c)
    due = hours.due(a, worked_ms)
    assert due == naive.due(a, worked_ms)
    opens = hours.opens_at(a)
    assert opens is None or (hours.is_open(opens) and hours.worked_ms(a, opens) == 0)


@settings(max_examples=200, deadline=None)
@given(data=st.data(), business_ms=st.integers(1, 400 * H))
def test_at_the_due_moment_exactly_the_time_has_been_worked_and_before_it_less(
    data: st.DataObject, business_ms: int
) -> None:
    around = date.fromisoformat(data.draw(st.sampled_from(CHANGES)))
    hours = data.draw(calendars(around))
    start = (around - date(1970, 1, 1)).days * DAY_MS + data.draw(st.integers(0, 4 * DAY_MS))
    due = hours.due(start, business_ms)
    if due is None:
        assert hours.worked_ms(start, start + business_hours.DAYS_SEARCHED * DAY_MS) < business_ms + DAY_MS
    else:
        assert hours.worked_ms(start, due) == business_ms
        assert hours.worked_ms(start, due - 1) == business_ms - 1
