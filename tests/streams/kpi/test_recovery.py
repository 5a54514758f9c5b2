"""How many contacts in a row bring a window back to its goal."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.kpi.recovery import reachable, recovery


@pytest.mark.parametrize(
    ("hits", "n", "goal", "needed"),
    [
        (70, 100, Fraction(80, 100), 50),
        (80, 100, Fraction(80, 100), 0),
        (79, 100, Fraction(80, 100), 5),
        (0, 1, Fraction(800, 1000), 4),
        (0, 3, Fraction(1, 3), 2),
        (2, 3, Fraction(9, 10), 7),
        (5, 5, Fraction(1), 0),
        (4, 5, Fraction(1), None),
        (0, 5, Fraction(0), 0),
        (0, 0, Fraction(80, 100), None),
    ],
)
def test_so_many_in_a_row_bring_it_back(hits: int, n: int, goal: Fraction, needed: int | None) -> None:
    assert recovery(hits, n, goal) == needed


def test_the_goal_is_eighty_percent_unless_told_otherwise() -> None:
    assert recovery(70, 100) == 50


@given(st.integers(1, 500), st.data())
def test_it_is_the_smallest_number_that_reaches_the_goal(n: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, n))
    goal = Fraction(data.draw(st.integers(0, 999)), 1000)
    needed = recovery(hits, n, goal)
    assert needed is not None
    assert Fraction(hits + needed, n + needed) >= goal
    assert needed == 0 or Fraction(hits + needed - 1, n + needed - 1) < goal


@pytest.mark.parametrize("goal", [Fraction(-1, 10), Fraction(80)])
def test_a_goal_that_is_no_share_is_refused(goal: Fraction) -> None:
    with pytest.raises(ValueError, match="share from 0 to 1"):
        recovery(1, 2, goal)


@pytest.mark.parametrize(
    ("needed", "expected", "offered", "can"),
    [
        (50, 200, 150, True),
        (50, 200, 151, False),
        (0, 100, 120, True),
        (1, 100, 120, False),
        (None, 200, 100, None),
        (50, None, 100, None),
    ],
)
def test_the_goal_is_out_of_reach_when_fewer_are_still_to_come(
    needed: int | None, expected: int | None, offered: int, can: bool | None
) -> None:
    assert reachable(needed, expected, offered) is can
