"""Somebody who stands before a board and writes down what it shows, mark or no mark, as the page would show it."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage

from tests.e2e.told import now_ms
from tests.fault.story import FIGURES, Judge, Seen
from tests.servers.ports import LOOPBACK

LOOK_S = 0.25
BUSY_S = 0.75
"""A look that comes so much later than planned is none: this process itself stood still."""
COMES_BACK_S = 0.3
UNWATCHED = (OSError, ConnectionClosed, InvalidHandshake, InvalidMessage, TimeoutError)

Frame = dict[str, Any]


class Wall:
    """Watches `board` at `port`. Comes back when it is sent away; keeps the last figures meanwhile, marked."""

    def __init__(self, port: int, board: str, judge: Judge) -> None:
        self.port, self.board, self.judge = port, board, judge
        self.tiles: dict[str, Any] = {}
        self.epochs: list[str] = []
        self.frames = self.snapshots = self.misfits = 0
        self.protocol_faults: list[str] = []
        self.started_at = now_ms()
        self._frame_at: float | None = None
        self._ping_s = 1.0
        self._at: tuple[str, int] | None = None

    async def stand(self) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._watch(), name="wall watches")
            tasks.create_task(self._look_again_and_again(), name="wall looks")

    def marks(self, tile: Any) -> frozenset[str]:
        """Every sign on the screen that this tile may be old."""
        marks = {tile["stale"]["part"]} if tile.get("stale") else set()
        if self._frame_at is None or asyncio.get_running_loop().time() - self._frame_at > 2.5 * self._ping_s:
            marks.add("connection")
        return frozenset(marks)

    def seen(self) -> list[Seen]:
        now = now_ms()
        return [
            Seen(now, figure, tile["figure"]["value"], self.marks(tile), self.started_at)
            for figure in FIGURES
            if (tile := self.tiles.get(figure)) is not None
        ]

    @property
    def is_live(self) -> bool:
        """Whether every figure is there without a mark."""
        seen = self.seen()
        return bool(seen) and not any(one.marks for one in seen)

    async def _look_again_and_again(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            planned = loop.time() + LOOK_S
            await asyncio.sleep(LOOK_S)
            if loop.time() - planned < BUSY_S:
                self._look()

    def _look(self) -> None:
        for seen in self.seen():
            self.judge.look(seen)

    async def _watch(self) -> None:
        while True:
            try:
                async with connect(f"ws://{LOOPBACK}:{self.port}/ws", open_timeout=3, close_timeout=1) as client:
                    await self._follow(client)
            except UNWATCHED:
                pass
            await asyncio.sleep(COMES_BACK_S)

    async def _follow(self, client: ClientConnection) -> None:
        await self._ask(client, known=self._at)
        # Silence ends it, as on the page: who never hears that the other end is gone would wait for ever.
        while True:
            async with asyncio.timeout(2.5 * self._ping_s + 1):
                frame: Frame = json.loads(await client.recv())
            self._frame_at = asyncio.get_running_loop().time()
            self.frames += 1
            await self._take(client, frame)

    async def _take(self, client: ClientConnection, frame: Frame) -> None:
        if frame["t"] == "hello":
            self._ping_s = frame["ping_s"]
            if frame["epoch"] not in self.epochs:
                self.epochs.append(frame["epoch"])
        elif frame["t"] == "ping":
            await client.send(json.dumps({"t": "pong", "client_time": now_ms()}))
        elif frame["t"] == "snapshot":
            self.snapshots += 1
            self.tiles = frame["tiles"]
            self._at = frame["epoch"], frame["seq"]
            self._look()
        elif frame["t"] == "delta":
            await self._take_delta(client, frame)
        elif frame["t"] == "error" and frame["terminal"]:
            self.protocol_faults.append(f"sent away for good: {frame['text']}")

    async def _take_delta(self, client: ClientConnection, frame: Frame) -> None:
        if self._at != (frame["epoch"], frame["prev"]):
            self.misfits += 1
            await self._ask(client, known=None)
            return
        if strangers := set(frame["tiles"]) - set(self.tiles):
            self.protocol_faults.append(f"tiles that no snapshot had: {sorted(strangers)}")
        self.tiles = {**self.tiles, **frame["tiles"]}
        self._at = frame["epoch"], frame["seq"]
        self._look()

    async def _ask(self, client: ClientConnection, known: tuple[str, int] | None) -> None:
        epoch, seq = known or (None, None)
        await client.send(json.dumps({"t": "watch", "boards": {self.board: {"epoch": epoch, "seq": seq}}}))
