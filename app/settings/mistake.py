"""A mistake in the configuration: the start is refused with where it is and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

CHARACTERS = 600


def shortened(text: str) -> str:
    """Without the middle, when it repeats what was written and that is long."""
    if len(text) <= CHARACTERS:
        return text
    return f"{text[: CHARACTERS // 2]} … {text[-CHARACTERS // 2 :]}"


class Mistake(NamedTuple):
    """`where` is the file with its line, or the environment variable; `key` is dotted, as in TOML."""

    where: str
    key: str
    what: str

    def __str__(self) -> str:
        what = shortened(self.what)
        return f"{self.where}: {shortened(self.key)}: {what}" if self.key else f"{self.where}: {what}"


class SettingsMistake(Exception):
    """The configuration cannot be used. Its text names every mistake, one a line, and repeats no value of a secret."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__("\n".join(str(mistake) for mistake in mistakes))
        self.mistakes = tuple(mistakes)
