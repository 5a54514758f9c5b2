"""The job in Bytewax: Kafka in, a stateful step by site, Redis out."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

import bytewax.operators as op
from bytewax.connectors.kafka import KafkaSource
from bytewax.dataflow import Dataflow
from bytewax.outputs import DynamicSink, StatelessSinkPartition
from bytewax.testing import run_main
from redis import Redis

from loadtest.peers.job import Event, Waits, decode, write

bootstrap, topic, redis_url = sys.argv[1:4]
Told = tuple[dict[str, dict[str, str]], int]


class OfSite(op.StatefulBatchLogic[Event, Told, None]):
    def __init__(self) -> None:
        self.waits = Waits()

    def on_batch(self, values: list[Event]) -> tuple[Iterable[Told], bool]:
        for event in values:
            self.waits.take(event)
        return [(self.waits.changes(), len(values))], self.RETAIN

    def snapshot(self) -> None:
        """Nothing is recovered, as with the others."""


class ToRedis(StatelessSinkPartition[Any]):
    def __init__(self) -> None:
        self.redis = Redis.from_url(redis_url)

    def write_batch(self, items: list[tuple[str, Told]]) -> None:
        pipe = self.redis.pipeline(transaction=False)
        for _, (changes, events) in items:
            write(pipe, "bytewax", changes, events)
        pipe.execute()


class RedisSink(DynamicSink[Any]):
    def build(self, step_id: str, worker_index: int, worker_count: int) -> ToRedis:
        return ToRedis()


flow = Dataflow("waits")
records = op.input("in", flow, KafkaSource([bootstrap], [topic], tail=True, batch_size=2000))
keyed = op.map("decode", records, lambda record: ((event := decode(record.value)).site, event))
told = op.stateful_batch("fold", keyed, lambda _: OfSite())
op.output("out", told, RedisSink())
run_main(flow)
