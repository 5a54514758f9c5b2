"""Figures from what other systems reported: worked months, and what they say of themselves when reports are missing."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest

from streams.events.measure import MeasureName
from streams.floor.view import Measures
from streams.kpi.keys import PeriodMetricKey
from streams.kpi.measures import Coverage, PeriodWindow
from streams.kpi.period_metrics import PERIOD_METRICS, PeriodFigure

TODAY = date(2026, 11, 25)

REPORTED: Measures = {
    "revenue": {"2026-10": 1_000_000.0, "2026-11-24": 40_000.0, "2026-11-25": 10_000.0},
    "service_cost": {"2026-10": 19_500.0, "2026-11": 15_000.0, "2026-11-24": 1_200.0},
    "sick_hours": {"2026-W47": 24.0, "2026-W48": 8.0},
    "planned_hours": {"2026-W47": 800.0},
    "customers": {"2026-11": 5_000.0, "2026-11-25": 4_990.0},
    "trustpilot_score": {"2026-11-20": 4.3, "2026-11-23": 4.4, "2026-11-26": 1.0},
}


LEFT: dict[PeriodWindow, dict[str, int]] = {
    "today": {"customers_left": 2},
    "week": {"offered": 9},
    "month": {"customers_left": 60},
}


def figure(
    key: PeriodMetricKey, *, window: PeriodWindow = "month", reported: Measures = REPORTED
) -> PeriodFigure | None:
    return PERIOD_METRICS[key].figure(reported, window, TODAY, LEFT[window])


def test_every_period_metric_is_there_with_its_measures() -> None:
    assert set(PERIOD_METRICS) == set(get_args(PeriodMetricKey))
    for key, metric in PERIOD_METRICS.items():
        assert metric.key == metric.field == key
        assert set(metric.measures) <= set(get_args(MeasureName))
        assert metric.scopes == ("site",)
    assert {name for metric in PERIOD_METRICS.values() for name in metric.measures} == set(get_args(MeasureName))


def test_revenue_of_a_month_without_its_own_report_is_that_of_its_reported_days() -> None:
    assert figure("revenue") == PeriodFigure(50_000.0, 50_000.0, None, "2026-11", False, Coverage(2, 30))


def test_revenue_of_today_is_not_complete_before_the_day_is_over() -> None:
    assert figure("revenue", window="today") == PeriodFigure(10_000.0, 10_000.0, None, "2026-11-25", False)


def test_a_cost_not_yet_reported_today_is_that_of_yesterday_and_says_so() -> None:
    assert figure("service_cost", window="today") == PeriodFigure(1_200.0, 1_200.0, None, "2026-11-24", True)


def test_cost_share_sets_costs_against_the_revenue_of_the_same_days() -> None:
    assert figure("cost_share") == PeriodFigure(0.03, 1_200.0, 40_000.0, "2026-11", False, Coverage(1, 30))


def test_cost_share_falls_back_to_the_newest_month_that_has_both() -> None:
    reported = {name: {"2026-10": values["2026-10"]} for name, values in REPORTED.items() if "2026-10" in values}
    reported["revenue"]["2026-11"] = 800_000.0

    assert figure("cost_share", reported=reported) == PeriodFigure(0.0195, 19_500.0, 1_000_000.0, "2026-10", True)


def test_sickness_is_that_of_the_last_week_with_sick_and_planned_hours() -> None:
    assert figure("sickness", window="week") == PeriodFigure(0.03, 24.0, 800.0, "2026-W47", True)
    assert figure("sickness", window="month") is None


def test_no_planned_hours_give_no_value() -> None:
    reported: Measures = {"sick_hours": {"2026-10": 8.0}, "planned_hours": {"2026-10": 0.0}}

    assert figure("sickness", reported=reported) == PeriodFigure(None, 8.0, 0.0, "2026-10", True)


def year(*, without: tuple[str, ...] = ()) -> Measures:
    """Eighteen months to October 2026: one leaver a month, 20 heads and from June 2026 on 32."""
    months = [f"2025-{month:02}" for month in range(5, 13)] + [f"2026-{month:02}" for month in range(1, 11)]
    months = [month for month in months if month not in without]
    return {
        "leavers": dict.fromkeys(months, 1.0),
        "headcount": {month: 32.0 if month >= "2026-06" else 20.0 for month in months},
    }


def test_turnover_is_the_leavers_of_twelve_months_over_the_mean_headcount() -> None:
    # November 2025 to October 2026: 7 months of 20 and 5 of 32 heads are 25 in the mean.
    assert figure("turnover", reported=year()) == PeriodFigure(0.48, 12.0, 25.0, "2026-10", True)


def test_turnover_over_fewer_months_tells_how_many() -> None:
    reported = year(without=("2026-01", "2025-12"))

    assert figure("turnover", reported=reported) == PeriodFigure(
        10 / 26, 10.0, 26.0, "2026-10", False, Coverage(10, 12, "month")
    )


def test_turnover_counts_a_running_month_and_is_not_complete() -> None:
    reported = year()
    reported["leavers"]["2026-11-24"] = 3.0
    reported["headcount"]["2026-11-02"] = 32.0

    # 6 months of 20 and 6 of 32 heads.
    assert figure("turnover", reported=reported) == PeriodFigure(14 / 26, 14.0, 26.0, "2026-11", False)


def test_a_month_without_its_own_headcount_is_left_out_of_turnover() -> None:
    reported = year()
    reported["leavers"]["2026-11"] = 3.0

    assert figure("turnover", reported=reported) == PeriodFigure(0.48, 12.0, 25.0, "2026-10", True)


@pytest.mark.parametrize("missing", ["leavers", "headcount"])
def test_turnover_needs_both(missing: str) -> None:
    reported = year()
    del reported[missing]

    assert figure("turnover", reported=reported) is None


def test_churn_sets_those_who_left_against_the_customers_of_the_period() -> None:
    assert figure("churn") == PeriodFigure(0.012, 60.0, 5_000.0, "2026-11", False)
    assert figure("churn", window="today") == PeriodFigure(2 / 4_990, 2.0, 4_990.0, "2026-11-25", False)
    assert figure("churn", window="week") == PeriodFigure(0.0, 0.0, 4_990.0, "2026-11-25", False)


def test_churn_is_no_value_without_customers_and_without_the_window() -> None:
    assert PERIOD_METRICS["churn"].figure(REPORTED, "month", TODAY) is None
    assert figure("churn", reported={}) is None


def test_trustpilot_is_the_newest_score_and_its_day() -> None:
    assert figure("trustpilot_score") == PeriodFigure(4.4, 4.4, None, "2026-11-23", True)


@pytest.mark.parametrize("key", get_args(PeriodMetricKey))
def test_nothing_reported_is_no_figure(key: PeriodMetricKey) -> None:
    assert figure(key, reported={}) is None
