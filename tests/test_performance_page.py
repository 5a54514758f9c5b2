"""docs/performance.md is made of what was measured, and names commands that there are."""

from __future__ import annotations

import re

from loadtest.goals import GOALS
from loadtest.performance import PAGE, kept_before, page, taken
from tests.repository import ROOT


def test_the_page_is_made_of_what_was_kept() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(kept_before()), "python -m loadtest.performance --again"


def test_every_command_on_the_page_exists() -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    named = re.findall(r"`make ([^`]*)`", PAGE.read_text(encoding="utf-8"))

    assert named
    assert set(named) <= set(targets)


def test_goals_have_names_of_their_own_and_nothing_else_is_kept() -> None:
    keys = [goal.key for goal in GOALS]

    assert len(set(keys)) == len(keys)
    assert set(kept_before()) <= set(keys), "goals that are gone: take them out of docs/performance.json"


def test_only_what_is_a_goal_is_taken_from_what_a_command_prints() -> None:
    key = GOALS[0].key

    assert taken([f"{key}=0.151\n", "simulating …\n", "other=1\n", f"{key}_more=1\n"]) == {key: 0.151}
