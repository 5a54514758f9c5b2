"""What the log holds of one key from a moment on: read beside the workers, through the port, without a place in their
group."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from streams.log.port import EARLIEST, Log, LogReader, LogReset, LogUnavailable, Record

BATCH_RECORDS = 2_000
POLL_S = 1.0
NEAR = 500
"""The beginning is found by halving, down to so many offsets; these are read and passed over."""


@dataclass
class _Beside:
    """A reading group of one member. Of all other partitions it reads nothing that there is yet."""

    partition: int
    ends: Mapping[int, int]
    assigned_ours: bool = False

    async def assigned(self, partitions: Iterable[int]) -> Mapping[int, int]:
        ours = list(partitions)
        self.assigned_ours |= self.partition in ours
        return {number: EARLIEST if number == self.partition else self.ends[number] for number in ours}

    async def revoked(self, partitions: Iterable[int]) -> None:
        self.assigned_ours &= self.partition not in set(partitions)


async def read_past(log: Log, key: bytes, since_ms: int, take: Callable[[Record], None], *, patience_s: float) -> bool:
    """Hands every record of `key` that was appended at `since_ms` or later, up to now, to `take`, in their order.

    Answers whether the log reaches back to `since_ms`. Raises `LogUnavailable`, also when reading takes longer than
    `patience_s`.
    """
    partition = log.partition_of(key)
    try:
        async with asyncio.timeout(patience_s):
            ends, beginnings = await log.end_offsets(), await log.beginning_offsets()
            if beginnings[partition] >= ends[partition]:
                return False
            owner = _Beside(partition, ends)
            async with log.reader(owner, group=f"tavle-past-{uuid.uuid4().hex}") as reader:
                past = _Past(reader, owner, ends[partition])
                oldest = await past.first_at(beginnings[partition])
                start = await past.find(beginnings[partition], since_ms)
                await past.read(start, lambda record: _take(record, key, since_ms, take))
                return oldest is not None and oldest.appended_at_ms <= since_ms
    except TimeoutError:
        raise LogUnavailable(f"the log could not be read within {patience_s:g} s") from None


def _take(record: Record, key: bytes, since_ms: int, take: Callable[[Record], None]) -> None:
    if record.key == key and record.appended_at_ms >= since_ms:
        take(record)


class _Past:
    """One partition up to `end`, the next offset when reading began."""

    def __init__(self, reader: LogReader, owner: _Beside, end: int) -> None:
        self._reader, self._owner, self._end = reader, owner, end

    async def find(self, first: int, since_ms: int) -> int:
        """An offset at or shortly before the first record appended at `since_ms` or later."""
        low, high = first, self._end
        while high - low > NEAR:
            middle = (low + high) // 2
            found = await self.first_at(middle)
            if found is None or found.appended_at_ms >= since_ms:
                high = middle
            else:
                low = found.offset
        return low

    async def first_at(self, offset: int) -> Record | None:
        """The first record at `offset` or after it, if there is one before the end."""
        records = await self._next(offset, 1)
        return next(iter(records), None)

    async def read(self, offset: int, take: Callable[[Record], None]) -> None:
        while offset < self._end:
            records = await self._next(offset, BATCH_RECORDS)
            if not records:
                return
            for record in records:
                take(record)
            offset = records[-1].offset + 1

    async def _next(self, offset: int, most: int) -> list[Record]:
        """Some records from `offset` on, before the end; none at the end. Where the log was trimmed past it, from its
        beginning."""
        partition = self._owner.partition
        sought = False
        while True:
            if self._owner.assigned_ours and not sought:
                self._reader.seek(partition, offset)
                sought = True
            try:
                taken = await self._reader.poll(POLL_S, most)
            except LogReset as reset:
                if reset.partition == partition:
                    offset, self._end = max(offset, reset.earliest), min(self._end, reset.latest)
                    if offset >= self._end:
                        return []
                self._reader.seek(reset.partition, offset if reset.partition == partition else reset.latest)
                continue
            if sought and (records := taken.get(partition)):
                return [record for record in records if record.offset < self._end]
            if sought and self._reader.lag(partition) == 0:
                return []
