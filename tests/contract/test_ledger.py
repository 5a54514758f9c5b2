"""What every ledger promises (streams/ledger/port.py)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

import pytest

from streams.ledger import names
from streams.ledger.port import Changes, Claim, Fenced, HashName, Ledger, LedgerMismatch
from tests.contract.ledgers import PARTITIONS, LedgerPlace

FLOOR = names.floor_hash("aarhus")
QUEUE = names.queue_hash("aarhus", "sales")


def changes(
    put: Mapping[HashName, Mapping[str, bytes]] | None = None,
    drop: Mapping[HashName, Sequence[str]] | None = None,
    *,
    sites: Sequence[str] = (),
    woken: Sequence[HashName] = (),
) -> Changes:
    return Changes(put or {}, drop or {}, sites, woken)


async def claimed(ledger: Ledger, partition: int = 0) -> Claim:
    return await ledger.claim(partition, log_identity="log-1")


async def test_the_first_owner_finds_nobody(ledger_place: LedgerPlace) -> None:
    async with ledger_place.open() as ledger:
        claim = await claimed(ledger)
        assert (claim.next_offset, claim.log_identity) == (None, None)
        assert await ledger.load(0, FLOOR) == {}
        assert await ledger.sites(0) == []
        assert await ledger.read(0, [QUEUE, FLOOR]) == [{}, {}]


async def test_every_claim_raises_the_epoch_of_its_partition_only(ledger_place: LedgerPlace) -> None:
    async with ledger_place.open() as ledger:
        first, second = await claimed(ledger, 3), await claimed(ledger, 3)
        assert second.epoch == first.epoch + 1
        other = await claimed(ledger, 4)
        await ledger.commit(4, other.epoch, None, 1, "c1", changes())
        await ledger.commit(3, second.epoch, None, 1, "c1", changes())


async def test_a_new_owner_finds_what_the_last_one_committed(ledger_place: LedgerPlace) -> None:
    async with ledger_place.open() as ledger:
        claim = await claimed(ledger)
        put = {FLOOR: {"contact:1": b"a", "contact:2": b"b"}, QUEUE: {"now": b'{"waiting":2}'}}
        await ledger.commit(0, claim.epoch, None, 17, "c1", changes(put, sites=["aarhus"]))
    async with ledger_place.open() as again:
        claim = await again.claim(0, log_identity="log-2")
        assert (claim.next_offset, claim.log_identity) == (17, "log-1")
        assert await again.load(0, FLOOR) == put[FLOOR]
        assert await again.read(0, [QUEUE, "queue:aarhus:none", FLOOR]) == [put[QUEUE], {}, put[FLOOR]]
        assert await again.sites(0) == ["aarhus"]
        assert await again.site_partitions() == {"aarhus": 0}


async def test_the_log_is_another_only_after_the_new_owner_committed(ledger_place: LedgerPlace) -> None:
    async with ledger_place.open() as ledger:
        claim = await ledger.claim(0, log_identity="old log")
        await ledger.commit(0, claim.epoch, None, 5, "c1", changes())
        assert (await ledger.claim(0, log_identity="new log")).log_identity == "old log"
        claim = await ledger.claim(0, log_identity="new log")
        assert claim.log_identity == "old log"
        await ledger.commit(0, claim.epoch, 5, 6, "c2", changes())
        assert (await ledger.claim(0, log_identity="new log")).log_identity == "new log"


async def test_an_old_epoch_is_fenced_and_changes_nothing(ledger_place: LedgerPlace) -> None:
    async with ledger_place.open() as old, ledger_place.open() as new:
        was = await claimed(old)
        await old.commit(0, was.epoch, None, 10, "c1", changes({FLOOR: {"f": b"1"}}))
        now = await claimed(new)
        with pytest.raises(Fenced):
            await old.commit(0, was.epoch, 10, 11, "c2", changes({FLOOR: {"f": b"2", "g": b"2"}}, sites=["ghost"]))
        with pytest.raises(Fenced):
            await old.commit(0, was.epoch, None, 10, "c1", changes({FLOOR: {"f": b"1"}}))
        with pytest.raises(Fenced):
            await old.clear(0, was.epoch)
        assert await new.load(0, FLOOR) == {"f": b"1"}
        assert await new.sites(0) == []
        await new.commit(0, now.epoch, 10, 11, "c3", changes({FLOOR: {"f": b"3"}}))
        assert await new.load(0, FLOOR) == {"f": b"3"}


async def test_nobody_may_commit_without_a_claim(ledger_place: LedgerPlace) -> None:
    async with ledger_place.open() as ledger:
        with pytest.raises(Fenced):
            await ledger.commit(0, 1, None, 1, "c1", changes({FLOOR: {"f": b"1"}}))
        assert await ledger.load(0, FLOOR) == {}


async def test_another_expected_position_is_fenced(ledger_place: LedgerPlace) -> None:
    async with ledger_place.open() as ledger:
        claim = await claimed(ledger)
        with pytest.raises(Fenced):
            await ledger.commit(0, claim.epoch, 5, 6, "c0", changes({FLOOR: {"f": b"0"}}))
        await ledger.commit(0, claim.epoch, None, 10, "c1", changes({FLOOR: {"f": b"1"}}))
        for expected in (None, 9, 11):
            with pytest.raises(Fenced):
                await ledger.commit(0, claim.epoch, expected, 12, "c2", changes({FLOOR: {"f": b"2"}}))
        assert await ledger.load(0, FLOOR) == {"f": b"1"}


async def test_a_commit_repeated_after_a_lost_reply_succeeds_and_applies_once(ledger_place: LedgerPlace) -> None:
    async with ledger_place.open() as ledger:
        claim = await claimed(ledger)
        first = changes({FLOOR: {"f": b"1"}}, sites=["aarhus"])
        await ledger.commit(0, claim.epoch, None, 10, "c1", first)
        await ledger.commit(0, claim.epoch, None, 10, "c1", changes({FLOOR: {"f": b"not applied"}}, sites=["aarhus"]))
        assert await ledger.load(0, FLOOR) == {"f": b"1"}
        await ledger.commit(0, claim.epoch, 10, 11, "c2", changes({FLOOR: {"f": b"2"}}))
        with pytest.raises(Fenced):
            await ledger.commit(0, claim.epoch, None, 10, "c1", first)
        assert await ledger.load(0, FLOOR) == {"f": b"2"}


async def test_what_is_dropped_is_gone_and_an_empty_hash_with_it(ledger_place: LedgerPlace) -> None:
    async with ledger_place.open() as ledger:
        claim = await claimed(ledger)
        await ledger.commit(
            0, claim.epoch, None, 1, "c1", changes({FLOOR: {"a": b"1", "b": b"2"}, QUEUE: {"now": b"x"}})
        )
        drop = {FLOOR: ["a", "never there"], QUEUE: ["now"], "floor:none": ["x"]}
        await ledger.commit(0, claim.epoch, 1, 2, "c2", changes({FLOOR: {"c": b"3"}}, drop))
        assert await ledger.read(0, [FLOOR, QUEUE]) == [{"b": b"2", "c": b"3"}, {}]
        await ledger.commit(0, claim.epoch, 2, 3, "c3", changes({QUEUE: {"now": b"y"}, FLOOR: {}}))
        assert await ledger.read(0, [FLOOR, QUEUE]) == [{"b": b"2", "c": b"3"}, {"now": b"y"}]


@pytest.mark.parametrize("size", [0, 1, 31, 32, 255, 256, 65_535, 65_536, 300_000])
async def test_values_are_bytes_of_any_kind_and_size(ledger_place: LedgerPlace, size: int) -> None:
    value = (bytes(range(256)) * (size // 256 + 1))[:size]
    async with ledger_place.open() as ledger:
        claim = await claimed(ledger)
        put = {FLOOR: {"binary": value, "text": b"t" * size, "last byte high": b"t" * size + b"\xff"}}
        await ledger.commit(0, claim.epoch, None, 1, "c1", changes(put))
        assert await ledger.load(0, FLOOR) == put[FLOOR]


async def test_twenty_thousand_fields_go_in_one_commit(ledger_place: LedgerPlace) -> None:
    fields = {f"contact:{number}": b"\x00\xff" + str(number).encode() for number in range(20_000)}
    async with ledger_place.open() as ledger:
        claim = await claimed(ledger)
        await ledger.commit(0, claim.epoch, None, 1, "c1", changes({FLOOR: fields}))
        assert await ledger.load(0, FLOOR) == fields
        await ledger.commit(0, claim.epoch, 1, 2, "c2", changes(drop={FLOOR: list(fields)[1:]}))
        assert await ledger.load(0, FLOOR) == {"contact:0": b"\x00\xff0"}


async def test_two_thousand_hashes_go_in_one_commit(ledger_place: LedgerPlace) -> None:
    put = {names.queue_hash("aarhus", f"q{number}"): {"now": str(number).encode()} for number in range(2_000)}
    async with ledger_place.open() as ledger:
        claim = await claimed(ledger)
        await ledger.commit(0, claim.epoch, None, 1, "c1", changes(put, woken=list(put)))
        assert list(await ledger.read(0, list(put))) == list(put.values())


async def test_ids_of_any_characters_stay_apart(ledger_place: LedgerPlace) -> None:
    odd = ["a:b", "a%3Ab", "a", "b:a", "{a}", "}{", "a b", "%", "æøå", "日本", "q" * 128, "*", "a\tb"]
    put = {names.queue_hash(site, queue): {queue: queue.encode()} for site in odd for queue in odd}
    assert len(put) == len(odd) ** 2
    async with ledger_place.open() as ledger:
        claim = await claimed(ledger, 7)
        await ledger.commit(7, claim.epoch, None, 1, "c1", changes(put, sites=odd))
        assert await ledger.sites(7) == sorted(odd)
        assert await ledger.site_partitions() == dict.fromkeys(odd, 7)
        assert list(await ledger.read(7, list(put))) == list(put.values())


async def test_partitions_do_not_see_each_other(ledger_place: LedgerPlace) -> None:
    async with ledger_place.open() as ledger:
        for partition in (1, 2):
            claim = await claimed(ledger, partition)
            put = {FLOOR: {"f": str(partition).encode()}}
            await ledger.commit(partition, claim.epoch, None, partition, "c", changes(put, sites=[f"site{partition}"]))
        assert [await ledger.load(partition, FLOOR) for partition in (0, 1, 2)] == [{}, {"f": b"1"}, {"f": b"2"}]
        assert await ledger.site_partitions() == {"site1": 1, "site2": 2}


async def test_clearing_keeps_the_epoch_and_the_closed_days_only(ledger_place: LedgerPlace) -> None:
    days = names.days_hash("aarhus")
    async with ledger_place.open() as ledger:
        claim = await claimed(ledger)
        put = {FLOOR: {"f": b"1"}, QUEUE: {"now": b"1"}, days: {"2026-01-01": b"{}"}}
        await ledger.commit(0, claim.epoch, None, 9, "c1", changes(put, sites=["aarhus"]))
        await ledger.clear(0, claim.epoch)
        assert await ledger.read(0, [FLOOR, QUEUE, days]) == [{}, {}, {"2026-01-01": b"{}"}]
        assert await ledger.sites(0) == []
        assert await ledger.site_partitions() == {}
        await ledger.commit(0, claim.epoch, None, 3, "c2", changes({FLOOR: {"f": b"2"}}, sites=["aarhus"]))
        assert await ledger.site_partitions() == {"aarhus": 0}
        later = await claimed(ledger)
        assert later == Claim(claim.epoch + 1, 3, "log-1")


async def test_a_ledger_for_another_number_of_partitions_is_refused_with_advice(ledger_place: LedgerPlace) -> None:
    async with ledger_place.open(partitions=12) as ledger, ledger_place.open(partitions=24) as early:
        await claimed(ledger)
        with pytest.raises(LedgerMismatch, match="tavle rebuild"):
            await claimed(early)
    with pytest.raises(LedgerMismatch, match=r"12 partitions.*tavle rebuild"):
        async with ledger_place.open(partitions=24):
            pytest.fail("it opened")
    async with ledger_place.open(partitions=12):
        pass


async def test_readers_are_woken_with_the_names_that_changed(ledger_place: LedgerPlace) -> None:
    async with ledger_place.open() as ledger, ledger_place.open() as web, asyncio.timeout(20):
        wakes = web.wakes()
        greeting = [await anext(wakes) for _ in range(PARTITIONS)]
        assert sorted((partition, list(woken)) for partition, woken in greeting) == [(p, []) for p in range(PARTITIONS)]
        claim = await claimed(ledger, 5)
        await ledger.commit(5, claim.epoch, None, 1, "c1", changes({QUEUE: {"now": b"1"}}, woken=[QUEUE]))
        partition, woken = await anext(wakes)
        assert (partition, list(woken)) == (5, [QUEUE])
        assert await web.read(partition, woken) == [{"now": b"1"}]
        await ledger.commit(5, claim.epoch, 1, 2, "c2", changes({FLOOR: {"f": b"1"}}))
        await ledger.commit(5, claim.epoch, 2, 3, "c3", changes({QUEUE: {"now": b"2"}}, woken=[QUEUE, FLOOR]))
        partition, woken = await anext(wakes)
        assert (partition, list(woken)) == (5, [QUEUE, FLOOR])
        await wakes.aclose()
