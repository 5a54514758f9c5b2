"""One member of a Kafka consumer group, whose positions come from the ledger."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, TopicPartition
from aiokafka.errors import IllegalStateError, KafkaError, NoOffsetForPartitionError, OffsetOutOfRangeError

from streams.log.kafka_settings import KafkaSettings, kafka_errors
from streams.log.port import EARLIEST, LogReset, PartitionOwner, Record

WAIT_MOST_MS = 250
"""One wait for records; also how soon newly assigned partitions are read."""

JOIN_WAIT_MS = 50
GRACE_S = 0.25
POLL_PATIENCE_S = 5.0
"""How long a rebalance waits for the owner to come back with `poll`, before it is told in the midst of its work."""

REBALANCE_MS = 15_000
"""How long the group waits for a member that is alive to take part in a rebalance: longer than our patience."""

HINT_S = 2.0
FETCH_WAIT_MS = 250
FETCH_BYTES = 4 * 1024 * 1024
_tuple = tuple.__new__
_events = structlog.get_logger("tavle.log")


class ObservedLog(Protocol):
    """What a reader needs of its log."""

    bootstrap: str
    topic: str
    settings: KafkaSettings

    @property
    def identity(self) -> str: ...

    async def refresh_identity(self) -> None: ...

    async def beginning_offsets(self) -> Mapping[int, int]: ...

    async def end_offsets(self) -> Mapping[int, int]: ...


class KafkaReader(ConsumerRebalanceListener):
    """aiokafka runs the group in tasks of its own; here its callbacks are fitted between two polls.

    A revocation waits until the owner is back in `poll`, so it never comes in the midst of a commit. New partitions
    are only noted; the next `poll` asks the owner for positions, seeks, and only then hands out their records.
    """

    def __init__(self, log: ObservedLog, owner: PartitionOwner, group: str) -> None:
        self._log, self._owner = log, owner
        settings = log.settings
        self._consumer: Any = AIOKafkaConsumer(
            group_id=group,
            enable_auto_commit=False,
            auto_offset_reset="none",
            session_timeout_ms=settings.session_timeout_ms,
            heartbeat_interval_ms=settings.heartbeat_interval_ms,
            max_poll_interval_ms=settings.max_poll_interval_ms,
            rebalance_timeout_ms=REBALANCE_MS,
            fetch_max_wait_ms=FETCH_WAIT_MS,
            max_partition_fetch_bytes=FETCH_BYTES,
            **settings.connection(log.bootstrap),
        )
        self._assigned: set[int] = set()
        self._positions: dict[int, int] = {}
        self._seeks: dict[int, int] = {}
        self._identity = log.identity
        self._resets: dict[int, LogReset] = {}
        self._turn = asyncio.Lock()
        self._polling = asyncio.Event()
        self._hint: asyncio.Task[None] | None = None

    async def join(self) -> None:
        """Starts the consumer; partitions come with the polls. Raises aiokafka's errors."""
        await self._consumer.start()
        # Not before: `start` would wait until the other members have answered the rebalance.
        self._consumer.subscribe([self._log.topic], listener=self)

    async def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        # Before the first join there is nothing to let go of, and nobody in poll to wait for.
        if not self._assigned:
            return
        try:
            async with asyncio.timeout(POLL_PATIENCE_S):
                await self._take_turn()
        except TimeoutError:
            _events.warning("revoked_while_busy", topic=self._log.topic, waited_s=POLL_PATIENCE_S)
            await self._let_go()
            return
        try:
            await self._let_go()
        finally:
            self._turn.release()

    async def _take_turn(self) -> None:
        while True:
            await self._polling.wait()
            await self._turn.acquire()
            if self._polling.is_set():
                return
            self._turn.release()  # poll returned before we had our turn: the owner works again

    async def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        self._assigned = {tp.partition for tp in assigned}

    async def _let_go(self) -> None:
        held = sorted(self._positions)
        for forgotten in (self._assigned, self._positions, self._seeks, self._resets):
            forgotten.clear()
        if held:
            await self._owner.revoked(held)

    async def poll(self, timeout_s: float, max_records: int) -> Mapping[int, Sequence[Record]]:
        deadline = asyncio.get_running_loop().time() + timeout_s
        self._polling.set()
        try:
            while True:
                async with self._turn:
                    await self._assign()
                    await self._move()
                    await self._check_identity()
                    for reset in self._resets.values():
                        raise reset
                    ready = [self._tp(partition) for partition in self._positions if partition not in self._seeks]
                left_ms = max(0, int((deadline - asyncio.get_running_loop().time()) * 1000))
                with kafka_errors():
                    found = await self._fetch(ready, min(left_ms, WAIT_MOST_MS), max_records)
                async with self._turn:
                    taken = self._taken(found)
                    if taken or not left_ms:
                        self._polling.clear()
                        return taken
        finally:
            self._polling.clear()

    async def _assign(self) -> None:
        fresh = self._assigned - self._positions.keys()
        if not fresh:
            return
        with kafka_errors():
            await self._log.refresh_identity()
        self._identity = self._log.identity
        answers = await self._owner.assigned(sorted(fresh))
        # The group may have moved on while the state was loaded: what is no longer ours is not sought.
        for partition in fresh & self._assigned:
            self._positions[partition] = answers[partition]
            self._seeks[partition] = answers[partition]

    async def _move(self) -> None:
        if not self._seeks:
            return
        earliest = await self._log.beginning_offsets() if EARLIEST in self._seeks.values() else {}
        for partition, offset in list(self._seeks.items()):
            position = earliest[partition] if offset == EARLIEST else offset
            try:
                self._consumer.seek(self._tp(partition), position)
            except IllegalStateError:
                continue  # a rebalance has begun and takes it away
            self._positions[partition] = position
            self._seeks.pop(partition, None)

    async def _check_identity(self) -> None:
        """A topic made anew may already reach beyond our positions: then only its id tells."""
        if self._identity == self._log.identity:
            return
        await self._reset(dict(self._positions))
        self._identity = self._log.identity

    async def _reset(self, positions: Mapping[int, int]) -> None:
        ends, earliest = await self._log.end_offsets(), await self._log.beginning_offsets()
        for partition, position in positions.items():
            if self._positions.get(partition) == position:
                self._resets[partition] = LogReset(partition, position, earliest[partition], ends[partition])

    async def _fetch(self, ready: Sequence[TopicPartition], wait_ms: int, max_records: int) -> Any:
        # With nothing ready this asks for anything, only to hear of errors; what it hands out is dropped by `_taken`.
        wait_ms = wait_ms if ready else min(wait_ms, JOIN_WAIT_MS)
        try:
            # During a rebalance getmany waits for its end, however long. Cancelling loses no record: they are taken
            # from aiokafka's buffer without an await.
            async with asyncio.timeout(wait_ms / 1000 + GRACE_S):
                return await self._consumer.getmany(*ready, timeout_ms=wait_ms, max_records=max_records)
        except NoOffsetForPartitionError:
            return {}  # from before our seek: the group has no offset, the ledger has
        except OffsetOutOfRangeError as error:
            await self._reset({tp.partition: position for tp, position in error.args[0].items()})
            return {}
        except TimeoutError:
            return {}

    def _taken(self, found: Any) -> dict[int, Sequence[Record]]:
        taken: dict[int, Sequence[Record]] = {}
        for tp, rows in found.items():
            if tp.partition in self._positions and tp.partition not in self._seeks:
                taken[tp.partition] = [
                    # A named tuple's own constructor takes twice as long, which is felt at this rate.
                    _tuple(Record, (row.offset, row.key, row.value or b"", row.timestamp))
                    for row in rows
                ]
                self._positions[tp.partition] = rows[-1].offset + 1
        return taken

    def _tp(self, partition: int) -> TopicPartition:
        return TopicPartition(self._log.topic, partition)

    def seek(self, partition: int, offset: int) -> None:
        self._resets.pop(partition, None)
        self._positions[partition] = offset
        self._seeks[partition] = offset

    def lag(self, partition: int) -> int | None:
        position = self._positions.get(partition)
        if position is None or partition in self._seeks:
            return None
        try:
            highwater = self._consumer.highwater(self._tp(partition))
        except (IllegalStateError, AssertionError):  # a rebalance has begun
            return None
        return None if highwater is None else max(0, highwater - position)

    async def commit_hint(self, offsets: Mapping[int, int]) -> None:
        own = {self._tp(partition): offset for partition, offset in offsets.items() if partition in self._positions}
        if not own or self._hint is not None:
            return
        # Waited for, never cancelled: aiokafka shields the request, and nobody would read its error any more.
        self._hint = asyncio.create_task(self._commit(own), name="commit hint")
        await asyncio.wait([self._hint], timeout=HINT_S)

    async def _commit(self, offsets: Mapping[TopicPartition, int]) -> None:
        try:
            await self._consumer.commit(offsets)
        except KafkaError as error:
            _events.info("commit_hint_failed", topic=self._log.topic, reason=type(error).__name__)
        finally:
            self._hint = None

    async def leave(self) -> None:
        """Lets go of everything and leaves the group, so that the others need not wait for the session to run out."""
        self._polling.set()  # a rebalance that waits for the next poll need not: there is none
        try:
            async with self._turn:
                await self._let_go()
        finally:
            hint = self._hint
            await self._consumer.stop()  # which ends the request of a hint
            if hint is not None:
                hint.cancel()
                await asyncio.gather(hint, return_exceptions=True)
