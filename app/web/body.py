"""Reads the body of a request up to a limit, whether or not its length was announced."""

from __future__ import annotations

from starlette.requests import Request

from app.web.metrics import WebMetrics
from app.web.problem import Problem


async def read_body(request: Request, limit_bytes: int, metrics: WebMetrics) -> bytes:
    """Raises a 413 `Problem` as soon as the body is known to be over `limit_bytes`; never holds more than that."""
    announced = request.headers.get("content-length", "0")
    if announced.isdigit() and int(announced) > limit_bytes:
        raise _too_large(limit_bytes, metrics)
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > limit_bytes:
            raise _too_large(limit_bytes, metrics)
        parts.append(part)
    return b"".join(parts)


def _too_large(limit_bytes: int, metrics: WebMetrics) -> Problem:
    metrics.refused("body")
    detail = f"At most {limit_bytes} bytes a request: send fewer events at once."
    return Problem(413, "The body is too large.", detail, headers={"connection": "close"})
