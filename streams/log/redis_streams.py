"""The event log on Redis Streams: a partition is one stream, `{tavle:<topic>:<p>}:log`.

For one server, as in the embedded default. One reader at a time holds all partitions, a second stands by. How durable
an append is, is the server's `appendfsync`: with `always` it survives a power cut, with `everysec` a crash of Redis.
"""

from __future__ import annotations

import re
import time
import uuid
from collections import defaultdict
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from redis.asyncio import Redis

from streams.log.limits import check_sizes, cut_to_limit
from streams.log.partitioner import partition_of_key
from streams.log.port import LogError, Message, PartitionOwner, Rejection
from streams.log.redis_client import Script, connect, log_errors
from streams.log.redis_reader import LEASE_MS, RedisReader
from streams.log.stream_bounds import StreamBounds, read_bounds
from streams.wall_clock import wall_clock_ms

KEPT_HOURS = 48
KEPT_RECORDS = 1_000_000
"""By partition, whatever their age: what Redis' memory can bear."""

REJECTED_KEPT_HOURS, REJECTED_KEPT_RECORDS = 72, 100_000
TRIM_EVERY_S = 60.0
BATCH_RECORDS, BATCH_BYTES = 500, 4_000_000
"""One call of append.lua takes so much and no more: the server answers nobody else meanwhile."""

_TOPIC = re.compile(r"[A-Za-z0-9._-]{1,200}")


class RedisStreamsLog:
    """See the module. `partitions` counts only when the log is new; `lease_ms` is how long a silent reader holds on."""

    def __init__(
        self,
        url: str,
        *,
        topic: str = "tavle.events",
        partitions: int = 12,
        kept_hours: float = KEPT_HOURS,
        kept_records: int = KEPT_RECORDS,
        lease_ms: int = LEASE_MS,
        clock_ms: Callable[[], int] = wall_clock_ms,
        monotonic_s: Callable[[], float] = time.monotonic,
    ) -> None:
        if not _TOPIC.fullmatch(topic):
            raise ValueError(f"topic {topic!r}: 1 to 200 letters, digits, '.', '_' and '-' are allowed")
        self.url, self.topic, self.lease_ms = url, topic, lease_ms
        self.clock_ms, self.monotonic_s = clock_ms, monotonic_s
        self._kept_hours, self._kept_records = kept_hours, kept_records
        self._partitions = partitions
        self._identity = ""
        self._client: Redis = connect(url)
        self._append, self._trim = Script("append.lua"), Script("trim.lua")
        self._trimmed_s = -float("inf")

    async def __aenter__(self) -> RedisStreamsLog:
        try:
            await self.refresh_facts()
        except BaseException:
            await self._client.aclose()
            raise
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self._client.aclose()

    @property
    def identity(self) -> str:
        return self._identity

    @property
    def partitions(self) -> int:
        return self._partitions

    @property
    def facts_key(self) -> str:
        """Hash: identity and number of partitions."""
        return f"tavle:{self.topic}:log"

    def stream_key(self, partition: int) -> str:
        return f"{{tavle:{self.topic}:{partition}}}:log"

    @property
    def rejected_key(self) -> str:
        return f"{{tavle:{self.topic}.rejected:0}}:log"

    def partition_of(self, key: bytes) -> int:
        return partition_of_key(key, self._partitions)

    def new_identity(self) -> str:
        """A creation stamp: when, and a random part."""
        return f"{self.clock_ms()}-{uuid.uuid4().hex[:12]}"

    async def refresh_facts(self) -> None:
        """Reads identity and number of partitions, or settles them when the log is new."""
        with log_errors():
            pipeline: Any = self._client.pipeline(transaction=True)
            pipeline.hsetnx(self.facts_key, "identity", self.new_identity())
            pipeline.hsetnx(self.facts_key, "partitions", self._partitions)
            pipeline.hmget(self.facts_key, "identity", "partitions")
            identity, partitions = (await pipeline.execute())[-1]
        self.identity_seen(identity.decode())
        self._partitions = int(partitions)

    def identity_seen(self, identity: str) -> None:
        """The identity that the server holds now."""
        self._identity = identity

    async def append(self, messages: Sequence[Message]) -> None:
        check_sizes(messages)
        by_partition: dict[int, list[Message]] = defaultdict(list)
        for message in messages:
            by_partition[self.partition_of(message.key)].append(message)
        with log_errors():
            for partition, own in by_partition.items():
                for batch in _batches(own):
                    flat = [part for message in batch for part in message]
                    await self._append.call(self._client, [self.stream_key(partition)], self._kept_records, *flat)
        await self._trim_when_due()

    async def _trim_when_due(self) -> None:
        now_s = self.monotonic_s()
        if now_s - self._trimmed_s < TRIM_EVERY_S:
            return
        self._trimmed_s = now_s
        try:
            await self.trim_old()
        except LogError:
            return  # The append is done, and another trim follows in a minute.

    async def trim_old(self) -> None:
        """Forgets records above the age limit, now instead of with an append of the next minute."""
        age_ms = int(self._kept_hours * 3_600_000)
        with log_errors():
            for partition in range(self._partitions):
                await self._trim.call(self._client, [self.stream_key(partition)], age_ms)

    async def reject(self, rejections: Sequence[Rejection]) -> None:
        oldest_ms = self.clock_ms() - REJECTED_KEPT_HOURS * 3_600_000
        with log_errors():
            pipeline: Any = self._client.pipeline(transaction=False)
            for partition, offset, reason, value in map(cut_to_limit, rejections):
                fields = {"partition": partition, "offset": offset, "reason": reason, "value": value}
                pipeline.xadd(self.rejected_key, fields, maxlen=REJECTED_KEPT_RECORDS, approximate=True)
            pipeline.xtrim(self.rejected_key, minid=oldest_ms, approximate=True)
            await pipeline.execute()

    async def rejected(self) -> AsyncGenerator[Rejection]:
        position: bytes | str = "-"
        while True:
            with log_errors():
                found: Any = await self._client.xrange(self.rejected_key, min=position, count=BATCH_RECORDS)
            for identifier, fields in found:
                position = b"(" + identifier
                yield Rejection(
                    int(fields[b"partition"]), int(fields[b"offset"]), fields[b"reason"].decode(), fields[b"value"]
                )
            if len(found) < BATCH_RECORDS:
                return

    @asynccontextmanager
    async def reader(self, owner: PartitionOwner, *, group: str = "tavle") -> AsyncIterator[RedisReader]:
        reader = RedisReader(self, owner, connect(self.url), group)
        try:
            yield reader
        finally:
            await reader.leave()

    async def beginning_offsets(self) -> Mapping[int, int]:
        return {partition: bounds.earliest for partition, bounds in (await self.bounds(self._client)).items()}

    async def end_offsets(self) -> Mapping[int, int]:
        await self.refresh_facts()
        return {partition: bounds.latest for partition, bounds in (await self.bounds(self._client)).items()}

    async def bounds(self, client: Redis) -> Mapping[int, StreamBounds]:
        """First and next offset of every partition."""
        with log_errors():
            return await read_bounds(client, [self.stream_key(partition) for partition in range(self._partitions)])


def _batches(messages: Sequence[Message]) -> Iterator[list[Message]]:
    batch: list[Message] = []
    size = 0
    for message in messages:
        if batch and (len(batch) == BATCH_RECORDS or size + len(message.value) > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(message)
        size += len(message.value)
    if batch:
        yield batch
