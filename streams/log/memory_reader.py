"""Readers of the memory log, which share its partitions as a Kafka group does."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol

from streams.log.port import EARLIEST, LogReset, PartitionOwner, Record


class ReadableTopic(Protocol):
    """What a reader needs of the topic."""

    identity: str
    records: list[list[Record]]

    def earliest(self, partition: int) -> int: ...

    def latest(self, partition: int) -> int: ...


class ReaderGroup:
    """Who reads which partition. A partition changes hands only after its holder let go of it."""

    def __init__(self, partitions: int) -> None:
        self.partitions = partitions
        self.members: list[MemoryReader] = []
        self.holder: dict[int, MemoryReader] = {}

    def due(self, member: MemoryReader) -> set[int]:
        """The share of this member."""
        if member not in self.members:
            return set()
        return set(range(self.members.index(member), self.partitions, len(self.members)))

    def release(self, member: MemoryReader, partitions: set[int]) -> None:
        for partition in partitions:
            if self.holder.get(partition) is member:
                del self.holder[partition]
        self.wake()

    def evict(self, member: MemoryReader) -> None:
        """What a broker does when a member's session runs out: its partitions go to the others, it learns later."""
        self.members.remove(member)
        self.release(member, set(range(self.partitions)))

    def wake(self) -> None:
        for member in self.members:
            member.woken.set()


class MemoryReader:
    """One member of a group."""

    def __init__(
        self, topic: ReadableTopic, group: ReaderGroup, owner: PartitionOwner, fault: Callable[[str], Awaitable[None]]
    ) -> None:
        self._topic, self._group, self._owner, self._fault = topic, group, owner, fault
        self._positions: dict[int, int] = {}
        self._identity = topic.identity
        self._reset: set[int] = set()
        self.woken = asyncio.Event()
        self._join()

    def _join(self) -> None:
        self._group.members.append(self)
        self._group.wake()

    async def poll(self, timeout_s: float, max_records: int) -> Mapping[int, Sequence[Record]]:
        await self._fault("poll")
        deadline = asyncio.get_running_loop().time() + timeout_s
        while True:
            self.woken.clear()
            await self._settle_assignment()
            taken = self._take(max_records)
            left_s = deadline - asyncio.get_running_loop().time()
            if taken or left_s <= 0:
                return taken
            try:
                await asyncio.wait_for(self.woken.wait(), left_s)
            except TimeoutError:
                return {}

    async def _settle_assignment(self) -> None:
        group = self._group
        held = {partition for partition, holder in group.holder.items() if holder is self}
        lost = self._positions.keys() - (held & group.due(self))
        if lost:
            await self._owner.revoked(sorted(lost))
            for partition in lost:
                del self._positions[partition]
            self._reset -= lost
            group.release(self, lost)
        if self not in group.members:
            self._join()
        free = {partition for partition in group.due(self) if group.holder.get(partition, self) is self}
        for partition in free:
            group.holder[partition] = self
        fresh = free - self._positions.keys()
        if fresh:
            answers = await self._owner.assigned(sorted(fresh))
            for partition in fresh:
                self.seek(partition, answers[partition])

    def _take(self, max_records: int) -> dict[int, Sequence[Record]]:
        taken: dict[int, Sequence[Record]] = {}
        left = max_records
        if self._identity != self._topic.identity:
            # A log made anew may already reach beyond our positions: then only its identity tells.
            self._identity = self._topic.identity
            self._reset = set(self._positions)
        for partition, position in list(self._positions.items()):
            earliest, latest = self._topic.earliest(partition), self._topic.latest(partition)
            if partition in self._reset or not earliest <= position <= latest:
                if taken:
                    break  # these first; the next poll raises
                raise LogReset(partition, position, earliest, latest)
            if position < latest and left:
                start = position - earliest
                records = self._topic.records[partition][start : start + left]
                taken[partition] = records
                left -= len(records)
                # Put at the end, so that a busy partition does not keep the others waiting.
                del self._positions[partition]
                self._positions[partition] = records[-1].offset + 1
        return taken

    def seek(self, partition: int, offset: int) -> None:
        self._positions[partition] = self._topic.earliest(partition) if offset == EARLIEST else offset
        self._reset.discard(partition)
        self.woken.set()

    def lag(self, partition: int) -> int | None:
        if partition not in self._positions:
            return None
        return max(0, self._topic.latest(partition) - self._positions[partition])

    async def commit_hint(self, offsets: Mapping[int, int]) -> None:
        return None

    async def leave(self) -> None:
        """Lets go of everything."""
        if self._positions:
            await self._owner.revoked(sorted(self._positions))
            self._positions.clear()
        if self in self._group.members:
            self._group.evict(self)
