"""Where rows of faults are run one after the other: the broker with its lines, and the installation of the moment."""

from __future__ import annotations

import time
from contextlib import AsyncExitStack
from pathlib import Path
from types import TracebackType

from tests.fault.installation import Installation
from tests.servers.kafka import KafkaServer
from tests.servers.line import Line

KAFKA_PARTS = ("source", "worker", "web")


def noonish_zone() -> str:
    """A zone in which it is about noon: `today` does not end while rows run."""
    ahead = 12 - time.gmtime().tm_hour
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


class Yard:
    """An installation goes from row to row as long as it is well; after a row that spoiled it there is a new one."""

    def __init__(self, folder: Path, pycache: Path, redis_binary: str, *, seed: int = 1) -> None:
        self.folder, self.pycache, self.redis_binary, self.seed = folder, pycache, redis_binary, seed
        self.rate, self.walls = 6.0, 1
        self.lines = {part: Line() for part in KAFKA_PARTS}
        self.kafka: KafkaServer
        self._open = AsyncExitStack()
        self._of_installation: AsyncExitStack | None = None
        self._installation: Installation | None = None
        self._made = 0

    async def __aenter__(self) -> Yard:
        try:
            for line in self.lines.values():
                await self._open.enter_async_context(line)
            self.kafka = KafkaServer(lines={part.upper(): line.port for part, line in self.lines.items()})
            await self._open.enter_async_context(self.kafka)
            for part, line in self.lines.items():
                line.to_port = self.kafka.line_ports[part.upper()]
        except BaseException:
            await self._open.aclose()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.spoiled()
        await self._open.aclose()

    async def installation(self) -> Installation:
        if self._installation is None:
            self._made += 1
            self._of_installation = AsyncExitStack()
            self._installation = await self._of_installation.enter_async_context(
                Installation(
                    self.folder / f"installation-{self._made}", self.pycache, kafka=self.kafka, kafka_lines=self.lines,
                    redis_binary=self.redis_binary, zone=noonish_zone(), seed=self.seed + self._made,
                    rate=self.rate, walls=self.walls,
                )
            )  # fmt: skip
        return self._installation

    async def spoiled(self) -> None:
        """The next row gets a new installation."""
        if self._of_installation is not None:
            await self._of_installation.aclose()
        self._of_installation = self._installation = None
        for line in self.lines.values():
            line.mend()
