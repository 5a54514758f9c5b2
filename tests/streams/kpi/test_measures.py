"""Which reported value stands for which period."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.events.measure import PeriodKind
from streams.kpi.measures import (
    Amounts,
    Coverage,
    Period,
    Standing,
    amounts,
    exact,
    level,
    period,
    period_window,
    reported_periods,
)

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-11-24", date(2026, 11, 24), date(2026, 11, 24)),
        ("2026-W48", date(2026, 11, 23), date(2026, 11, 29)),
        ("2026-W53", date(2026, 12, 28), date(2027, 1, 3)),
        ("2026-11", date(2026, 11, 1), date(2026, 11, 30)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
    ],
)
def test_a_period_is_read_as_it_is_written(text: str, first: date, last: date) -> None:
    read = period(text)

    assert (read.first, read.last, str(read), len(read.days)) == (first, last, text, read.length)
    assert (read.days[0], read.days[-1]) == (first.isoformat(), last.isoformat())


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-W48-1", "20261124", "2026-11-24 ", "2026-1-2", "٢٠٢٦-11", "2026-Q4"]
)
def test_what_is_no_period_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(ValueError, match="no ISO day, week or month, such as 2026-11-24, 2026-W48 or 2026-11"):
        period(text)


@pytest.mark.parametrize("text", ["2026-02-29", "2025-W53", "2026-13", "2026-11-00", "2026-W00", "0000-01"])
def test_days_that_there_are_not_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^period "):
        period(text)


@given(day=st.dates(date(2, 1, 1), date(9998, 12, 31)), kind=st.sampled_from(("day", "week", "month")))
def test_every_day_lies_in_the_period_of_each_kind(day: date, kind: PeriodKind) -> None:
    found = Period.at(kind, day)

    assert found.first <= day <= found.last
    assert period(str(found)) == found
    assert not found.over(found.last)
    assert Period.at(kind, found.last) == found


def test_a_period_is_over_when_its_last_day_is() -> None:
    assert [period("2026-W48").over(date(2026, 11, day)) for day in (22, 29, 30)] == [False, False, True]


def test_windows_that_are_whole_periods_are_known() -> None:
    assert [period_window(window) for window in ("today", "week", "month", "15m", "now")] == [
        "today", "week", "month", None, None,
    ]  # fmt: skip


def test_a_value_is_the_decimal_number_that_was_reported() -> None:
    assert [exact(0.1), exact(1e22), exact(-2.5)] == [Fraction(1, 10), Fraction(10**22), Fraction(-5, 2)]


def test_a_report_on_the_period_itself_wins_over_its_days() -> None:
    measures = {"revenue": {"2026-11": 1000.0, "2026-11-01": 1.0}}

    assert amounts(measures, ["revenue"], period("2026-11")) == Amounts((Fraction(1000),))


def test_a_period_all_of_whose_days_are_reported_is_their_sum() -> None:
    measures = {"revenue": {f"2026-11-{day}": 0.1 for day in range(23, 30)}}

    assert amounts(measures, ["revenue"], period("2026-W48")) == Amounts((Fraction(7, 10),))
    assert amounts(measures, ["revenue"], period("2026-11-23")) == Amounts((Fraction(1, 10),))


def test_missing_days_are_told() -> None:
    measures = {"revenue": {"2026-11-02": 10.0, "2026-11-05": 20.0, "2026-10-31": 99.0}}

    assert amounts(measures, ["revenue"], period("2026-11")) == Amounts((Fraction(30),), Coverage(2, 30))


def test_a_ratio_has_the_same_days_above_and_below() -> None:
    measures = {
        "service_cost": {"2026-11-01": 1.0, "2026-11-02": 2.0, "2026-11-03": 4.0},
        "revenue": {"2026-11": 900.0, "2026-11-02": 100.0, "2026-11-03": 50.0, "2026-11-04": 30.0},
    }

    assert amounts(measures, ["service_cost", "revenue"], period("2026-11")) == Amounts(
        (Fraction(6), Fraction(150)), Coverage(2, 30)
    )


def test_a_month_against_some_of_its_days_is_nothing() -> None:
    measures = {"service_cost": {"2026-11-01": 1.0}, "revenue": {"2026-11": 900.0}}

    assert amounts(measures, ["service_cost", "revenue"], period("2026-11")) is None
    assert amounts(measures, ["service_cost", "planned_hours"], period("2026-11")) is None


def test_a_whole_week_may_stand_against_all_of_its_days() -> None:
    measures = {"service_cost": {f"2026-11-{day}": 1.0 for day in range(23, 30)}, "revenue": {"2026-W48": 350.0}}

    assert amounts(measures, ["service_cost", "revenue"], period("2026-W48")) == Amounts((Fraction(7), Fraction(350)))


@pytest.mark.parametrize(
    ("reports", "standing"),
    [
        ({}, None),
        ({"2026-11-26": 1.0, "2026-12": 2.0}, None),
        ({"2026-11": 1.0, "2026-11-25": 2.0}, "2026-11"),
        ({"2026-10": 1.0, "2026-11-03": 2.0}, "2026-11-03"),
        ({"2026-10": 1.0, "2026-11-03": 2.0, "2026-W48": 3.0}, "2026-W48"),
        ({"2026-W48": 3.0, "2026-11-25": 2.0, "2026-11-24": 1.0}, "2026-11-25"),
        ({"2026-10": 1.0, "2026-09": 2.0}, "2026-10"),
    ],
)
def test_a_level_is_its_own_report_or_the_newest_so_far(reports: dict[str, float], standing: str | None) -> None:
    expected = Standing(exact(reports[standing]), period(standing)) if standing else None

    assert level(reports, period("2026-11"), TODAY) == expected


def test_a_level_of_a_past_period_knows_nothing_later() -> None:
    reports = {"2026-09-10": 7.0, "2026-11-01": 9.0}

    assert level(reports, period("2026-10"), TODAY) == Standing(Fraction(7), period("2026-09-10"))


def test_periods_with_reports_are_found_newest_first() -> None:
    reports = {"2026-11-03": 1.0, "2026-09": 1.0, "2026-11-24": 1.0, "2026-W48": 1.0, "2026-12": 1.0, "2026-11-26": 1.0}

    assert [str(found) for found in reported_periods(reports, "month", TODAY)] == ["2026-11", "2026-09"]
    assert [str(found) for found in reported_periods(reports, "week", TODAY)] == ["2026-W48", "2026-W45"]
    assert [str(found) for found in reported_periods(reports, "day", TODAY)] == ["2026-11-24", "2026-11-03"]
