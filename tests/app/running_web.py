"""The web side on a real port of this machine, over the memory ledger and log, with a clock that tests move."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI
from prometheus_client import CollectorRegistry
from pydantic import SecretStr
from websockets.asyncio.client import ClientConnection, connect

from app.settings import Settings, WebSection
from app.settings.store import MEMORY, StoreSection
from app.store.open import Store
from app.web.application import create_app
from app.web.hub import Hub
from app.web.serve import serve
from app.web.session_guard import SessionGuard
from streams.ledger.memory import MemoryKeys, MemoryLedger
from streams.log.memory import MemoryLog, MemoryTopic
from tests.app.written_site import NOW

ANSWER_S = 10.0
IN_MEMORY = StoreSection(url=SecretStr(MEMORY))

Frame = dict[str, Any]


class Clock:
    """The wall clock as tests set it, ms since 1970."""

    def __init__(self, now: int = NOW) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now


def settings(**web: Any) -> Settings:
    """Quick pings and updates, so that tests need not wait."""
    quick = {"port": 0, "ping_s": 0.2, "updates_a_second": 20.0, "restart_spread_s": 1.0}
    return Settings(web=WebSection(**{**quick, **web}), store=IN_MEMORY)


@dataclass(slots=True)
class RunningWeb:
    app: FastAPI
    address: str
    keys: MemoryKeys
    topic: MemoryTopic
    clock: Clock
    registry: CollectorRegistry
    stop: asyncio.Event
    stopped: asyncio.Event
    http: httpx.AsyncClient

    @property
    def store(self) -> Store:
        store: Store = self.app.state.store
        return store

    @property
    def guard(self) -> SessionGuard:
        guard: SessionGuard = self.app.state.guard
        return guard

    @property
    def hub(self) -> Hub:
        hub: Hub = self.app.state.hub
        return hub

    def counted(self, name: str, labels: Mapping[str, str] | None = None) -> float:
        return self.registry.get_sample_value(f"tavle_web_{name}", dict(labels or {})) or 0.0

    @asynccontextmanager
    async def client(self, query: str = "", **more: Any) -> AsyncIterator[BoardClient]:
        url = self.address.replace("http:", "ws:") + "/ws" + query
        async with connect(url, compression=None, **more) as connection:
            yield BoardClient(connection)


@dataclass(slots=True)
class BoardClient:
    """A board as a page keeps it: the newest snapshot with every delta since."""

    socket: ClientConnection
    tiles: dict[str, Frame] = field(default_factory=dict)
    epoch: str | None = None
    seq: int | None = None
    heard: list[Frame] = field(default_factory=list)

    async def frame(self) -> Frame:
        """The next frame."""
        async with asyncio.timeout(ANSWER_S):
            frame: Frame = json.loads(await self.socket.recv())
        self.heard.append(frame)
        if frame["t"] == "snapshot":
            self.tiles, self.epoch, self.seq = frame["tiles"], frame["epoch"], frame["seq"]
        elif frame["t"] == "delta":
            assert (frame["epoch"], frame["prev"]) == (self.epoch, self.seq)
            self.tiles, self.seq = {**self.tiles, **frame["tiles"]}, frame["seq"]
        return frame

    async def next(self, type_: str) -> Frame:
        """The next frame of a type."""
        while (frame := await self.frame())["t"] != type_:
            pass
        return frame

    async def until(self, condition: Callable[[dict[str, Frame]], bool]) -> None:
        """Reads on until the tiles are as wanted."""
        async with asyncio.timeout(ANSWER_S):
            while not condition(self.tiles):
                await self.frame()

    async def send(self, frame: Frame) -> None:
        await self.socket.send(json.dumps(frame))

    async def watch(self, *boards: str, epoch: str | None = None, seq: int | None = None) -> None:
        await self.send({"t": "watch", "boards": {board: {"epoch": epoch, "seq": seq} for board in boards}})


@asynccontextmanager
async def running(
    chosen: Settings | None = None, *, keys: MemoryKeys | None = None, clock: Clock | None = None,
    ledger: MemoryLedger | None = None, log: MemoryLog | None = None, pages: Path | None = None,
) -> AsyncIterator[RunningWeb]:  # fmt: skip
    """The whole web side until the context ends; then it must stop cleanly."""
    chosen = chosen or settings()
    if chosen.store == StoreSection():
        chosen = chosen.model_copy(update={"store": IN_MEMORY})
    keys, clock, topic = keys or MemoryKeys(), clock or Clock(), MemoryTopic()
    ledger, log = ledger or MemoryLedger(keys=keys), log or MemoryLog(topic)
    registry = CollectorRegistry()
    more: dict[str, Any] = {} if pages is None else {"pages": pages}
    app = create_app(chosen, ledger, log, clock=clock, registry=registry, **more)
    stop = asyncio.Event()
    address: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    async with ledger, log:
        serving = asyncio.create_task(serve(app, chosen.web, stop, started=address.set_result))
        stopped = asyncio.Event()
        serving.add_done_callback(lambda _: stopped.set())
        either: set[asyncio.Future[Any]] = {serving, address}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        try:
            if serving.done():
                await serving
            async with httpx.AsyncClient(base_url=address.result()) as http:
                yield RunningWeb(app, address.result(), keys, topic, clock, registry, stop, stopped, http)
        finally:
            stop.set()
            await serving
