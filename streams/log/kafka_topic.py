"""The two topics: found, made when allowed, or refused with the command that makes them."""

from __future__ import annotations

import asyncio
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.client import AIOKafkaClient
from aiokafka.errors import NoError, TopicAlreadyExistsError, for_code

from streams.log.kafka_metadata import TopicFacts, kafka_facts
from streams.log.kafka_settings import KafkaSettings
from streams.log.port import TopicMissing

EVENTS_KEPT_HOURS, REJECTED_KEPT_HOURS = 8 * 24, 3 * 24
REJECTED_PARTITIONS = 1
APPEAR_S = 10.0


def _configs(kept_hours: int, copies: int) -> dict[str, str]:
    """The broker says when a record came: a source whose clock is wrong must not decide what is from the future, nor
    how far we are behind. An append is in all copies but one before it is accepted: any one broker may be lost for
    good, or be away, and Kafka's own default would let an append stand on the last one alone."""
    return {
        "retention.ms": str(kept_hours * 3_600_000),
        "message.timestamp.type": "LogAppendTime",
        "min.insync.replicas": str(max(1, copies - 1)),
    }


class TopicMaker:
    """Looks topics up and makes missing ones, at one Kafka."""

    def __init__(self, client: AIOKafkaClient, bootstrap: str, settings: KafkaSettings) -> None:
        self._client, self._bootstrap, self._settings = client, bootstrap, settings

    async def ensure(self, topic: str, *, partitions: int, kept_hours: int) -> TopicFacts:
        """The topic's facts. Raises `TopicMissing` when it is not there and may not be made."""
        facts = await kafka_facts(self._client, topic)
        if facts.topic is not None:
            return facts.topic
        # The most copies that this cluster can hold, as its owners would choose: three, or fewer in a small one.
        copies = max(1, min(3, facts.brokers))
        made = NewTopic(topic, partitions, copies, topic_configs=_configs(kept_hours, copies))
        if not self._settings.create_topics:
            raise TopicMissing(self._advice(made))
        await self._create(made)
        return await self._wait_for(topic)

    def _advice(self, topic: NewTopic) -> str:
        configs = " ".join(f"--config {name}={value}" for name, value in topic.topic_configs.items())
        return (
            f"Kafka has no topic {topic.name} and Tavle may not create topics; create it with:\n"
            f"kafka-topics.sh --bootstrap-server {self._bootstrap} --create --topic {topic.name} "
            f"--partitions {topic.num_partitions} --replication-factor {topic.replication_factor} {configs}"
        )

    async def _create(self, topic: NewTopic) -> None:
        admin = AIOKafkaAdminClient(**self._settings.connection(self._bootstrap))
        try:
            await admin.start()
            answer: Any = (await admin.create_topics([topic])).to_object()
        finally:
            await admin.close()
        for row in answer["topic_errors"]:
            error = for_code(row["error_code"])
            if error not in (NoError, TopicAlreadyExistsError):  # another process may have been quicker
                raise error(row.get("error_message"))

    async def _wait_for(self, topic: str) -> TopicFacts:
        """A new topic takes a moment to be known by the broker that is asked."""
        async with asyncio.timeout(APPEAR_S):
            while True:
                facts = await kafka_facts(self._client, topic)
                if facts.topic is not None and facts.topic.partitions:
                    return facts.topic
                await asyncio.sleep(0.05)
