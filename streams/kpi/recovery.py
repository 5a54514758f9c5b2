"""The way back to a goal: how many contacts in a row must be served in time, and whether so many still come."""

from __future__ import annotations

from fractions import Fraction

SERVICE_LEVEL_GOAL = Fraction(8, 10)
"""80 %, in the time of the queue's rule: the field's usual promise, where a queue has no goal of its own."""


def recovery(hits: int, n: int, goal: Fraction = SERVICE_LEVEL_GOAL) -> int | None:
    """How many contacts in a row must be met so that `hits` of `n` reach `goal`: ceil((g·n − hits) / (1 − g)).

    0 when the goal is met. None without contacts, and when a goal of 100 % was missed once: no number brings it back.
    Exact: a Fraction, never a float, says what 80 % is. Raises ValueError for a goal that is no share.
    """
    if not 0 <= goal <= 1:
        raise ValueError(f"a goal is a share from 0 to 1, not {goal}")
    if n <= 0:
        return None
    missing = goal.numerator * n - goal.denominator * hits
    if missing <= 0:
        return 0
    if goal == 1:
        return None
    return -(-missing // (goal.denominator - goal.numerator))


def reachable(needed: int | None, expected: int | None, offered: int) -> bool | None:
    """Whether the goal can still be reached today: as many as are needed are still to come.

    `expected` is the volume of the whole day, `offered` what has come of it. None when either is unknown.
    """
    if needed is None or expected is None:
        return None
    return needed <= max(0, expected - offered)
