"""One run by a seed: floors live, workers count, a client reads, things go wrong; then the promises are looked at."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from random import Random

from streams.events import AnyEvent, ContactQueued
from streams.events.decode import FROM_THE_FUTURE, RejectedEvent, decode, encode
from streams.events.instant import to_ms
from streams.ledger.memory import MemoryKeys
from streams.log.memory import MemoryLog, MemoryTopic
from streams.log.port import LogUnavailable, Message
from streams.watchdog import WorkerStuck
from streams.worker_settings import WorkerSettings
from tests.sim.director import Director
from tests.sim.life import BEAT_S, BEGINNINGS, Life
from tests.sim.luck import luck_of
from tests.sim.process import Process
from tests.sim.reader import SILENCE, Reader
from tests.sim.record import Record, RecordedLedger
from tests.sim.virtual_time import now_s

PARTITIONS = 3
SITES = ("aarhus", "odense")
SPAN_S = 42.0
HEALTHY_S = 15.0
CALM_S = 30.0
TASKS_LIMIT = 60
NAMES_LIMIT = 40
"""More names than these floors have."""
READ_ON_S = 1.0
RESTART_S = 1.0
DRAIN_S = 10.0
FUTURE_MS = 5 * 60_000


class World:
    """`out` says until when something does not work, in virtual seconds. `ledger_of` is the ledger that all use."""

    def __init__(self, seed: int, ledger_of: type[RecordedLedger] = RecordedLedger) -> None:
        rng = Random(f"floor {seed}")
        self.seed, self.luck = seed, luck_of(Random(f"luck {seed}"))
        self.begin = rng.choice(BEGINNINGS)
        self.record = Record()
        self.keys = MemoryKeys()
        self.topic = MemoryTopic(PARTITIONS)
        self.topic.identity = "topic"
        self._ledger_of = ledger_of
        sites = SITES[: rng.choice((1, 1, 2))]
        self.lives = {site: Life(site, rng, self.begin, SPAN_S, rng.randint(2, 6)) for site in sites}
        self.out: defaultdict[str, float] = defaultdict(float)
        self.replies_to_lose = 0
        self.processes: dict[str, Process] = {}
        self.over = False
        self.worker_settings = WorkerSettings(
            poll_timeout_s=0.5, poll_records=self.luck.poll_records, refresh_ms=1000,
            refresh_scopes=self.luck.refresh_scopes,
        )  # fmt: skip
        self._parsed: dict[int, list[tuple[int, AnyEvent | None]]] = {n: [] for n in range(PARTITIONS)}
        self.appended: set[bytes] = set()

    def clock(self) -> int:
        return self.begin + round(now_s() * 1000)

    def ledger(self, call: Callable[[str], Awaitable[None]]) -> RecordedLedger:
        ledger = self._ledger_of(partitions=PARTITIONS, keys=self.keys, fault=call)
        ledger.record = self.record
        return ledger

    def delay_s(self, rng: Random) -> float:
        """By how much a call is delayed; not at all once nothing goes wrong any more."""
        luck = self.luck
        return rng.uniform(0, luck.delay_s) if rng.random() < luck.delayed and now_s() < luck.last_s else 0.0

    # The log as it is

    def partition_of(self, site: str) -> int:
        return MemoryLog(self.topic).partition_of(site.encode())

    def told(self, site: str) -> list[tuple[int, AnyEvent | None]]:
        """When each record of the site's partition was appended (ms), and its event; None where there is none."""
        index = self.partition_of(site)
        parsed = self._parsed[index]
        for record in self.topic.records[index][len(parsed) :]:
            try:
                event = decode(record.value, lambda _: None)
                if to_ms(event.time) > record.appended_at_ms + FUTURE_MS:
                    raise RejectedEvent(FROM_THE_FUTURE)
            except RejectedEvent:
                parsed.append((record.appended_at_ms, None))
            else:
                parsed.append((record.appended_at_ms, event))
        return parsed

    def events(self, site: str) -> list[AnyEvent]:
        return [event for _, event in self.told(site) if event is not None and event.site == site]

    def offered(self, site: str, by: int) -> int:
        """Calls that were offered, happened, and stood in the log by then."""
        found = {
            event.id
            for appended, event in self.told(site)
            if isinstance(event, ContactQueued) and event.site == site and max(appended, to_ms(event.time)) < by
        }
        return len(found)

    # Who lives in it

    async def run(self) -> None:
        """Raises nothing for what goes wrong: `record.broken` says it."""
        slack_ms = 2000 + (4000 if self.luck.refresh_scopes < 64 else 0) + round(4000 * self.luck.delay_s)
        reader = self.reader = Reader(self, slack_ms)
        healthy_s = max(SPAN_S, self.luck.last_s + HEALTHY_S)
        lasting = [asyncio.create_task(reader.live(), name="reader")]
        for site, life in self.lives.items():
            lasting.append(asyncio.create_task(self._tell(life), name=f"source {site}"))
            lasting.append(asyncio.create_task(self._beat(life), name=f"beats {site}"))
        lasting.append(asyncio.create_task(self._look_at_bounds(), name="bounds"))
        keeping = [asyncio.create_task(self.keep("w1"), name="supervisor w1")]
        directing = asyncio.create_task(Director(self).run(keeping), name="director")
        await asyncio.sleep(self.luck.last_s + HEALTHY_S)
        self._look_whether_healthy()
        await asyncio.sleep(healthy_s + CALM_S - now_s())
        self.over = True
        for task in lasting:
            task.cancel()
        await asyncio.gather(*lasting, return_exceptions=True)
        self.note_failures(lasting)
        await asyncio.sleep(READ_ON_S)
        for process in list(self.processes.values()):
            await self.stop(process)
        await asyncio.gather(directing, *keeping)

    async def _look_at_bounds(self) -> None:
        """Tasks, what a reader is still to be told, and what still waits for its time, once a second."""
        while True:
            await asyncio.sleep(1)
            tasks = len(asyncio.all_tasks())
            told = max((len(names or ()) for one in self.keys.listeners for names in one.changed.values()), default=0)
            if tasks > TASKS_LIMIT or told > NAMES_LIMIT:
                self.record.break_("I5", f"{tasks} tasks, {told} names for one reader")

    def note_failures(self, tasks: list[asyncio.Task[None]]) -> None:
        for task in tasks:
            if task.done() and not task.cancelled() and (error := task.exception()) is not None:
                self.record.break_("I7", f"{task.get_name()} ended: {error!r}")

    async def keep(self, name: str, *, once: bool = False) -> None:
        """Supervises a worker: one that ended is started again."""
        number = 0
        while not self.over:
            number += 1
            process = self.processes[name] = Process(self, f"{name}.{number}")
            process.task = asyncio.create_task(process.live(), name=process.name)
            await asyncio.wait([process.task])
            self._look_how_it_ended(process)
            if self.processes.get(name) is process:
                del self.processes[name]
            if once:
                return
            await asyncio.sleep(RESTART_S)

    def _look_how_it_ended(self, process: Process) -> None:
        task = process.task
        assert task is not None
        error = None if task.cancelled() else task.exception()
        self.record.note(process.name, f"ended: {type(error).__name__}")
        if error is not None and not isinstance(error, WorkerStuck):
            self.record.break_("I7", f"{process.name} ended: {error!r}")

    async def stop(self, process: Process) -> None:
        """SIGTERM, and SIGKILL for one that does not end in time."""
        process.stop.set()
        assert process.task is not None
        _, still = await asyncio.wait([process.task], timeout=DRAIN_S)
        if still and process.awake.is_set():
            self.record.break_("I4", f"{process.name} has not ended {DRAIN_S:.0f} s after SIGTERM")
        if still:
            process.kill()

    async def _tell(self, life: Life) -> None:
        for at_s, value in life.told:
            await asyncio.sleep(max(0.0, at_s - now_s()))
            await self._append(life.site, value)

    async def _beat(self, life: Life) -> None:
        number = 0
        while True:
            number += 1
            beat = life.event(f"b{number}", "source.beat", now_s(), interval_s=BEAT_S)
            await self._append(life.site, encode(beat))
            await asyncio.sleep(BEAT_S)

    async def _append(self, site: str, value: bytes) -> None:
        """Until the log says that it has it."""
        log = MemoryLog(self.topic, clock_ms=self.clock, fault=self._source_call)
        while True:
            await asyncio.sleep(max(0.0, self.out["sources"] - now_s()))
            try:
                await log.append([Message(site.encode(), value)])
            except LogUnavailable:
                await asyncio.sleep(0.7)
            else:
                self.appended.add(value)
                return

    async def _source_call(self, moment: str) -> None:
        await asyncio.sleep(0)
        if self.out["log"] > now_s():
            raise LogUnavailable("the log cannot be reached")

    def _look_whether_healthy(self) -> None:
        for site in self.lives:
            stale = self.reader.freshness(site).stale
            if stale is not None and not (stale.source is not None and self._came_late(site, stale.source)):
                self.record.break_("I4", f"{site} is stale {HEALTHY_S:.0f} s after the last fault: {stale!r}")
            index = self.partition_of(site)
            if (self.keys.at(index).next_offset or 0) < self.topic.latest(index) - 20:
                self.record.break_("I4", f"{site} stands at {self.keys.at(index).next_offset}")

    def _came_late(self, site: str, source: str) -> bool:
        """Whether the newest event of the source came so late that it is behind indeed."""
        told = [(to_ms(event.time), appended) for appended, event in self.told(site)
                if event is not None and event.source == source]  # fmt: skip
        time, appended = max(told)
        silence = SILENCE
        return appended - time > silence.lag_ms and self.clock() - appended <= silence.lag_for_ms
