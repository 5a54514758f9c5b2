from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from streams.events import MeasureReported
from streams.events.decode import RejectedEvent, decode
from streams.events.measure import first_day, period_kind
from tests.streams.events.record import record

REPORTED = "tavle.measure.reported"


@pytest.mark.parametrize(
    ("period", "kind", "begins"),
    [
        ("2026-11-24", "day", date(2026, 11, 24)),
        ("2024-02-29", "day", date(2024, 2, 29)),
        ("2026-W48", "week", date(2026, 11, 23)),
        ("2026-W53", "week", date(2026, 12, 28)),
        ("2026-W01", "week", date(2025, 12, 29)),
        ("2026-11", "month", date(2026, 11, 1)),
    ],
)
def test_a_period_is_an_iso_day_week_or_month(period: str, kind: str, begins: date) -> None:
    event = decode(record(REPORTED, measure="revenue", value=1, period=period))
    assert isinstance(event, MeasureReported)
    assert event.data.period == period
    assert (period_kind(period), first_day(period)) == (kind, begins)


@pytest.mark.parametrize(
    ("period", "reason"),
    [
        ("2026-02-30", "period '2026-02-30': day is out of range"),
        ("2026-13", "period '2026-13': month must be in 1..12"),
        ("2025-W53", "period '2025-W53': Invalid week: 53"),
        ("2026-W00", "period '2026-W00': Invalid week: 0"),
        ("0000-01", "period '0000-01': year 0 is out of range"),
        ("2026-11\n", "is no ISO day, week or month"),
        ("2026", "matching regex"),
        ("2026-W48-2", "matching regex"),
        ("24-11-2026", "matching regex"),
        ("\uff12\uff10\uff12\uff16-11", "matching regex"),
        ("2026-11-24T00:00", "length <= 10"),
    ],
)
def test_a_period_that_no_calendar_has_is_rejected(period: str, reason: str) -> None:
    with pytest.raises(RejectedEvent, match=reason):
        decode(record(REPORTED, measure="revenue", value=1, period=period))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({"measure": "sick_hours", "value": -0.5}, "sick_hours -0.5 is negative"),
        ({"measure": "trustpilot_score", "value": 5.1}, r"trustpilot_score 5\.1 is off the scale \[1, 5\]"),
        ({"measure": "trustpilot_score", "value": 0}, "trustpilot_score 0 is off the scale"),
        ({"measure": "revenue", "value": 1e13}, r"<= 1000000000000\.0"),
        ({"measure": "profit", "value": 1}, "Invalid enum value - at"),
        ({"measure": "revenue"}, "missing required field `value`"),
        ({"value": 1}, "missing required field `measure`"),
    ],
)
def test_a_value_that_the_measure_cannot_have_is_rejected(data: dict[str, Any], reason: str) -> None:
    with pytest.raises(RejectedEvent, match=reason):
        decode(record(REPORTED, period="2026-11", **data))


def test_only_revenue_may_be_negative_and_nothing_may_be_infinite() -> None:
    event = decode(record(REPORTED, measure="revenue", value=-12.5, period="2026-11"))
    assert isinstance(event, MeasureReported)
    assert event.data.value == -12.5
    with pytest.raises(RejectedEvent, match="out of range"):
        decode(record(REPORTED, measure="revenue", value=7, period="2026-11").replace(b": 7", b": 1e999"))
