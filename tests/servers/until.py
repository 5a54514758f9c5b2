"""Waiting for a condition with a deadline, instead of sleeping and hoping."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable

POLL_S = 0.02


async def until(
    condition: Callable[[], bool | Awaitable[bool]], *, within_s: float = 10.0, what: str = "the condition"
) -> None:
    """Returns as soon as `condition` holds; raises `TimeoutError` naming `what` after `within_s`."""
    deadline = time.monotonic() + within_s
    while True:
        answer = condition()
        if await answer if inspect.isawaitable(answer) else answer:
            return
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} did not come true within {within_s} s")
        await asyncio.sleep(POLL_S)
