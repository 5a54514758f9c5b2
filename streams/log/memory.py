"""The event log inside one process: for tests, simulations and replays. It keeps every promise but durability."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager

from streams.log.limits import check_sizes, cut_to_limit
from streams.log.memory_reader import MemoryReader, ReaderGroup
from streams.log.partitioner import partition_of_key
from streams.log.port import Message, PartitionOwner, Record, Rejection
from streams.wall_clock import wall_clock_ms

Fault = Callable[[str], Awaitable[None]]
"""Awaited with the call's name before it takes effect (`append`) and after, before it answers (`append answered`)."""


async def _no_fault(moment: str) -> None:
    await asyncio.sleep(0)


class MemoryTopic:
    """What a memory log holds. Several logs over one of these see the same records, as over one broker."""

    def __init__(self, partitions: int = 12) -> None:
        self.identity = uuid.uuid4().hex
        self.first: list[int] = [0] * partitions
        self.records: list[list[Record]] = [[] for _ in range(partitions)]
        self.rejections: list[Rejection] = []
        self.groups: dict[str, ReaderGroup] = {}

    def earliest(self, partition: int) -> int:
        return self.first[partition]

    def latest(self, partition: int) -> int:
        """The next offset to be written."""
        return self.first[partition] + len(self.records[partition])

    def append(self, partition: int, key: bytes | None, value: bytes, appended_at_ms: int) -> None:
        self.records[partition].append(Record(self.latest(partition), key, value, appended_at_ms))
        self.wake_readers()

    def trim(self, partition: int, before: int) -> None:
        """Forgets the records below offset `before`, as retention does."""
        keep_from = min(max(before, self.first[partition]), self.latest(partition))
        del self.records[partition][: keep_from - self.first[partition]]
        self.first[partition] = keep_from

    def recreate(self) -> None:
        """Deletes the topic and makes it anew: empty, from offset 0, with another identity."""
        self.identity = uuid.uuid4().hex
        self.first = [0] * len(self.first)
        self.records = [[] for _ in self.records]
        self.wake_readers()

    def group(self, name: str) -> ReaderGroup:
        return self.groups.setdefault(name, ReaderGroup(len(self.records)))

    def wake_readers(self) -> None:
        for group in self.groups.values():
            group.wake()


class MemoryLog:
    """The log over `topic`, which outlives it."""

    def __init__(
        self,
        topic: MemoryTopic | None = None,
        *,
        partitions: int = 12,
        clock_ms: Callable[[], int] = wall_clock_ms,
        fault: Fault = _no_fault,
    ) -> None:
        self.topic = topic if topic is not None else MemoryTopic(partitions)
        self.fault = fault
        self._clock_ms = clock_ms

    async def __aenter__(self) -> MemoryLog:
        return self

    async def __aexit__(self, *exc: object) -> None:
        return None

    @property
    def identity(self) -> str:
        return self.topic.identity

    @property
    def partitions(self) -> int:
        return len(self.topic.records)

    def partition_of(self, key: bytes) -> int:
        return partition_of_key(key, self.partitions)

    async def append(self, messages: Sequence[Message]) -> None:
        check_sizes(messages)
        await self.fault("append")
        now_ms = self._clock_ms()
        for key, value in messages:
            self.topic.append(self.partition_of(key), key, value, now_ms)
        await self.fault("append answered")

    async def reject(self, rejections: Sequence[Rejection]) -> None:
        await self.fault("reject")
        self.topic.rejections.extend(cut_to_limit(rejection) for rejection in rejections)
        await self.fault("reject answered")

    async def rejected(self) -> AsyncGenerator[Rejection]:
        for rejection in list(self.topic.rejections):
            yield rejection

    @asynccontextmanager
    async def reader(self, owner: PartitionOwner, *, group: str = "tavle") -> AsyncIterator[MemoryReader]:
        reader = MemoryReader(self.topic, self.topic.group(group), owner, lambda moment: self.fault(moment))
        try:
            yield reader
        finally:
            await reader.leave()

    async def beginning_offsets(self) -> Mapping[int, int]:
        await self.fault("beginning_offsets")
        return {partition: self.topic.earliest(partition) for partition in range(self.partitions)}

    async def end_offsets(self) -> Mapping[int, int]:
        await self.fault("end_offsets")
        return {partition: self.topic.latest(partition) for partition in range(self.partitions)}
