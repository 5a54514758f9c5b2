"""Tavle's worker on the same topic, with its ledger in Redis; says after each turn how far it is."""

from __future__ import annotations

import sys

import structlog
import uvloop
from redis.asyncio import Redis

from loadtest.bench import PARTITIONS, shipped_rules, wall_ms
from streams.collector import tune_collector
from streams.ledger.open import open_ledger
from streams.log.kafka import KafkaLog
from streams.worker import Worker
from streams.worker_settings import WorkerSettings


async def main(bootstrap: str, topic: str, redis_url: str) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))
    tune_collector()
    async with (
        KafkaLog(bootstrap, topic=topic, partitions=PARTITIONS) as log,
        open_ledger(redis_url, topic="peer", partitions=PARTITIONS) as ledger,
        Redis.from_url(redis_url) as told,
    ):
        worker = Worker(log, ledger, rules=shipped_rules(), clock=wall_ms, settings=WorkerSettings(clock="log"))
        async with log.reader(worker, group="tavle") as reader:
            while True:
                taken = await worker.turn(reader)
                if taken:
                    await told.incrby("peer:tavle:events", taken)


uvloop.run(main(*sys.argv[1:4]))
