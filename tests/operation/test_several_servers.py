"""Three Kafka brokers and a Redis Cluster: whoever dies while records flow, the figures are those of a replay."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from streams.ledger.layout import partition_prefix
from streams.log.partitioner import partition_of_key
from tests.e2e.conftest import StackMaker, stacks
from tests.e2e.figures import replayed
from tests.e2e.part import Part
from tests.e2e.recorded import Recording, asterisk
from tests.e2e.stack import Stack
from tests.servers.kafka_cluster import KafkaCluster
from tests.servers.redis_cluster import RedisCluster

pytestmark = [pytest.mark.kafka, pytest.mark.redis_server, pytest.mark.processes]

PARTITIONS = 12


@pytest.fixture
async def on_clusters(
    request: pytest.FixtureRequest, tmp_path: Path, brokers: KafkaCluster, redises: RedisCluster
) -> AsyncIterator[StackMaker]:
    async with stacks(request, tmp_path, redis=redises.url, kafka=brokers.bootstrap) as make:
        yield make


class Flowing:
    """A day that comes to pass stretch by stretch, told by a source that follows it."""

    def __init__(self, stack: Stack, recording: Recording, stretches: int) -> None:
        self.stack, self.site = stack, recording.site
        self.recording, self.path = recording, recording.path.with_name("growing.jsonl")
        self.path.touch()
        self.rest = recording.stretches(stretches)
        self.source: Part

    async def begin(self) -> None:
        await self.stack.web()
        self.stack.worker("--clock", "log")
        self.source = self.stack.source("events_file", self.path, self.site)
        await self.reaches_next()

    def tell_next(self) -> str:
        stretch = next(self.rest)
        with self.path.open("ab") as file:
            file.write(stretch.lines)
        return stretch.moments[-1]

    async def reaches_next(self) -> None:
        await self.stack.reaches(self.site, self.tell_next())

    async def settles(self) -> None:
        """Tells the rest, and waits until the figures are those of a replay of all, to the byte."""
        for stretch in self.rest:
            with self.path.open("ab") as file:
                file.write(stretch.lines)
        options = ("--timezone", self.recording.zone)
        expected = replayed(self.recording.path, env=self.stack.env, options=options)
        await self.stack.settles(self.site, expected[self.site])
        self.source.terminate()
        assert await self.source.ends(within_s=10) == 0


async def test_a_broker_and_a_master_die_while_records_flow_and_nothing_is_lost_or_doubled(
    on_clusters: StackMaker, brokers: KafkaCluster, redises: RedisCluster, tmp_path: Path
) -> None:
    recording = asterisk(tmp_path)
    flowing = Flowing(on_clusters(TAVLE_DEFAULTS__ZONE=recording.zone), recording, 6)
    await flowing.begin()
    flowing.tell_next()
    await brokers.kill(0)
    await flowing.reaches_next()

    flowing.tell_next()
    partition = partition_of_key(recording.site.encode(), PARTITIONS)
    await redises.kill(await redises.master_of(partition_prefix(flowing.stack.topic, partition)))
    await flowing.reaches_next()
    await flowing.settles()
