"""The job in Faust: one agent that takes batches."""

from __future__ import annotations

import sys
import tempfile
from typing import Any

import faust
from redis.asyncio import Redis

from loadtest.peers.job import Waits, decode, write

bootstrap, topic_name, redis_url = sys.argv[1:4]
app = faust.App(
    "faust", broker=f"kafka://{bootstrap}", store="memory://", datadir=tempfile.mkdtemp(), web_enabled=False,
    consumer_auto_offset_reset="earliest", topic_partitions=12, loop=None,
)  # fmt: skip
topic = app.topic(topic_name, key_serializer="raw", value_serializer="raw")
waits, redis = Waits(), Redis.from_url(redis_url)


@app.agent(topic)
async def take(stream: Any) -> None:
    async for batch in stream.take(2000, within=0.1):
        for value in batch:
            waits.take(decode(value))
        async with redis.pipeline() as pipe:
            write(pipe, "faust", waits.changes(), len(batch))
            await pipe.execute()


app.main_args = ["worker", "-l", "error"]
sys.argv = [sys.argv[0], "worker", "-l", "error"]
app.main()
