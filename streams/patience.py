"""Trying again, with growing pauses, what a log or ledger could not do just now. Nothing is skipped meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog

from streams.ledger.port import LedgerUnavailable
from streams.log.port import LogUnavailable
from streams.worker_settings import WorkerSettings

logger = structlog.get_logger()
T = TypeVar("T")


async def patiently(
    call: Callable[[], Awaitable[T]], settings: WorkerSettings, *, partition: int,
    paused: Callable[[], None] = lambda: None,
) -> T:  # fmt: skip
    """What `call` answers, however long the log or ledger cannot be reached: the watchdog and the group decide when it
    has been too long. `paused` is told of each failure. Any other error is raised at once."""
    pause_s = settings.retry_first_s
    while True:
        try:
            return await call()
        except (LedgerUnavailable, LogUnavailable) as error:
            logger.warning("unavailable", partition=partition, error=str(error), retry_in_s=pause_s)
            paused()
            await asyncio.sleep(pause_s)
            pause_s = min(2 * pause_s, settings.retry_longest_s)
