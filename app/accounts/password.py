"""Passwords: which are good enough, how they are kept, how one is checked."""

from __future__ import annotations

import asyncio
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

LEAST_CHARACTERS = 12
MOST_CHARACTERS = 256
AT_ONCE = 2
"""Each check takes 64 MiB and a core for a moment."""
NAME_CHARACTERS = 64


class UnfitPassword(ValueError):
    """Too short, too long, or the account's own name. The message says what to do."""


class UnfitName(ValueError):
    """A name that would be hard to type or to tell from another."""


def account_name(written: str) -> str:
    """The name as it is kept: the same however it is typed. Raises `UnfitName`."""
    name = unicodedata.normalize("NFKC", written).strip().casefold()
    if not 1 <= len(name) <= NAME_CHARACTERS or not name.isprintable() or set(name) & set(" /\\:"):
        raise UnfitName(f"a name has 1 to {NAME_CHARACTERS} characters, without spaces, / \\ and :")
    return name


def fit_password(written: str, name: str) -> str:
    """The password in the form that is hashed. Raises `UnfitPassword`."""
    password = _normal(written)
    if len(password) < LEAST_CHARACTERS:
        raise UnfitPassword(f"a password has at least {LEAST_CHARACTERS} characters: several words are easy to keep")
    if len(password) > MOST_CHARACTERS:
        raise UnfitPassword(f"a password has at most {MOST_CHARACTERS} characters")
    if password.casefold() == name or len(set(password)) < 4:
        raise UnfitPassword("this password is the first to be tried: choose several words")
    return password


class Passwords:
    """Hashes and checks in a thread, few at once. `hasher` has argon2id with RFC 9106's parameters by default."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._nobodys: str | None = None

    async def hash(self, password: str) -> str:
        async with self._turns:
            return await asyncio.to_thread(self._hasher.hash, _normal(password))

    async def holds(self, password: str, kept: str | None) -> bool:
        """Whether it is the password of the hash. Without a hash it takes as long, and is not: names cannot be told
        by the time."""
        if len(password) > MOST_CHARACTERS:
            return False
        async with self._turns:
            return await asyncio.to_thread(self._holds, _normal(password), kept)

    def is_outdated(self, kept: str) -> bool:
        """Whether it was hashed by other parameters than are used today."""
        return self._hasher.check_needs_rehash(kept)

    def _holds(self, password: str, kept: str | None) -> bool:
        if kept is None:
            self._nobodys = self._nobodys or self._hasher.hash("nobody has this password")
        try:
            return self._hasher.verify(kept or self._nobodys or "", password) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def _normal(password: str) -> str:
    """The same however the keyboard composes its characters."""
    return unicodedata.normalize("NFKC", password)
