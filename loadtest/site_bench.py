"""`make bench-site`: what a large site costs in time and room, on a real Redis.

Prints, each on a line `name=value`:

- `tick_1000_queues_ms`: one step of the windows of a site with 1,000 queues, every 10 s: a tick, and every window of
  every queue, agent and channel moved on. Mean of some steps, with a few hundred contacts in each. Processor time, as
  are those of the refresh.
- `refresh_1000_queues_ms`: all figures of that site written anew after such a step, in turns of
  `WorkerSettings.refresh_scopes` queues, agents and channels; `refresh_turn_p50_ms` and `refresh_turn_max_ms`: the
  median turn, and the longest of all.
- `memory_mb`: what a site with 50 queues, 1,000 agents, 5,000 open tickets and a working day of 20,000 contacts adds
  to the resident memory of a worker's process; `redis_state_mb` and `redis_figures_mb`: what Redis takes for it (MEMORY
  USAGE of its keys); `load_s`: how long a new owner takes to load it.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

import redis.asyncio

from loadtest.large_site import SITE, write_events
from loadtest.site_size import TOPIC
from loadtest.telling import report, say
from loadtest.window_step import measure_steps
from streams.collector import tune_collector
from streams.ledger.layout import hash_key, partition_prefix
from streams.ledger.names import floor_hash
from tests.servers.redis import RedisServer, debian_redis_binary, valkey_binary


async def main(arguments: argparse.Namespace) -> None:
    tune_collector()
    say("moving the windows of 1,000 queues …")
    measure_windows(arguments)
    say("writing the day of a large site …")
    binary = valkey_binary() if arguments.valkey else debian_redis_binary()
    with tempfile.TemporaryDirectory(prefix="tavle-site-") as folder:
        events = Path(folder) / "events.jsonl"
        write_events(events, queues=50, agents=1000, tickets=arguments.tickets, contacts=arguments.contacts)
        async with RedisServer(binary) as server:
            await site_size("grow", server.url, str(events))
            await redis_size(server.url)
            await site_size("load", server.url)


def measure_windows(arguments: argparse.Namespace) -> None:
    times = measure_steps(queues=1000, agents=200, contacts=300, steps=arguments.steps, scopes=arguments.refresh_scopes)
    report("tick_1000_queues_ms", times.step)
    report("refresh_1000_queues_ms", times.refresh)
    report("refresh_turns", times.turns)
    report("refresh_turn_p50_ms", times.turn_p50)
    report("refresh_turn_max_ms", times.turn_max)


async def site_size(*arguments: str) -> None:
    """Measured in a process of its own, which prints what it found."""
    child = await asyncio.create_subprocess_exec(sys.executable, "-m", "loadtest.site_size", *arguments)
    if await child.wait():
        raise SystemExit(f"loadtest.site_size {arguments[0]} failed")


async def redis_size(url: str) -> None:
    """Every key of the partition: the state of the floor, and all else, which boards read."""
    client = redis.asyncio.Redis.from_url(url)
    try:
        sizes = {
            key.decode(): await client.memory_usage(key, samples=0) or 0
            async for key in client.scan_iter(match=partition_prefix(TOPIC, 0) + "*")
        }
        state = sizes.pop(hash_key(TOPIC, 0, floor_hash(SITE)))
        report("redis_state_mb", state / 1e6)
        report("redis_figures_mb", sum(sizes.values()) / 1e6)
    finally:
        await client.aclose()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=60, help="steps of the windows; every other is a refresh")
    parser.add_argument("--refresh-scopes", type=int, help="instead of the worker's default")
    parser.add_argument("--contacts", type=int, default=20_000)
    parser.add_argument("--tickets", type=int, default=5_000)
    parser.add_argument("--valkey", action="store_true", help="Valkey instead of Debian's redis-server")
    asyncio.run(main(parser.parse_args()))
