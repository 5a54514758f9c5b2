"""Taking a partition over when things are not as they were left; and noticing a worker that stands still."""

from __future__ import annotations

import asyncio

import pytest

from streams.ledger.names import floor_hash
from streams.ledger.port import LedgerUnavailable
from streams.log.port import LogUnavailable
from streams.watchdog import WorkerStuck, watch
from tests.streams.test_worker import Bench, call, drain


async def test_state_of_another_version_is_dropped_and_rebuilt_from_the_log() -> None:
    bench = Bench()
    await bench.append(*map(call, range(10)))
    await drain(bench.worker())
    saved = bench.keys.at(0).hashes[floor_hash("aarhus")]
    saved["meta"] = saved["meta"].replace(b'"version":1', b'"version":0')
    await bench.append(*map(call, range(10, 15)))
    await drain(bench.worker())
    assert bench.offered() == 15


async def test_a_topic_made_anew_is_read_from_its_beginning_on_top_of_what_is_known() -> None:
    bench = Bench()
    await bench.append(*map(call, range(10)))
    await drain(bench.worker())
    bench.log.topic.recreate()
    await bench.append(*map(call, range(8, 20)))
    await drain(bench.worker())
    assert bench.offered() == 20
    assert bench.pulse.counters["log_resets"] == 1


async def test_a_ledger_that_cannot_be_reached_is_waited_for() -> None:
    bench = Bench()
    trouble = iter(["claim", "sites", "load", "commit", "commit"])
    expected = next(trouble)

    async def fault(moment: str) -> None:
        nonlocal expected
        if moment == expected:
            expected = next(trouble, "")
            raise LedgerUnavailable("stalled")

    await bench.append(call(1))
    await drain(bench.worker())
    await bench.append(call(2))
    await drain(bench.worker(bench.ledger(fault=fault)))
    assert expected == ""
    assert bench.offered() == 2


async def test_what_was_taken_over_is_not_shown_as_live_before_the_log_was_read() -> None:
    """The first turns of a new owner may find no record although there are: its fetch is still under way."""
    bench = Bench()
    await bench.append(*map(call, range(10)))
    await drain(bench.worker())
    bench.now += 3_600_000
    await bench.append(*map(call, range(10, 15)))
    await drain(bench.worker(poll_records=0))
    signs = [bench.pulse]
    await drain(bench.worker())
    signs.append(bench.pulse)
    assert [(sign.written, sign.catching_up, sign.lag_records) for sign in signs] == [
        (bench.now, True, 5), (bench.now, False, 0),
    ]  # fmt: skip


async def watched(bench: Bench, seconds: int) -> None:
    """Runs the watchdog over a worker that owns its partition and takes nothing, for so many seconds of its clock."""
    worker = bench.worker()
    async with worker.log.reader(worker) as reader:
        await worker.turn(reader)
        await bench.append(call(99))
        watching = asyncio.create_task(watch(worker, bench.log, clock=lambda: bench.now, limit_s=0.03))
        for _ in range(200):
            bench.now += seconds * 5
            await asyncio.sleep(0.005)
            if watching.done():
                break
        watching.cancel()
        await watching


async def test_records_ahead_and_no_progress_end_the_process() -> None:
    bench = Bench()
    await bench.append(call(1))
    with pytest.raises(WorkerStuck, match="partition 0 stands at 1 of 2"):
        await watched(bench, 30)


async def test_a_log_that_does_not_answer_ends_the_process() -> None:
    bench = Bench()
    await bench.append(call(1))

    async def frozen(moment: str) -> None:
        if moment == "end_offsets":
            raise LogUnavailable("no answer")

    bench.log.fault = frozen
    with pytest.raises(WorkerStuck, match="the log has not answered"):
        await watched(bench, 30)


async def test_a_worker_that_keeps_up_is_left_alone() -> None:
    bench = Bench()
    await bench.append(call(1))
    worker = bench.worker()
    async with worker.log.reader(worker) as reader:
        watching = asyncio.create_task(watch(worker, bench.log, clock=lambda: bench.now, limit_s=0.03))
        for n in range(2, 12):
            await bench.append(call(n))
            while await worker.turn(reader):
                pass
            bench.now += 10  # less than the limit: a look may fall between a record and its commit
            await asyncio.sleep(0.01)
        assert not watching.done()
        watching.cancel()
    assert bench.offered() == 11


async def test_a_partition_without_records_is_neither_behind_nor_given_a_position() -> None:
    bench = Bench(partitions=2)
    empty = 1 - bench.log.partition_of(b"aarhus")
    bench.log.topic.first[empty] = 1  # as a Redis stream's first offset is
    await bench.append(call(1))
    worker = bench.worker()
    async with worker.log.reader(worker) as reader:
        watching = asyncio.create_task(watch(worker, bench.log, clock=lambda: bench.now, limit_s=0.03))
        for _ in range(20):
            await worker.turn(reader)
            bench.now += 20_000
            await asyncio.sleep(0.005)
        assert not watching.done()
        watching.cancel()
    assert bench.keys.at(empty).next_offset is None
    again = bench.worker()
    async with again.log.reader(again) as reader:
        await again.turn(reader)
        assert again.owned[empty].counts["log_resets"] == 0
