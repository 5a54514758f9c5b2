"""Reads the body of a request up to a limit, whether or not its length was announced."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

from starlette.requests import Request

from app.web.metrics import WebMetrics
from app.web.problem import Problem

BODY_S = 30.0
DISCARD_S = 5.0
DISCARDED_BODIES = 8


async def read_body(request: Request, limit_bytes: int, metrics: WebMetrics) -> bytes:
    """The body. Raises a 413 `Problem` when it is over `limit_bytes`, and never holds more than that and one part;
    408 when it is not there after `BODY_S`."""
    announced = request.headers.get("content-length", "0")
    body = bytearray()
    parts = request.stream()
    try:
        async with asyncio.timeout(BODY_S):
            if not (announced.isdigit() and int(announced) > limit_bytes):
                async for part in parts:
                    body += part
                    if len(body) > limit_bytes:
                        break
                else:
                    return bytes(body)
    except TimeoutError:
        raise Problem(408, "The body did not come in time.", "Send it in one go.", headers=_closing()) from None
    metrics.refused("body")
    await _discard(parts, DISCARDED_BODIES * limit_bytes)
    detail = f"At most {limit_bytes} bytes a request: send fewer events at once."
    raise Problem(413, "The body is too large.", detail, headers=_closing())


async def _discard(parts: AsyncIterator[bytes], most_bytes: int) -> None:
    """Takes the rest in and throws it away, for a while: a sender who is cut off while he sends never reads why."""
    size = 0
    with suppress(TimeoutError):
        async with asyncio.timeout(DISCARD_S):
            async for part in parts:
                size += len(part)
                if size > most_bytes:
                    return


def _closing() -> dict[str, str]:
    return {"connection": "close"}
