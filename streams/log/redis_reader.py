"""The one reader of a log on Redis Streams, held by a lease; another reader stands by."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import structlog
from redis.asyncio import Redis

from streams.log.port import EARLIEST, LogError, LogReset, LogUnavailable, PartitionOwner, Record
from streams.log.redis_client import BLOCK_MOST_S, Script, log_errors
from streams.log.stream_bounds import FIRST_OFFSET, StreamBounds, offset_of

LEASE_MS = 10_000
STANDBY_S = 0.25
BOUNDS_EVERY_S = 1.0
"""How soon a log that was emptied or went backwards is noticed, and how old a lag may be."""

ROUNDS = 4
"""Reads in one poll: a share for every partition first, then what is left for those that have more."""

RENEWED, TAKEN = 1, 2
_events = structlog.get_logger("tavle.log")


class StreamsLog(Protocol):
    """What a reader needs of its log."""

    topic: str
    lease_ms: int
    monotonic_s: Callable[[], float]

    @property
    def facts_key(self) -> str: ...

    @property
    def identity(self) -> str: ...

    @property
    def partitions(self) -> int: ...

    def stream_key(self, partition: int) -> str: ...

    def new_identity(self) -> str: ...

    def identity_seen(self, identity: str) -> None: ...

    async def bounds(self, client: Redis) -> Mapping[int, StreamBounds]: ...


class RedisReader:
    """Reads all partitions while it holds the lease."""

    def __init__(self, log: StreamsLog, owner: PartitionOwner, client: Redis, group: str) -> None:
        self._log, self._owner, self._client, self._group = log, owner, client, group
        self._member = uuid.uuid4().hex
        self._lease, self._release = Script("lease.lua"), Script("release.lua")
        self._renewed_s: float | None = None
        self._identity = log.identity
        self._positions: dict[int, int] = {}
        self._ends: dict[int, int] = {}
        self._resets: dict[int, LogReset] = {}
        self._looked_s = -float("inf")

    @property
    def lease_key(self) -> str:
        """Holds the member that reads; runs out when it stops renewing."""
        return f"{self._log.facts_key}:reader:{self._group}"

    async def poll(self, timeout_s: float, max_records: int) -> Mapping[int, Sequence[Record]]:
        deadline = self._log.monotonic_s() + timeout_s
        while True:
            holding = await self._hold_lease()
            left_s = max(0.0, deadline - self._log.monotonic_s())
            if holding:
                await self._assign()
                await self._look()
                taken = await self._read(min(left_s, BLOCK_MOST_S, self._log.lease_ms / 3000), max_records)
                if taken:
                    return taken
            else:
                await asyncio.sleep(min(left_s, STANDBY_S))
            if self._log.monotonic_s() >= deadline:
                return {}

    async def _hold_lease(self) -> bool:
        now_s = self._log.monotonic_s()
        lease_s = self._log.lease_ms / 1000
        if self._renewed_s is not None:
            if now_s - self._renewed_s < lease_s / 3:
                return True
            if now_s - self._renewed_s >= lease_s:
                # Whatever the server says now: for a while somebody else may have read.
                await self._let_go()
        with log_errors():
            answer, identity = await self._lease.call(
                self._client,
                [self.lease_key, self._log.facts_key],
                self._member,
                self._log.lease_ms,
                self._log.new_identity(),
                self._log.partitions,
            )
        if answer != RENEWED:
            await self._let_go()
        if answer not in (RENEWED, TAKEN):
            return False
        self._renewed_s = now_s
        self._check_identity(identity.decode())
        return True

    async def _let_go(self) -> None:
        self._renewed_s = None
        if self._positions:
            await self._owner.revoked(sorted(self._positions))
        for held in (self._positions, self._ends, self._resets):
            held.clear()

    def _check_identity(self, identity: str) -> None:
        """A log made anew may already reach beyond our position: then only its stamp tells."""
        if identity == self._identity:
            return
        self._identity = identity
        self._log.identity_seen(identity)
        for partition, position in self._positions.items():
            self._resets[partition] = LogReset(partition, position, FIRST_OFFSET, FIRST_OFFSET)
        self._looked_s = -float("inf")

    async def _assign(self) -> None:
        if self._positions:
            return
        answers = await self._owner.assigned(range(self._log.partitions))
        for partition in range(self._log.partitions):
            self.seek(partition, answers[partition])

    async def _look(self) -> None:
        """Compares our positions with what exists, and raises the first `LogReset`."""
        now_s = self._log.monotonic_s()
        if now_s - self._looked_s >= BOUNDS_EVERY_S:
            bounds = await self._log.bounds(self._client)
            self._looked_s = now_s
            for partition, (earliest, latest) in bounds.items():
                self._ends[partition] = latest
                position = self._positions[partition]
                if position == EARLIEST:
                    self._positions[partition] = earliest
                elif partition in self._resets or not earliest <= position <= latest:
                    self._resets[partition] = LogReset(partition, position, earliest, latest)
        for reset in self._resets.values():
            raise reset

    async def _read(self, block_s: float, max_records: int) -> dict[int, Sequence[Record]]:
        taken: dict[int, list[Record]] = {}
        left, asked = max_records, sorted(self._positions)
        for turn in range(ROUNDS):
            share = max(1, left // len(asked))
            found = await self._read_once(asked, share, block_s if turn == 0 else 0)
            for partition, records in found.items():
                taken.setdefault(partition, []).extend(records)
                left -= len(records)
            asked = [partition for partition, records in found.items() if len(records) == share]
            if not asked or left < len(asked):
                break
        if not taken:
            for reset in self._resets.values():
                raise reset
        return dict(taken)

    async def _read_once(self, asked: Sequence[int], share: int, block_s: float) -> dict[int, list[Record]]:
        streams: dict[Any, Any] = {
            self._log.stream_key(partition): f"{self._positions[partition] - 1}-0" for partition in asked
        }
        with log_errors():
            answer: Any = await self._client.xread(streams, count=share, block=int(block_s * 1000) or None)
        partition_of = {self._log.stream_key(partition).encode(): partition for partition in asked}
        entries = answer.items() if isinstance(answer, dict) else answer
        found = {partition_of[key]: rows[0] if isinstance(answer, dict) else rows for key, rows in entries}
        return {partition: records for partition, rows in found.items() if (records := self._records(partition, rows))}

    def _records(self, partition: int, rows: Sequence[tuple[bytes, dict[bytes, bytes]]]) -> list[Record]:
        records = [
            Record(offset_of(identifier), fields[b"k"], fields[b"v"], int(fields[b"t"])) for identifier, fields in rows
        ]
        position = self._positions[partition]
        latest = records[-1].offset + 1
        self._ends[partition] = max(self._ends.get(partition, 0), latest)
        if records[0].offset != position:
            # Offsets have no holes: what lies between was trimmed before we came to it.
            self._resets[partition] = LogReset(partition, position, records[0].offset, self._ends[partition])
            return []
        self._positions[partition] = latest
        return records

    def seek(self, partition: int, offset: int) -> None:
        # A position of 0 was noted before anything was appended: it is the first offset that Redis allows.
        self._positions[partition] = offset or FIRST_OFFSET
        self._resets.pop(partition, None)
        self._looked_s = -float("inf")

    def lag(self, partition: int) -> int | None:
        end, position = self._ends.get(partition), self._positions.get(partition)
        if end is None or position is None or position == EARLIEST:
            return None
        return max(0, end - position)

    async def commit_hint(self, offsets: Mapping[int, int]) -> None:
        if not offsets:
            return
        hints: dict[Any, Any] = {str(partition): str(offset) for partition, offset in offsets.items()}
        try:
            with log_errors():
                await self._client.hset(f"{self._log.facts_key}:committed:{self._group}", mapping=hints)
        except LogError as error:
            _events.info("commit_hint_failed", topic=self._log.topic, reason=str(error))

    async def leave(self) -> None:
        """Lets go of everything and makes room for the one that stands by."""
        held = self._renewed_s is not None
        try:
            await self._let_go()
            if held:
                with log_errors():
                    await self._release.call(self._client, [self.lease_key], self._member)
        except LogUnavailable as error:
            # The lease runs out by itself.
            _events.info("lease_not_released", topic=self._log.topic, reason=str(error))
        finally:
            await self._client.aclose()
