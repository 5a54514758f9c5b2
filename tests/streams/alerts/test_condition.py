"""What a figure says: fired beyond chance, recovered by the figure itself, nothing where there is none."""

from __future__ import annotations

import pytest

from streams.alerts.condition import Outcome, Reading, burn, level, most_burn
from streams.alerts.rule import BurnRule, LevelRule

SLOW = LevelRule(key="asa", name="Slow", metric="asa", scope="queue", window="15m", fire=60_000, recover=30_000)
SERVICE = LevelRule(
    key="sl", name="Service level", metric="service_level", scope="queue", window="15m", fire=0.8, recover=0.85
)
LOST = LevelRule(key="lost", name="Lost", metric="abandon_rate", scope="queue", window="15m", fire=0.1, recover=0.05)
CRITICAL = BurnRule(key="burn", name="Burn", factor=2.5)
WARNING = BurnRule(key="burn-w", name="Burn", factor=1.5, short="15m", long="1h")


@pytest.mark.parametrize(
    ("value", "n", "outcome"),
    [
        (60_000, 10, "bad"), (90_000, 9, "between"), (59_999, 10, "between"), (30_001, 10, "between"),
        (30_000, 10, "good"), (30_000, 1, "good"), (None, 0, "none"), (60_000, None, "bad"),
    ],
)  # fmt: skip
def test_a_time_fires_at_its_limit_with_enough_behind_it(value: float | None, n: int | None, outcome: Outcome) -> None:
    assert level(SLOW, Reading(value, n)).outcome == outcome


@pytest.mark.parametrize(
    ("hits", "n", "outcome"),
    [(2, 4, "between"), (70, 100, "bad"), (79, 100, "between"), (85, 100, "good"), (0, 10, "bad"), (0, 9, "between")],
)
def test_a_share_fires_beyond_chance(hits: int, n: int, outcome: Outcome) -> None:
    assert level(SERVICE, Reading(hits / n, n, hits)).outcome == outcome


@pytest.mark.parametrize(
    ("hits", "n", "outcome"), [(11, 100, "between"), (20, 100, "bad"), (5, 100, "good"), (2, 10, "between")]
)
def test_a_share_that_should_be_low_fires_by_its_lower_bound(hits: int, n: int, outcome: Outcome) -> None:
    assert level(LOST, Reading(hits / n, n, hits)).outcome == outcome


def test_limits_are_multiples_where_there_is_a_factor() -> None:
    assert level(SLOW, Reading(60_000, 10), 0.5).outcome == "bad"
    assert level(SLOW, Reading(15_000, 10), 0.5).outcome == "good"
    assert level(SLOW, Reading(60_000, 10), 2).outcome == "good"


def share(hits: int, n: int) -> Reading:
    return Reading(hits / n if n else None, n, hits)


@pytest.mark.parametrize(
    ("rule", "short", "long", "outcome"),
    [
        (CRITICAL, (10, 20), (30, 60), "bad"),
        (CRITICAL, (2, 4), (2, 4), "between"),
        (CRITICAL, (11, 20), (30, 60), "between"),
        (CRITICAL, (10, 20), (31, 60), "between"),
        (CRITICAL, (16, 20), (30, 60), "good"),
        (CRITICAL, (0, 0), (30, 60), "none"),
        (CRITICAL, (10, 20), (0, 0), "none"),
        (WARNING, (70, 100), (70, 100), "bad"),
        (WARNING, (7, 10), (7, 10), "between"),
    ],
)
def test_a_goal_burns_over_both_windows(
    rule: BurnRule, short: tuple[int, int], long: tuple[int, int], outcome: Outcome
) -> None:
    assert burn(rule, 800, share(*short), share(*long)).outcome == outcome


def test_the_burn_is_how_many_times_as_fast_as_allowed() -> None:
    assert burn(WARNING, 800, share(70, 100), share(70, 100)).value == 1.5
    assert most_burn(800) == 5


def test_a_goal_of_everything_allows_no_multiple() -> None:
    assert burn(CRITICAL, 1000, share(10, 20), share(30, 60)).outcome == "none"
