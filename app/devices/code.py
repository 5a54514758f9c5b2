"""The code that a screen shows and a supervisor types: eight consonants, none of which looks like another."""

from __future__ import annotations

from collections.abc import Callable, Sequence

LETTERS = "BCDFHJKLMPRSTVXZ"
"""No vowels, so that no word comes out; of look-alikes (C G Q, M N W, V Y) one each. 16 letters: 32 bits a code."""
LENGTH = 8


class UnfitCode(ValueError):
    """Something else was typed. The message says what a code is."""


def new_code(choice: Callable[[Sequence[str]], str]) -> str:
    """`choice` takes one of some letters, and must not be guessed (`secrets.choice`)."""
    return "".join(choice(LETTERS) for _ in range(LENGTH))


def fit_code(written: str) -> str:
    """The code, however it was typed: small letters, spaces and hyphens do no harm. Raises `UnfitCode`."""
    code = "".join(letter for letter in written.upper() if letter not in " -\u00a0")
    if len(code) != LENGTH or not set(code) <= set(LETTERS):
        raise UnfitCode(f"a code has {LENGTH} letters, of {LETTERS}: read it off the screen")
    return code
