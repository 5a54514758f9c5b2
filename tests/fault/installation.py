"""An installation of parts apart, each behind lines of its own, that lives while faults are put into it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

from redis.asyncio import Redis

from streams.sources.positions import FilePositions
from tests.app.receiver import Receiver, receiver
from tests.e2e.part import Part
from tests.e2e.stack import Stack
from tests.e2e.told import now_ms
from tests.fault import told
from tests.fault.disk import Disk
from tests.fault.simulated import SimulatedFloor
from tests.fault.story import FIGURES, Judge
from tests.fault.wall import Wall
from tests.servers.kafka import KafkaServer
from tests.servers.line import Line
from tests.servers.ports import LOOPBACK
from tests.servers.redis import RedisServer
from tests.servers.until import until

SITE = "aarhus"
BOARD = "faults"
STARTED_S = 60.0
SUPERVISED_S = 0.2
SETTINGS = {
    "TAVLE_LOG__PARTITIONS": "2",
    "TAVLE_WEB__PING_S": "1",
    "TAVLE_WEB__DEVELOPMENT": "true",
    "TAVLE_WEB__RESTART_SPREAD_S": "1",
    "TAVLE_WORKER__CATCHING_UP_MS": "3000",
    "TAVLE_WORKER__REJECTED_LEAST": "350",
}


class Installation:
    """`async with Installation(...) as site`: a floor, its source, a worker, a web side and a wall, alive.
    `kafka_lines` are the lines to the broker by part. Parts that end although nobody told them to are noted in `ends`,
    with their exit status; those of `may_end` are started again, as a supervisor would."""

    def __init__(
        self, folder: Path, pycache: Path, *, kafka: KafkaServer, kafka_lines: Mapping[str, Line], redis_binary: str,
        zone: str, seed: int, settings: Mapping[str, str] | None = None, rate: float = 6.0, walls: int = 1,
    ) -> None:  # fmt: skip
        folder.mkdir(parents=True)
        self._open = AsyncExitStack()
        self._pycache, self._settings = pycache, dict(settings or {})
        self.folder, self.kafka, self.kafka_lines, self.zone = folder, kafka, kafka_lines, zone
        self.disk = self._open.enter_context(Disk(folder / "disk"))
        (self.disk.folder / "redis").mkdir()
        self.redis = RedisServer(redis_binary, folder=self.disk.folder / "redis")
        self.redis_lines = {part: Line(self.redis.port) for part in ("worker", "web")}
        self.to_web = Line()
        self.floor = SimulatedFloor(folder / "floor.jsonl", SITE, seed=seed, contacts_a_second=rate)
        self.judge = Judge(self.floor.happened, self.floor.accepted)
        self._walls, self.walls = walls, list[Wall]()
        self.may_end: frozenset[str] = frozenset()
        self.ends: list[tuple[str, int]] = []
        self.receiver: Receiver
        self.stack: Stack
        self.source: Part
        self.worker: Part
        self.web: Part
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Installation:
        try:
            await self._start()
        except BaseException:
            await self.__aexit__(None, None, None)
            raise
        return self

    async def _start(self) -> None:
        await self._open.enter_async_context(self.redis)
        self.receiver = await self._open.enter_async_context(receiver())
        own = {
            **SETTINGS, **told.settings(self.receiver.url), "TAVLE_DEFAULTS__ZONE": self.zone,
            "TAVLE_DATA_DIR": str(self.disk.folder / "data"), **self._settings,
        }  # fmt: skip
        self.stack = Stack(self.folder, self._pycache, redis=self.redis.url, kafka=self.kafka.bootstrap, settings=own)
        await self._open.enter_async_context(self.stack)
        for line in (*self.redis_lines.values(), self.to_web):
            await self._open.enter_async_context(line)
        self.to_web.to_port = self.stack.port
        self.worker = self.part("worker", "worker")
        self.web = self.part("web", "web")
        self.source = self.part(
            "source", "source", "events_file", "--path", str(self.floor.path), "--site", SITE, "--follow"
        )
        await self.stack.answers()
        made = await self.stack.http.post("/api/v1/boards", json=board())
        assert made.status_code == 201, made.text
        self.begin(self.floor.live(), self._supervise(), self._note_what_is_accepted())
        await self.stack.until(self._is_known, within_s=STARTED_S, what="a first figure")
        for _ in range(self._walls):
            self.walls.append(wall := Wall(self.to_web.port, BOARD, self.judge))
            self.begin(wall.stand())

    def begin(self, *works: Any) -> None:
        """Runs them until the installation is left."""
        self._tasks += [asyncio.create_task(work) for work in works]

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for part in self.parts.values():
            await part.kill()
        await self._open.aclose()

    @property
    def parts(self) -> Mapping[str, Part]:
        return {part.name: part for part in self.stack.parts}

    def part(self, kind: str, *arguments: str, name: str | None = None, **settings: str) -> Part:
        """Starts one whose lines are those of `kind`."""
        env = {**self.stack.env, "TAVLE_KAFKA": f"{LOOPBACK}:{self.kafka_lines[kind].port}", **settings}
        if kind in self.redis_lines:
            env["TAVLE_REDIS"] = f"redis://{LOOPBACK}:{self.redis_lines[kind].port}"
        part = Part(name or kind, list(arguments), folder=self.folder, env=env)
        self.stack.parts.append(part)
        part.start()
        return part

    def line(self, name: str) -> Line:
        """`source-kafka`, `worker-redis`, …, and `wall-web`."""
        lines = {f"{part}-kafka": line for part, line in self.kafka_lines.items()}
        lines |= {f"{part}-redis": line for part, line in self.redis_lines.items()}
        return {**lines, "wall-web": self.to_web}[name]

    def takes_over(self, redis: RedisServer) -> None:
        """From now on this is the Redis; the old one is closed."""
        old, self.redis = self.redis, redis
        self._open.push_async_callback(redis.close)
        self._open.push_async_callback(old.close)
        for line in self.redis_lines.values():
            line.to_port = redis.port
            line.reset()

    def client(self) -> Redis:
        """Straight to the server, past all lines."""
        return Redis(host=LOOPBACK, port=self.redis.port, socket_timeout=15)

    # What it is like

    async def becomes_live(self, within_s: float) -> float:
        """Waits until every wall shows what has happened since, without a mark; answers how long that took, seconds."""
        began, before = asyncio.get_running_loop().time(), self.floor.happened.last["offered"]

        def live() -> bool:
            least = {**self.floor.happened.by(now_ms() - 3000)}
            # What was there before may still stand there unmarked: only somebody who came since tells that it lives.
            least["offered"] = max(least["offered"], before + 1)
            return all(
                wall.is_live and all((seen.value or 0) >= least[seen.figure] for seen in wall.seen())
                for wall in self.walls
            )

        await self.holds(live, within_s, self._told)
        return asyncio.get_running_loop().time() - began

    async def is_marked(self, *marks: str, within_s: float) -> None:
        """Waits until a wall has one of these marks on its figures."""
        await self.holds(
            lambda: any(seen.marks & set(marks) for wall in self.walls for seen in wall.seen()),
            within_s,
            lambda: f"a mark of {marks}; {self._told()}",
        )

    async def holds(
        self, condition: Callable[[], bool | Awaitable[bool]], within_s: float, what: Callable[[], str] | str
    ) -> None:
        """Waits for it. Raises TimeoutError saying `what` it was that did not come."""
        try:
            await until(condition, within_s=within_s)
        except TimeoutError:
            said = what if isinstance(what, str) else what()
            raise TimeoutError(f"not within {within_s} s: {said}") from None

    def _told(self) -> str:
        shown = [f"{seen.figure} {seen.value} {sorted(seen.marks)}" for wall in self.walls for seen in wall.seen()]
        return f"{shown[:6]}, of {dict(self.floor.happened.last)}; accepted {dict(self.floor.accepted.last)}"

    async def _is_known(self) -> bool:
        return await self.stack.figures(SITE) is not None

    async def _supervise(self) -> None:
        while True:
            for part in list(self.stack.parts):
                if part.expected_to_run and not part.running:
                    self.ends.append((part.name, await part.ends(within_s=1)))
                    if part.name in self.may_end:
                        part.start()
            await asyncio.sleep(SUPERVISED_S)

    async def _note_what_is_accepted(self) -> None:
        positions = FilePositions(self.disk.folder / "data" / "positions")
        path = positions.path_of(f"file/{self.floor.path.name}")
        while True:
            if path.exists():
                position = json.loads(path.read_bytes())
                self.floor.was_accepted(int(position["position"]["file"]["offset"]), now_ms())
            await asyncio.sleep(SUPERVISED_S / 2)


def board(site: str = SITE) -> dict[str, Any]:
    """The board of rows, and the same of another site under the name of that."""
    tiles = [
        {"id": figure, "kind": "number", "title": figure, "metric": figure, "window": "today", "x": 4 * n, "y": 0,
         "w": 4, "h": 6}
        for n, figure in enumerate(FIGURES)
    ]  # fmt: skip
    health = {"id": "health", "kind": "board_health", "title": "Health", "x": 0, "y": 6, "w": 12, "h": 6}
    name = BOARD if site == SITE else site
    return {"id": name, "title": "Faults", "site": site, "columns": 12, "rows": 12, "tiles": [*tiles, health]}
