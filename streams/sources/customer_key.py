"""Who called, as a keyed hash: the number itself never leaves the source's edge."""

from __future__ import annotations

import hashlib
import hmac

HASH_CHARACTERS = 32
_WITHHELD = frozenset({"", "none", "null", "unknown", "anonymous", "private", "restricted", "unavailable", "withheld"})
_DECORATION = str.maketrans("", "", " -().\t")


class CustomerKey:
    """The installation's key. Two installations cannot compare their customers, and nobody can try out all numbers
    without it. `repr` does not show it."""

    __slots__ = ("_key",)

    def __init__(self, key: bytes) -> None:
        if len(key) < 16:
            raise ValueError("the customer key needs at least 16 bytes: make one with `openssl rand -hex 32`")
        self._key = key

    def __repr__(self) -> str:
        return "CustomerKey(***)"

    def customer(self, number: str) -> str | None:
        """HMAC-SHA-256 of the number, 32 hexadecimal digits; None when the number is withheld."""
        plain = number.translate(_DECORATION).lower()
        if plain in _WITHHELD:
            return None
        return hmac.new(self._key, plain.encode(), hashlib.sha256).hexdigest()[:HASH_CHARACTERS]
