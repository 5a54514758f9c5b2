"""Faults of Redis: restarted with and without its data, full, read-only, stalled, failed over."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from redis.asyncio import Redis

from tests.fault.installation import Installation
from tests.fault.row import Row
from tests.servers.ports import LOOPBACK
from tests.servers.redis import RedisServer

REDIS = "Redis restarted with and without data, out of memory, read-only, stalled 5 s, failed over"
REFUSING_S = 7.0
"""Longer than a silent worker goes unmarked."""


@asynccontextmanager
async def straight(site: Installation) -> AsyncIterator[Redis]:
    client = site.client()
    try:
        yield client
    finally:
        await client.aclose()


async def restarted(site: Installation) -> None:
    await site.redis.kill()
    await asyncio.sleep(3)
    await site.redis.start()


async def restarted_empty(site: Installation) -> None:
    await site.redis.kill()
    shutil.rmtree(site.redis.folder / "appendonlydir")
    await site.redis.start()


async def emptied(site: Installation) -> None:
    async with straight(site) as client:
        await client.flushall()


async def out_of_memory(site: Installation) -> None:
    async with straight(site) as client:
        await client.config_set("maxmemory-policy", "noeviction")
        await client.config_set("maxmemory", "1mb")
        await site.is_marked("worker", within_s=REFUSING_S + 3)
        await client.config_set("maxmemory", "0")


async def read_only(site: Installation) -> None:
    async with straight(site) as client:
        await client.execute_command("REPLICAOF", LOOPBACK, "1")
        await site.is_marked("worker", within_s=REFUSING_S + 3)
        await client.execute_command("REPLICAOF", "NO", "ONE")


async def paused(site: Installation) -> None:
    async with straight(site) as client:
        await client.execute_command("CLIENT", "PAUSE", str(round(REFUSING_S * 1000)), "ALL")
    await asyncio.sleep(REFUSING_S)


async def frozen(site: Installation) -> None:
    site.redis.freeze()
    try:
        await asyncio.sleep(REFUSING_S)
    finally:
        site.redis.thaw()


async def failed_over(site: Installation) -> None:
    """A replica takes over under the address of the master, as behind a Sentinel's name."""
    replica = RedisServer(site.redis.process.command[0])
    await replica.start()
    async with Redis(host=LOOPBACK, port=replica.port) as client:
        await client.execute_command("REPLICAOF", LOOPBACK, str(site.redis.port))

        async def synced() -> bool:
            info = await client.info("replication")
            return bool(info["master_link_status"] == "up" and info["master_sync_in_progress"] == 0)

        await site.holds(synced, 15, "a replica that is in step")
        await site.redis.kill()
        await client.execute_command("REPLICAOF", "NO", "ONE")
    site.takes_over(replica)


WORKER = '"worker" since its last sign'

ROWS = (
    Row(REDIS, "redis restarted", "kill -9 of Redis, started again after 3 s with its append-only file",
        "nothing, or \"worker\" since its last sign", restarted, telling=True),
    Row(REDIS, "redis restarted empty", "kill -9 of Redis, started again without its data",
        "the last figures, marked, until all is built again from the log", restarted_empty),
    Row(REDIS, "redis emptied", "FLUSHALL while everything runs",
        "the last figures, marked, until all is built again from the log", emptied),
    Row(REDIS, "redis out of memory", "`maxmemory` is reached; writes are refused", WORKER,
        out_of_memory,
        proven_by=("tests/contract/test_ledger_on_redis.py::"
                   "test_out_of_memory_and_read_only_are_unavailable_and_change_nothing",)),
    Row(REDIS, "redis read-only", "Redis becomes a replica and refuses writes", WORKER, read_only),
    Row(REDIS, "redis paused", "CLIENT PAUSE for 7 s: no command is answered", WORKER, paused),
    Row(REDIS, "redis frozen", "SIGSTOP of Redis for 7 s", WORKER, frozen),
    Row(REDIS, "redis failed over", "the master dies, its replica takes over", "nothing, or \"worker\" for a moment",
        failed_over),
)  # fmt: skip
