"""The table of vendors' rules, as golden vectors (docs/metrics.md)."""

from __future__ import annotations

import pytest

from streams.floor.rule import Profile, ServiceLevelRule
from streams.floor.view import WindowView
from streams.kpi.aggregate import merged, of_queue
from streams.kpi.service_level import PROFILES, Ratio, Verdicts, service_level

# One hour, T = 20 s, S = 5 s, 100 offered.
HOUR = Verdicts(
    answered_in=70,
    answered_late=12,
    abandoned_short=4,
    abandoned_in=6,
    abandoned_late=5,
    other_in=2,
    other_late=1,
)
GOLDEN: dict[Profile, float] = {
    "connect": 82.0,
    "answered_only": 85.4,
    "asterisk_sl2": 82.5,
    "abandon_positive": 80.0,
    "abandon_ignored": 77.8,
    "genesys_short_excluded": 75.3,
    "talkdesk_short_on": 72.9,
    "genesys": 72.2,
    "abandon_negative": 70.0,
}


def test_the_hour_has_a_hundred_legs_with_a_verdict() -> None:
    assert HOUR.offered == 100


@pytest.mark.parametrize(("profile", "percent"), GOLDEN.items())
def test_each_vendors_rule_gives_its_figure_for_the_same_hour(profile: Profile, percent: float) -> None:
    value = service_level(HOUR, profile).value
    assert value is not None
    assert round(100 * value, 1) == percent


def test_every_profile_has_a_golden_vector() -> None:
    assert set(GOLDEN) == set(PROFILES)


@pytest.mark.parametrize("profile", PROFILES)
def test_no_verdict_gives_no_value(profile: Profile) -> None:
    assert service_level(Verdicts(), profile).value is None


@pytest.mark.parametrize(
    ("profile", "percent"), [("abandon_negative", 63.6), ("genesys", 72.2), ("answered_only", 85.4), ("connect", 74.5)]
)
def test_callers_waiting_past_the_threshold_count_only_where_the_rule_counts_offered(
    profile: Profile, percent: float
) -> None:
    value = service_level(HOUR._replace(waiting_late=10), profile).value
    assert value is not None
    assert round(100 * value, 1) == percent


def test_a_groups_level_is_the_ratio_of_sums_each_queue_by_its_own_rule() -> None:
    busy = of_queue(WindowView(0, {"sl_answered_in": 90, "sl_answered_late": 10}), ServiceLevelRule())
    quiet = of_queue(
        WindowView(0, {"sl_answered_in": 1, "sl_abandoned_late": 9}), ServiceLevelRule(profile="answered_only")
    )
    assert merged([busy, quiet]).service_level == Ratio(91, 101)
