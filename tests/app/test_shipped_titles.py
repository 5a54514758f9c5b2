"""What Tavle ships speaks every language: titles of boards, slides and tiles, and names of goals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

import pytest

from app.boards.board import Board, Slide, TileDefinition
from app.boards.shipped import SHIPPED, shipped_board, shipped_copy
from streams.kpi.definitions.goal_names import GOAL_NAMES
from streams.kpi.goal_sets import GOAL_SETS
from streams.kpi.keys import Language

LANGUAGES: tuple[Language, ...] = get_args(Language)
LONGEST = 60


def titled(board: Board) -> Iterator[Board | Slide | TileDefinition]:
    yield board
    yield from board.slides
    yield from board.all_tiles


@pytest.mark.parametrize("name", SHIPPED)
def test_every_title_of_a_shipped_board_is_there_in_every_language(name: str) -> None:
    for part in titled(shipped_board(name, "aarhus")):
        assert set(part.titles) == set(LANGUAGES) - {"en"}, part.title
        assert all(title.strip() for title in part.titles.values()), part.title


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_copy_to_change_is_titled_in_one_language_alone(name: str, language: Language) -> None:
    own, shipped = shipped_copy(name, "aarhus", language), shipped_board(name, "aarhus")
    for copied, original in zip(titled(own), titled(shipped), strict=True):
        assert copied.title == original.titles.get(language, original.title)
        assert copied.titles == {}


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"en"}))
def test_every_goal_that_is_shipped_has_its_name_in_every_language(language: Language) -> None:
    shipped = {goal.name for goals in GOAL_SETS.values() for goal in goals}
    assert set(GOAL_NAMES[language]) == shipped | GOAL_SETS.keys()
    assert all(0 < len(name) <= LONGEST for name in GOAL_NAMES[language].values())
