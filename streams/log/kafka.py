"""The event log on Apache Kafka 2.8 or later (or what speaks its protocol)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.client import AIOKafkaClient

from streams.log.kafka_metadata import kafka_facts
from streams.log.kafka_reader import KafkaReader
from streams.log.kafka_settings import KafkaSettings, kafka_errors
from streams.log.kafka_topic import EVENTS_KEPT_HOURS, REJECTED_KEPT_HOURS, REJECTED_PARTITIONS, TopicMaker
from streams.log.limits import check_sizes, cut_to_limit
from streams.log.partitioner import partition_of_key
from streams.log.port import LogUnavailable, Message, PartitionOwner, Rejection

BATCH_BYTES = 128 * 1024
REQUEST_LIMIT_BYTES = 1_048_576


class KafkaLog:
    """`topic` and `<topic>.rejected` at `bootstrap` (`host:port[,host:port]`). `partitions` counts for a new topic."""

    def __init__(
        self,
        bootstrap: str,
        *,
        topic: str = "tavle.events",
        partitions: int = 12,
        settings: KafkaSettings | None = None,
    ) -> None:
        self.bootstrap, self.topic = bootstrap, topic
        self.settings = settings or KafkaSettings()
        self._partitions = partitions
        self._identity = ""
        self._client: Any = None
        self._producer: Any = None
        self._observer: Any = None

    async def __aenter__(self) -> KafkaLog:
        connection = self.settings.connection(self.bootstrap)
        self._client = AIOKafkaClient(**connection)
        self._producer = AIOKafkaProducer(
            acks="all",
            enable_idempotence=True,
            compression_type="lz4",
            linger_ms=self.settings.linger_ms,
            max_batch_size=BATCH_BYTES,
            max_request_size=REQUEST_LIMIT_BYTES,
            **connection,
        )
        # Looks up offsets over a connection of its own: on a reader's they would wait behind its long poll.
        self._observer = AIOKafkaConsumer(group_id=None, enable_auto_commit=False, **connection)
        try:
            with kafka_errors():
                await self._client.bootstrap()
                await self._find_topics()
                await self._producer.start()
                await self._observer.start()
        except BaseException:
            await self.__aexit__()
            raise
        return self

    async def _find_topics(self) -> None:
        maker = TopicMaker(self._client, self.bootstrap, self.settings)
        facts = await maker.ensure(self.topic, partitions=self._partitions, kept_hours=EVENTS_KEPT_HOURS)
        await maker.ensure(self.rejected_topic, partitions=REJECTED_PARTITIONS, kept_hours=REJECTED_KEPT_HOURS)
        self._identity, self._partitions = facts

    async def __aexit__(self, *exc: object) -> None:
        for part, close in ((self._producer, "stop"), (self._observer, "stop"), (self._client, "close")):
            if part is not None:
                await getattr(part, close)()

    @property
    def identity(self) -> str:
        return self._identity

    @property
    def partitions(self) -> int:
        return self._partitions

    @property
    def rejected_topic(self) -> str:
        return f"{self.topic}.rejected"

    def partition_of(self, key: bytes) -> int:
        return partition_of_key(key, self._partitions)

    async def append(self, messages: Sequence[Message]) -> None:
        check_sizes(messages)
        with kafka_errors():
            waiting = [
                await self._producer.send(self.topic, value, key=key, partition=self.partition_of(key))
                for key, value in messages
            ]
            await _all_done(waiting)

    async def reject(self, rejections: Sequence[Rejection]) -> None:
        with kafka_errors():
            waiting = [
                await self._producer.send(
                    self.rejected_topic,
                    value,
                    key=str(partition).encode(),
                    headers=[
                        ("partition", str(partition).encode()),
                        ("offset", str(offset).encode()),
                        ("reason", reason.encode()),
                    ],
                )
                for partition, offset, reason, value in map(cut_to_limit, rejections)
            ]
            await _all_done(waiting)

    async def rejected(self) -> AsyncGenerator[Rejection]:
        reader: Any = AIOKafkaConsumer(
            group_id=None, enable_auto_commit=False, **self.settings.connection(self.bootstrap)
        )
        try:
            with kafka_errors():
                await reader.start()
                facts = await kafka_facts(self._client, self.rejected_topic)
                count = facts.topic.partitions if facts.topic is not None else 0
                tps = [TopicPartition(self.rejected_topic, number) for number in range(count)]
                ends = await reader.end_offsets(tps)
            for tp in tps:
                async for rejection in self._rejected_in(reader, tp, ends[tp]):
                    yield rejection
        finally:
            await reader.stop()

    async def _rejected_in(self, reader: Any, tp: TopicPartition, end: int) -> AsyncGenerator[Rejection]:
        with kafka_errors():
            reader.assign([tp])
            await reader.seek_to_beginning(tp)
            position = await reader.position(tp)
        while position < end:
            with kafka_errors():
                found = await reader.getmany(tp, timeout_ms=self.settings.request_timeout_ms)
                position = await reader.position(tp)
            if not found:
                raise LogUnavailable(f"{self.rejected_topic} answers nothing at offset {position} of {end}")
            for record in found[tp]:
                headers = dict(record.headers)
                yield Rejection(
                    int(headers["partition"]), int(headers["offset"]), headers["reason"].decode(), record.value
                )

    @asynccontextmanager
    async def reader(self, owner: PartitionOwner, *, group: str = "tavle") -> AsyncIterator[KafkaReader]:
        reader = KafkaReader(self, owner, group)
        try:
            with kafka_errors():
                await reader.join()
            yield reader
        finally:
            await reader.leave()

    async def end_offsets(self) -> Mapping[int, int]:
        await self.refresh_identity()
        return await self._offsets(self._observer.end_offsets)

    async def beginning_offsets(self) -> Mapping[int, int]:
        """The oldest offset there is, by partition."""
        return await self._offsets(self._observer.beginning_offsets)

    async def _offsets(self, look_up: Any) -> Mapping[int, int]:
        with kafka_errors():
            async with asyncio.timeout(self.settings.request_timeout_ms / 1000):
                found = await look_up([TopicPartition(self.topic, number) for number in range(self._partitions)])
        return {tp.partition: offset for tp, offset in found.items()}

    async def refresh_identity(self) -> None:
        """Asks for the topic's id again. A topic that is gone keeps its old one until it is back."""
        with kafka_errors():
            async with asyncio.timeout(self.settings.request_timeout_ms / 1000):
                facts = await kafka_facts(self._client, self.topic)
        if facts.topic is not None:
            self._identity = facts.topic.identity


async def _all_done(waiting: Sequence[Any]) -> None:
    """Waits for every acknowledgement, so that none is left behind with an error nobody read; raises the first."""
    for answer in await asyncio.gather(*waiting, return_exceptions=True):
        if isinstance(answer, BaseException):
            raise answer
