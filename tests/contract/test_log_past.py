"""What every log promises to who looks back: all of one key from a moment on, beside the readers and unseen by them."""

from __future__ import annotations

import pytest

from streams.log.past import read_past
from streams.log.port import Log, LogUnavailable, Message, Record
from tests.contract.logs import LogPlace, numbered, reading
from tests.servers.until import until

PATIENCE_S = 30.0


async def past(log: Log, since_ms: int, key: bytes = b"aarhus") -> tuple[list[Record], bool]:
    records: list[Record] = []
    reached = await read_past(log, key, since_ms, records.append, patience_s=PATIENCE_S)
    return records, reached


async def test_everything_of_a_key_is_read_and_nothing_of_another(log_place: LogPlace) -> None:
    others = [Message(b"site-%d" % number, b"x") for number in range(20)]
    async with log_place.open() as log:
        await log.append([*others, *numbered(1200)])
        records, _ = await past(log, 0)

    assert [record.value for record in records] == [b"%d" % number for number in range(1200)]


async def test_it_begins_at_the_moment_that_was_asked_for(log_place: LogPlace) -> None:
    async with log_place.open() as log:
        await log.append(numbered(1500))
        whole, _ = await past(log, 0)
        last = whole[-1].appended_at_ms

        async def later() -> bool:
            """The log's clock has moved on."""
            await log.append([Message(b"aarhus", b"later")])
            return (await past(log, 0))[0][-1].appended_at_ms > last

        await until(later, within_s=10, what="a later record")
        records, reached = await past(log, last + 1)
        never, too_far = await past(log, whole[0].appended_at_ms - 1)

    assert reached
    assert records
    assert {record.value for record in records} == {b"later"}
    assert all(record.appended_at_ms > last for record in records)
    assert (len(never) > 1500, too_far) == (True, False)


async def test_a_log_with_nothing_of_the_site_answers_nothing(log_place: LogPlace) -> None:
    async with log_place.open() as log:
        assert await past(log, 0) == ([], False)
        await log.append(numbered(3, b"elsewhere"))
        records, _ = await past(log, 0)
    assert records == []


async def test_the_workers_keep_their_partitions(log_place: LogPlace) -> None:
    async with log_place.open() as log, reading(log) as worker:
        await log.append(numbered(3))
        await worker.until_read(3)
        held, told = set(worker.owner.held), len(worker.owner.told)
        records, _ = await past(log, 0)
        await log.append(numbered(2))
        await worker.until_read(5)
        assert (worker.owner.held, len(worker.owner.told)) == (held, told)
    assert len(records) == 3


async def test_who_loses_patience_says_so(log_place: LogPlace) -> None:
    async with log_place.open() as log:
        await log.append(numbered(3))
        with pytest.raises(LogUnavailable, match="could not be read within"):
            await read_past(log, b"aarhus", 0, lambda _: None, patience_s=0.0)
