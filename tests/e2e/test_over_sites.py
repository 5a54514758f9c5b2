"""A board over two sites in Chromium: figures of both, and a mark on each tile that a silent one stands behind."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from typing import Any

import pytest

from tests.e2e.conftest import StackMaker
from tests.e2e.screen import AXE, Screen
from tests.e2e.stack import SETTLED_S, Stack
from tests.e2e.told import Event, Floor

pytestmark = [pytest.mark.browser, pytest.mark.processes]

BEAT_S = 1.0
MARKED_WITHIN_S = 2.5 * BEAT_S + 5.0
"""Promised, not measured: a tile says so within five seconds after the limit has passed."""
BOTH = {"sites": ["aarhus", "odense"]}


def tile(id_: str, x: int, y: int, kind: str = "number", **more: Any) -> dict[str, Any]:
    return {"id": id_, "kind": kind, "title": id_, "x": x, "y": y, "w": 4, "h": 4, **more}


BOARD = {
    "id": "both", "title": "Both", "site": "aarhus",
    "tiles": [
        tile("here", 0, 0, metric="waiting"),
        tile("all", 4, 0, metric="waiting", scope=BOTH, details=[["talking", "now"], ["longest_wait", "now"]]),
        tile("there", 8, 0, metric="waiting", scope={"sites": ["odense"]}),
        tile("queues", 0, 4, "queue_table", scope=BOTH),
        tile("list", 4, 4, "waiting_list", scope=BOTH),
        tile("later", 8, 4, metric="waiting", scope={"sites": ["aarhus", "skive"]}),
        tile("level", 0, 8, "level", metric="service_level", window="today", scope=BOTH,
             goal={"target": 0.8, "direction": "higher"}),
        tile("agents", 4, 8, "agents", scope=BOTH),
        tile("health", 8, 8, "board_health", scope={"sites": ["aarhus", "odense", "skive"]}),
    ],
}  # fmt: skip


def told_by(floor: Floor, waiting: int) -> list[Event]:
    """So many who wait in the same queue, one who was answered, and who did."""
    events = [floor.member("ann", "sales", 90), floor.agent("ann", "available", 89), floor.queued("done", "sales", 80)]
    events += [floor.answered("done", "ann", 75), floor.ended("done", "ann", 60), floor.beat(BEAT_S)]
    return events + [floor.queued(f"{floor.site}{n}", "sales", 20 + n) for n in range(waiting)]


@asynccontextmanager
async def beating(stack: Stack, floors: Collection[Floor]) -> AsyncIterator[None]:
    """The sources of `floors`, which may be changed meanwhile, give their signs of life."""

    async def beat() -> None:
        while True:
            await stack.post([floor.beat(BEAT_S) for floor in floors])
            await asyncio.sleep(BEAT_S / 2)

    async with asyncio.TaskGroup() as tasks:
        beats = tasks.create_task(beat())
        yield
        beats.cancel()


async def marked(stack: Stack, screen: Screen, stale: Collection[str], *, within_s: float = SETTLED_S) -> None:
    """Waits until these tiles are stale by their source, and no other is."""
    seen: Any = None

    async def so() -> bool:
        nonlocal seen
        seen = {id_: one["stale"] for id_, one in (await screen.tiles()).items() if one["stale"]}
        return bool(seen == dict.fromkeys(stale, "source"))

    await stack.until(so, within_s=within_s, what=lambda: f"marks on {sorted(stale)}, not {seen}")


async def test_tiles_over_two_sites_add_up_and_only_those_of_a_silent_one_are_marked(
    on_redis: StackMaker, screen: Screen
) -> None:
    stack = on_redis(TAVLE_WEB__DEVELOPMENT="true")
    stack.worker()
    await stack.web()
    aarhus, odense = Floor("aarhus"), Floor("odense")
    assert (await stack.post([*told_by(aarhus, 3), *told_by(odense, 2)])).status_code == 202
    assert (await stack.http.post("/api/v1/boards", json=BOARD)).status_code == 201
    alive = {aarhus, odense}
    async with beating(stack, alive):
        await screen.open(f"{stack.address}/tv/both")

        async def whole() -> bool:
            tiles = await screen.tiles()
            return [tiles[id_]["figures"].get("waiting:now") for id_ in ("here", "all", "there")] == ["3", "5", "2"]

        await stack.until(whole, within_s=SETTLED_S, what="three and two are five")
        await marked(stack, screen, ())
        tiles = await screen.tiles()
        assert sorted(tiles["queues"]["names"]) == ["sales · aarhus", "sales · odense"]
        assert tiles["list"]["contacts"][:2] == ["aarhus2", "aarhus1"]
        assert "No figures of skive yet" in tiles["later"]["text"]
        if AXE.exists():
            assert await screen.violations() == []

        alive.discard(odense)
        await marked(stack, screen, ("all", "there", "queues", "list", "level", "agents"), within_s=MARKED_WITHIN_S)
        assert "odense" in (await screen.tiles())["all"]["text"]
        alive.add(odense)
        await marked(stack, screen, ())
    assert screen.problems == []
