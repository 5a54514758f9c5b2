"""Many who watch one board: the same figures, made once, only those that changed; and a wire that is cut."""

from __future__ import annotations

import asyncio
import json
from contextlib import AsyncExitStack
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect

from tests.e2e.conftest import StackMaker
from tests.e2e.screen import Screen, screens
from tests.e2e.stack import SETTLED_S, Stack
from tests.e2e.test_board import SITE, agrees, becomes, morning
from tests.e2e.told import Floor
from tests.servers.line import Line

pytestmark = pytest.mark.processes

BOARD = f"live-floor@{SITE}"
CLIENTS = 30
PING_S = 1.0
MARKED_WITHIN_S = 2.5 * PING_S + 5.0
"""Promised, not measured: a page says so within five seconds after the limit has passed."""


async def watched(stack: Stack, clients: AsyncExitStack) -> ClientConnection:
    client = await clients.enter_async_context(connect(f"ws://127.0.0.1:{stack.port}/ws"))
    await client.send(json.dumps({"t": "watch", "boards": {BOARD: {}}}))
    return client


async def deltas_until(client: ClientConnection, waiting: int) -> list[str]:
    """The frames that came after the snapshot, up to the one with so many waiting."""
    frames: list[str] = []
    async with asyncio.timeout(SETTLED_S):
        async for text in client:
            frame = json.loads(text)
            tile = frame.get("tiles", {}).get("waiting") if frame["t"] in ("snapshot", "delta") else None
            if frame["t"] == "delta":
                frames.append(str(text))
            if tile is not None and tile["figure"]["value"] == waiting:
                return frames
    raise AssertionError("the connection ended")


async def test_a_change_is_made_once_for_all_who_watch_and_holds_only_what_changed(stack: Stack) -> None:
    floor = Floor(SITE)
    assert (await stack.post(morning(floor))).status_code == 202
    async with AsyncExitStack() as clients:
        first = await watched(stack, clients)
        await deltas_until(first, 3)
        others = [await watched(stack, clients) for _ in range(CLIENTS - 1)]
        await asyncio.gather(*(deltas_until(client, 3) for client in others))
        # Both of one moment: what is only as old as something newer is sent on too, in steps of a second.
        one, another = floor.queued("new", "support", 0), floor.queued("newer", "support", 0)
        assert (await stack.post([one])).status_code == 202
        everybody = (first, *others)
        await asyncio.gather(*(deltas_until(client, 4) for client in everybody))
        assert (await stack.post([another])).status_code == 202
        told = await asyncio.gather(*(deltas_until(client, 5) for client in everybody))
        # The moment at which a frame was made stands in it: one made anew for somebody would differ.
        assert len({frames[-1] for frames in told}) == 1
        assert set(json.loads(told[0][-1])["tiles"]) >= {"waiting", "queues", "list"}
        assert not {"agents", "grid"} & set(json.loads(told[0][-1])["tiles"])


@pytest.mark.browser
async def test_two_browsers_show_the_same_text_of_the_same_board(stack: Stack, screen: Screen) -> None:
    floor = Floor(SITE)
    assert (await stack.post(morning(floor))).status_code == 202
    async with screens() as other:
        for one in (screen, other):
            await one.open(f"{stack.address}/tv/{BOARD}")
        # Nobody waits or changes state any more, so that no time runs on between two looks.
        leave = [floor.abandoned(contact, 1) for contact in ("wait1", "wait2", "x")]
        assert (await stack.post(leave)).status_code == 202
        await agrees(stack, screen, waiting=0)
        await agrees(stack, other, waiting=0)
        seen: Any = None

        async def alike() -> bool:
            nonlocal seen
            seen = await asyncio.gather(screen.tiles(), other.tiles())
            return bool(seen[0] == seen[1])

        await stack.until(alike, within_s=SETTLED_S, what=lambda: f"the same on both:\n  {seen[0]}\n  {seen[1]}")
        assert screen.problems == other.problems == []


@pytest.mark.browser
async def test_a_wall_whose_wire_is_cut_says_so_and_recovers_while_another_stays_live(
    on_redis: StackMaker, screen: Screen
) -> None:
    stack = on_redis(TAVLE_WEB__PING_S=str(PING_S))
    stack.worker()
    await stack.web()
    floor = Floor(SITE)
    assert (await stack.post(morning(floor))).status_code == 202
    async with Line(stack.port) as wire, screens() as other:
        await screen.open(f"{wire.address}/tv/{BOARD}")
        await other.open(f"{stack.address}/tv/{BOARD}")
        await agrees(stack, screen, waiting=3)
        wire.stall()
        await becomes(stack, screen, "connection", within_s=MARKED_WITHIN_S)
        assert "No connection" in await screen.lost()
        assert "connection" not in await other.stale()
        assert (await stack.post([floor.queued("later", "sales", 1)])).status_code == 202
        await agrees(stack, other, waiting=4)
        wire.mend()
        await becomes(stack, screen, "")
        await agrees(stack, screen, waiting=4)
        assert other.problems == []
        # Chromium itself reports the connection that was lost; the page has nothing to add.
        assert [problem for problem in screen.problems if "WebSocket connection to" not in problem] == []
