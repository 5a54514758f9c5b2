"""Webhooks as Standard Webhooks has them: signed, under an id that stays."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable

from app.notify.letter import Letter
from app.notify.outward import Outward


class Webhook:
    """A channel that is an HTTP receiver. `clock` is the time in ms since 1970."""

    def __init__(self, outward: Outward, key: bytes, clock: Callable[[], int]) -> None:
        self._outward, self._key, self._clock = outward, key, clock

    async def carry(self, letter: Letter) -> None:
        now_ms = self._clock()
        headers = {"content-type": "application/json", **signed(letter.id, now_ms // 1000, letter.body, self._key)}
        await self._outward.ask("POST", now_ms, headers, letter.body)

    async def close(self) -> None:
        await self._outward.close()


def signed(id_: str, at_s: int, body: bytes, key: bytes) -> dict[str, str]:
    """The headers that say who sent it; `at_s` in seconds since 1970."""
    digest = hmac.new(key, b".".join((id_.encode(), str(at_s).encode(), body)), hashlib.sha256).digest()
    return {
        "webhook-id": id_,
        "webhook-timestamp": str(at_s),
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }
