"""What the page's editor makes, whatever is done in it one after the other, is a board that the server takes."""

from __future__ import annotations

import json
from typing import get_args

import pytest

from app.boards.board import Board, Kind
from tests.repository import ROOT

DRAFTS = (ROOT / "frontend/tests/app/boards/drafts.ndjson").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("draft", DRAFTS, ids=range(len(DRAFTS)))
def test_a_board_that_was_edited_at_random_is_taken(draft: str) -> None:
    board = Board.model_validate(json.loads(draft))
    assert board.all_tiles != ()
    for tile in board.all_tiles:
        assert tile.x + tile.w <= board.columns
        assert tile.y + tile.h <= board.rows


def test_every_kind_is_among_them() -> None:
    kinds = {tile.kind for draft in DRAFTS for tile in Board.model_validate(json.loads(draft)).all_tiles}
    assert kinds == set(get_args(Kind))
