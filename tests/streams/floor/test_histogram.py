"""Percentiles within 1.6 % of the exact ones, at any size."""

from __future__ import annotations

import math
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from streams.floor.histogram import bin_of, middle_of, percentile

WAITS = st.integers(0, 30 * 86_400_000)


@given(WAITS)
def test_a_bin_stands_for_its_values_within_1_6_percent(wait_ms: int) -> None:
    assert abs(middle_of(bin_of(wait_ms)) - wait_ms) <= 0.016 * wait_ms


@given(st.lists(WAITS, min_size=1), st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99, 1.0]))
def test_a_percentile_is_within_1_6_percent_of_the_exact_nearest_rank(waits: list[int], share: float) -> None:
    exact = sorted(waits)[max(1, math.ceil(share * len(waits) - 1e-9)) - 1]
    shown = percentile(Counter(map(bin_of, waits)), share)
    assert shown is not None
    assert abs(shown - exact) <= 0.016 * exact


@given(st.integers(0, 10**7), st.integers(0, 10**7))
def test_bins_keep_the_order_of_values(a: int, b: int) -> None:
    assert (bin_of(min(a, b)) <= bin_of(max(a, b))) is True


def test_an_empty_histogram_has_no_percentile() -> None:
    assert percentile({}, 0.5) is None


def test_a_negative_wait_counts_as_none() -> None:
    assert bin_of(-5) == 0
