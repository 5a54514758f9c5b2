from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from streams.events import SourceReset
from streams.events.decode import decode, encode
from streams.events.instant import from_ms, to_ms
from streams.events.source import Reset
from streams.log.memory import MemoryLog
from streams.log.port import RECORD_LIMIT_BYTES
from streams.sources.events_file import LINE_LIMIT_BYTES, EventsFile
from streams.sources.pace import Pace
from streams.sources.positions import MemoryPositions
from streams.sources.runner import SourceCounts, run_source

NOW_MS = 1_800_000_000_000


def line(number: int, site: str = "oslo") -> bytes:
    event = SourceReset(id=f"e{number}", source="a", time=from_ms(number * 1000), site=site, data=Reset())
    return encode(event)


def source(path: Path, pace: Pace | None = None) -> EventsFile:
    return EventsFile(id="file/one", site="default", path=path, follow=False, clock_ms=lambda: NOW_MS, pace=pace)


async def read(
    path: Path, pace: Pace | None = None, positions: MemoryPositions | None = None
) -> tuple[list[tuple[bytes, bytes]], SourceCounts]:
    """Key and value of every record, in the order of the partitions, and the counts."""
    log = MemoryLog(partitions=1)
    counts = await run_source(source(path, pace), log, positions or MemoryPositions())
    return [(record.key or b"", record.value) for records in log.topic.records for record in records], counts


async def test_every_line_goes_to_the_log_as_it_is_under_its_own_site_or_the_given_one(tmp_path: Path) -> None:
    lines = [line(1), line(2, "bergen"), b"not json", b'{"site": 7}', b'{"site": "bergen", "type": "x"}', b"\xff\xfe"]
    (tmp_path / "events.jsonl").write_bytes(b"\n".join([*lines, b"", b"  ", line(3)]))  # the last without a line end
    records, counts = await read(tmp_path / "events.jsonl")
    assert [value for _, value in records] == [*lines, line(3)]
    assert [key for key, _ in records] == [b"oslo", b"bergen", b"default", b"default", b"bergen", b"default", b"oslo"]
    assert counts.events == 7


async def test_lines_beyond_an_event_s_limit_still_come_whole_and_beyond_the_log_s_are_cut(tmp_path: Path) -> None:
    whole, too_long = b"x" * 200_000, b"y" * (RECORD_LIMIT_BYTES + 5)
    (tmp_path / "events.jsonl").write_bytes(b"\n".join([whole, too_long, line(1), b""]))
    records, counts = await read(tmp_path / "events.jsonl")
    assert [value for _, value in records] == [whole, too_long[:LINE_LIMIT_BYTES], line(1)]
    assert counts.problems == 1


async def test_a_second_run_reads_only_what_is_new(tmp_path: Path) -> None:
    path, positions = tmp_path / "events.jsonl", MemoryPositions()
    path.write_bytes(line(1) + b"\n")
    await read(path, positions=positions)
    with path.open("ab") as file:
        file.write(line(2) + b"\n")
    records, _ = await read(path, positions=positions)
    assert [value for _, value in records] == [line(2)]


async def test_a_paced_file_waits_between_its_events_and_can_begin_now(tmp_path: Path) -> None:
    now_ms = NOW_MS

    async def sleep(duration_s: float) -> None:
        nonlocal now_ms
        now_ms += round(duration_s * 1000)

    (tmp_path / "events.jsonl").write_bytes(b"\n".join([line(1), b"not json", line(61), b""]))
    pace = Pace(speed=2, rebase=True, clock_ms=lambda: now_ms, sleep=sleep)
    records, _ = await read(tmp_path / "events.jsonl", pace)
    assert now_ms == NOW_MS + 30_000
    assert records[1][1] == b"not json"
    assert [to_ms(decode(value).time) for _, value in (records[0], records[2])] == [NOW_MS, NOW_MS + 60_000]


async def test_a_missing_file_that_is_not_followed_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"events\.jsonl"):
        await read(tmp_path / "events.jsonl")


async def test_a_followed_file_gives_lines_as_they_come_and_beats(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_bytes(line(1) + b"\n")
    following = EventsFile(
        id="file/one",
        site="default",
        path=path,
        follow=True,
        clock_ms=lambda: NOW_MS,
        sleep=lambda _: asyncio.sleep(0),
    )
    got: list[bytes] = []
    batches = following.batches(None)
    async with asyncio.timeout(10):
        async for batch in batches:
            got += [entry.value for entry in batch.entries if not isinstance(entry, SourceReset)]  # type: ignore[union-attr]
            if batch.caught_up_at_ms is not None and len(got) == 1:
                with path.open("ab") as file:
                    file.write(line(2) + b"\n")
            if len(got) == 2:
                break
    await batches.aclose()
    assert got == [line(1), line(2)]
