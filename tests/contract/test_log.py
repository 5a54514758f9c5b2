"""What every log promises (streams/log/port.py)."""

from __future__ import annotations

import asyncio
import hashlib
import time

import pytest

from streams.log.port import (
    EARLIEST,
    RECORD_LIMIT_BYTES,
    REJECTED_LIMIT_BYTES,
    Log,
    LogReset,
    Message,
    RecordTooLarge,
    Rejection,
)
from tests.contract.logs import PARTITIONS, LogPlace, Owner, numbered, reading
from tests.servers.until import until


async def first_offset(log: Log, partition: int) -> int:
    """Offsets begin at 0 or 1, as the log likes: where this empty one begins."""
    return (await log.end_offsets())[partition]


async def test_records_come_back_in_the_order_of_their_key(log_place: LogPlace) -> None:
    async with log_place.open() as log:
        keys = [b"aarhus", b"odense", b"oslo", b"lund"]
        messages = [Message(key, b"%s %d" % (key, number)) for number in range(50) for key in keys]
        before_ms = time.time_ns() // 1_000_000
        await log.append(messages)
        async with reading(log) as one:
            await one.until_read(200)
            for key in keys:
                records = [record for record in one.records[log.partition_of(key)] if record.key == key]
                assert [record.value for record in records] == [b"%s %d" % (key, number) for number in range(50)]
                assert all(abs(record.appended_at_ms - before_ms) < 60_000 for record in records)
            for records in one.records.values():
                offsets = [record.offset for record in records]
                assert offsets == sorted(set(offsets))


async def test_what_was_appended_is_there_when_the_log_is_opened_again(log_place: LogPlace) -> None:
    async with log_place.open() as log:
        identity = log.identity
        await log.append(numbered(10))
    async with log_place.open() as again:
        assert again.identity == identity != ""
        assert again.partitions == PARTITIONS
        async with reading(again) as one:
            await one.until_read(10)
            assert one.values == [b"%d" % number for number in range(10)]


async def test_the_number_of_partitions_is_the_logs_own(log_place: LogPlace) -> None:
    async with log_place.open():
        pass
    async with log_place.open(partitions=PARTITIONS * 2) as log:
        assert log.partitions == PARTITIONS
        assert set(await log.end_offsets()) == set(range(PARTITIONS))


async def test_where_there_are_no_records_the_log_begins_at_its_end(log_place: LogPlace) -> None:
    async with log_place.open() as log:
        begins = await log.beginning_offsets()
        assert begins == await log.end_offsets()
        await log.append([Message(b"aarhus", b"1"), Message(b"aarhus", b"2")])
        assert await log.beginning_offsets() == begins
        partition = log.partition_of(b"aarhus")
        assert (await log.end_offsets())[partition] == begins[partition] + 2


async def test_a_reader_begins_where_its_owner_says(log_place: LogPlace) -> None:
    async with log_place.open() as log:
        partition = log.partition_of(b"aarhus")
        start = await first_offset(log, partition)
        await log.append(numbered(10))
        async with reading(log, Owner({partition: start + 7})) as one:
            await one.until_read(3)
            assert [record.offset for record in one.records[partition]] == [start + 7, start + 8, start + 9]
            one.reader.seek(partition, start + 9)
            await one.until_read(4)
            one.reader.seek(partition, EARLIEST)
            await one.until_read(14)
            assert one.values[3:] == [b"9", *(b"%d" % number for number in range(10))]


async def test_a_reader_at_the_end_gets_what_comes_then(log_place: LogPlace) -> None:
    async with log_place.open() as log:
        partition = log.partition_of(b"aarhus")
        await log.append(numbered(5))
        async with reading(log, Owner(await log.end_offsets())) as one:
            await one.until_holding(PARTITIONS)
            assert one.values == []
            await log.append([Message(b"aarhus", b"new")])
            await one.until_read(1)
            assert one.values == [b"new"]
            assert one.records[partition][0].offset + 1 == (await log.end_offsets())[partition]


async def test_one_poll_gives_at_most_what_was_asked_for(log_place: LogPlace) -> None:
    async with log_place.open() as log:
        await log.append([Message(b"site-%d" % (number % 16), b"%d" % number) for number in range(400)])
        async with reading(log) as one:
            await one.until_holding(PARTITIONS)
            one.records.clear()
            for partition in range(PARTITIONS):
                one.reader.seek(partition, EARLIEST)

            async def all_read() -> bool:
                found = await one.poll(max_records=30)
                assert sum(len(records) for records in found.values()) <= 30
                return len(one.values) == 400

            await until(all_read, what="the reading of all in small portions")


async def test_a_position_beyond_the_end_is_a_reset(log_place: LogPlace) -> None:
    async with log_place.open() as log:
        partition = log.partition_of(b"aarhus")
        start = await first_offset(log, partition)
        await log.append(numbered(5))
        async with reading(log, Owner({partition: start + 1000})) as one:
            with pytest.raises(LogReset) as reset:
                await one.until_read(1)
            found = reset.value
            assert (found.partition, found.position) == (partition, start + 1000)
            assert (found.earliest, found.latest) == (start, start + 5)
            one.reader.seek(partition, EARLIEST)
            await one.until_read(5)


async def test_a_position_that_was_trimmed_is_a_reset(log_place: LogPlace) -> None:
    async with log_place.open() as log:
        partition = log.partition_of(b"aarhus")
        start = await first_offset(log, partition)
        await log.append(numbered(20))
        await log_place.trim(partition, start + 12)
        async with reading(log, Owner({partition: start + 3})) as one:
            with pytest.raises(LogReset) as reset:
                await one.until_read(1)
            found = reset.value
            assert (found.position, found.earliest, found.latest) == (start + 3, start + 12, start + 20)
            one.reader.seek(partition, found.earliest)
            await one.until_read(8)
            assert one.values == [b"%d" % number for number in range(12, 20)]


async def test_the_beginning_of_a_trimmed_log_is_its_oldest_record(log_place: LogPlace) -> None:
    async with log_place.open() as log:
        partition = log.partition_of(b"aarhus")
        start = await first_offset(log, partition)
        await log.append(numbered(20))
        await log_place.trim(partition, start + 20)
        await log.append([Message(b"aarhus", b"after")])
        async with reading(log) as one:
            await one.until_read(1)
            assert [(record.offset, record.value) for record in one.records[partition]] == [(start + 20, b"after")]


async def test_a_log_made_anew_has_another_identity(log_place: LogPlace) -> None:
    async with log_place.open() as log:
        before = log.identity
        await log.append(numbered(3))
    await log_place.recreate()
    async with log_place.open() as log:
        assert log.identity != before
        assert len(set((await log.end_offsets()).values())) == 1


async def test_a_log_made_anew_under_a_reader_is_a_reset_even_when_it_has_grown_past_it(log_place: LogPlace) -> None:
    async with log_place.open() as log:
        before = log.identity
        await log.append(numbered(3))
        async with reading(log) as one:
            await one.until_read(3)
            await log_place.recreate()
            async with log_place.open() as writer:
                await writer.append(numbered(50))

            async def reset() -> bool:
                await log.end_offsets()  # as the watchdog does from time to time
                try:
                    await one.poll()
                except LogReset:
                    return True
                return False

            await until(reset, within_s=30, what="the reset")
            assert log.identity != before


async def test_lag_counts_what_was_not_handed_out(log_place: LogPlace) -> None:
    async with log_place.open() as log:
        partition = log.partition_of(b"aarhus")
        await log.append(numbered(100))
        async with reading(log) as one:

            async def some_read() -> bool:
                await one.poll(max_records=10)
                return bool(one.values)

            await until(some_read, what="the first records")
            assert one.reader.lag(partition) == 100 - len(one.values)
            await one.until_read(100)
            assert one.reader.lag(partition) == 0
            other = (partition + 1) % PARTITIONS

            async def other_known() -> bool:
                await one.poll()
                return one.reader.lag(other) == 0

            await until(other_known, what="the lag of a partition without records")


async def test_an_empty_poll_ends_in_time(log_place: LogPlace) -> None:
    async with log_place.open() as log, reading(log) as one:
        await one.until_holding(PARTITIONS)
        async with asyncio.timeout(5):
            assert await one.poll(timeout_s=0.3) == {}
            assert await one.poll(timeout_s=0) == {}


async def test_rejections_come_back_as_they_were(log_place: LogPlace) -> None:
    rejections = [
        Rejection(number % PARTITIONS, number, f"not an event: æøå {number}", b"\x00\xff{%d" % number)
        for number in range(20)
    ]
    async with log_place.open() as log:
        assert [rejection async for rejection in log.rejected()] == []
        await log.reject(rejections[:5])
        await log.reject(rejections[5:])
    async with log_place.open() as again:
        assert [rejection async for rejection in again.rejected()] == rejections


async def test_a_large_rejection_is_cut_and_says_so(log_place: LogPlace) -> None:
    value = bytes(range(256)) * 3500
    async with log_place.open() as log:
        await log.reject([Rejection(0, 7, "larger than 64 KiB", value)])
        (found,) = [rejection async for rejection in log.rejected()]
    assert found.value == value[:REJECTED_LIMIT_BYTES]
    assert found.reason.startswith("larger than 64 KiB (")
    assert str(len(value)) in found.reason
    assert hashlib.sha256(value).hexdigest() in found.reason


async def test_a_record_up_to_the_limit_arrives_and_above_it_is_refused_whole(log_place: LogPlace) -> None:
    async with log_place.open() as log:
        largest = b"\xff" * (RECORD_LIMIT_BYTES - len(b"aarhus"))
        await log.append([Message(b"aarhus", b"small"), Message(b"aarhus", largest)])
        with pytest.raises(RecordTooLarge):
            await log.append([Message(b"aarhus", b"never"), Message(b"aarhus", largest + b"x")])
        async with reading(log) as one:
            await one.until_read(2)
            assert [len(value) for value in one.values] == [5, len(largest)]


async def test_a_key_goes_to_the_same_partition_in_every_log(log_place: LogPlace) -> None:
    async with log_place.open() as log:
        keys = [b"aarhus", "Ærø: nord".encode(), b"x", b"", b"site {1}", b"0123456789" * 12]
        await log.append([Message(key, b"v") for key in keys])
        async with reading(log) as one:
            await one.until_read(len(keys))
            found = {record.key: partition for partition, records in one.records.items() for record in records}
    assert {key or b"": partition for key, partition in found.items()} == {key: log.partition_of(key) for key in keys}
