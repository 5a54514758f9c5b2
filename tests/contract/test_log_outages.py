"""What happens to a log when its server goes, stalls, or lacks the topic; and how Redis Streams forgets with age."""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

import pytest
import redis.asyncio
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from streams.log.kafka_settings import KafkaSettings
from streams.log.open import open_log
from streams.log.port import EARLIEST, LogUnavailable, Message, Rejection, TopicMissing
from streams.log.redis_streams import RedisStreamsLog
from tests.contract.logs import LEASE_MS, PARTITIONS, LogPlace, Owner, reading
from tests.servers.kafka import KafkaServer
from tests.servers.missing import ServerMissing, skip_or_fail
from tests.servers.ports import free_ports
from tests.servers.redis import RedisServer
from tests.servers.until import until


def fresh_topic() -> str:
    return f"contract.{uuid.uuid4().hex[:12]}"


async def test_redis_gone_is_unavailable_and_nothing_is_lost_when_it_is_back(own_redis: RedisServer) -> None:
    place = LogPlace(own_redis.url)
    async with place.open() as log, reading(log) as one:
        await log.append([Message(b"aarhus", b"before")])
        await one.until_read(1)
        await own_redis.kill()
        with pytest.raises(LogUnavailable):
            await log.append([Message(b"aarhus", b"never")])
        with pytest.raises(LogUnavailable):
            await log.end_offsets()
        with pytest.raises(LogUnavailable):
            await one.poll()
        with pytest.raises(LogUnavailable):
            await place.open().__aenter__()
        await one.reader.commit_hint({0: 1})
        await own_redis.start()
        await log.append([Message(b"aarhus", b"after")])
        await one.until_read(2)
        assert one.values == [b"before", b"after"]


async def test_a_reader_that_slept_through_its_lease_lets_go_before_it_reads_again(own_redis: RedisServer) -> None:
    place = LogPlace(own_redis.url)
    sleeps_s = [0.0]
    loop = asyncio.get_running_loop()
    slow = RedisStreamsLog(
        own_redis.url,
        topic=place.topic,
        partitions=PARTITIONS,
        lease_ms=LEASE_MS,
        monotonic_s=lambda: loop.time() + sleeps_s[0],
    )
    async with slow as log, reading(log) as sleeper:
        await log.append([Message(b"aarhus", b"1")])
        await sleeper.until_read(1)
        sleeps_s[0] = 60.0
        await sleeper.until_read(2)
        assert [what for what, _ in sleeper.owner.told] == ["assigned", "revoked", "assigned"]
        async with redis.asyncio.from_url(own_redis.url) as client, place.open() as other, reading(other) as heir:
            await client.delete(f"tavle:{place.topic}:log:reader:tavle")
            await heir.until_holding(PARTITIONS)
            sleeps_s[0] = 120.0
            assert await sleeper.poll() == {}
            assert sleeper.owner.held == set()


async def test_old_records_are_trimmed_and_the_young_stay(own_redis: RedisServer) -> None:
    topic = fresh_topic()
    async with RedisStreamsLog(own_redis.url, topic=topic, partitions=1, kept_hours=1) as log:
        async with redis.asyncio.from_url(own_redis.url) as client:
            await log.append([])  # the trim that goes with a first append is over
            key = log.stream_key(0)
            for offset in range(1, 1001):
                await client.xadd(key, {"k": b"a", "v": b"old", "t": 1_000_000 + offset}, id=f"{offset}-0")
            await log.append([Message(b"a", b"young"), Message(b"a", b"younger")])
            await log.trim_old()
            assert await client.xlen(key) == 2
            await log.trim_old()
        async with reading(log) as one:
            await one.until_read(2)
            assert [(record.offset, record.value) for record in one.records[0]] == [
                (1001, b"young"),
                (1002, b"younger"),
            ]


async def test_a_stream_longer_than_its_limit_loses_its_oldest(own_redis: RedisServer) -> None:
    async with (
        RedisStreamsLog(own_redis.url, topic=fresh_topic(), partitions=1, kept_records=500) as log,
        reading(log) as one,
    ):
        for _ in range(10):
            await log.append([Message(b"a", b"v")] * 200)
        await one.until_holding(1)
        one.reader.seek(0, EARLIEST)
        await one.poll()
        # Redis trims whole nodes of a hundred records.
        assert 500 <= 2000 - one.records[0][0].offset + 1 <= 700


async def test_the_rejected_of_redis_are_read_in_portions(own_redis: RedisServer) -> None:
    rejections = [Rejection(0, number, "no", b"v") for number in range(1201)]
    async with LogPlace(own_redis.url).open() as log:
        await log.reject(rejections)
        assert [rejection async for rejection in log.rejected()] == rejections


@pytest.mark.kafka
async def test_a_missing_topic_that_may_not_be_made_names_the_command(kafka: KafkaServer) -> None:
    topic = fresh_topic()
    command = rf"kafka-topics.sh .*--create --topic {topic} --partitions 12 --replication-factor 1 --config"
    with pytest.raises(TopicMissing, match=command):
        async with open_log(kafka.url, topic=topic, kafka=KafkaSettings(create_topics=False)):
            pytest.fail("it opened")


@pytest.mark.kafka
async def test_topics_are_made_with_their_partitions_and_retention_and_the_broker_s_clock(kafka: KafkaServer) -> None:
    topic = fresh_topic()
    async with open_log(kafka.bootstrap, topic=topic) as log:
        assert log.partitions == 12
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka.bootstrap)
    await admin.start()
    try:
        names = [topic, f"{topic}.rejected"]
        answers: list[Any] = await admin.describe_configs(
            [ConfigResource(ConfigResourceType.TOPIC, name) for name in names]
        )
    finally:
        await admin.close()
    made = {
        (resource[3], entry[0]): entry[1]
        for answer in answers
        for resource in answer.resources
        for entry in resource[4]
    }
    assert [made[name, "min.insync.replicas"] for name in names] == ["1", "1"]
    assert [made[name, "retention.ms"] for name in names] == [str(8 * 24 * 3_600_000), str(3 * 24 * 3_600_000)]
    # A producer's own clock would decide what is from the future, and how far a worker is behind.
    assert {made[name, "message.timestamp.type"] for name in names} == {"LogAppendTime"}


async def test_no_kafka_there_is_unavailable() -> None:
    (port,) = free_ports(1)
    with pytest.raises(LogUnavailable):
        async with open_log(f"kafka://127.0.0.1:{port}", topic=fresh_topic()):
            pytest.fail("it opened")


@pytest.mark.kafka
async def test_a_stalled_or_killed_broker_is_told_by_end_offsets_and_the_reader_goes_on_after_it() -> None:
    server = KafkaServer()
    try:
        await server.start()
    except ServerMissing as reason:
        skip_or_fail(reason)
    try:
        await _outage(server)
    finally:
        await server.close()


async def _outage(server: KafkaServer) -> None:
    settings = KafkaSettings(heartbeat_interval_ms=500, request_timeout_ms=2_000)
    log = open_log(server.url, topic=fresh_topic(), partitions=PARTITIONS, kafka=settings)
    async with log, reading(log, Owner()) as one:
        await log.append([Message(b"aarhus", b"before")])
        await one.until_read(1)
        server.freeze()
        async with asyncio.timeout(10):
            assert await one.poll() == {}
            with pytest.raises(LogUnavailable):
                await log.end_offsets()
        server.thaw()
        await server.kill()
        async with asyncio.timeout(10):
            with pytest.raises(LogUnavailable):
                await log.end_offsets()
            await one.reader.commit_hint({log.partition_of(b"aarhus"): 1})
        await server.start()

        async def accepted() -> bool:
            try:
                await log.append([Message(b"aarhus", b"after")])
            except LogUnavailable:
                return False
            return True

        await until(accepted, within_s=40, what="an append after the restart")
        await one.until_read(2, within_s=40)
        assert (one.values[0], set(one.values[1:])) == (b"before", {b"after"})


@pytest.mark.parametrize(
    "url", ["", "http://host:1", "kafka://", "kafka://host", "host", "redis:", "redis+cluster://h:1", "a b:1"]
)
def test_another_url_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="a log URL is"):
        open_log(url)


@pytest.mark.parametrize("topic", ["", "a b", "a:b", "{a}", "x" * 201])
def test_a_topic_that_kafka_would_refuse_is_refused_by_redis_too(topic: str) -> None:
    with pytest.raises(ValueError, match="topic"):
        open_log("redis://127.0.0.1:1", topic=topic)
