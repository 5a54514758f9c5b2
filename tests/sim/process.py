"""One worker process: turns, watchdog and channels, as in `app.running`, over a log and a ledger that may fail."""

from __future__ import annotations

import asyncio
from random import Random
from typing import TYPE_CHECKING

from app.notify.attempt import Failed
from app.notify.channel import Channel, Patience, Surroundings
from app.notify.deliveries import Deliveries
from app.notify.letter import Letter
from app.notify.metrics import NotifyMetrics
from app.settings.notify import ChannelSettings
from streams.ledger.port import LedgerUnavailable
from streams.log.memory import MemoryLog
from streams.log.port import LogUnavailable
from streams.outbox import Parcel
from streams.watchdog import run_watched
from streams.worker import Worker
from tests.sim.floor_rules import rule_book
from tests.sim.virtual_time import now_s

if TYPE_CHECKING:
    from tests.sim.world import World

PATIENCE = Patience(retry_first_s=0.5, retry_longest_s=4.0, give_up_after_s=3600.0, waiting_limit=100)
CHANNELS = ("mail", "chat")
TIMEOUT_S = 2.0
SESSION_S = 6.0
WATCHDOG_S = 30.0


class Process:
    """`die_at` is the call at whose await it is killed. A frozen one goes on where it stood."""

    def __init__(self, world: World, name: str) -> None:
        self.world, self.name = world, name
        self.stop = asyncio.Event()
        self.die_at: int | None = None
        self.calls = 0
        self.awake = asyncio.Event()
        self.awake.set()
        self.task: asyncio.Task[None] | None = None
        self._rng = Random(f"{world.seed} {name}")
        log = MemoryLog(world.topic, clock_ms=world.clock, fault=self.log_call)
        self.worker = Worker(
            log, world.ledger(self.ledger_call), rules=rule_book(), clock=world.clock,
            settings=world.worker_settings, name=name,
        )  # fmt: skip

    async def live(self) -> None:
        metrics, around = NotifyMetrics(), Surroundings(self.world.clock, asyncio.sleep, self._rng.random)
        settings = [ChannelSettings(key=key, kind="apprise", url="json://there.example") for key in CHANNELS]
        channels = [Channel(key, Postman(self), _letter, PATIENCE, around, metrics) for key in CHANNELS]
        async with Deliveries(settings, channels, metrics) as self.worker.delivery:
            await run_watched(self.worker, self.worker.log, self.stop, clock=self.world.clock, limit_s=WATCHDOG_S)

    def kill(self) -> None:
        if self.task is not None:
            self.task.cancel()

    async def log_call(self, moment: str) -> None:
        await self._call(moment)
        if self.world.out["log"] > now_s():
            raise LogUnavailable("the log cannot be reached")

    async def ledger_call(self, moment: str) -> None:
        await self._call(moment)
        world = self.world
        if world.out["ledger"] > now_s():
            raise LedgerUnavailable("the ledger refuses")
        if (stalls_s := world.out["stall"] - now_s()) > 0:
            await asyncio.sleep(min(stalls_s, 5.0))
            raise LedgerUnavailable("the ledger has not answered for 5 s")
        if moment == "commit answered" and world.replies_to_lose:
            world.replies_to_lose -= 1
            raise LedgerUnavailable("the reply was lost")

    async def _call(self, moment: str) -> None:
        self.calls += 1
        self.world.record.note(self.name, moment)
        if self.calls == self.die_at:
            self.kill()
        await asyncio.sleep(self.world.delay_s(self._rng))
        await self.awake.wait()

    async def carry(self, letter: Letter) -> None:
        record, luck = self.world.record, self._rng.random()
        await self._call("carry")
        if letter.id not in record.committed:
            record.break_("I6", f"{letter.id} is sent before the ledger has it")
        trouble = self.world.out["channels"] > now_s()
        if trouble and luck < 0.4:
            raise Failed("503")
        if trouble and luck < 0.6:
            raise Failed("422", about_this=True)
        if trouble and luck < 0.8:
            await asyncio.sleep(TIMEOUT_S)
            raise Failed("no answer")
        record.delivered[letter.id] += 1
        if trouble:
            raise Failed("the answer was lost")


class Postman:
    """Takes letters wherever this world's receivers are."""

    def __init__(self, process: Process) -> None:
        self._process = process

    async def carry(self, letter: Letter) -> None:
        await self._process.carry(letter)

    async def close(self) -> None:
        return None


def _letter(parcel: Parcel) -> Letter:
    sent = parcel.notification
    return Letter(parcel.id, b"", "", "", sent.severity, sent.kind == "resolved")
