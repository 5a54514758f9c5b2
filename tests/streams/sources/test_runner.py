from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from pathlib import Path
from random import Random

import pytest

from streams.events import AnyEvent, SourceBeat, SourceReset
from streams.events.decode import decode
from streams.events.instant import from_ms, to_ms
from streams.events.source import Reset
from streams.log.memory import MemoryLog, MemoryTopic
from streams.log.port import LogUnavailable
from streams.sources.backoff import Backoff
from streams.sources.port import Batch, Position, Problem, RawRecord, UnusablePosition
from streams.sources.positions import FilePositions, MemoryPositions
from streams.sources.runner import run_source


def event(number: int) -> AnyEvent:
    return SourceReset(id=f"e{number}", source="test/one", time=from_ms(number * 1000), site="oslo", data=Reset())


class Numbers:
    """A source of `count` events, two a batch, whose position is the next number."""

    id, site = "test/one", "oslo"

    def __init__(self, count: int, *, then_wait: bool = False) -> None:
        self.count, self.then_wait, self.closed = count, then_wait, False
        self.waits = asyncio.Event()

    async def batches(self, position: Position | None) -> AsyncGenerator[Batch, None]:
        try:
            for number in range(position["next"] if position else 0, self.count, 2):
                end = min(number + 2, self.count)
                yield Batch([event(each) for each in range(number, end)], {"next": end})
            if self.then_wait:
                self.waits.set()
                await asyncio.Event().wait()
        finally:
            self.closed = True


class Batches:
    """A source of given batches."""

    id, site = "test/one", "oslo"

    def __init__(self, batches: Sequence[Batch]) -> None:
        self._batches = batches

    async def batches(self, position: Position | None) -> AsyncGenerator[Batch, None]:
        for batch in self._batches:
            yield batch


def appended(log: MemoryLog) -> list[AnyEvent]:
    return [decode(record.value) for records in log.topic.records for record in records]


async def at_once(_: float) -> None:
    await asyncio.sleep(0)


async def test_events_are_in_the_log_before_their_position_is_saved() -> None:
    log, positions = MemoryLog(), MemoryPositions()
    saved_at: list[tuple[int, object]] = []

    class Watched(MemoryPositions):
        def save(self, source_id: str, position: Position) -> None:
            saved_at.append((len(appended(log)), position["next"]))
            positions.save(source_id, position)

    counts = await run_source(Numbers(5), log, Watched())
    assert saved_at == [(2, 2), (4, 4), (5, 5)]
    assert [one.id for one in appended(log)] == ["e0", "e1", "e2", "e3", "e4"]
    assert (counts.events, counts.batches) == (5, 3)


async def test_a_crash_after_the_append_appends_the_same_ids_again_and_nothing_is_skipped() -> None:
    topic, positions = MemoryTopic(), MemoryPositions()
    appends = 0

    async def crash_on_the_second(moment: str) -> None:
        nonlocal appends
        appends += moment == "append answered"
        if appends == 2:
            raise RuntimeError("the process ends here")

    with pytest.raises(RuntimeError):
        await run_source(Numbers(6), MemoryLog(topic, fault=crash_on_the_second), positions)
    await run_source(Numbers(6), MemoryLog(topic), positions)
    assert [one.id for one in appended(MemoryLog(topic))] == ["e0", "e1", "e2", "e3", "e2", "e3", "e4", "e5"]


async def test_an_unreachable_log_is_tried_again_with_growing_bounded_waits_and_nothing_is_skipped() -> None:
    failures = iter(range(12))
    waits: list[float] = []

    async def down(moment: str) -> None:
        if moment == "append" and next(failures, None) is not None:
            raise LogUnavailable("down")

    async def slept(wait_s: float) -> None:
        waits.append(wait_s)

    log = MemoryLog(fault=down)
    counts = await run_source(Numbers(3), log, MemoryPositions(), sleep=slept, random=Random(1))
    assert [one.id for one in appended(log)] == ["e0", "e1", "e2"]
    assert counts.retries == len(waits) == 12
    assert max(waits[:3]) <= 0.8
    assert 2 < max(waits) <= 5


def test_the_wait_has_a_ceiling_and_starts_small_after_a_success() -> None:
    backoff = Backoff(Random(1))
    assert max(backoff.next_s() for _ in range(2000)) <= 5
    backoff.reset()
    assert backoff.next_s() <= 0.2


async def test_a_full_disk_stops_the_source_until_the_position_is_saved() -> None:
    class FullDisk(MemoryPositions):
        full = 3

        def save(self, source_id: str, position: Position) -> None:
            if self.full:
                self.full -= 1
                raise OSError(28, "No space left on device")
            super().save(source_id, position)

    positions = FullDisk()
    counts = await run_source(Numbers(2), MemoryLog(), positions, sleep=at_once)
    assert counts.retries == 3
    assert positions.load("test/one") == {"next": 2}


async def test_cancellation_closes_the_source() -> None:
    source, log = Numbers(3, then_wait=True), MemoryLog()
    running = asyncio.create_task(run_source(source, log, MemoryPositions()))
    async with asyncio.timeout(10):
        await source.waits.wait()
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
    assert source.closed
    assert len(appended(log)) == 3


async def test_beats_go_out_every_second_and_only_while_caught_up() -> None:
    looks_ms: list[int | None] = [None, 100_000, 100_250, 100_999, 101_000, None, 101_800, 102_500, 90_000]
    log = MemoryLog()
    counts = await run_source(Batches([Batch(caught_up_at_ms=at_ms) for at_ms in looks_ms]), log, MemoryPositions())
    beats = [one for one in appended(log) if isinstance(one, SourceBeat)]
    assert [to_ms(beat.time) for beat in beats] == [100_000, 101_000, 102_500, 90_000]  # the last: a clock put back
    assert {(beat.source, beat.site, beat.data.interval_s) for beat in beats} == {("test/one", "oslo", 1.0)}
    assert len({beat.id for beat in beats}) == counts.beats == 4


async def test_a_raw_record_is_appended_as_it_is_under_its_site() -> None:
    log = MemoryLog()
    batch = Batch([RawRecord("bergen", b"not json")], problems=[Problem(1, "odd")])
    counts = await run_source(Batches([batch]), log, MemoryPositions())
    (record,) = [record for records in log.topic.records for record in records]
    assert (record.key, record.value) == (b"bergen", b"not json")
    assert counts.problems == 1


def test_a_saved_position_outlives_the_process(tmp_path: Path) -> None:
    FilePositions(tmp_path / "positions").save("asterisk/pbx1", {"offset": 7})
    positions = FilePositions(tmp_path / "positions")
    assert positions.load("asterisk/pbx1") == {"offset": 7}
    assert positions.load("asterisk/pbx2") is None
    assert [path.name for path in (tmp_path / "positions").iterdir()] == ["asterisk%2Fpbx1.position.json"]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"source": "other", "position": {}}', b"\xff"])
def test_a_damaged_position_is_refused_with_what_to_do(tmp_path: Path, content: bytes) -> None:
    positions = FilePositions(tmp_path)
    positions.path_of("a").write_bytes(content)
    with pytest.raises(UnusablePosition, match="delete it"):
        positions.load("a")
