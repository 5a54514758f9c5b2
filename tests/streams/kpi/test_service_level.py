"""The table of vendors' rules, as golden vectors (docs/metrics.md), and the one arithmetic against each formula."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.floor.counts import VERDICTS
from streams.floor.rule import TREATMENTS, Profile, ServiceLevelRule, Treatment, Weight
from streams.kpi.service_level import PROFILES, Ratio, Verdicts, service_level, verdicts

# One hour, T = 20 s, S = 5 s, 100 offered. Three asked to be called back or went elsewhere, one of them late.
HOUR = Verdicts(
    answered_in=70,
    answered_late=12,
    abandoned_short=4,
    abandoned_in=6,
    abandoned_late=5,
    callback_in=1,
    callback_late=1,
    other_in=1,
)
SPLITS = {
    "callbacks and flow-outs": HOUR,
    "only callbacks": HOUR._replace(callback_in=2, callback_late=1, other_in=0, other_late=0),
    "only flow-outs": HOUR._replace(callback_in=0, callback_late=0, other_in=2, other_late=1),
}
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
# Each vendor's formula as it is written in docs/metrics.md; flow-out has callbacks in it.
FORMULAS: dict[Profile, Callable[[Verdicts], tuple[int, int]]] = {
    "abandon_negative": lambda v: (v.answered_in, v.offered),
    "genesys": lambda v: (v.answered_in, v.answered + v.abandoned),
    "answered_only": lambda v: (v.answered_in, v.answered),
    "connect": lambda v: (v.answered_in + v.abandoned_within + v.callback_in + v.other_in, v.offered),
    "asterisk_sl2": lambda v: (v.answered_in + v.abandoned_within, v.answered + v.abandoned),
    "abandon_positive": lambda v: (v.answered_in + v.abandoned_within, v.offered),
    "abandon_ignored": lambda v: (v.answered_in, v.offered - v.abandoned_within),
    "genesys_short_excluded": lambda v: (v.answered_in, v.answered + v.abandoned - v.abandoned_short),
    "talkdesk_short_on": lambda v: (v.answered_in, v.offered - v.abandoned_short),
}
SOME_VERDICTS = st.builds(Verdicts, *[st.integers(0, 50)] * len(Verdicts._fields))


def percent_of(level: Ratio) -> float:
    assert level.value is not None
    return round(100 * level.value, 1)


@pytest.mark.parametrize("hour", SPLITS.values(), ids=SPLITS)
def test_the_hour_has_a_hundred_legs_with_a_verdict(hour: Verdicts) -> None:
    assert hour.offered == 100


@pytest.mark.parametrize("hour", SPLITS.values(), ids=SPLITS)
@pytest.mark.parametrize(("profile", "percent"), GOLDEN.items())
def test_each_vendors_rule_gives_its_figure_for_the_same_hour(profile: Profile, percent: float, hour: Verdicts) -> None:
    assert percent_of(service_level(hour, ServiceLevelRule(profile=profile))) == percent


def test_every_profile_has_a_golden_vector() -> None:
    assert set(GOLDEN) == set(FORMULAS) == set(PROFILES)


@pytest.mark.parametrize("profile", PROFILES)
def test_no_verdict_gives_no_value(profile: Profile) -> None:
    assert service_level(Verdicts(), TREATMENTS[profile]).value is None


@pytest.mark.parametrize("profile", PROFILES)
@given(counted=SOME_VERDICTS)
def test_the_arithmetic_of_treatments_is_the_formula_that_the_vendor_writes(
    profile: Profile, counted: Verdicts
) -> None:
    assert service_level(counted, TREATMENTS[profile]) == FORMULAS[profile](counted)


@pytest.mark.parametrize(
    ("profile", "percent"), [("abandon_negative", 63.6), ("genesys", 72.2), ("answered_only", 85.4), ("connect", 74.5)]
)
def test_callers_waiting_past_the_threshold_count_only_where_the_rule_counts_offered(
    profile: Profile, percent: float
) -> None:
    assert percent_of(service_level(HOUR._replace(waiting_late=10), TREATMENTS[profile])) == percent


@pytest.mark.parametrize(
    ("weight", "level"),
    [
        ("missed", Ratio(70, 100)),
        ("left_out", Ratio(70, 98)),
        ("in_time", Ratio(71, 100)),
        ("left_out_in_time", Ratio(70, 99)),
    ],
)
def test_a_house_rule_of_its_own_says_how_each_outcome_counts(weight: Weight, level: Ratio) -> None:
    own = ServiceLevelRule(profile="connect", own=Treatment(callbacks=weight))
    assert service_level(HOUR, own) == level


def test_a_short_abandon_is_within_the_threshold_under_every_weight() -> None:
    short = Verdicts(answered_in=1, abandoned_short=4)
    levels: dict[Weight, Ratio] = {
        "missed": Ratio(1, 5),
        "left_out": Ratio(1, 1),
        "in_time": Ratio(5, 5),
        "left_out_in_time": Ratio(1, 1),
    }
    assert {weight: service_level(short, Treatment(short_abandons=weight)) for weight in levels} == levels


def test_the_verdicts_of_each_rule_are_read_from_its_own_slot() -> None:
    counts = {"sl_answered_in": 7, "sl_waiting_late": 1, "sl3_answered_in": 5, "sl3_other_late": 2, "offered": 9}
    assert verdicts(counts) == Verdicts(answered_in=7, waiting_late=1)
    assert verdicts(counts, 3) == Verdicts(answered_in=5, other_late=2)
    assert verdicts(counts, 1) == Verdicts()


def test_verdicts_are_those_that_the_floor_counts_in_its_order() -> None:
    assert Verdicts._fields == VERDICTS
