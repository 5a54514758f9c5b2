"""Faults of our own processes: killed, frozen, told to stop."""

from __future__ import annotations

import asyncio
import signal

from tests.fault.installation import Installation
from tests.fault.row import Row

STOPS_WITHIN_S = 10.0
FROZEN_S = 8.0
"""Longer than a worker's session (2 s), and than a silent worker goes unmarked (5 s)."""

KILLED = "kill -9 of the worker at any await; SIGTERM"
FROZEN = "worker frozen longer than its session, then continued"


async def worker_killed(site: Installation) -> None:
    for _ in range(3):
        await site.worker.kill()
        site.worker.start()
        await asyncio.sleep(1.5)


async def worker_away(site: Installation) -> None:
    await site.worker.kill()
    await site.is_marked("worker", within_s=12)
    site.worker.start()


async def each_told_to_stop(site: Installation) -> None:
    for part in (site.worker, site.web, site.source):
        part.terminate()
        assert await part.ends(within_s=STOPS_WITHIN_S) == 0, part.last_words()
        part.start()


async def worker_frozen(site: Installation) -> None:
    second = site.part("worker", "worker", name=f"second-{len(site.stack.parts)}")
    site.worker.signal(signal.SIGSTOP)
    await asyncio.sleep(FROZEN_S)
    site.worker.signal(signal.SIGCONT)
    await site.becomes_live(15)
    second.terminate()
    assert await second.ends(within_s=STOPS_WITHIN_S) == 0


ROWS = (
    Row(
        KILLED, "worker killed", "kill -9 of the worker, three times in a row",
        "nothing, or \"worker\" since its last sign when it is away for more than 5 s", worker_killed, telling=True,
    ),
    Row(KILLED, "worker away", "kill -9 of the worker, started again once boards say so",
        "every tile is marked since the last sign of the worker", worker_away),
    Row(KILLED, "told to stop", "SIGTERM to worker, web and source, one after the other",
        "each ends with 0 within 10 s; boards are asked to come back", each_told_to_stop),
    Row(FROZEN, "worker frozen", "SIGSTOP of the worker for 8 s, four times its session, while another one takes over",
        "marks until the other has its partitions; its own late write is refused", worker_frozen),
)  # fmt: skip
