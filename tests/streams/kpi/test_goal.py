"""When a goal is met, nearly met, missed, or not to be judged."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from streams.kpi.expression import parse
from streams.kpi.goal import Goal, State, judge, metric_of
from streams.kpi.own_kpi import OwnKpi
from streams.kpi.period_metrics import PERIOD_METRICS
from streams.kpi.registry import METRICS

QUICK = Goal(
    key="quick", name="Answered in 20 seconds", set="mine", metric="asa", level="leader", scope="queue",
    window="today", direction="lower", target=20_000, warning=30_000,
)  # fmt: skip
KEPT = Goal(
    key="kept", name="Half of them stay", set="mine", metric="retention_rate", level="employee", scope="agent",
    window="month", direction="higher", target=0.5, warning=0.4,
)  # fmt: skip
SOLD = Goal(
    key="sold", name="100 sales a month", set="mine", metric="sales", level="leader", scope="team",
    window="month", direction="higher", target=100, warning=80, paced=True,
)  # fmt: skip
MINE = {"per_contact": OwnKpi(key="per_contact", name="Mine", expression=parse("sales / handled"), unit="share")}


@pytest.mark.parametrize(
    ("value", "state"),
    [(0, "ok"), (20_000, "ok"), (20_000.5, "warning"), (30_000, "warning"), (30_001, "critical"), (None, "no_data")],
)
def test_lower_is_better(value: float | None, state: State) -> None:
    assert judge(value, 50, QUICK) == state


@pytest.mark.parametrize(
    ("value", "state"), [(0.9, "ok"), (0.5, "ok"), (0.49, "warning"), (0.4, "warning"), (0.39, "critical")]
)
def test_higher_is_better(value: float, state: State) -> None:
    assert judge(value, 50, KEPT) == state


def test_a_limit_that_is_not_enough_itself_falls_to_the_worse_side() -> None:
    under = replace(QUICK, inclusive=False)

    assert [judge(value, 50, under) for value in (19_999, 20_000, 29_999, 30_000)] == [
        "ok", "warning", "warning", "critical",
    ]  # fmt: skip


def test_without_a_warning_limit_a_missed_target_is_critical() -> None:
    assert judge(20_001, 50, replace(QUICK, warning=None)) == "critical"


def test_a_share_of_few_is_not_coloured() -> None:
    assert [judge(0.1, n, KEPT) for n in (1, 9, 10, None)] == ["neutral", "neutral", "critical", "critical"]
    assert judge(0.1, 9, KEPT, least_n=9) == "critical"
    assert judge(None, 0, KEPT) == "no_data"


def test_a_wait_of_few_is_as_true_as_that_of_many() -> None:
    assert judge(60_000, 1, QUICK) == "critical"


def test_a_share_of_ones_own_is_judged_like_any_other() -> None:
    goal = replace(KEPT, metric="per_contact")

    assert judge(0.1, 3, goal, own=MINE) == "neutral"
    assert judge(0.1, 3, goal) == "critical", "a metric that is not known has no unit to go by"


def test_a_paced_goal_is_judged_by_the_part_that_is_due() -> None:
    third = Fraction(1, 3)

    assert [judge(value, None, SOLD, due=third) for value in (34, 33, 27, 26)] == [
        "ok",
        "warning",
        "warning",
        "critical",
    ]
    assert [judge(value, None, SOLD, due=Fraction(0)) for value in (0, -1)] == ["ok", "critical"]
    assert judge(80, None, SOLD, due=Fraction(24, 30)) == "ok"


def test_only_a_paced_goal_is() -> None:
    assert judge(50, None, replace(SOLD, paced=False), due=Fraction(1, 3)) == "critical"


def test_the_gap_is_what_is_missing() -> None:
    assert (SOLD.gap(70), SOLD.gap(130), SOLD.gap(None)) == (30, -30, None)
    assert (QUICK.gap(26_000), QUICK.gap(18_000)) == (6_000, -2_000)


def test_a_goal_names_a_metric_of_the_registry_of_reports_or_of_ones_own() -> None:
    assert metric_of(QUICK, {}) is METRICS["asa"]
    assert metric_of(replace(QUICK, metric="cost_share"), {}) is PERIOD_METRICS["cost_share"]
    assert metric_of(replace(QUICK, metric="per_contact"), MINE) is MINE["per_contact"]
    assert metric_of(replace(QUICK, metric="per_contact"), {}) is None
