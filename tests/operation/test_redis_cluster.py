"""The ledger on a real Redis Cluster: masters fail over, and all of it goes away and comes back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import aclosing

import pytest

from streams.ledger import names
from streams.ledger.layout import hash_key
from streams.ledger.port import Changes, Claim, Ledger, LedgerUnavailable
from tests.contract.ledgers import PARTITIONS, LedgerPlace
from tests.servers.redis_cluster import RedisCluster
from tests.servers.until import until

pytestmark = pytest.mark.redis_server

FLOOR = names.floor_hash("aarhus")
ALL = range(PARTITIONS)
FAILED_OVER_S = 30.0


async def commit(ledger: Ledger, partition: int, epoch: int, from_: int | None, to: int) -> None:
    """Tries until it is done, as a worker does: by one id, so that it is applied once."""
    changes = Changes({FLOOR: {"f": b"%d" % to}}, {}, ["aarhus"], [FLOOR])

    async def done() -> bool:
        try:
            await ledger.commit(partition, epoch, from_, to, f"c{partition}-{to}", changes)
        except LedgerUnavailable:
            return False
        return True

    await until(done, within_s=FAILED_OVER_S, what=f"a commit in partition {partition}")


async def claimed(ledger: Ledger) -> Claim:
    """Partition 0, once the cluster answers for it."""
    claims: list[Claim] = []

    async def done() -> bool:
        try:
            claims.append(await ledger.claim(0, log_identity="log-1"))
        except LedgerUnavailable:
            return False
        return True

    await until(done, within_s=FAILED_OVER_S, what="a claim")
    return claims[0]


async def told_anew(wakes: AsyncGenerator[tuple[int, Sequence[str]]], partitions: Iterable[int] = ALL) -> None:
    """Waits until these were told that everything of them may have changed."""
    waiting = set(partitions)
    async with asyncio.timeout(FAILED_OVER_S):
        while waiting:
            partition, changed = await anext(wakes)
            if not changed:
                waiting.discard(partition)


async def test_every_partition_goes_on_when_a_master_fails_over(redises: RedisCluster) -> None:
    place = LedgerPlace(redises.url)
    async with place.open() as ledger, aclosing(ledger.wakes()) as wakes:
        await told_anew(wakes)
        epochs = [(await ledger.claim(number, log_identity="log-1")).epoch for number in range(PARTITIONS)]
        for number, epoch in enumerate(epochs):
            await commit(ledger, number, epoch, None, 1)
        masters = [await redises.master_of(hash_key(place.topic, number, "position")) for number in range(PARTITIONS)]
        assert len(set(masters)) == 3, "the partitions lie on all masters"

        await redises.replicated()
        await redises.kill(masters[0])
        for number, epoch in enumerate(epochs):
            await commit(ledger, number, epoch, 1, 2)
            assert await ledger.load(number, FLOOR) == {"f": b"2"}
        await told_anew(wakes, [number for number, master in enumerate(masters) if master == masters[0]])
        assert await ledger.site_partitions() == {"aarhus": PARTITIONS - 1}

        await commit(ledger, 0, epochs[0], 2, 3)
        async with asyncio.timeout(FAILED_OVER_S):
            assert [number async for number in _numbers(wakes, 0)] == [0]


async def _numbers(wakes: AsyncGenerator[tuple[int, Sequence[str]]], wanted: int) -> AsyncGenerator[int]:
    """The first wake of that partition that names what changed."""
    async for partition, changed in wakes:
        if changed and partition == wanted:
            yield partition
            return


async def test_readers_outlive_the_loss_of_the_whole_cluster(redises: RedisCluster) -> None:
    place = LedgerPlace(redises.url)
    async with place.open() as ledger, aclosing(ledger.wakes()) as wakes:
        await told_anew(wakes)
        claim = await ledger.claim(0, log_identity="log-1")
        await commit(ledger, 0, claim.epoch, None, 1)
        waiting = asyncio.create_task(told_anew(wakes))
        for number in range(len(redises.ports)):
            await redises.kill(number)
        with pytest.raises(LedgerUnavailable):
            await ledger.load(0, FLOOR)
        for process in redises.processes:
            process.start()
        await waiting
        # A replica that took over may not have had the last commit yet: the owner asks anew where it stands.
        claim = await claimed(ledger)
        await commit(ledger, 0, claim.epoch, claim.next_offset, 2)
        assert await ledger.load(0, FLOOR) == {"f": b"2"}
