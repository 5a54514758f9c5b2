"""`make bench-replay`: how soon it is there again: a whole day replayed, a worker after kill -9, a demo from nothing.

Each on a line `name=value`:

- `replay_day_s`: `tavle replay` of a file of `--events` events, from the command to its figures of the day;
  `replay_day_processor_s` of it computing, which on a shared machine tells more.
- `rebuild_day_s`: a worker with an empty Redis on a topic of the same events, from owning its partitions to the last
  commit; `rebuilt_worker_memory_mb` is its resident memory then, with so many `rebuilt_sites`.
- `owned_again_s`: a worker is ended by kill -9 while `--rate` events a second come, and another one started at once:
  until that owns all partitions (its start and the group's session included). `caught_up_s`: from then until no site is
  more than `NEAR_MS` behind. The greatest of `--kills` each.
- `demo_first_figure_s`: from the command `tavle demo` to the first figure in Chromium, which runs by then.
- `memory_QUEUESxAGENTS_mb`: what a site of that size adds to a worker.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import sys
import tempfile
import time
from functools import partial
from itertools import islice
from pathlib import Path

import uvloop

from app.web.site_reader import SiteReader
from loadtest.large_site import write_events
from loadtest.latency import AGENTS, SITES, loaded
from loadtest.process_cost import resident_mb
from loadtest.real_parts import on_kafka
from loadtest.simulated_records import simulated_messages
from loadtest.telling import report, say
from streams.ledger.port import Ledger
from streams.log.port import Log, Message
from tests.e2e.part import COMMAND, Part, environment
from tests.e2e.screen import screens
from tests.e2e.stack import Stack
from tests.servers.ports import LOOPBACK, free_ports
from tests.servers.redis import RedisServer, debian_redis_binary
from tests.servers.until import until

APPEND = 5_000
PARTITIONS = 12
"""Of a topic that a worker makes."""
NEAR_MS = 500
MOST_S = 300.0
SETTLE_S = 5.0
BETWEEN_S = 10.0
SIZES = ((10, 50), (50, 500), (200, 2000))
"""Queues and agents of a site."""
DAY = (20_000, 1_000)
"""Calls and open tickets of such a site."""


async def main(arguments: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if arguments.events:
            say(f"simulating {arguments.events} events …")
            messages = simulated_messages(arguments.events, sites=SITES, agents=AGENTS)
            await replay_day(folder, messages)
            async with on_kafka(folder) as stack, stack.log() as log, stack.ledger(log) as ledger:
                await rebuild_day(stack, log, ledger, messages)
        if arguments.kills:
            async with on_kafka(folder) as stack, stack.log() as log, stack.ledger(log) as ledger:
                await kill_workers(stack, ledger, arguments)
        if arguments.demo:
            await start_demo(folder)
        if arguments.sizes:
            await sizes(folder)


async def replay_day(folder: Path, messages: list[Message]) -> None:
    path = folder / "day.jsonl"
    with path.open("wb") as file:
        file.writelines(message.value + b"\n" for message in messages)
    part = Part(
        "replay",
        ["replay", str(path), "--json", "--window", "today"],
        folder=folder,
        env=environment(folder / "pycache", {}),
    )
    began, used_s = time.perf_counter(), processor_s()
    part.start()
    if await part.ends(within_s=MOST_S):
        raise SystemExit(part.last_words())
    report("replay_events", len(messages))
    report("replay_day_s", time.perf_counter() - began, ".1f")
    report("replay_day_processor_s", processor_s() - used_s, ".1f")
    path.unlink()


def processor_s() -> float:
    """Of children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


async def rebuild_day(stack: Stack, log: Log, ledger: Ledger, messages: list[Message]) -> None:
    """By the log's clock, so that windows move as they did on that day."""
    say("filling the topic …")
    rest = iter(messages)
    while batch := list(islice(rest, APPEND)):
        await log.append(batch)
    worker = stack.worker("--clock", "log")
    sites = SiteReader(ledger)

    async def done() -> bool:
        known = await sites.sites()
        pulses = [pulse for pulse in (await sites.pulses(known)).values() if pulse is not None]
        return len(pulses) == SITES and all(pulse.lag_records == 0 for pulse in pulses)

    await until(partial(owns_all, worker), within_s=MOST_S, what="a worker that owns its partitions")
    began = time.perf_counter()
    await until(done, within_s=MOST_S, what="the end of the topic")
    report("rebuild_day_s", time.perf_counter() - began, ".1f")
    report("rebuilt_worker_memory_mb", resident_mb(worker.pid), ".0f")
    report("rebuilt_sites", SITES)


async def kill_workers(stack: Stack, ledger: Ledger, arguments: argparse.Namespace) -> None:
    sites, owned_s, caught_up_s = SiteReader(ledger), [], []
    async with loaded(stack, arguments.rate, SETTLE_S + arguments.kills * BETWEEN_S):
        worker = stack.worker(name="worker-0")
        await until(lambda: near(sites, 0), within_s=MOST_S, what="a worker that keeps up")
        for number in range(1, arguments.kills + 1):
            await asyncio.sleep(SETTLE_S)
            killed_at, killed_ms = time.perf_counter(), time.time() * 1000
            await worker.kill()
            worker = stack.worker(name=f"worker-{number}")
            await until(partial(owns_all, worker), within_s=MOST_S, what="a worker that owns its partitions")
            owned_s.append(time.perf_counter() - killed_at)
            await until(partial(near, sites, killed_ms), within_s=MOST_S, what="a worker that has caught up")
            caught_up_s.append(time.perf_counter() - killed_at - owned_s[-1])
    report("owned_again_s", max(owned_s), ".1f")
    report("caught_up_s", max(caught_up_s), ".2f")


def owns_all(worker: Part) -> bool:
    return [said["event"] for said in worker.told()].count("partition_taken") >= PARTITIONS


async def near(sites: SiteReader, after_ms: float) -> bool:
    """Whether every site was written after that moment (ms since 1970), and hardly behind its log."""
    known = await sites.sites()
    pulses = [pulse for pulse in (await sites.pulses(known)).values() if pulse is not None]
    return len(pulses) == SITES and all(pulse.written > after_ms and pulse.lag_ms <= NEAR_MS for pulse in pulses)


async def start_demo(folder: Path) -> None:
    """The second start counts: at the first one Python compiles what is installed."""
    for attempt in ("first", "second"):
        (port,) = free_ports(1)
        data = folder / attempt
        data.mkdir()
        env = environment(folder / "pycache", {"TMPDIR": str(data)})
        demo = Part("demo", ["demo", "--port", str(port)], folder=data, env=env, command=COMMAND)
        async with screens() as screen:
            began = time.perf_counter()
            demo.start()
            try:
                await until(partial(answers, port), within_s=MOST_S, what="an answer of the demo")
                await screen.page.goto(f"http://{LOOPBACK}:{port}/tv/live-floor")
                await screen.page.wait_for_selector("[data-tile] [data-figure][data-value]:not([data-value=''])")
                took_s = time.perf_counter() - began
            finally:
                await demo.stop()
    report("demo_first_figure_s", took_s, ".2f")


async def answers(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection(LOOPBACK, port)
    except OSError:
        return False
    writer.close()
    return True


async def sizes(folder: Path) -> None:
    """Each in a process of its own, with a Redis of its own."""
    for queues, agents in SIZES:
        events = folder / "events.jsonl"
        write_events(events, queues=queues, agents=agents, tickets=DAY[1], contacts=DAY[0])
        async with RedisServer(debian_redis_binary()) as redis:
            child = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "loadtest.site_size", "grow", redis.url, str(events),
                stdout=asyncio.subprocess.PIPE,
            )  # fmt: skip
            said = dict(line.split("=") for line in (await child.communicate())[0].decode().split())
        report(f"memory_{queues}x{agents}_mb", float(said["memory_mb"]), ".0f")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=1_000_000, help="of the day; 0: not this part")
    parser.add_argument("--kills", type=int, default=3, help="0: not this part")
    parser.add_argument("--rate", type=int, default=5_000, help="events a second while workers are killed")
    parser.add_argument("--demo", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--sizes", action=argparse.BooleanOptionalAction, default=True)
    uvloop.run(main(parser.parse_args()))
