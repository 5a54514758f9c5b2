"""One seed from beginning to end: `python -m tests.sim.run SEED` shows what happened in it."""

from __future__ import annotations

import sys
from typing import NamedTuple

from structlog.testing import capture_logs

from app.web.site_reader import SiteReader
from streams.floor.view import SiteView
from tests.sim.luck import Luck
from tests.sim.promises import look_at
from tests.sim.record import RecordedLedger
from tests.sim.virtual_time import Left, run_virtually
from tests.sim.world import World


class Ran(NamedTuple):
    """`broken` says what does not hold; nothing: all promises did."""

    seed: int
    luck: Luck
    broken: list[str]
    trace: list[str]

    def __str__(self) -> str:
        told = "\n".join(f"  {one}" for one in self.broken)
        return f"seed {self.seed} ({', '.join(f.kind for f in self.luck.faults)}):\n{told}\n{how_to_run(self.seed)}"


def how_to_run(seed: int) -> str:
    return f"run it again: .venv/bin/python -m tests.sim.run {seed}"


def run_seed(seed: int, ledger_of: type[RecordedLedger] = RecordedLedger) -> Ran:
    world = World(seed, ledger_of)

    async def work(untaken: list[str]) -> None:
        await world.run()
        look_at(world, await _shown(world))
        for one in untaken:
            world.record.break_("I7", one)

    with capture_logs():
        try:
            run_virtually(work)
        except Left as left:
            world.record.broken.append(f"I7 {left}")
    return Ran(seed, world.luck, world.record.broken, world.record.trace)


async def _shown(world: World) -> dict[str, SiteView]:
    """What a web process that starts now reads."""

    async def well(_: str) -> None:
        return None

    reader = SiteReader(world.ledger(well))
    known = await reader.sites()
    found = {site: await reader.read(site) for site in world.lives if site in known}
    return {site: figures.view for site, figures in found.items() if figures is not None}


if __name__ == "__main__":
    ran = run_seed(int(sys.argv[1]))
    print("\n".join(ran.trace))
    print(ran.luck)
    print(ran if ran.broken else "All promises hold.")
