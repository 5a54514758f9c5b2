"""The logs that the suite runs on: how each is opened, trimmed, made anew, and how a reader of it dies."""

from __future__ import annotations

import asyncio
import sys
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import redis.asyncio
from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete

from streams.log.kafka_settings import KafkaSettings
from streams.log.memory import MemoryLog, MemoryTopic
from streams.log.open import open_log
from streams.log.port import EARLIEST, Log, LogReader, Message, Record
from tests.servers.until import until

PARTITIONS = 4
LEASE_MS = 1_500
QUICK_KAFKA = KafkaSettings(heartbeat_interval_ms=500)
ROOT = Path(__file__).resolve().parents[2]


def numbered(count: int, key: bytes = b"aarhus") -> list[Message]:
    return [Message(key, b"%d" % number) for number in range(count)]


class Owner:
    """Notes what it is told; answers `positions`, or the beginning."""

    def __init__(self, positions: Mapping[int, int] | None = None) -> None:
        self.positions = dict(positions or {})
        self.held: set[int] = set()
        self.told: list[tuple[str, list[int]]] = []
        self.failures: list[Exception] = []

    async def assigned(self, partitions: Iterable[int]) -> Mapping[int, int]:
        fresh = list(partitions)
        if self.failures:
            raise self.failures.pop()
        assert not self.held & set(fresh), "assigned what is held already"
        self.told.append(("assigned", fresh))
        self.held |= set(fresh)
        return {partition: self.positions.get(partition, EARLIEST) for partition in fresh}

    async def revoked(self, partitions: Iterable[int]) -> None:
        gone = list(partitions)
        assert set(gone) <= self.held, "revoked what was never assigned"
        self.told.append(("revoked", gone))
        self.held -= set(gone)


class Reading:
    """A reader and all it was given."""

    def __init__(self, reader: LogReader, owner: Owner) -> None:
        self.reader, self.owner = reader, owner
        self.records: dict[int, list[Record]] = {}

    async def poll(self, timeout_s: float = 0.2, max_records: int = 500) -> Mapping[int, Sequence[Record]]:
        found = await self.reader.poll(timeout_s, max_records)
        for partition, records in found.items():
            assert partition in self.owner.held, "a record of a partition that is not ours"
            self.records.setdefault(partition, []).extend(records)
        return found

    @property
    def values(self) -> list[bytes]:
        return [record.value for partition in sorted(self.records) for record in self.records[partition]]

    async def until_read(self, count: int, *, within_s: float = 20.0) -> None:
        """Polls until `count` records came."""

        async def enough() -> bool:
            if len(self.values) < count:
                await self.poll()
            return len(self.values) >= count

        await until(enough, within_s=within_s, what=f"the reading of {count} records")

    async def until_holding(self, count: int, *, within_s: float = 20.0) -> None:
        """Polls until `count` partitions are held."""

        async def enough() -> bool:
            await self.poll()
            return len(self.owner.held) == count

        await until(enough, within_s=within_s, what=f"the holding of {count} partitions")


@asynccontextmanager
async def reading(log: Log, owner: Owner | None = None) -> AsyncIterator[Reading]:
    owner = owner or Owner()
    async with log.reader(owner) as reader:
        yield Reading(reader, owner)


@dataclass
class LogPlace:
    """Where a log lives. Every `open` is another process looking at the same topic."""

    url: str
    topic: str = field(default_factory=lambda: f"contract.{uuid.uuid4().hex[:12]}")
    memory: MemoryTopic = field(default_factory=lambda: MemoryTopic(PARTITIONS))

    @property
    def shares_partitions(self) -> bool:
        """On Redis Streams one reader has all, the other stands by."""
        return not self.url.startswith("redis")

    def open(self, *, partitions: int = PARTITIONS, kafka: KafkaSettings = QUICK_KAFKA) -> Log:
        if self.url == "memory:":
            return MemoryLog(self.memory)
        return open_log(self.url, topic=self.topic, partitions=partitions, kafka=kafka, lease_ms=LEASE_MS)

    async def trim(self, partition: int, before: int) -> None:
        """Forgets the records below offset `before`."""
        if self.url == "memory:":
            self.memory.trim(partition, before)
        elif self.url.startswith("redis"):
            async with redis.asyncio.from_url(self.url) as client:
                await client.xtrim(f"{{tavle:{self.topic}:{partition}}}:log", minid=f"{before}-0", approximate=False)
        else:
            async with self._admin() as admin:
                await admin.delete_records({TopicPartition(self.topic, partition): RecordsToDelete(before)})

    async def recreate(self) -> None:
        """Deletes the log and makes an empty one of the same name."""
        if self.url == "memory:":
            self.memory.recreate()
        elif self.url.startswith("redis"):
            async with redis.asyncio.from_url(self.url) as client:
                keys = [f"{{tavle:{self.topic}:{partition}}}:log" for partition in range(PARTITIONS)]
                await client.delete(*keys, f"tavle:{self.topic}:log")
        else:
            async with self._admin() as admin:
                await admin.delete_topics([self.topic])

                async def gone() -> bool:
                    return self.topic not in await admin.list_topics()

                await until(gone, what="the deletion of the topic")
        async with self.open():
            pass

    @asynccontextmanager
    async def _admin(self) -> AsyncIterator[Any]:
        admin = AIOKafkaAdminClient(bootstrap_servers=self.url.removeprefix("kafka://"))
        await admin.start()
        try:
            yield admin
        finally:
            await admin.close()

    @asynccontextmanager
    async def doomed_reader(self) -> AsyncIterator[Callable[[], Awaitable[None]]]:
        """A reader that holds every partition. Calling what it gives makes it die without a word."""
        if self.url == "memory:":
            async with self.open() as log, reading(log) as doomed:
                await doomed.until_holding(PARTITIONS)
                yield self._evict_first
        else:
            async with self._reader_process() as process:

                async def die() -> None:
                    process.kill()
                    await process.wait()

                yield die

    async def _evict_first(self) -> None:
        group = self.memory.group("tavle")
        group.evict(group.members[0])

    @asynccontextmanager
    async def _reader_process(self) -> AsyncIterator[asyncio.subprocess.Process]:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.contract.reading_process", self.url, self.topic,
            cwd=ROOT, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        try:
            assert process.stdout is not None
            async with asyncio.timeout(30):
                assert await process.stdout.readline() == b"holding all\n"
            yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.communicate()
