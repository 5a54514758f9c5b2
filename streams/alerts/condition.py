"""What a figure says about a rule at one moment: bad, good, in between, or nothing."""

from __future__ import annotations

from typing import Literal, NamedTuple

from streams.alerts.rule import BurnRule, LevelRule
from streams.alerts.wilson import most_by_chance, wilson
from streams.kpi.goal import SHIPPED

Outcome = Literal["bad", "good", "between", "none"]
"""`bad` fires, `good` recovers, `between` does neither. `none`: there is no figure, or none to be trusted."""


class Reading(NamedTuple):
    """A figure. `n` stand behind it, None for a plain sum; `hits` of them are met where it is a share of contacts or
    the like, which chance may sway."""

    value: float | None = None
    n: int | None = None
    hits: int | None = None


class Finding(NamedTuple):
    """An outcome, and the figure that it was found by; `last_week` is the one that it was compared with."""

    outcome: Outcome
    value: float | None = None
    n: int | None = None
    last_week: float | None = None


NO_READING = Reading()
NOTHING = Finding("none")


def level(rule: LevelRule, reading: Reading, factor: float = 1.0) -> Finding:
    """`factor` is what the limits are multiplied with: the part of a paced goal that is due.

    Chance and small numbers keep a rule from firing, a paced count too: its limit is small while the month is young.
    For recovering the figure itself is enough.
    """
    value, n, hits = reading
    if value is None:
        return NOTHING
    fire, recover = rule.fire * factor, rule.recover * factor
    if value <= recover if rule.rises else value >= recover:
        return Finding("good", value, n)
    past = value >= fire if rule.rises else value <= fire
    if past and n is not None:
        past = n >= rule.least_n
        if past and hits is not None:
            lower, upper = wilson(min(max(hits, 0), n), n, rule.confidence)
            past = lower >= fire if rule.rises else upper <= fire
    elif past and rule.paced and SHIPPED[rule.metric].unit == "count":
        past = most_by_chance(value, rule.confidence) <= fire
    return Finding("bad" if past else "between", value, n)


def burn(rule: BurnRule, goal_permille: int, short: Reading, long: Reading) -> Finding:
    """The value is how many times as fast as the goal allows misses come over the long window.

    Volume and chance are asked there: the goal itself must be missed beyond chance. A goal of 100 % allows no miss, so
    that nothing is a multiple of it.
    """
    if goal_permille >= 1000 or not short.n or not long.n or short.hits is None or long.hits is None:
        return NOTHING
    fast = _burns(short, goal_permille)
    slow = _burns(long, goal_permille)
    if fast <= rule.recover:
        return Finding("good", slow, long.n)
    past = fast >= rule.factor and slow >= rule.factor and long.n >= rule.least_n
    if past:
        past = wilson(long.hits, long.n, rule.confidence)[1] < goal_permille / 1000
    return Finding("bad" if past else "between", slow, long.n)


def most_burn(goal_permille: int) -> float:
    """The burn when everything is missed: more cannot be. 5 for a goal of 80 %."""
    return 1000 / (1000 - goal_permille)


def _burns(reading: Reading, goal_permille: int) -> float:
    n, hits = reading.n or 0, reading.hits or 0
    return (n - hits) * 1000 / (n * (1000 - goal_permille))
