"""Secrets as they are written: themselves, `env:NAME` for a variable, or `file:PATH` for a file."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import SecretStr

FILE_LIMIT_BYTES = 64 * 1024
UNREADABLE_PLACE = (
    "its host or port cannot be read: write user:password@host:port, and of a password "
    "/ # ? @ [ ] as %2F %23 %3F %40 %5B %5D"
)
"""Of a URL. What libraries say of it repeats a part of the password."""
VARIABLE, FILE = "env:", "file:"


class UnreadableSecret(Exception):
    """Its text says what to do, and repeats nothing of the secret."""


def elsewhere(secret: SecretStr) -> bool:
    """Whether what is written only says where the secret is."""
    return secret.get_secret_value().startswith((VARIABLE, FILE))


def read_secret(secret: SecretStr) -> str:
    """The secret itself, without the spaces around it: never to be logged. Raises `UnreadableSecret`."""
    written = secret.get_secret_value()
    if written.startswith(VARIABLE):
        name = written.removeprefix(VARIABLE)
        if not (found := os.environ.get(name, "").strip()):
            raise UnreadableSecret(f"the variable {name} is not set: set it, or write the value itself")
        return found
    if written.startswith(FILE):
        path = Path(written.removeprefix(FILE))
        try:
            with path.open(encoding="utf-8") as file:
                found = file.read(FILE_LIMIT_BYTES).strip()
        except (OSError, UnicodeDecodeError) as wrong:
            reason = getattr(wrong, "strerror", None) or "not UTF-8"
            raise UnreadableSecret(f"{path} cannot be read ({reason}): the secret is expected in it") from None
        if not found:
            raise UnreadableSecret(f"{path} is empty: the secret is expected in it")
        return found
    return written.strip()
