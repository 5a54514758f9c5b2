"""An installation in parts on a Kafka and a Redis of its own, for one measurement."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.e2e.stack import Stack
from tests.servers.kafka import KafkaServer
from tests.servers.redis import RedisServer, debian_redis_binary


@asynccontextmanager
async def on_kafka(folder: Path, **settings: str) -> AsyncIterator[Stack]:
    """`settings` are `TAVLE_…` variables of all parts. Nothing is started yet."""
    async with (
        KafkaServer() as kafka,
        RedisServer(debian_redis_binary()) as redis,
        Stack(folder, folder / "pycache", redis=redis.url, kafka=kafka.bootstrap, settings=settings) as stack,
    ):
        yield stack
