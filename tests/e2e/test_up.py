"""`tavle up`: everything in one process with a Valkey of its own, which outlives neither a stop nor a kill."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.e2e.conftest import StackMaker
from tests.e2e.processes import children_of, runs
from tests.e2e.stack import SETTLED_S, Stack
from tests.e2e.told import Floor
from tests.servers.until import until

pytestmark = pytest.mark.processes

CONFIGURATION = """
[sites.aarhus]
name = "Aarhus"
zone = "Europe/Copenhagen"

[sources.recorder]
kind = "events_file"
site = "aarhus"
path = "{path}"
"""


async def offered(stack: Stack, count: int) -> None:
    """Waits until so many calls were offered."""

    async def counted() -> bool:
        body = await stack.figures("aarhus")
        return body is not None and json.loads(body)[0]["all"]["1h"]["offered"] == count

    await stack.until(counted, within_s=SETTLED_S, what=f"{count} calls offered")


async def test_a_killed_one_is_started_again_and_counts_everything_once(on_nothing: StackMaker, tmp_path: Path) -> None:
    # A short watchdog: partitions without records, as most are here, must not be taken for ones that stand still.
    stack, floor = on_nothing(TAVLE_WORKER__WATCHDOG_S="2"), Floor("aarhus")
    written, configuration = tmp_path / "events.jsonl", tmp_path / "tavle.toml"
    configuration.write_text(CONFIGURATION.format(path=written))
    lines = [json.dumps(floor.queued(f"file{n}", "sales", 60)) + "\n" for n in range(20)]
    written.write_text("".join(lines[:10]))
    up = stack.part("up", "up", "--config", str(configuration))
    await stack.answers()
    assert (await stack.post([floor.queued(f"http{n}", "sales", 50) for n in range(5)])).status_code == 202
    await offered(stack, 15)

    (valkey,) = children_of(up.pid)
    await up.kill()
    with written.open("a") as file:
        file.writelines(lines[10:])
    up.start()
    await stack.answers()
    await until(lambda: not runs(valkey), within_s=20, what="the end of the Valkey that was left")
    assert (await stack.post([floor.queued("last", "sales", 1)])).status_code == 202
    await offered(stack, 26)

    (valkey,) = children_of(up.pid)
    up.terminate()
    assert await up.ends(within_s=15) == 0
    assert not runs(valkey)
