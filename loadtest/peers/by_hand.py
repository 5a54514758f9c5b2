"""The job on aiokafka alone: as fast as it gets without a framework."""

from __future__ import annotations

import sys

import uvloop
from aiokafka import AIOKafkaConsumer
from redis.asyncio import Redis

from loadtest.peers.job import Waits, decode, write


async def main(bootstrap: str, topic: str, redis_url: str) -> None:
    waits, redis = Waits(), Redis.from_url(redis_url)
    consumer = AIOKafkaConsumer(topic, bootstrap_servers=bootstrap, group_id="by_hand", auto_offset_reset="earliest")
    await consumer.start()
    while True:
        polled = await consumer.getmany(timeout_ms=1000, max_records=2000)
        before = waits.events
        for records in polled.values():
            for record in records:
                waits.take(decode(record.value or b""))
        async with redis.pipeline() as pipe:
            write(pipe, "by_hand", waits.changes(), waits.events - before)
            await pipe.execute()


uvloop.run(main(*sys.argv[1:4]))
