"""`make bench-alerts`: from the moment at which a waiting caller is late to the row on a wall, through real parts.

Worker and web are processes on a real Kafka and Redis, the wall is a page in Chromium on the same machine, so that one
clock measures both ends. Prints `alert_delay_p50_ms` and `alert_delay_max_ms` over the callers, from the moment that
the threshold passed to the first picture that shows the alert.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import tempfile
from pathlib import Path

import uvloop

from loadtest.real_parts import on_kafka
from loadtest.telling import report, say
from tests.e2e.screen import Screen, screens
from tests.e2e.stack import Stack
from tests.e2e.told import Floor

THRESHOLD_S = 2
APART_S = 0.37
"""Not a part of any period of the parts, so that callers fall on all phases of their turns."""
SEEN_WITHIN_S = 30.0
RULE = {
    "key": "wait", "name": "Waits too long", "kind": "deadline", "clock": "wait", "stage": "breached",
    "threshold_s": THRESHOLD_S, "severity": "critical",
}  # fmt: skip
BOARD = {
    "id": "alerts", "title": "Alerts", "site": "aarhus",
    "tiles": [{"id": "alerts", "kind": "alerts", "title": "Alerts", "x": 0, "y": 0, "w": 12, "h": 12}],
}  # fmt: skip
WATCH = """
    window.delays = {};
    const look = () => {
      for (const row of document.querySelectorAll("[data-alert]")) {
        const began = Number(row.querySelector("[data-cell=since]").dataset.value);
        window.delays[row.dataset.alert] ??= Date.now() - began;
      }
      requestAnimationFrame(look);
    };
    look();
"""


async def main(callers: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        rules = json.dumps([RULE])
        async with (
            on_kafka(Path(folder), TAVLE_WEB__DEVELOPMENT="true", TAVLE_ALERTS__RULES=rules) as stack,
            screens() as screen,
        ):
            stack.worker()
            await stack.web()
            delays = await measured(stack, screen, callers)
    report("callers", len(delays))
    report("alert_delay_p50_ms", statistics.median(delays), ".0f")
    report("alert_delay_max_ms", max(delays), ".0f")


async def measured(stack: Stack, screen: Screen, callers: int) -> list[float]:
    """How late each caller's row came, in ms. The wall has room for few: each is answered once it is seen."""
    floor = Floor("aarhus")
    await stack.post([floor.member("ann", "sales", 90), floor.agent("ann", "available", 89), floor.beat(1)])
    await stack.http.post("/api/v1/boards", json=BOARD)
    await screen.open(f"{stack.address}/tv/alerts")
    await screen.page.evaluate(WATCH)
    for caller in range(callers):
        await stack.post([floor.queued(f"c{caller}", "sales", 0), floor.beat(1)])
        await seen(stack, screen, floor, caller + 1)
        await stack.post([floor.answered(f"c{caller}", "ann", 0), floor.ended(f"c{caller}", "ann", 0)])
        say(f"caller {caller + 1} of {callers}")
        await asyncio.sleep(APART_S)
    return [float(delay) for delay in (await screen.page.evaluate("window.delays")).values()]


async def seen(stack: Stack, screen: Screen, floor: Floor, count: int) -> None:
    """Until the wall has shown so many; the source gives its signs of life meanwhile."""

    async def so() -> bool:
        await stack.post([floor.beat(1)])
        await asyncio.sleep(0.2)
        return len(await screen.page.evaluate("window.delays")) >= count

    await stack.until(so, within_s=SEEN_WITHIN_S, what=f"alert {count}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--callers", type=int, default=30)
    uvloop.run(main(parser.parse_args().callers))
