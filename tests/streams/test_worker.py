"""The main path over the memory log and ledger: positions, fencing, lost replies, bad records, crashes anywhere."""

from __future__ import annotations

import gc
import weakref

import msgspec
import pytest
from prometheus_client import CollectorRegistry

from streams.events.decode import encode
from streams.events.instant import from_ms
from streams.floor.floor_rules import FloorRules
from streams.floor.shown import site_view
from streams.floor.view import Pulse
from streams.kpi.figures import site_figures
from streams.ledger.memory import MemoryKeys, MemoryLedger
from streams.ledger.names import floor_hash, pulse_hash, queue_hash
from streams.ledger.port import LedgerUnavailable
from streams.log.memory import MemoryLog
from streams.log.port import Message
from streams.rejected_share import TooManyRejected
from streams.worker import Worker
from streams.worker_metrics import WorkerMetrics
from streams.worker_settings import WorkerSettings
from tests.streams.floor.histories import START, event

NOW = START + 60_000


class Bench:
    """A log, what a ledger holds, and a clock; workers come and go."""

    def __init__(self, partitions: int = 1) -> None:
        self.now = NOW
        self.log = MemoryLog(partitions=partitions, clock_ms=lambda: self.now)
        self.keys = MemoryKeys()
        self.partitions = partitions

    def ledger(self, **more: object) -> MemoryLedger:
        return MemoryLedger(partitions=self.partitions, keys=self.keys, **more)  # type: ignore[arg-type]

    def worker(self, ledger: MemoryLedger | None = None, **more: object) -> Worker:
        settings = WorkerSettings(refresh_ms=0, poll_timeout_s=0, retry_first_s=0, **more)  # type: ignore[arg-type]
        return Worker(
            self.log, ledger or self.ledger(), rules=lambda _: FloorRules(), clock=lambda: self.now, settings=settings
        )

    async def append(self, *values: bytes) -> None:
        await self.log.append([Message(b"aarhus", value) for value in values])

    def hash(self, name: str) -> dict[str, bytes]:
        return self.keys.at(0).hashes.get(name, {})

    @property
    def pulse(self) -> Pulse:
        return msgspec.json.decode(self.hash(pulse_hash("aarhus"))["pulse"], type=Pulse)

    def offered(self) -> int:
        window = self.hash(queue_hash("aarhus", "sales")).get("5m", b'{"counts":{}}')
        counts: dict[str, int] = msgspec.json.decode(window).get("counts", {})
        return counts.get("offered", 0)


def call(n: int) -> bytes:
    return encode(event(f"q{n}", "contact.queued", START + n, contact=f"c{n}", queue="sales"))


async def drain(worker: Worker) -> None:
    async with worker.log.reader(worker) as reader:
        while await worker.turn(reader):
            pass


async def test_events_become_figures_and_the_position_is_in_the_same_commit() -> None:
    bench = Bench()
    await bench.append(*map(call, range(10)))
    await drain(bench.worker())
    assert bench.offered() == 10
    assert bench.keys.at(0).next_offset == 10
    assert bench.pulse.newest == START + 9
    assert bench.pulse.at == NOW


async def test_a_new_owner_goes_on_where_the_last_one_committed() -> None:
    bench = Bench()
    await bench.append(*map(call, range(10)))
    await drain(bench.worker())
    await bench.append(*map(call, range(5, 20)))
    await drain(bench.worker())
    assert bench.offered() == 20
    assert bench.pulse.counters["duplicates"] == 5


async def test_a_frozen_worker_that_wakes_up_is_fenced_and_lets_go() -> None:
    bench = Bench()
    await bench.append(call(1))
    frozen = bench.worker()
    async with frozen.log.reader(frozen) as reader:
        await frozen.turn(reader)
        await bench.ledger().claim(0, log_identity=bench.log.identity)  # another owner, meanwhile
        await bench.append(call(2))
        await frozen.turn(reader)
        assert frozen.owned == {}
    assert bench.offered() == 1


async def test_a_worker_whose_ledger_lost_everything_rebuilds_from_the_log() -> None:
    bench = Bench()
    await bench.append(*map(call, range(10)))
    worker = bench.worker()
    async with worker.log.reader(worker) as reader:
        while await worker.turn(reader):
            pass
        bench.keys.partitions.clear()
        await worker.turn(reader)
        assert worker.owned == {}
        bench.now += worker.settings.fence_wait_ms
        await worker.turn(reader)
        await worker.turn(reader)
    assert bench.offered() == 10


async def test_a_lost_reply_is_recognised_and_nothing_is_counted_twice() -> None:
    bench = Bench()
    lost = iter([True, True])

    async def lose_the_reply(moment: str) -> None:
        if moment == "commit answered" and next(lost, False):
            raise LedgerUnavailable("the reply was lost")

    await bench.append(*map(call, range(10)))
    await drain(bench.worker(bench.ledger(fault=lose_the_reply)))
    assert bench.offered() == 10
    assert bench.keys.at(0).next_offset == 10


@pytest.mark.parametrize("moment", ["claim", "sites", "commit", "commit answered"])
async def test_a_crash_at_any_call_repeats_nothing_and_loses_nothing(moment: str) -> None:
    bench = Bench()
    await bench.append(*map(call, range(30)))

    class Crash(Exception):
        pass

    async def crash(at: str) -> None:
        if at == moment:
            raise Crash

    for _ in range(3):
        with pytest.raises(Crash):
            await drain(bench.worker(bench.ledger(fault=crash), poll_records=7))
    await drain(bench.worker(poll_records=7))
    assert bench.offered() == 30


async def test_bad_records_go_to_the_rejected_topic_with_their_reason_and_the_rest_is_unharmed() -> None:
    bench = Bench()
    future = encode(event("f", "contact.queued", START + 365 * 86_400_000, contact="f", queue="sales"))
    newer = call(3).replace(b"tavle.contact.queued", b"tavle.contact.teleported")
    extra = call(4).replace(b'"data":{', b'"traceparent":"00-1","data":{"mood":"good",')
    bad = {
        b"garbage": "not JSON",
        b"[]": "expected an object",
        call(2).replace(b'"sales"', b"7"): "Expected `str`",
        b'{"x":"' + b"y" * 900_000 + b'"}': "too large",
        future: "from the future",
        b"\xff\xfe": "not JSON",
        b'{"type":"tavle.contact.queued","time":NaN}': "not JSON",
        b"[" * 50_000: "not JSON",
    }
    await bench.append(call(1), *bad, newer, extra)
    await drain(bench.worker())
    reasons = [rejection.reason async for rejection in bench.log.rejected()]
    for reason, said in zip(reasons, bad.values(), strict=True):
        assert said in reason
    assert bench.offered() == 2
    assert bench.pulse.counters["rejected"] == len(bad)
    assert bench.pulse.counters["unknown_types"] == 1
    assert bench.pulse.counters["unknown_fields"] == 2


async def test_a_stream_of_something_else_stops_the_worker_with_advice() -> None:
    bench = Bench()
    await bench.append(*[call(n) for n in range(80)], *[b"no event"] * 20)
    with pytest.raises(TooManyRejected, match="Look at the reasons"):
        await drain(bench.worker(rejected_least=50))
    assert bench.offered() == 80


async def test_a_worker_started_again_after_such_a_stream_goes_on_behind_it() -> None:
    bench = Bench()
    await bench.append(*[b"no event"] * 100, call(1))
    with pytest.raises(TooManyRejected):
        await drain(bench.worker(rejected_least=50))
    await drain(bench.worker(rejected_least=50))
    assert bench.offered() == 1
    assert len([rejection async for rejection in bench.log.rejected()]) == 100


async def test_a_trimmed_log_is_read_on_from_what_it_has_and_the_figures_say_so() -> None:
    bench = Bench()
    await bench.append(*map(call, range(10)))
    await drain(bench.worker())
    await bench.append(*map(call, range(10, 30)))
    bench.log.topic.trim(0, 20)
    worker = bench.worker()
    async with worker.log.reader(worker) as reader:
        for _ in range(5):
            await worker.turn(reader)
    assert bench.offered() == 20
    assert bench.pulse.counters["log_resets"] == 1


async def test_by_the_logs_clock_an_old_day_is_shown_as_it_stood_at_its_end() -> None:
    bench = Bench()
    bench.now = START + 30 * 86_400_000
    await bench.append(*map(call, range(10)))
    worker = bench.worker(clock="log")
    await drain(worker)
    assert bench.pulse.at == START + 10
    assert bench.offered() == 10


async def test_figures_in_the_ledger_are_those_of_the_floor() -> None:
    bench = Bench()
    answered = event("a", "contact.answered", START + 4000, contact="c1", agent="ann")
    await bench.append(call(1), call(2), encode(answered))
    worker = bench.worker()
    await drain(worker)
    floor = worker.owned[0].floors["aarhus"] if worker.owned else None
    assert floor is None  # leaving the group lets the partition go
    fresh = bench.worker()
    async with fresh.log.reader(fresh) as reader:
        await fresh.turn(reader)
        view = site_view(fresh.owned[0].floors["aarhus"], bench.now)
    figures = site_figures(view)
    assert figures["queues"]["sales"]["5m"]["offered"] == bench.offered()
    assert figures["queues"]["sales"]["5m"]["asa_ms"] == 3999
    assert bench.hash(floor_hash("aarhus"))["meta"].startswith(b"{")


async def test_time_passes_without_events_so_that_windows_slide_and_the_pulse_beats() -> None:
    bench = Bench()
    await bench.append(call(1))
    worker = bench.worker()
    async with worker.log.reader(worker) as reader:
        await worker.turn(reader)
        assert bench.offered() == 1
        bench.now += 10 * 60_000
        await worker.turn(reader)
    assert bench.offered() == 0
    assert bench.pulse.written == bench.now
    assert from_ms(bench.pulse.at) > from_ms(NOW)


async def test_beats_do_not_move_the_logs_clock() -> None:
    bench = Bench()
    bench.now = START + 30 * 86_400_000
    beat = event("b", "source.beat", bench.now, interval_s=5)
    await bench.append(call(1), encode(beat), call(2))
    await drain(bench.worker(clock="log"))
    assert bench.pulse.at == START + 3
    assert bench.pulse.newest == START + 2
    assert bench.pulse.counters["ahead"] == 0
    assert bench.offered() == 2


async def test_a_partition_that_goes_frees_its_floors_without_a_collection() -> None:
    bench = Bench()
    await bench.append(*map(call, range(10)))
    worker = bench.worker()
    gc.disable()
    try:
        async with worker.log.reader(worker) as reader:
            while await worker.turn(reader):
                pass
            floor = worker.owned[0].floors["aarhus"]
            held = [weakref.ref(part) for part in (floor, floor.contacts, floor.tickets)]
            assert floor.contacts.by_id
            del floor
        assert worker.owned == {}
        assert [part() for part in held if part() is not None] == []
    finally:
        gc.enable()


async def test_a_site_larger_than_one_is_made_for_goes_on_and_is_counted() -> None:
    bench = Bench()
    told = [event(f"q{n}", "contact.queued", START + n, contact=f"c{n}", queue=f"queue {n}") for n in range(3)]
    await bench.append(*map(encode, told))
    for limit, large in ((3, 0), (2, 1)):
        registry = CollectorRegistry()
        worker = bench.worker(queues_a_site=limit)
        worker.metrics = WorkerMetrics(registry)
        await drain(worker)
        assert registry.get_sample_value("tavle_worker_large_sites") == large
    assert bench.pulse.newest == START + 2, "and nothing of it is left out"
