"""A source that falls silent marks what it tells of, on real parts: the rest of the board stays live."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest

from tests.e2e.conftest import StackMaker
from tests.e2e.screen import Screen
from tests.e2e.stack import SETTLED_S, Stack
from tests.e2e.told import Floor

pytestmark = [pytest.mark.browser, pytest.mark.processes]

SITE = "aarhus"
INTERVAL_S = 1.0
PBX, DESK = Floor(SITE, "test/pbx"), Floor(SITE, "test/desk")


def board() -> dict[str, Any]:
    place = {"y": 0, "w": 4, "h": 12}
    return {
        "id": "both", "title": "Both", "site": SITE,
        "tiles": [
            {"id": "waiting", "kind": "number", "title": "Waiting", "metric": "waiting", "x": 0, **place},
            {"id": "tickets", "kind": "number", "title": "Tickets", "metric": "tickets_open", "x": 4, **place},
            {"id": "health", "kind": "board_health", "title": "Health", "x": 8, **place},
        ],
    }  # fmt: skip


@asynccontextmanager
async def beating(stack: Stack, floors: Collection[Floor]) -> AsyncIterator[None]:
    """These beat, twice as often as they say, while the context is open."""

    async def beat() -> None:
        while True:
            await stack.post([floor.beat(INTERVAL_S) for floor in floors])
            await asyncio.sleep(INTERVAL_S / 2)

    task = asyncio.create_task(beat())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def becomes(stack: Stack, screen: Screen, **stale: str) -> None:
    """Waits until each of these tiles is stale because of that; empty: is live."""
    seen: dict[str, str] = {}

    async def marked() -> bool:
        tiles = await screen.tiles()
        seen.update({id_: tiles[id_]["stale"] for id_ in stale})
        return seen == stale

    await stack.until(marked, within_s=SETTLED_S, what=lambda: f"{stale}; they are {seen}")


async def test_a_silent_source_marks_its_own_tiles_and_recovers(on_redis: StackMaker, screen: Screen) -> None:
    stack = on_redis(TAVLE_WEB__DEVELOPMENT="true")
    stack.worker()
    await stack.web()
    assert (await stack.http.post("/api/v1/boards", json=board())).status_code == 201
    told = [PBX.queued("c", "sales", 5), PBX.beat(INTERVAL_S), DESK.opened("t", "mail", 60), DESK.beat(INTERVAL_S)]
    assert (await stack.post(told)).status_code == 202
    async with beating(stack, [PBX, DESK]):
        await screen.open(f"{stack.address}/tv/both")
        await becomes(stack, screen, waiting="", tickets="")
    async with beating(stack, [PBX]):
        await becomes(stack, screen, waiting="", tickets="source")
        tiles = await screen.tiles()
        # What it showed stays, and health names who is silent.
        assert tiles["tickets"]["figures"] == {"tickets_open:now": "1"}
        assert "test/desk" in tiles["health"]["text"]
    async with beating(stack, [DESK]):
        await becomes(stack, screen, waiting="source", tickets="")
    async with beating(stack, [PBX, DESK]):
        await becomes(stack, screen, waiting="", tickets="")
    assert screen.problems == []
