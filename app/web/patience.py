"""Waiting for news, but not longer than without."""

from __future__ import annotations

import asyncio
from contextlib import suppress


async def within(limit_s: float, event: asyncio.Event) -> None:
    """Waits for the event, at most `limit_s`, and takes it back."""
    with suppress(TimeoutError):
        async with asyncio.timeout(limit_s):
            await event.wait()
    event.clear()
