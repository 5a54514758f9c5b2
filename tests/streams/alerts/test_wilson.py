"""The bounds are those that others publish for the same counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.alerts.wilson import most_by_chance, wilson


@pytest.mark.parametrize(
    ("hits", "n", "lower", "upper"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_is_newcombes(hits: int, n: int, lower: float, upper: float) -> None:
    """Newcombe, Two-sided confidence intervals for the single proportion (1998), table I, method 3."""
    assert list(wilson(hits, n)) == pytest.approx([lower, upper], abs=5e-5)


def test_two_of_four_may_be_the_goal_and_seventy_of_a_hundred_may_not() -> None:
    assert wilson(2, 4)[1] > 0.8
    assert wilson(70, 100)[1] < 0.8


def test_nothing_counted_may_be_anything() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


@given(st.integers(0, 500), st.integers(1, 500), st.floats(0.5, 0.999))
def test_the_share_lies_within_and_more_confidence_is_wider(hits: int, n: int, confidence: float) -> None:
    hits = min(hits, n)
    lower, upper = wilson(hits, n, confidence)

    assert 0 <= lower <= hits / n <= upper <= 1
    wider = wilson(hits, n, 0.9999)
    assert wider[0] <= lower <= upper <= wider[1]


@given(st.integers(0, 200), st.integers(1, 200))
def test_misses_are_the_mirror_of_hits(hits: int, n: int) -> None:
    hits = min(hits, n)
    lower, upper = wilson(hits, n)

    assert list(wilson(n - hits, n)) == pytest.approx([1 - upper, 1 - lower])


@pytest.mark.parametrize(("hits", "n", "confidence"), [(5, 4, 0.95), (-1, 4, 0.95), (1, 4, 0.0), (1, 4, 1.0)])
def test_what_is_no_share_is_refused(hits: int, n: int, confidence: float) -> None:
    with pytest.raises(ValueError, match=r"share"):
        wilson(hits, n, confidence)


def test_a_count_may_by_chance_have_been_more_and_none_is_never_worse_than_none() -> None:
    assert [round(most_by_chance(count), 1) for count in (0, 2, 59, 60)] == [3.8, 7.3, 76.1, 77.2]
    assert most_by_chance(-3) == most_by_chance(0)
