"""Looking at a followed file from a coroutine, without ever blocking the loop or leaving a thread behind."""

from __future__ import annotations

import asyncio

from streams.sources.file_follower import Chunk, FileFollower

POLL_S = 0.25


async def look(follower: FileFollower) -> Chunk:
    """`follower.read` in a thread. Cancelled, it waits for the thread: the file may be closed only after that."""
    reading = asyncio.ensure_future(asyncio.to_thread(follower.read))
    try:
        return await asyncio.shield(reading)
    except asyncio.CancelledError:
        await asyncio.wait([reading])
        if not reading.cancelled():
            reading.exception()
        raise
