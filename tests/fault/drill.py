"""The drill: `kill -9` of worker, broker, Redis and web in a row, under load and with many boards open.

`python -m tests.fault.drill EVENTS_A_SECOND BOARDS`. Prints a line `name=value` each: `events_per_s` that the floor
told, `boards` that had their figures, `checked_boards` of which every frame was held against what has happened,
`live_after_…_s` from each start to live figures, `looks`, `marked`. Ends with 1, and why, when something was wrong.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path

from loadtest.swarm_process import SwarmProcess
from loadtest.telling import report, say
from tests.fault.checks import (
    comes_to_rest,
    each_was_told_once,
    figures_are_right,
    logs_are_clean,
    replay_agrees,
    walls_told_the_truth,
)
from tests.fault.installation import BOARD, Installation
from tests.fault.runner import show_logs
from tests.fault.yard import Yard
from tests.servers.ports import LOOPBACK
from tests.servers.redis import debian_redis_binary

EVENTS_A_CONTACT = 2.8
CHECKED = 10
BETWEEN_S = 8.0
LIVE_S = 60.0
CROWD_S = 90.0
AT_ONCE = 128


async def drill(events_a_second: float, boards: int, folder: Path) -> None:
    yard = Yard(folder, folder / "pycache", debian_redis_binary())
    yard.rate, yard.walls = events_a_second / EVENTS_A_CONTACT, CHECKED
    async with yard:
        site = await yard.installation()
        try:
            await under_load(site, boards)
            await holds(site)
        except BaseException:
            show_logs(site)
            raise


async def under_load(site: Installation, boards: int) -> None:
    async with SwarmProcess(LOOPBACK, site.stack.port, BOARD) as crowd:
        began, before = time.monotonic(), site.floor.events
        await opened(crowd, boards)
        await site.becomes_live(LIVE_S)
        for name in ("worker", "broker", "redis", "web"):
            await asyncio.sleep(BETWEEN_S)
            say(f"kill -9 of {name}")
            await killed(site, name)
            if name == "web":
                await site.stack.answers()
                await opened(crowd, boards)
            report(f"live_after_{name}_s", await site.becomes_live(LIVE_S))
        report("events_per_s", (site.floor.events - before) / (time.monotonic() - began))


async def opened(crowd: SwarmProcess, boards: int) -> None:
    came = await crowd.does("connect", kind="healthy", count=boards, within_s=CROWD_S, at_once=AT_ONCE)
    report("boards", came["connected"])
    report("boards_took_s", came["took_s"])


async def killed(site: Installation, name: str) -> None:
    """And started again at once."""
    if name == "broker":
        await site.kafka.kill()
        await site.kafka.start()
    elif name == "redis":
        await site.redis.kill()
        await site.redis.start()
    else:
        part = site.parts[name]
        await part.kill()
        part.start()


async def holds(site: Installation) -> None:
    await comes_to_rest(site)
    await figures_are_right(site)
    await replay_agrees(site)
    walls_told_the_truth(site)
    each_was_told_once(site)
    logs_are_clean(site)
    report("events", site.floor.events)
    report("checked_boards", len(site.walls))
    report("frames", sum(wall.frames for wall in site.walls))
    report("looks", site.judge.looks)
    report("marked", site.judge.marked)


def main() -> None:
    events_a_second, boards = float(sys.argv[1]), int(sys.argv[2])
    with tempfile.TemporaryDirectory(prefix="tavle-drill-", ignore_cleanup_errors=True) as folder:
        try:
            asyncio.run(drill(events_a_second, boards, Path(folder)))
        except (AssertionError, TimeoutError) as error:
            sys.exit(f"did not hold: {error}")


if __name__ == "__main__":
    main()
