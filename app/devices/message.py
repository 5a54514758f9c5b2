"""What a supervisor has written on screens: short, and over by itself."""

from __future__ import annotations

from typing import NamedTuple

TEXT_CHARACTERS = 160
"""What can be read while passing by."""
MINUTES_LIMIT = 24 * 60


class UnfitMessage(ValueError):
    """A message that no screen can show. It says what to do."""


class Message(NamedTuple):
    """`until` in ms since 1970: from then on it stands nowhere."""

    text: str
    until: int


def fit_text(written: str) -> str:
    """The text as it is shown. Raises `UnfitMessage`."""
    text = " ".join(written.split())
    if not 1 <= len(text) <= TEXT_CHARACTERS or not text.isprintable():
        raise UnfitMessage(f"a message has 1 to {TEXT_CHARACTERS} characters, on one line")
    return text
