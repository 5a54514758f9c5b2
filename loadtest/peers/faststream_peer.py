"""The job in FastStream: one subscriber that takes batches."""

from __future__ import annotations

import sys
from typing import Any

import uvloop
from faststream import FastStream
from faststream.kafka import KafkaBroker
from redis.asyncio import Redis

from loadtest.peers.job import Waits, decode, write

bootstrap, topic, redis_url = sys.argv[1:4]
broker = KafkaBroker(bootstrap, logger=None)
app = FastStream(broker, logger=None)
waits, redis = Waits(), Redis.from_url(redis_url)


async def decoded(message: Any) -> Any:
    return [decode(record) for record in message.body]


@broker.subscriber(
    topic, batch=True, max_records=2000, group_id="faststream", auto_offset_reset="earliest", decoder=decoded
)
async def take(events: list[Any]) -> None:
    for event in events:
        waits.take(event)
    async with redis.pipeline() as pipe:
        write(pipe, "faststream", waits.changes(), len(events))
        await pipe.execute()


uvloop.run(app.run())
