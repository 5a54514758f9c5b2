"""`make bench-clients`: thousands of clients at one `tavle web` process, fed by a real worker through Redis.

A board of which about 1 KB changes once a second. One line `name=value` each, names of a part begin with its name:

- `many_…`: `--many` clients that take everything. `web_core_share` is of one core, `memory_slope_mb_a_minute` of the
  second half, latency from the frame's own time to its receipt at a client.
- `mixed_…`: `--mixed` clients at once, of them some that take nothing, some whose cable is cut, some slow ones; and
  some leave and come again every second. Latency is that of the healthy ones; `mixed_all_released_s`: from when the
  last of those came until the web side had let go of all that take nothing or are cut off.
- `storm_…`: the web process is ended and started anew, and `--storm` clients come at once: how long until each has
  its board.

The clients share the machine with what they load: `client_share` is their side's share of a core, `client_turn_max_ms`
how long frames may have waited for it at most.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import uvloop

from loadtest.process_cost import ProcessCost
from loadtest.steady_floor import BOARD, steady_floor
from loadtest.swarm_process import SwarmProcess
from loadtest.telling import report, say
from tests.e2e.part import Part
from tests.e2e.stack import Stack
from tests.servers.ports import LOOPBACK
from tests.servers.redis import RedisServer, debian_redis_binary

AT_ONCE = 128
ALL_CAME_S = 120.0
SETTLE_S = 5.0
RELEASED_S = 60.0
ENDED_S = 120.0


async def main(arguments: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with running(Path(folder)) as (stack, web):
            if arguments.many:
                await many(stack, web, arguments)
            if arguments.mixed:
                await mixed(stack, web, arguments)
            if arguments.storm:
                await storm(stack, web, arguments)


@asynccontextmanager
async def running(folder: Path) -> AsyncIterator[tuple[Stack, Part]]:
    """Worker and web with a board that changes once a second."""
    async with (
        RedisServer(debian_redis_binary()) as redis,
        Stack(
            folder, folder / "pycache", redis=redis.url, kafka=None, settings={"TAVLE_WEB__DEVELOPMENT": "true"}
        ) as stack,
    ):
        stack.worker()
        web = await stack.web()
        async with steady_floor(stack):
            await stack.http.post("/api/v1/boards", json=BOARD)
            yield stack, web


@asynccontextmanager
async def swarm_of(stack: Stack) -> AsyncIterator[SwarmProcess]:
    async with SwarmProcess(LOOPBACK, stack.port, str(BOARD["id"])) as swarm:
        yield swarm
    # All at once they keep the web side busy for a while: an answer that does not come yet is waited for.
    await stack.until(partial(connected, stack, 0), within_s=ENDED_S, what="the end of all connections")


async def connected(stack: Stack, most: int) -> bool:
    """Whether the web side has so many connections or fewer."""
    return await connections(stack) <= most


async def connections(stack: Stack) -> int:
    text = (await stack.http.get("/metrics")).text
    line = next(line for line in text.splitlines() if line.startswith("tavle_web_connections "))
    return int(float(line.split()[1]))


async def come(swarm: SwarmProcess, kind: str, count: int, at_once: int = AT_ONCE) -> list[float]:
    """So many clients more. Answers how long each waited for its board, in ms, sorted."""
    if not count:
        return []
    came = await swarm.does("connect", kind=kind, count=count, within_s=ALL_CAME_S, at_once=at_once)
    say(f"{came['connected']} of {count} {kind} clients came in {came['took_s']:.1f} s {came['lost'] or ''}")
    if came["connected"] < count:
        raise SystemExit(f"only {came['connected']} of {count} {kind} clients came within {ALL_CAME_S:.0f} s")
    waits_ms: list[float] = came["waits_ms"]
    return waits_ms


async def many(stack: Stack, web: Part, arguments: argparse.Namespace) -> None:
    async with swarm_of(stack) as swarm:
        await come(swarm, "healthy", arguments.many)
        await swarm.does("measure", seconds=SETTLE_S)
        async with ProcessCost(web.pid) as cost:
            measured = await swarm.does("measure", seconds=arguments.seconds)
        tell("many", measured, cost)


async def mixed(stack: Stack, web: Part, arguments: argparse.Namespace) -> None:
    healthy = arguments.mixed - arguments.stuck - arguments.half_open - arguments.slow
    async with swarm_of(stack) as swarm:
        await come(swarm, "healthy", healthy)
        await come(swarm, "slow", arguments.slow)
        await come(swarm, "half_open", arguments.half_open)
        await come(swarm, "stuck", arguments.stuck)
        async with ProcessCost(web.pid) as cost:
            released = asyncio.create_task(all_released(stack, healthy + arguments.slow))
            measured = await swarm.does("measure", seconds=arguments.hold, restless=arguments.restless)
        tell("mixed", measured, cost)
        report("mixed_stuck", arguments.stuck + arguments.half_open)
        report("mixed_all_released_s", await released, ".1f")


async def all_released(stack: Stack, stay: int) -> float:
    """How long it takes until only those that take something are connected; seconds."""
    began = asyncio.get_running_loop().time()
    await stack.until(partial(connected, stack, stay), within_s=RELEASED_S, what="letting go of the stuck")
    return asyncio.get_running_loop().time() - began


async def storm(stack: Stack, web: Part, arguments: argparse.Namespace) -> None:
    """All at once, without the jitter with which pages come back: as after a switch that came up again."""
    await web.stop()
    web.start()
    await stack.answers()
    async with swarm_of(stack) as swarm:
        waits_ms = await come(swarm, "healthy", arguments.storm, at_once=arguments.storm)
    report("storm_clients", len(waits_ms))
    report("storm_p50_ms", waits_ms[len(waits_ms) // 2], ".0f")
    report("storm_p99_ms", waits_ms[int(len(waits_ms) * 0.99)], ".0f")
    report("storm_max_ms", waits_ms[-1], ".0f")


def tell(part: str, measured: dict[str, Any], cost: ProcessCost) -> None:
    report(f"{part}_clients", measured["clients"])
    report(f"{part}_web_core_share", cost.core_share, ".3f")
    report(f"{part}_web_memory_mb", cost.memory_mb, ".1f")
    report(f"{part}_memory_slope_mb_a_minute", cost.memory_slope_mb_a_minute, ".2f")
    for name in ("frames", "frame_bytes", "p50_ms", "p99_ms", "max_ms", "client_turn_max_ms"):
        report(f"{part}_{name}", measured[name] or 0, ".0f")
    report(f"{part}_client_share", measured["client_share"], ".3f")
    if measured["lost"]:
        say(f"lost: {measured['lost']}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--many", type=int, default=5_000, help="0: not this part")
    parser.add_argument("--seconds", type=float, default=60, help="how long the many are measured")
    parser.add_argument("--mixed", type=int, default=10_000, help="0: not this part")
    parser.add_argument("--hold", type=float, default=600, help="how long the mixed are held, seconds")
    parser.add_argument("--stuck", type=int, default=500)
    parser.add_argument("--half-open", type=int, default=100)
    parser.add_argument("--slow", type=int, default=100)
    parser.add_argument("--restless", type=float, default=5, help="so many a second leave and come again")
    parser.add_argument("--storm", type=int, default=2_000, help="0: not this part")
    uvloop.run(main(parser.parse_args()))
