"""Merging scopes and then evaluating is evaluating the sum of all that was counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TypeVar

from hypothesis import given
from hypothesis import strategies as st

from streams.floor.counts import NAMES, VERDICTS
from streams.floor.rule import TREATMENTS, ServiceLevelRule
from streams.floor.view import QueueNow, RuleView, WindowView
from streams.kpi.aggregate import Aggregate, merged, of_queue
from streams.kpi.registry import WINDOW_METRICS
from streams.kpi.tables import TABLES

K = TypeVar("K")
AMOUNTS = st.integers(0, 1000)
HISTS = st.dictionaries(st.integers(0, 400), st.integers(1, 5), max_size=5)
PLAIN = [name for name in NAMES.values() if not name.startswith("sl")]
JUDGED = [f"{prefix}_{verdict}" for prefix in ("sl", "sl1", "sl2") for verdict in VERDICTS]
RULES = st.builds(ServiceLevelRule, profile=st.sampled_from(list(TREATMENTS)))
QUEUES = st.builds(
    lambda first, second, third: QueueNow(first, [RuleView(first), RuleView(second, 1), RuleView(third, 2, "vendor")]),
    RULES, RULES, RULES,
)  # fmt: skip
WINDOWS = st.builds(
    lambda counts, judged, waits, left, replies, resolutions, topics: WindowView(
        0, {**counts, **judged}, waits, left, replies, resolutions, topics
    ),
    st.dictionaries(st.sampled_from(PLAIN), AMOUNTS, max_size=40),
    st.fixed_dictionaries(dict.fromkeys(JUDGED, st.integers(0, 20))),
    HISTS, HISTS, HISTS, HISTS,
    st.dictionaries(st.sampled_from(["delivery", "invoice", "…", "login"]), st.integers(1, 9)),
)  # fmt: skip

LINEAR = [metric for metric in WINDOW_METRICS if metric.linear]


def added(parts: Iterable[Mapping[K, int]]) -> dict[K, int]:
    total: Counter[K] = Counter()
    for part in parts:
        for key, value in part.items():
            total[key] += value
    return dict(total)


def of_sums(windows: list[WindowView], queue: QueueNow) -> Aggregate:
    """The queue that would have counted all of it by itself."""
    return of_queue(
        WindowView(
            0,
            added(window.counts for window in windows),
            added(window.wait_hist for window in windows),
            added(window.left_hist for window in windows),
            added(window.reply_hist for window in windows),
            added(window.resolution_hist for window in windows),
            added(window.topics for window in windows),
        ),
        queue,
    )


@given(st.lists(WINDOWS, min_size=1, max_size=4), QUEUES)
def test_merging_and_evaluating_is_evaluating_the_sum_of_counts(windows: list[WindowView], queue: QueueNow) -> None:
    group, whole = merged(of_queue(window, queue) for window in windows), of_sums(windows, queue)
    assert {m.key: m.value(group) for m in WINDOW_METRICS} == {m.key: m.value(whole) for m in WINDOW_METRICS}
    assert {m.key: m.n(group) for m in WINDOW_METRICS} == {m.key: m.n(whole) for m in WINDOW_METRICS}
    assert group.service_level_by("vendor") == whole.service_level_by("vendor")
    assert {key: table.rows(group) for key, table in TABLES.items()} == {
        key: table.rows(whole) for key, table in TABLES.items()
    }


@given(st.lists(st.tuples(WINDOWS, QUEUES), min_size=1, max_size=3))
def test_numerators_and_denominators_of_linear_figures_add_up(parts: list[tuple[WindowView, QueueNow]]) -> None:
    scopes = [of_queue(window, queue) for window, queue in parts]
    group = merged(scopes)
    for metric in LINEAR:
        assert (metric.numerator(group) or 0) == sum(metric.numerator(scope) or 0 for scope in scopes), metric.key
        assert (metric.n(group) or 0) == sum(metric.n(scope) or 0 for scope in scopes), metric.key
