"""What a worker says and does just after something went wrong: nothing old as new, nobody blamed for its own delay."""

from __future__ import annotations

import asyncio

import msgspec

from streams.events.decode import encode
from streams.floor.view import Pulse
from streams.ledger.memory import MemoryKeys, MemoryLedger
from streams.ledger.names import pulse_hash
from streams.ledger.port import LedgerUnavailable
from streams.log.memory import MemoryLog
from streams.log.port import Message
from streams.worker import Worker
from streams.worker_settings import WorkerSettings
from tests.servers.until import until
from tests.streams.floor.histories import START, event
from tests.streams.test_worker import Bench, call, drain

HOUR_MS = 3_600_000


async def test_a_source_is_not_late_because_we_read_late() -> None:
    bench = Bench()
    bench.now = START + 10
    await bench.append(call(1))
    bench.now = START + HOUR_MS
    worker = bench.worker()
    async with worker.log.reader(worker) as reader:
        await worker.turn(reader)
        source = worker.owned[0].floors["aarhus"].sources["test/pbx"]
        assert (source.lag_ms, source.received) == (9, START + 10)
    (view,) = bench.pulse.sources.values()
    assert view.received == START + 10


async def test_as_long_as_more_is_to_be_read_its_deadlines_wait() -> None:
    """An answer may be among what is still to be read."""
    bench = Bench()
    bench.now = START + 10
    await bench.append(call(1), encode(event("a", "contact.answered", START + 4, contact="c1", agent="ann")))
    bench.now = START + HOUR_MS
    worker = bench.worker(poll_records=1)
    async with worker.log.reader(worker) as reader:
        await worker.turn(reader)
        assert worker.owned[0].floors["aarhus"].sources["test/pbx"].lag_ms > HOUR_MS - 1000
        await worker.turn(reader)
        assert worker.owned[0].floors["aarhus"].sources["test/pbx"].lag_ms == 6


async def test_a_source_that_tells_the_past_is_late_however_soon_we_read() -> None:
    bench = Bench()
    bench.now = START + 60_000
    await bench.append(call(1))
    bench.now += 5000
    worker = bench.worker()
    async with worker.log.reader(worker) as reader:
        await worker.turn(reader)
        assert worker.owned[0].floors["aarhus"].sources["test/pbx"].lag_ms == 59_999


async def test_told_to_end_it_does_not_wait_for_a_ledger_that_is_gone() -> None:
    bench, stop, gone, refused = Bench(), asyncio.Event(), False, 0

    async def fault(moment: str) -> None:
        nonlocal refused
        await asyncio.sleep(0.005 if gone else 0)
        refused += gone
        if gone:
            raise LedgerUnavailable("stalled")

    await bench.append(call(1))
    worker = bench.worker(bench.ledger(fault=fault), drain_s=0.05)
    running = asyncio.create_task(worker.run(stop))
    await until(lambda: bench.offered() == 1)
    gone = True
    await bench.append(call(2))
    await until(lambda: refused > 2)
    stop.set()
    async with asyncio.timeout(5):
        await running
    assert worker.owned == {}
    await drain(bench.worker())
    assert bench.offered() == 2


async def test_an_emptied_memory_ledger_hands_out_no_epoch_that_an_old_owner_holds() -> None:
    keys = MemoryKeys()
    was = await MemoryLedger(keys=keys).claim(0, log_identity="log")
    keys.partitions.clear()
    again = await MemoryLedger(keys=keys).claim(0, log_identity="log")
    assert again.epoch > was.epoch


async def test_partitions_that_wait_for_their_first_records_are_not_called_up_to_date() -> None:
    """One busy partition takes the first poll; the other has read nothing yet."""
    now = START + 60_000
    log, keys = MemoryLog(partitions=2, clock_ms=lambda: now), MemoryKeys()
    sites = {log.partition_of(name.encode()): name for name in ("aarhus", "odense", "esbjerg", "vejle")}

    def worker() -> Worker:
        settings = WorkerSettings(refresh_ms=0, poll_timeout_s=0, poll_records=1)
        return Worker(log, MemoryLedger(partitions=2, keys=keys), rules=lambda _: rules, clock=lambda: now,
                      settings=settings)  # fmt: skip

    def pulse(partition: int) -> Pulse:
        raw = keys.at(partition).hashes[pulse_hash(sites[partition])]["pulse"]
        return msgspec.json.decode(raw, type=Pulse)

    rules = Bench().worker()._rules("aarhus")
    told = {index: call(1).replace(b'"aarhus"', b'"%s"' % site.encode()) for index, site in sites.items()}
    await log.append([Message(site.encode(), told[index]) for index, site in sites.items()])
    await drain(worker())
    await log.append([Message(site.encode(), told[index]) for index, site in sites.items() for _ in range(3)])
    now += HOUR_MS
    second = worker()
    async with log.reader(second) as reader:
        await second.turn(reader)
        assert {pulse(index).catching_up or pulse(index).written < now for index in sites} == {True}
