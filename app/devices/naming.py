"""What a screen may be called, and which boards it may be given."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

NAME_CHARACTERS = 64
BOARDS_LIMIT = 9
"""Boards of one screen: one for each digit key."""
BOARD_CHARACTERS = 256


class UnfitScreen(ValueError):
    """A name or boards that no screen can have. The message says what to do."""


def fit_name(written: str) -> str:
    """The name as it is kept. Raises `UnfitScreen`."""
    name = " ".join(unicodedata.normalize("NFC", written).split())
    if not 1 <= len(name) <= NAME_CHARACTERS or not name.isprintable():
        raise UnfitScreen(f"a screen's name has 1 to {NAME_CHARACTERS} characters: say where it hangs")
    return name


def fit_boards(written: Sequence[str]) -> tuple[str, ...]:
    """Boards in the order in which the screen has them, the first shown first. Raises `UnfitScreen`."""
    boards = tuple(dict.fromkeys(written))
    if not 1 <= len(boards) <= BOARDS_LIMIT:
        raise UnfitScreen(f"a screen has 1 to {BOARDS_LIMIT} boards")
    if any(not 1 <= len(board) <= BOARD_CHARACTERS for board in boards):
        raise UnfitScreen(f"a board's id has 1 to {BOARD_CHARACTERS} characters")
    return boards
