"""The registry: complete, consistent, and every formula by a worked example."""

from __future__ import annotations

from typing import get_args

import pytest

from streams.floor.counts import NAMES
from streams.floor.histogram import bin_of
from streams.floor.rule import ServiceLevelRule
from streams.floor.view import QueueNow, WindowView
from streams.floor.window import WINDOWS as FLOOR_WINDOWS
from streams.kpi.aggregate import Aggregate, of_queue
from streams.kpi.keys import NowKey, WindowMetricKey
from streams.kpi.metric import PEOPLE, WINDOWS, WindowMetric
from streams.kpi.registry import METRICS, NOW_METRICS, ONLINE_TIME, WINDOW_METRICS

BY_KEY = {metric.key: metric for metric in WINDOW_METRICS}
NOT_LINEAR = {
    "max_wait", "recovery", "wait_p50", "wait_p80", "wait_p90", "wait_p95", "wait_p99", "first_reply_p50",
    "first_reply_p90", "resolution_p50", "resolution_p90",
}  # fmt: skip
OF_TIME = {"busy_time", "busy_share", "occupancy", "sales_per_agent_day"}

every_metric = pytest.mark.parametrize("metric", WINDOW_METRICS, ids=lambda metric: metric.key)


def test_every_key_has_its_one_entry_and_no_other() -> None:
    assert sorted(metric.key for metric in NOW_METRICS) == sorted(get_args(NowKey))
    assert sorted(metric.key for metric in WINDOW_METRICS) == sorted(get_args(WindowMetricKey))
    assert set(METRICS) == {*get_args(NowKey), *get_args(WindowMetricKey)}


def test_names_in_json_are_unique_and_durations_end_in_ms() -> None:
    fields = [metric.field for metric in METRICS.values()]
    assert len(set(fields)) == len(fields)
    assert all(metric.field.endswith("_ms") == (metric.unit == "ms") for metric in METRICS.values())


def test_windows_are_those_that_the_floor_keeps() -> None:
    assert WINDOWS == FLOOR_WINDOWS


class Recorder(dict[str, int]):
    """Counts that remember which names were read."""

    def __init__(self) -> None:
        self.read: set[str] = set()

    def get(self, name: str, default: int = 0) -> int:  # type: ignore[override]
        self.read.add(name)
        return 1


@every_metric
def test_a_formula_reads_only_what_is_counted(metric: WindowMetric) -> None:
    counts = Recorder()
    aggregate = Aggregate(counts)
    metric.numerator(aggregate)
    metric.n(aggregate)
    if metric.provisional:
        metric.provisional(aggregate)
    assert counts.read - set(NAMES.values()) == set()


@every_metric
def test_without_anything_counted_there_is_a_count_or_no_value(metric: WindowMetric) -> None:
    value = metric.value(Aggregate())
    plain_sum = metric.linear and metric.denominator is None
    assert (value == 0 and value is not None) if plain_sum else value is None


@every_metric
def test_shares_scores_ratings_and_means_have_an_n_beside_them(metric: WindowMetric) -> None:
    if metric.unit in ("share", "score", "rating", "number") or metric.key.startswith(("avg_", "asa", "aht", "acw")):
        assert metric.n(Aggregate()) == 0
    assert metric.formula


@every_metric
def test_what_is_not_linear_says_so_and_is_no_sum_over_contacts(metric: WindowMetric) -> None:
    assert metric.linear == (metric.key not in NOT_LINEAR)
    assert metric.sums == (metric.linear and metric.key not in OF_TIME)


def test_only_agents_time_and_days_are_figures_of_people_alone() -> None:
    assert {metric.key for metric in WINDOW_METRICS if metric.scopes == PEOPLE} == OF_TIME


def test_sales_a_day_are_told_of_whole_days_only() -> None:
    assert BY_KEY["sales_per_agent_day"].windows == ("today", "week", "month")
    assert BY_KEY["sales"].windows == WINDOWS


QUEUE = Aggregate(
    {
        "offered": 12, "answered": 5, "abandoned": 3, "callbacks": 1, "timed_out": 1, "redirected": 1, "lost": 1,
        "answered_wait_ms": 100_000, "abandoned_wait_ms": 90_000, "other_wait_ms": 40_000,
        "handled": 4, "talk_ms": 400_000, "held": 2, "hold_ms": 50_001, "acw_ms": 100_000, "end_to_end_ms": 700_000,
        "transferred": 1, "offers": 8, "refused": 2, "logged": 3, "value_both": 2,
        "fcr_contacts": 8, "fcr_resolved": 6, "fcr_settled": 5, "ftr_asked": 4, "ftr_right": 3,
    },
    wait_hist={bin_of(ms): 1 for ms in (1000, 10_000, 20_000, 30_000, 39_000)},
    left_hist={bin_of(70_000): 1},
)  # fmt: skip
PEOPLES = Aggregate(
    dict.fromkeys(ONLINE_TIME, 1000) | {"on_contact_ms": 6000, "unlogged_ms": 500, "sales": 9, "agent_days": 6}
)
FEEDBACK = Aggregate(
    {
        "nps_promoters": 30, "nps_passives": 60, "nps_detractors": 10, "nps_milli": 745_000,
        "csat_n": 4, "csat_top": 3, "csat_milli": 16_500, "ces_n": 2, "ces_milli": 11_000,
        "smiley_happy": 6, "smiley_neutral": 1, "smiley_sad": 3, "thumbs_up": 3, "thumbs_down": 1,
        "stars_n": 2, "stars_milli": 9_000, "comments": 5,
    }
)  # fmt: skip
SALES = Aggregate(
    {
        "sales": 10, "sales_new": 6, "upsells": 3, "repurchases": 1, "sales_with_amount": 4,
        "sales_amount_cents": 50_050, "retentions_tried": 8, "retentions_saved": 4, "customers_joined": 20,
        "customers_left": 25,
    }
)  # fmt: skip
TICKETS = Aggregate(
    {
        "tickets_opened": 9, "tickets_solved": 8, "tickets_reopened": 2, "tickets_reassigned": 3, "one_touch": 6,
        "first_replies": 4, "first_reply_ms": 7_200_000, "next_replies": 2, "next_reply_ms": 1_800_001,
        "resolution_ms": 80_000, "full_resolution_ms": 160_000, "first_reply_met": 3, "first_reply_missed": 1,
        "next_reply_met": 1, "next_reply_missed": 1, "resolution_met": 8, "resolution_missed": 2,
    },
    reply_hist={20: 1, 25: 1}, resolution_hist={10: 5, 30: 5},
)  # fmt: skip

WORKED: list[tuple[Aggregate, dict[WindowMetricKey, float]]] = [
    (QUEUE, {
        "offered": 12, "answered": 5, "abandoned": 3, "callbacks": 1, "left_otherwise": 2, "timed_out": 1,
        "overflowed": 0, "redirected": 1, "withdrawn": 0, "closed": 0, "lost": 1, "asa": 20_000,
        "avg_queue_time": 46_000, "avg_wait": 230_000 / 11, "avg_abandon_time": 30_000, "max_wait": 70_655.5,
        "abandon_rate": 0.25, "loss_rate": 5 / 12, "handled": 4, "aht": 137_500.25, "aht_end_to_end": 175_000,
        "avg_talk": 100_000, "avg_hold": 25_000.5, "acw": 25_000, "transferred": 1, "transfer_rate": 0.25,
        "offers": 8, "refused": 2, "refusal_rate": 0.25, "logged_rate": 0.75, "value_both": 2, "value_customer": 0,
        "value_company": 0, "value_none": 0, "fcr": 0.75, "ftr": 0.75,
    }),
    (PEOPLES, {"busy_time": 9500, "busy_share": 0.6, "occupancy": 6 / 7, "sales_per_agent_day": 1.5}),
    (FEEDBACK, {
        "nps": 20, "nps_mean": 7.45, "csat": 0.75, "csat_mean": 4.125, "ces": 5.5, "smiley_happy": 0.6,
        "smiley_sad": 0.3, "thumbs_up": 0.75, "stars": 4.5, "comments": 5,
    }),
    (SALES, {
        "sales": 10, "sales_new": 6, "upsells": 3, "repurchases": 1, "upsell_share": 0.3, "repurchase_share": 0.1,
        "sales_amount": 500.5, "order_value": 125.125, "retentions_tried": 8, "retentions_saved": 4,
        "retention_rate": 0.5, "customers_joined": 20, "customers_left": 25, "net_customers": -5,
    }),
    (TICKETS, {
        "tickets_opened": 9, "tickets_solved": 8, "tickets_reopened": 2, "tickets_reassigned": 3,
        "one_touch_share": 0.75, "first_reply_time": 1_800_000, "first_reply_p50": 20, "first_reply_p90": 25,
        "next_reply_time": 900_000.5, "resolution_time": 10_000, "resolution_p50": 10, "resolution_p90": 30,
        "full_resolution_time": 20_000, "first_reply_attainment": 0.75, "next_reply_attainment": 0.5,
        "resolution_attainment": 0.8, "sla_attainment": 0.75,
    }),
]  # fmt: skip
EXAMPLES = [(key, aggregate, value) for aggregate, values in WORKED for key, value in values.items()]


@pytest.mark.parametrize(("key", "aggregate", "value"), EXAMPLES, ids=[key for key, *_ in EXAMPLES])
def test_each_formula_gives_its_worked_figure(key: WindowMetricKey, aggregate: Aggregate, value: float) -> None:
    found = BY_KEY[key].value(aggregate)
    assert found == value
    assert isinstance(found, float) or found == int(value)


def test_thirty_percent_promoters_and_ten_percent_detractors_are_plus_twenty() -> None:
    assert BY_KEY["nps"].n(FEEDBACK) == 100
    assert BY_KEY["nps"].value(Aggregate({"nps_detractors": 3})) == -100


def test_first_contact_resolution_says_how_many_may_still_change() -> None:
    provisional = BY_KEY["fcr"].provisional
    assert provisional is not None
    assert provisional(QUEUE) == 3


@pytest.mark.parametrize(
    ("key", "at_least", "at_most"),
    [("wait_p50", 20_000, 20_000), ("wait_p80", 30_000, 30_000), ("wait_p90", 39_000, 39_000),
     ("wait_p95", 39_000, 39_000), ("wait_p99", 39_000, 39_000), ("max_wait", 70_000, 70_000)],
)  # fmt: skip
def test_percentiles_and_the_longest_wait_are_within_their_bin(
    key: WindowMetricKey, at_least: int, at_most: int
) -> None:
    value = BY_KEY[key].value(QUEUE)
    assert value is not None
    assert at_least * 0.984 <= value <= at_most * 1.016
    assert BY_KEY[key].n(QUEUE) == (6 if key == "max_wait" else 5)


def test_the_longest_wait_is_of_those_who_left_too_and_of_those_answered_too() -> None:
    assert BY_KEY["max_wait"].value(Aggregate(left_hist={7: 1})) == 7
    assert BY_KEY["max_wait"].value(Aggregate(wait_hist={9: 1}, left_hist={7: 1})) == 9


def test_service_level_and_what_follows_from_it_are_by_the_queues_rule() -> None:
    counts = {"sl_answered_in": 70, "sl_abandoned_short": 4, "sl_abandoned_in": 6, "sl_waiting_late": 20}
    aggregate = of_queue(WindowView(0, counts), QueueNow(rule=ServiceLevelRule()))
    found = {key: BY_KEY[key].value(aggregate) for key in ("answered_in_time", "abandoned_in_time", "service_level")}
    assert found == {"answered_in_time": 70, "abandoned_in_time": 10, "service_level": 0.7}
    assert BY_KEY["recovery"].value(aggregate) == 50
    assert BY_KEY["recovery"].n(aggregate) == 100


def test_sales_that_told_no_amount_have_no_amount_rather_than_none_at_all() -> None:
    assert BY_KEY["sales_amount"].value(Aggregate({"sales": 3})) is None
    assert BY_KEY["sales_amount"].n(SALES) == 4
    assert BY_KEY["sales_amount"].n(Aggregate({"sales": 3})) == 0
