"""`make bench`: how fast the main path is, in one run on real Kafka and Redis.

Prints, each on a line `name=value`: `getmany_per_s` (bare aiokafka `getmany` over the topic); `worker_per_s` (the
worker on the same topic: decode, fold, figures, alerts, fenced commits to Redis) and `worker_ratio` (the second over
the first) by the clock of the log, whose hour passes in seconds, so that windows move and alerts are judged in every
round; `live_per_s` and `live_ratio` the same by a wall clock that stands at the end of the log, as when so many come at
once; and, by the log's clock, microseconds an event: `decode_us`, `fold_us` (contacts, agents, windows), `commit_us`
(packing what changed, the figures of the boards, and the call to Redis, its own time included). Ratios inside one run
are what counts; the machine may be shared.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import pstats
import time
from collections.abc import Sequence

import structlog
import uvloop
from aiokafka import AIOKafkaConsumer, TopicPartition

from app.settings import Settings
from loadtest.simulated_records import simulated_messages
from loadtest.telling import report, say
from streams.collector import tune_collector
from streams.events.decode import decode
from streams.events.instant import to_ms
from streams.ledger.open import open_ledger
from streams.log.kafka import KafkaLog
from streams.log.port import Message
from streams.partition import OwnedPartition
from streams.rule_book import RuleBook
from streams.worker import Worker
from streams.worker_settings import WorkerSettings
from tests.servers.kafka import KafkaServer
from tests.servers.redis import RedisServer, debian_redis_binary, valkey_binary

TOPIC = "bench.events"
PARTITIONS = 12
APPEND = 5_000
ROUNDS = 3
PROFILE_LINES = 30
SHIPPED = Settings()


async def main(arguments: argparse.Namespace) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))
    tune_collector()
    say(f"simulating {arguments.events} events of {arguments.sites} sites with {arguments.agents} agents each …")
    messages = simulated_messages(arguments.events, sites=arguments.sites, agents=arguments.agents)
    binary = valkey_binary() if arguments.valkey else debian_redis_binary()
    if arguments.profile:
        await profile(messages, binary)
        return
    async with KafkaServer() as kafka, RedisServer(binary) as redis:
        await fill(kafka.bootstrap, messages)
        getmany = max([await bare_getmany(kafka.bootstrap, len(messages)) for _ in range(ROUNDS)])
        report("getmany_per_s", getmany, ".0f")
        end = max(to_ms(decode(message.value).time) for message in messages) + 1
        for name, clock in (("worker", None), ("live", end)):
            rates = [
                await worker_rate(kafka.bootstrap, redis.url, len(messages), f"{name}-{number}", clock)
                for number in range(ROUNDS)
            ]
            report(f"{name}_per_s", max(rates), ".0f")
            report(f"{name}_ratio", max(rates) / getmany, ".3f")
        await parts(messages, redis.url)


async def fill(bootstrap: str, messages: Sequence[Message]) -> None:
    say("filling the topic …")
    async with KafkaLog(bootstrap, topic=TOPIC, partitions=PARTITIONS) as log:
        for first in range(0, len(messages), APPEND):
            await log.append(messages[first : first + APPEND])


async def bare_getmany(bootstrap: str, events: int) -> float:
    """Records a second that aiokafka hands out, and nothing done with them."""
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False)
    await consumer.start()
    try:
        consumer.assign([TopicPartition(TOPIC, partition) for partition in range(PARTITIONS)])
        await consumer.seek_to_beginning()
        began, seen = time.perf_counter(), 0
        while seen < events:
            batches = await consumer.getmany(timeout_ms=1000, max_records=2000)
            seen += sum(map(len, batches.values()))
        return events / (time.perf_counter() - began)
    finally:
        await consumer.stop()


async def worker_rate(bootstrap: str, redis_url: str, events: int, group: str, end: int | None) -> float:
    """Records a second that the whole main path takes, from the first poll to the last commit; by the log's clock, or
    by a wall clock that shows `end` (ms) now."""
    settings = WorkerSettings(clock="log" if end is None else "wall")
    ahead_ms = 0 if end is None else end - wall_ms()
    async with (
        KafkaLog(bootstrap, topic=TOPIC, partitions=PARTITIONS) as log,
        open_ledger(redis_url, topic=group, partitions=PARTITIONS) as ledger,
    ):
        worker = Worker(log, ledger, rules=shipped_rules(), clock=lambda: wall_ms() + ahead_ms, settings=settings)
        async with log.reader(worker, group=group) as reader:
            while not worker.owned:
                await worker.turn(reader)
            gc.collect()
            began, taken = time.perf_counter(), sum(p.counts["events"] for p in worker.owned.values())
            before = taken
            while taken < events:
                taken += await worker.turn(reader)
            return (events - before) / (time.perf_counter() - began)


async def parts(messages: Sequence[Message], redis_url: str) -> None:
    """Where the time goes: decode, fold and commit of the same records, in batches of the worker's size."""
    settings = WorkerSettings(clock="log")
    partition = OwnedPartition(0, 1, None, shipped_rules(), settings, "bench")
    spent = {"decode_us": 0.0, "fold_us": 0.0, "commit_us": 0.0}
    next_figures = 0.0
    async with open_ledger(redis_url, topic="bench-parts", partitions=1) as ledger:
        partition.epoch = (await ledger.claim(0, log_identity="bench")).epoch
        for first in range(0, len(messages), settings.poll_records):
            batch = messages[first : first + settings.poll_records]
            began = time.perf_counter()
            events = [(event := decode(message.value), to_ms(event.time), message.value) for message in batch]
            decoded = time.perf_counter()
            partition.apply(events, wall_ms())
            folded = time.perf_counter()
            figures = folded >= next_figures
            changes = partition.changes(wall_ms(), figures=figures)
            expected = partition.committed
            partition.committed = partition.next_offset = first + len(batch)
            await ledger.commit(0, partition.epoch, expected, partition.next_offset, str(first), changes)
            committed = time.perf_counter()
            if figures:
                took_s = committed - folded
                next_figures = committed + max(settings.refresh_ms / 1000, took_s / settings.refresh_share)
            for name, seconds in zip(spent, (decoded - began, folded - decoded, committed - folded), strict=True):
                spent[name] += seconds
    for name, seconds in spent.items():
        report(name, seconds / len(messages) * 1e6, ".2f")


async def profile(messages: Sequence[Message], binary: str) -> None:
    """Says which functions of the parts take the time; under the profiler everything is several times slower."""
    profiler = cProfile.Profile()
    async with RedisServer(binary) as redis:
        profiler.enable()
        await parts(messages, redis.url)
        profiler.disable()
    pstats.Stats(profiler).sort_stats("tottime").print_stats(PROFILE_LINES)


def shipped_rules() -> RuleBook:
    """As an installation without settings goes by, alerts included."""
    return RuleBook(SHIPPED.floor_rules, alerts=SHIPPED.alert_policy)


def wall_ms() -> int:
    return time.time_ns() // 1_000_000


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=300_000)
    parser.add_argument("--sites", type=int, default=24)
    parser.add_argument("--agents", type=int, default=100)
    parser.add_argument("--valkey", action="store_true", help="Valkey instead of Debian's redis-server")
    parser.add_argument("--profile", action="store_true", help="only say where the time of the parts goes")
    uvloop.run(main(parser.parse_args()))
