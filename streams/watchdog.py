"""Notices a worker that stands still: records lie ahead and its position does not move, or the log does not answer.

A broker that froze makes a consumer return nothing and raise nothing; only asking the log for its end tells.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from streams.log.port import Log, LogError
from streams.worker import Worker

LOOK_EVERY_S = 5.0


class WorkerStuck(Exception):
    """The process ends, and what supervises it starts it again."""


async def run_watched(
    worker: Worker, log: Log, stop: asyncio.Event, *, clock: Callable[[], int], limit_s: float
) -> None:
    """Turns until `stop` is set. Raises `WorkerStuck` after `limit_s` without progress, and what a turn raises."""
    watching = asyncio.create_task(watch(worker, log, clock=clock, limit_s=limit_s), name=f"{worker.name} watchdog")
    working = asyncio.create_task(worker.run(stop), name=f"{worker.name} turns")
    try:
        await asyncio.wait([watching, working], return_when=asyncio.FIRST_COMPLETED)
        if watching.done():
            watching.result()
        await working
    finally:
        for task in (watching, working):
            task.cancel()
        await asyncio.gather(watching, working, return_exceptions=True)


async def watch(worker: Worker, log: Log, *, clock: Callable[[], int], limit_s: float) -> None:
    """Never returns. Raises `WorkerStuck` after `limit_s` without progress."""
    progress: dict[int, tuple[int, int]] = {}
    answered_at = clock()
    while True:
        await asyncio.sleep(min(LOOK_EVERY_S, limit_s / 3))
        try:
            async with asyncio.timeout(limit_s):
                starts, ends = await log.beginning_offsets(), await log.end_offsets()
        except (LogError, TimeoutError) as error:
            if clock() - answered_at > limit_s * 1000:
                raise WorkerStuck(f"the log has not answered for {limit_s:.0f} s: {error}") from error
            continue
        answered_at = clock()
        for index in list(progress):
            if index not in worker.owned:
                del progress[index]
        for index, partition in worker.owned.items():
            at, since = progress.get(index, (-1, answered_at))
            position = max(partition.committed or 0, starts.get(index, 0))
            if position != at or ends.get(index, 0) <= position:
                progress[index] = (position, answered_at)
            elif answered_at - since > limit_s * 1000:
                raise WorkerStuck(
                    f"partition {index} stands at {position} of {ends[index]} for more than {limit_s:.0f} s"
                )
