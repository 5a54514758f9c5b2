"""`make bench-latency`: from an event that was accepted to the frame in a client and to the pixel on a wall.

`--rate` events a second of other calls go through Kafka, worker, Redis and web meanwhile, and `--clients` watch the
board. A probe is a call that begins to wait, so the tile of its queue counts up: every other is appended to the log,
the others are sent over HTTP. `frame_p50_ms` and `frame_p99_ms`: over all probes and clients, from the acknowledgement
to the receipt. Of the median probe: `in_ledger_p50_ms` until the figure could be read in Redis (log, worker, commit,
wake), `made_p50_ms` from then until the web side had made the frame, `sent_p50_ms` from then until it was here.
`pixel_p50_ms` and `pixel_p99_ms`: until Chromium had drawn it, in a run of its own with one more client, the wall.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from array import array
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import uvloop

from loadtest.lateness import Arrivals
from loadtest.process_cost import ProcessCost
from loadtest.real_parts import on_kafka
from loadtest.steady_floor import append
from loadtest.swarm_process import SwarmProcess
from loadtest.telling import report, say
from streams.floor.view import QueueNow
from streams.ledger.names import queue_hash
from streams.ledger.port import Ledger
from streams.log.port import Log
from tests.e2e.screen import screens
from tests.e2e.stack import Stack
from tests.e2e.told import Floor
from tests.servers.ports import LOOPBACK
from tests.servers.until import until

SITE, QUEUE, TILE = "site-00", "probe", "probe"
SITES, AGENTS = 24, 100
APART_S = 0.137
"""Not a part of any period of the parts, so that probes fall on all phases of their turns."""
SETTLE_S = 5.0
ARRIVE_S = 3.0
STARTED_S = 60.0
BOARD = {
    "id": "latency", "title": "Latency", "site": SITE,
    "tiles": [
        {"id": TILE, "kind": "number", "title": "Probe", "metric": "waiting", "window": "now",
         "scope": {"queues": [QUEUE]}, "x": 0, "y": 0, "w": 3, "h": 3},
        *({"id": f"n{place}", "kind": "number", "title": metric, "metric": metric, "window": window,
           "x": 3 * place + 3, "y": 0, "w": 3, "h": 3}
          for place, (metric, window) in enumerate((("waiting", "now"), ("offered", "today"), ("aht", "today")))),
    ],
}  # fmt: skip
WATCH = """tile => {
    window.drawn = {};
    const look = () => {
      const figure = document.querySelector(`[data-tile="${tile}"] [data-figure]`);
      if (figure) window.drawn[Math.round(Number(figure.dataset.value))] ??= Date.now();
      requestAnimationFrame(look);
    };
    look();
}"""


class Probes:
    """Calls that begin to wait, one by one. `accepted_ms` (since 1970): when each was acknowledged, by its count."""

    def __init__(self, stack: Stack, log: Log, ledger: Ledger) -> None:
        self.accepted_ms: dict[int, float] = {}
        self.in_ledger_ms: dict[int, float] = {}
        self._stack, self._log, self._ledger = stack, log, ledger
        self._floor = Floor(SITE)
        self._sent = 0
        self._random = random.Random(1)

    async def send(self, seconds: float) -> list[int]:
        """Answers the counts of those that were sent."""
        ends = time.monotonic() + seconds
        first = self._sent + 1
        while time.monotonic() < ends:
            await self.send_one()
            await asyncio.sleep(APART_S * self._random.uniform(0.5, 1.5))
        return list(range(first, self._sent + 1))

    async def send_one(self) -> None:
        self._sent += 1
        event = self._floor.queued(f"probe-{self._sent}", QUEUE, 0)
        if self._sent % 2:
            await append(self._log, [event])
        else:
            (await self._stack.post([event])).raise_for_status()
        self.accepted_ms[self._sent] = time.time() * 1000

    async def follow(self) -> None:
        """Notes from when each count can be read in the ledger, until cancelled."""
        name, had = queue_hash(SITE, QUEUE), 0
        decoder = msgspec.json.Decoder(QueueNow)
        async for partition, names in self._ledger.wakes():
            if name not in names:
                continue
            (fields,) = await self._ledger.read(partition, [name])
            count = decoder.decode(fields["now"]).waiting if "now" in fields else 0
            for one in range(had + 1, count + 1):
                self.in_ledger_ms[one] = time.time() * 1000
            had = max(had, count)


async def main(arguments: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with on_kafka(Path(folder), TAVLE_WEB__DEVELOPMENT="true") as stack:
            worker = stack.worker()
            web = await stack.web()
            async with stack.log() as log, stack.ledger(log) as ledger:
                probes = Probes(stack, log, ledger)
                await stack.http.post("/api/v1/boards", json=BOARD)
                async with followed(probes):
                    async with ProcessCost(worker.pid) as of_worker, ProcessCost(web.pid) as of_web:
                        await to_frames(stack, probes, arguments)
                    report("worker_core_share", of_worker.core_share, ".2f")
                    report("web_core_share", of_web.core_share, ".2f")
                    if arguments.wall:
                        await to_pixels(stack, probes, arguments)


@asynccontextmanager
async def followed(probes: Probes) -> AsyncIterator[None]:
    """The worker works, and what it writes is noted while the context is open."""
    following = asyncio.create_task(probes.follow())
    try:
        await probes.send_one()
        await until(lambda: bool(probes.in_ledger_ms), within_s=STARTED_S, what="the first figure")
        yield
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)


@asynccontextmanager
async def loaded(stack: Stack, rate: int, seconds: float) -> AsyncIterator[None]:
    """Other calls at that rate, from when the context opens for so long."""
    if not rate:
        yield
        return
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "loadtest.steady_load", str(stack.kafka), stack.topic, str(rate), str(round(seconds)),
        str(SITES), str(AGENTS), stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert child.stdout is not None
    try:
        if await child.stdout.readline() != b"appending\n":
            raise SystemExit("loadtest.steady_load failed")
        yield
        sys.stdout.write((await child.stdout.read()).decode())
        await child.wait()
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()


async def to_frames(stack: Stack, probes: Probes, arguments: argparse.Namespace) -> None:
    seconds, path = arguments.seconds, stack.folder / "arrivals"
    async with SwarmProcess(LOOPBACK, stack.port, str(BOARD["id"])) as swarm:
        came = await swarm.does("connect", kind="healthy", count=arguments.clients, within_s=60, at_once=64)
        say(f"{came['connected']} of {came['asked']} clients came; simulating the other calls …")
        async with loaded(stack, arguments.rate, seconds + SETTLE_S + ARRIVE_S):
            await swarm.does("measure", seconds=SETTLE_S)
            sending = asyncio.create_task(probes.send(seconds))
            measured = await swarm.does("measure", seconds=seconds + ARRIVE_S, tile=TILE, into=str(path))
            counts = await sending
    report("frames_a_second", measured["frames"] / (seconds + ARRIVE_S), ".0f")
    report("client_turn_max_ms", measured["client_turn_max_ms"], ".0f")
    tell_frames(probes, counts, path)


def tell_frames(probes: Probes, counts: list[int], path: Path) -> None:
    arrivals = array("d")
    arrivals.frombytes(path.read_bytes())
    wanted, late_ms, sent_ms = set(counts), [], []
    made_ms: dict[int, float] = {}
    for place in range(0, len(arrivals), Arrivals.FIELDS):
        count, made, came = int(arrivals[place]), arrivals[place + 1], arrivals[place + 2]
        if count in wanted:
            late_ms.append(came - probes.accepted_ms[count])
            sent_ms.append(came - made)
            made_ms[count] = min(made, made_ms.get(count, made))
    report("probes", len(counts))
    tell("frame", late_ms)
    both = [one for one in counts if one in made_ms and one in probes.in_ledger_ms]
    tell("in_ledger", [probes.in_ledger_ms[one] - probes.accepted_ms[one] for one in both])
    tell("made", [made_ms[one] - probes.in_ledger_ms[one] for one in both])
    tell("sent", sent_ms)


async def to_pixels(stack: Stack, probes: Probes, arguments: argparse.Namespace) -> None:
    async with screens() as screen, loaded(stack, arguments.rate, arguments.seconds + SETTLE_S + ARRIVE_S):
        await screen.open(f"{stack.address}/tv/{BOARD['id']}")
        await screen.page.evaluate(WATCH, TILE)
        await asyncio.sleep(SETTLE_S)
        counts = await probes.send(arguments.seconds)
        await asyncio.sleep(ARRIVE_S)
        drawn = {int(count): at for count, at in (await screen.page.evaluate("window.drawn")).items()}
    # A frame brings all that came before it: a count that was never drawn by itself was drawn with the next.
    late_ms, at = [], float("inf")
    for count in range(max(drawn), min(counts) - 1, -1):
        at = drawn.get(count, at)
        late_ms.append(at - probes.accepted_ms[count])
    tell("pixel", late_ms)


def tell(name: str, values_ms: list[float]) -> None:
    if not values_ms:
        raise SystemExit(f"nothing came to measure {name}")
    ordered = sorted(values_ms)
    report(f"{name}_p50_ms", ordered[len(ordered) // 2], ".0f")
    report(f"{name}_p99_ms", ordered[int(len(ordered) * 0.99)], ".0f")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rate", type=int, default=5_000, help="other events a second")
    parser.add_argument("--clients", type=int, default=1_000)
    parser.add_argument("--seconds", type=float, default=40, help="how long probes are sent, in each of the two runs")
    parser.add_argument("--wall", action=argparse.BooleanOptionalAction, default=True, help="the run with Chromium")
    uvloop.run(main(parser.parse_args()))
