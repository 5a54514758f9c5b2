"""A figure is compared with last week's where there is one, with enough behind both, and beyond chance."""

from __future__ import annotations

import pytest

from streams.alerts.comparison import compared
from streams.alerts.condition import NO_READING, Outcome, Reading
from streams.alerts.rule import LevelRule


def rule(metric: str, fire: float, recover: float) -> LevelRule:
    return LevelRule(key="r", name="R", metric=metric, scope="queue", window="1h", fire=fire, recover=recover,
                     compare="last_week")  # fmt: skip


BUSY, EMPTY = rule("offered", 1.5, 1.2), rule("offered", 0.5, 0.8)
SLOW, LOST, SERVED = rule("asa", 2, 1.5), rule("abandon_rate", 0.1, 0.05), rule("service_level", -0.1, -0.02)
NPS = rule("nps", -20, -5)


def found(rule: LevelRule, now: Reading, then: Reading) -> tuple[Outcome, float | None, str | None]:
    finding, why = compared(rule, now, then)
    return finding.outcome, finding.last_week, why


@pytest.mark.parametrize(
    ("now", "then", "outcome"),
    [
        (240, 100, "bad"),
        (160, 100, "between"),
        (120, 100, "good"),
        (121, 100, "between"),
        (40, 10, "bad"),
        (16, 10, "between"),
    ],
)
def test_a_count_fires_when_it_is_so_many_times_as_much_beyond_chance(now: int, then: int, outcome: Outcome) -> None:
    assert found(BUSY, Reading(now), Reading(then)) == (outcome, then, None)


@pytest.mark.parametrize(
    ("now", "then", "outcome"), [(20, 100, "bad"), (45, 100, "between"), (0, 20, "bad"), (80, 100, "good")]
)
def test_a_count_fires_when_it_falls(now: int, then: int, outcome: Outcome) -> None:
    assert found(EMPTY, Reading(now), Reading(then)) == (outcome, then, None)


@pytest.mark.parametrize(
    ("now", "n", "outcome"), [(20_000, 10, "bad"), (20_000, 9, "between"), (15_000, 3, "good"), (16_000, 50, "between")]
)
def test_a_time_fires_with_enough_behind_it(now: int, n: int, outcome: Outcome) -> None:
    assert found(SLOW, Reading(now, n), Reading(10_000, 10)) == (outcome, 10_000, None)


def test_money_fires_with_enough_sales_behind_it() -> None:
    assert found(rule("sales_amount", 2, 1.5), Reading(300.0, 12), Reading(100.0, 10)) == ("bad", 100.0, None)


@pytest.mark.parametrize(
    ("hits", "n", "outcome"),
    [(40, 100, "bad"), (22, 100, "between"), (14, 100, "good"), (4, 9, "between")],
)
def test_a_share_fires_when_it_is_so_much_more_beyond_chance(hits: int, n: int, outcome: Outcome) -> None:
    assert found(LOST, Reading(hits / n, n, hits), Reading(0.1, 100)) == (outcome, 0.1, None)


def test_a_share_of_nothing_last_week_can_be_compared() -> None:
    assert found(LOST, Reading(0.4, 100, 40), Reading(0.0, 100)) == ("bad", 0.0, None)


@pytest.mark.parametrize(("hits", "outcome"), [(50, "bad"), (68, "between"), (79, "good")])
def test_a_share_fires_when_it_falls(hits: int, outcome: Outcome) -> None:
    assert found(SERVED, Reading(hits / 100, 100, hits), Reading(0.8, 200)) == (outcome, 0.8, None)


def test_the_interval_of_a_difference_is_newcombes() -> None:
    """Interval estimation for the difference between independent proportions (1998), table II (a), method 10: 56 of 70
    less 48 of 80 is 0.0524 to 0.3339."""
    now, then = Reading(56 / 70, 70, 56), Reading(48 / 80, 80)
    assert found(rule("abandon_rate", 0.0523, 0), now, then)[0] == "bad"
    assert found(rule("abandon_rate", 0.0525, 0), now, then)[0] == "between"
    now, then = Reading(48 / 80, 80, 48), Reading(56 / 70, 70)
    assert found(rule("service_level", -0.0523, 0), now, then)[0] == "bad"
    assert found(rule("service_level", -0.0525, 0), now, then)[0] == "between"


def test_a_score_is_compared_by_how_much_more_it_is() -> None:
    assert found(NPS, Reading(-10, 40), Reading(15, 40)) == ("bad", 15, None)


def test_without_last_week_nothing_is_found_and_why() -> None:
    assert found(BUSY, Reading(240), NO_READING) == ("none", None, "no last week")
    assert found(BUSY, Reading(240), Reading(9)) == ("none", None, "few last week")
    assert found(LOST, Reading(0.4, 100, 40), Reading(0.1, 9)) == ("none", None, "few last week")
    assert found(SLOW, Reading(20_000, 40), Reading(0, 40)) == ("none", None, "few last week")
    assert found(LOST, NO_READING, Reading(0.1, 100)) == ("none", None, None)
