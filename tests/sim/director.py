"""Lets things go wrong when they are to."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tests.sim.luck import Fault
from tests.sim.process import SESSION_S, Process
from tests.sim.virtual_time import now_s

if TYPE_CHECKING:
    from tests.sim.world import World

OUT = {
    "ledger refuses": "ledger",
    "ledger stalls": "stall",
    "log unreachable": "log",
    "source silent": "sources",
    "readers cut off": "readers",
    "channels fail": "channels",
}


class Director:
    def __init__(self, world: World) -> None:
        self._world = world
        self._seconds = 0

    async def run(self, keeping: list[asyncio.Task[None]]) -> None:
        """New supervisors are added to `keeping`."""
        world = self._world
        acts: list[asyncio.Task[None]] = []
        for fault in world.luck.faults:
            await asyncio.sleep(max(0.0, fault.at_s - now_s()))
            world.record.note("director", fault.kind)
            if fault.kind in OUT:
                part = OUT[fault.kind]
                world.out[part] = max(world.out[part], now_s() + fault.lasts_s)
            elif fault.kind == "replies are lost":
                world.replies_to_lose += 1 + fault.number % 3
            elif fault.kind == "ledger emptied":
                self._empty_the_ledger()
            elif fault.kind == "second worker":
                acts.append(asyncio.create_task(self._second_worker(fault), name="second worker"))
            elif world.processes:
                chosen = sorted(world.processes)[fault.number % len(world.processes)]
                acts.append(asyncio.create_task(self._strike(world.processes[chosen], fault), name=fault.kind))
        await asyncio.gather(*acts)
        world.note_failures(acts)

    def _empty_the_ledger(self) -> None:
        keys = self._world.keys
        keys.partitions.clear()
        keys.site_partitions.clear()
        keys.layout = None
        self._world.record.ledger_emptied()

    async def _second_worker(self, fault: Fault) -> None:
        world = self._world
        self._seconds += 1
        name = f"s{self._seconds}"
        keeping = asyncio.create_task(world.keep(name, once=True), name=f"supervisor {name}")
        await asyncio.sleep(fault.lasts_s)
        if (process := world.processes.get(name)) is not None:
            await world.stop(process)
        await keeping

    async def _strike(self, process: Process, fault: Fault) -> None:
        if fault.kind == "kill":
            process.kill()
        elif fault.kind == "kill at an await":
            process.die_at = process.calls + fault.number
        elif fault.kind == "stop":
            await self._world.stop(process)
        else:
            await self._freeze(process, fault)

    async def _freeze(self, process: Process, fault: Fault) -> None:
        """After its session the group gives its partitions to others, and it does not know."""
        for_good = fault.kind == "freeze for good"
        process.awake.clear()
        if for_good or fault.lasts_s > SESSION_S:
            await asyncio.sleep(SESSION_S)
            group = self._world.topic.group("tavle")
            for member in [one for one in group.members if one._owner is process.worker]:
                group.evict(member)
        await asyncio.sleep(max(0.0, fault.at_s + fault.lasts_s - now_s()))
        if for_good:
            process.kill()
        else:
            process.awake.set()
