"""Three brokers: every partition has three copies, an append waits for two, and any one broker may die."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from streams.log.kafka_settings import KafkaSettings
from streams.log.open import open_log
from streams.log.port import Log, LogUnavailable, Message
from tests.contract.logs import QUICK_KAFKA, numbered, reading
from tests.servers.kafka_cluster import KafkaCluster
from tests.servers.until import until

pytestmark = pytest.mark.kafka

TOPIC = "tavle.events"
MOVED_S = 40.0
PARTITIONS = 4
RECORDS = 400
QUICK = KafkaSettings(heartbeat_interval_ms=QUICK_KAFKA.heartbeat_interval_ms, request_timeout_ms=3_000)


async def test_a_broker_dies_while_records_flow_and_none_is_lost_nor_doubled(brokers: KafkaCluster) -> None:
    async with open_log(brokers.bootstrap, topic=TOPIC, partitions=PARTITIONS, kafka=QUICK) as log:
        assert await made_with(brokers) == {"min.insync.replicas": "2", "copies": {3}}
        async with reading(log) as one:
            half = asyncio.Event()

            async def flow() -> None:
                for number, message in enumerate(numbered(RECORDS)):
                    await accepted(log, message)
                    if number == RECORDS // 2:
                        half.set()

            flowing = asyncio.create_task(flow())
            await half.wait()
            await brokers.kill(await leader_of(brokers, log.partition_of(b"aarhus")))
            await flowing

            async def all_read() -> bool:
                try:
                    await one.poll()
                except LogUnavailable:  # no leader for the moment: a worker goes on with its next turn too
                    return False
                return len(one.values) >= RECORDS

            await until(all_read, within_s=MOVED_S, what="the reading of all")
            assert one.values == [message.value for message in numbered(RECORDS)]


async def accepted(log: Log, message: Message) -> None:
    """Appends it until the log says that it has it. One that says no has appended nothing: aiokafka repeats under one
    number until it is done, and gives up on errors alone that come before."""
    async with asyncio.timeout(MOVED_S):
        while True:
            try:
                await log.append([message])
                return
            except LogUnavailable:
                await asyncio.sleep(0.1)


async def leader_of(brokers: KafkaCluster, partition: int) -> int:
    """The number of the broker that leads it."""
    (facts,) = await asked(brokers, lambda admin: admin.describe_topics([TOPIC]))
    (leader,) = [row["leader"] for row in facts["partitions"] if row["partition"] == partition]
    return int(leader) - 1


async def made_with(brokers: KafkaCluster) -> dict[str, Any]:
    (facts,) = await asked(brokers, lambda admin: admin.describe_topics([TOPIC]))
    resource = ConfigResource(ConfigResourceType.TOPIC, TOPIC)
    (answer,) = await asked(brokers, lambda admin: admin.describe_configs([resource]))
    (described,) = answer.resources
    configs = {entry[0]: entry[1] for entry in described[4]}
    return {
        "min.insync.replicas": configs["min.insync.replicas"],
        "copies": {len(row["replicas"]) for row in facts["partitions"]},
    }


async def asked(brokers: KafkaCluster, ask: Any) -> Any:
    admin = AIOKafkaAdminClient(bootstrap_servers=brokers.inside)
    await admin.start()
    try:
        return await ask(admin)
    finally:
        await admin.close()
