"""Secrets that are given out once: of sessions, machines and screens. Only their digest is kept.

They have 256 random bits, so a plain SHA-256 is enough: there is nothing to guess.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from typing import Literal

Bearer = Literal["session", "token", "screen"]

PREFIXES: Mapping[Bearer, str] = {"session": "tvs_", "token": "tvt_", "screen": "tvw_"}
"""What a secret begins with, so that a leaked one can be told and found."""
LENGTH_LIMIT = 128


def new_secret(bearer: Bearer) -> str:
    return PREFIXES[bearer] + secrets.token_urlsafe(32)


def bearer_of(secret: str) -> Bearer | None:
    """Whose secret it would be; None for what is none of ours."""
    if len(secret) > LENGTH_LIMIT:
        return None
    return next((bearer for bearer, prefix in PREFIXES.items() if secret.startswith(prefix)), None)


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
