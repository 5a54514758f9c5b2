"""Cancellations that get lost on their way through a library."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def cancellation_kept() -> Iterator[None]:
    """Raises `CancelledError` at its end when the task was cancelled inside and nobody raised it.

    Before Python 3.12, `asyncio.wait_for` drops a cancellation that comes just when what it waits for is done, and
    redis-py sends every command through it. The task would go on, and who cancelled it wait for ever.
    """
    task = asyncio.current_task()
    if task is None:
        raise RuntimeError("outside of a task there is nothing to cancel")
    before = task.cancelling()
    try:
        yield
    except Exception as error:
        if task.cancelling() > before:
            raise asyncio.CancelledError from error
        raise
    if task.cancelling() > before:
        raise asyncio.CancelledError
