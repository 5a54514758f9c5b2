from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from streams.events import AnyEvent, SourceBeat, SourceGap
from streams.events.decode import decode
from streams.events.instant import to_ms
from streams.log.memory import MemoryLog, MemoryTopic
from streams.sources.asterisk import AsteriskQueueLog
from streams.sources.asterisk_queue_log import QueueLogTranslator, translate_lines
from streams.sources.port import UnusablePosition
from streams.sources.positions import MemoryPositions
from streams.sources.runner import run_source

GOLDEN = Path(__file__).parents[2] / "golden" / "asterisk"


def new_translator() -> QueueLogTranslator:
    return QueueLogTranslator(site="oslo", source="asterisk/pbx1")


def source(path: Path, sleep: Callable[[float], Awaitable[object]]) -> AsteriskQueueLog:
    return AsteriskQueueLog(
        id="asterisk/pbx1",
        site="oslo",
        path=path,
        new_translator=new_translator,
        clock_ms=lambda: 1_795_432_600_700,
        sleep=sleep,
    )


def appended(topic: MemoryTopic) -> list[AnyEvent]:
    return [decode(record.value) for records in topic.records for record in records]


async def until_caught_up(path: Path, topic: MemoryTopic, positions: MemoryPositions) -> AsteriskQueueLog:
    """Runs the source until it waits for more, then ends it."""
    caught_up = asyncio.Event()

    async def wait(_: float) -> None:
        caught_up.set()
        await asyncio.Event().wait()

    following = source(path, wait)
    running = asyncio.create_task(run_source(following, MemoryLog(topic), positions))
    async with asyncio.timeout(20):
        await caught_up.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    return following


async def at_once(_: float) -> None:
    await asyncio.sleep(0)


async def test_a_log_followed_through_rotation_and_restarts_is_the_log_read_at_once(tmp_path: Path) -> None:
    first, second = ((GOLDEN / name).read_bytes() for name in ("queue_log.0", "queue_log"))
    path, topic, positions = tmp_path / "queue_log", MemoryTopic(), MemoryPositions()
    path.write_bytes(first[:40_001])  # within a line
    await until_caught_up(path, topic, positions)
    with path.open("ab") as file:
        file.write(first[40_001:])
    path.rename(tmp_path / "queue_log.0")
    path.write_bytes(second[:30_000])
    await until_caught_up(path, topic, positions)
    with path.open("ab") as file:
        file.write(second[30_000:])
    await until_caught_up(path, topic, positions)
    whole = list(translate_lines((first + second).splitlines(), new_translator()))
    assert [event for event in appended(topic) if not isinstance(event, SourceBeat)] == whole


async def test_a_beat_speaks_for_whole_seconds_only(tmp_path: Path) -> None:
    topic = MemoryTopic()
    (tmp_path / "queue_log").write_bytes(b"")
    await until_caught_up(tmp_path / "queue_log", topic, MemoryPositions())
    assert {to_ms(event.time) for event in appended(topic)} == {1_795_432_600_000}


async def test_no_beat_and_one_problem_while_there_is_no_file(tmp_path: Path) -> None:
    batches = source(tmp_path / "queue_log", at_once).batches(None)
    looks = [await anext(batches) for _ in range(3)]
    await batches.aclose()
    assert [look.caught_up_at_ms for look in looks] == [None] * 3
    assert [len(look.problems) for look in looks] == [1, 0, 0]
    assert "is not there yet" in looks[0].problems[0].reason


async def test_lines_rotated_away_unread_leave_a_gap_behind(tmp_path: Path) -> None:
    path, topic, positions = tmp_path / "queue_log", MemoryTopic(), MemoryPositions()
    path.write_bytes(b"1795431700|1.1|sales|NONE|ENTERQUEUE||NONE|1\n")
    await until_caught_up(path, topic, positions)
    path.unlink()
    path.write_bytes(b"1795431760|1.9|sales|NONE|ENTERQUEUE||NONE|1\n")
    await until_caught_up(path, topic, positions)
    (gap,) = [event for event in appended(topic) if isinstance(event, SourceGap)]
    assert (to_ms(gap.data.start), to_ms(gap.data.end)) == (1_795_431_700_000, 1_795_431_760_000)


async def test_a_line_cut_off_by_a_rotation_or_too_long_is_a_problem_and_no_event(tmp_path: Path) -> None:
    path, topic, positions = tmp_path / "queue_log", MemoryTopic(), MemoryPositions()
    path.write_bytes(b"1795431700|1.1|sales|NONE|ENTERQUEUE||" + b"1" * 70_000 + b"|1\n1795431701|1.2|sales|NONE|ABAN")
    before = await until_caught_up(path, topic, positions)
    path.rename(tmp_path / "queue_log.0")
    path.write_bytes(b"1795431760|1.9|sales|NONE|ENTERQUEUE||NONE|1\n")
    following = await until_caught_up(path, topic, positions)
    assert (before.translator.counts.problems, following.translator.counts.problems) == (1, 1)
    assert [event.id for event in appended(topic) if not isinstance(event, SourceBeat)] == [
        event.id for event in new_translator().translate(b"1795431760|1.9|sales|NONE|ENTERQUEUE||NONE|1", 1)
    ]


@pytest.mark.parametrize("position", [{}, {"version": 2}, {"version": 1, "translator": {}, "file": {}}])
async def test_a_position_of_another_kind_is_refused_with_what_to_do(
    tmp_path: Path, position: dict[str, object]
) -> None:
    with pytest.raises(UnusablePosition, match="asterisk/pbx1"):
        await anext(source(tmp_path / "queue_log", at_once).batches(position))
