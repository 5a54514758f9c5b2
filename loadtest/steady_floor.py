"""A floor on which something happens once a second, and a board of which about 1 KB changes with it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from streams.log.port import Log, Message
from tests.e2e.stack import Stack
from tests.e2e.told import Event, Floor

SITE = "aarhus"
EVERY_S = 1.0
AGENTS = 4
_NUMBERS = (("offered", "today"), ("answered", "today"), ("waiting", "now"), ("aht", "today"))
BOARD = {
    "id": "steady", "title": "Steady", "site": SITE,
    "tiles": [
        {"id": f"n{place}", "kind": "number", "title": metric, "metric": metric, "window": window,
         "x": 3 * place, "y": 0, "w": 3, "h": 3}
        for place, (metric, window) in enumerate(_NUMBERS)
    ],
}  # fmt: skip


@asynccontextmanager
async def steady_floor(stack: Stack) -> AsyncIterator[None]:
    """Tells of a caller that comes and one that is answered, every second, while the context is open."""
    floor = Floor(SITE)
    async with stack.log() as log:
        await append(log, [floor.member(f"agent{one}", "sales", 90) for one in range(AGENTS)])
        await append(log, [floor.agent(f"agent{one}", "available", 89) for one in range(AGENTS)])
        telling = asyncio.create_task(_tell(log, floor))
        try:
            yield
        finally:
            telling.cancel()
            await asyncio.gather(telling, return_exceptions=True)


async def _tell(log: Log, floor: Floor) -> None:
    caller = 0
    while True:
        caller += 1
        events = [floor.queued(f"c{caller}", "sales", 3), floor.queued(f"d{caller}", "sales", 0), floor.beat(EVERY_S)]
        agent = f"agent{caller % AGENTS}"
        events += [floor.answered(f"c{caller}", agent, 2), floor.ended(f"c{caller}", agent, 0)]
        if caller > 1:
            events.append(floor.abandoned(f"d{caller - 1}", 0))
        await append(log, events)
        await asyncio.sleep(EVERY_S)


async def append(log: Log, events: list[Event]) -> None:
    await log.append([Message(str(event["site"]).encode(), json.dumps(event).encode()) for event in events])
