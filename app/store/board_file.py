"""A board as it is written into a file and read from one, and as it is put into the store."""

from __future__ import annotations

import re
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from app.boards.board import Board
from app.boards.shipped import SHIPPED

FORMAT = 1
ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


class UnfitBoardId(ValueError):
    """An id that no stored board can have. The message says what to do."""


class BoardFile(BaseModel):
    """What `tavle boards export` writes. `tavle_board` is the format's number."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    tavle_board: Literal[1]
    board: Board


def board_file(definition: Any) -> dict[str, Any]:
    """The file of a board; its version stays behind, since it counts in this store only."""
    return {"tavle_board": FORMAT, "board": {key: value for key, value in definition.items() if key != "version"}}


def fit_board_id(id_: str) -> str:
    """Raises `UnfitBoardId` for what would read badly in an address, and for the ids of shipped boards."""
    if ID.fullmatch(id_) is None:
        raise UnfitBoardId("an id has small letters a to z, digits, and . _ - behind the first, at most 64")
    if id_ in SHIPPED:
        raise UnfitBoardId(f"{id_!r} comes with Tavle and does not change: save it under another id")
    return id_


def stored_definition(board: Board) -> dict[str, Any]:
    """What is kept of a board: what was said, without defaults, so that a better default reaches it."""
    said = board.model_dump(mode="json", exclude_unset=True)
    return {**said, "title": board.title, "site": board.site}
