"""What each kind of answer counts, on the usual scale and on others."""

from __future__ import annotations

from typing import Any

import pytest

from streams.events.feedback import Feedback
from streams.floor.counts import NAMES
from streams.floor.feedback import scored


def counted(**told: Any) -> dict[str, int]:
    return {NAMES[key]: amount for key, amount in scored(Feedback(**told))}


@pytest.mark.parametrize(
    ("score", "group"),
    [(0, "detractors"), (6, "detractors"), (7, "passives"), (8, "passives"), (9, "promoters"), (10, "promoters")],
)
def test_nps_has_three_groups_on_both_of_its_scales(score: int, group: str) -> None:
    assert counted(kind="nps", score=score) == {f"nps_{group}": 1, "nps_milli": score * 1000}
    if score:
        assert counted(kind="nps", score=score, scale=(1, 10)) == {f"nps_{group}": 1, "nps_milli": score * 1000}


def test_the_top_two_answers_are_satisfied_and_the_mean_is_on_one_to_five() -> None:
    assert counted(kind="csat", score=3) == {"csat_n": 1, "csat_milli": 3000}
    assert counted(kind="csat", score=4) == {"csat_n": 1, "csat_milli": 4000, "csat_top": 1}
    assert counted(kind="csat", score=6, scale=(1, 7)) == {"csat_n": 1, "csat_milli": 4333, "csat_top": 1}


def test_effort_is_a_mean_on_one_to_seven_and_stars_one_of_five() -> None:
    assert counted(kind="ces", score=3, scale=(1, 5)) == {"ces_n": 1, "ces_milli": 4000}
    assert counted(kind="stars", score=4) == {"stars_n": 1, "stars_milli": 4000}


@pytest.mark.parametrize(
    ("told", "count"),
    [
        ({"kind": "smiley", "score": 1}, "smiley_sad"),
        ({"kind": "smiley", "score": 2}, "smiley_neutral"),
        ({"kind": "smiley", "score": 3}, "smiley_happy"),
        ({"kind": "smiley", "score": 0, "scale": (0, 1)}, "smiley_sad"),
        ({"kind": "thumb", "score": 1}, "thumbs_up"),
        ({"kind": "thumb", "score": 0}, "thumbs_down"),
        ({"kind": "thumb", "score": 1, "scale": (1, 2)}, "thumbs_down"),
    ],
)
def test_smileys_and_thumbs_are_counted_by_what_they_show(told: dict[str, Any], count: str) -> None:
    assert counted(**told) == {count: 1}


def test_a_comment_counts_when_it_says_something() -> None:
    assert counted(kind="thumb", score=1, comment="thanks") == {"thumbs_up": 1, "comments": 1}
    assert counted(kind="thumb", score=1, comment="  ") == {"thumbs_up": 1}
