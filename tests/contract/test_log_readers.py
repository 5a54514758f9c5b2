"""What every log promises to the members of a reading group: one reader a partition, told before and after."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

import pytest

from streams.log.port import Message
from tests.contract.logs import PARTITIONS, LogPlace, Owner, numbered, reading
from tests.servers.until import until


async def test_a_failing_owner_is_heard_and_asked_again(log_place: LogPlace) -> None:
    owner = Owner()
    owner.failures = [RuntimeError("the ledger is away")]
    async with log_place.open() as log:
        await log.append(numbered(3))
        async with reading(log, owner) as one:
            with pytest.raises(RuntimeError, match="the ledger is away"):
                await one.until_read(1)
            assert one.values == []
            await one.until_read(3)


async def test_everything_is_revoked_when_a_reader_leaves(log_place: LogPlace) -> None:
    async with log_place.open() as log, reading(log) as one:
        await one.until_holding(PARTITIONS)
    assert one.owner.held == set()
    assert one.owner.told[-1][0] == "revoked"


async def test_every_partition_has_one_reader_and_another_takes_over(log_place: LogPlace) -> None:
    share = PARTITIONS // 2 if log_place.shares_partitions else 0
    async with log_place.open() as log, AsyncExitStack() as until_left:
        leaves = await until_left.enter_async_context(reading(log))
        await leaves.until_holding(PARTITIONS)
        async with log_place.open() as other_log, reading(other_log) as stays:

            async def settled() -> bool:
                await asyncio.gather(stays.poll(), leaves.poll())
                assert not stays.owner.held & leaves.owner.held
                together = stays.owner.held | leaves.owner.held
                return len(together) == PARTITIONS and len(stays.owner.held) == share

            await until(settled, within_s=20, what="the sharing")
            assert log_place.shares_partitions == any(what == "revoked" for what, _ in leaves.owner.told)
            await until_left.aclose()
            await stays.until_holding(PARTITIONS)
            await log.append([Message(b"site-%d" % number, b"%d" % number) for number in range(40)])
            await stays.until_read(40)


async def test_another_takes_over_from_a_reader_that_died(log_place: LogPlace) -> None:
    async with log_place.doomed_reader() as die, log_place.open() as log, reading(log) as heir:
        await heir.poll()
        assert len(heir.owner.held) < PARTITIONS
        await die()
        await heir.until_holding(PARTITIONS, within_s=30)
        await log.append(numbered(3))
        await heir.until_read(3)
