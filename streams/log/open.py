"""Opening an event log by its URL."""

from __future__ import annotations

import re

from streams.log.kafka import KafkaLog
from streams.log.kafka_settings import KafkaSettings
from streams.log.memory import MemoryLog
from streams.log.port import Log
from streams.log.redis_reader import LEASE_MS
from streams.log.redis_streams import KEPT_HOURS, KEPT_RECORDS, RedisStreamsLog

_HOSTS = re.compile(r"[^\s,:/]+:\d{1,5}(,[^\s,:/]+:\d{1,5})*")


def open_log(
    url: str,
    *,
    topic: str = "tavle.events",
    partitions: int = 12,
    kafka: KafkaSettings | None = None,
    kept_hours: float = KEPT_HOURS,
    kept_records: int = KEPT_RECORDS,
    lease_ms: int = LEASE_MS,
) -> Log:
    """A log to be entered with `async with`.

    `memory:` is a fresh one inside this process; `redis://`, `rediss://`, `unix://` are Redis Streams on one server
    (`kept_hours`, `kept_records`, `lease_ms` count there); `kafka://host:port[,host:port]`, or the hosts alone, is
    Kafka (`kafka` counts there). `partitions` is used when the topic is made. Raises `ValueError` for another URL.
    """
    scheme, _, rest = url.partition(":")
    if scheme == "memory":
        return MemoryLog(partitions=partitions)
    if scheme in ("redis", "rediss", "unix") and rest.startswith("//"):
        return RedisStreamsLog(
            url, topic=topic, partitions=partitions, kept_hours=kept_hours, kept_records=kept_records, lease_ms=lease_ms
        )
    bootstrap = url.removeprefix("kafka://")
    if _HOSTS.fullmatch(bootstrap):
        return KafkaLog(bootstrap, topic=topic, partitions=partitions, settings=kafka)
    raise ValueError("a log URL is memory:, redis://, rediss://, unix:// (one server) or kafka://host:port[,host:port]")
