"""What the ledger on a real Redis or Valkey promises beyond the port: lives of keys, outages, lost replies."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import redis.asyncio

from streams.ledger import names
from streams.ledger.layout import DAYS_LIFE_S, LIFE_S, STATE_SLACK_S, TOUCH_S
from streams.ledger.port import Changes, Fenced, Ledger, LedgerError, LedgerMismatch, LedgerUnavailable
from streams.ledger.rebuild import erase_ledger
from streams.ledger.redis import RedisLedger
from tests.contract.ledgers import PARTITIONS, LedgerPlace
from tests.operation.users import BESIDE_KAFKA
from tests.servers.redis import RedisServer
from tests.servers.until import until

FLOOR = names.floor_hash("aarhus")
DAYS = names.days_hash("aarhus")
PUT = Changes({FLOOR: {"f": b"1"}, DAYS: {"2026-01-01": b"{}"}}, {}, ["aarhus"], [FLOOR])


@asynccontextmanager
async def raw(server_url: str) -> AsyncIterator[redis.asyncio.Redis]:
    """A plain client; for the one-node cluster too, whose node holds every slot."""
    async with redis.asyncio.from_url(server_url.replace("+cluster", "")) as client:
        yield client


async def keys_of(client: redis.asyncio.Redis, topic: str) -> dict[str, int]:
    """Every key of the topic and how long it lives."""
    return {key.decode(): await client.ttl(key) async for key in client.scan_iter(match=f"*tavle:{topic}:*")}


async def test_every_key_has_a_time_to_live_and_the_position_dies_before_the_state(
    redis_ledger_place: LedgerPlace,
) -> None:
    topic = redis_ledger_place.topic
    async with redis_ledger_place.open() as ledger, raw(redis_ledger_place.url) as client:
        claim = await ledger.claim(0, log_identity="log-1")
        await ledger.commit(0, claim.epoch, None, 1, "c1", PUT)
        await ledger.commit(0, claim.epoch, 1, 2, "c2", Changes({}, {FLOOR: ["f"]}))
        await ledger.commit(0, claim.epoch, 2, 3, "c3", Changes({FLOOR: {"g": b"2"}}, {}))
        lives = await keys_of(client, topic)
    prefix = f"{{tavle:{topic}:0}}:"
    assert set(lives) == {
        *(prefix + name for name in ("position", "sites", "hashes", FLOOR, DAYS)),
        f"tavle:{topic}:sites",
        f"tavle:{topic}:layout",
    }
    assert all(life > 0 for life in lives.values())
    assert LIFE_S - 60 < lives[prefix + "position"] <= LIFE_S
    assert LIFE_S + STATE_SLACK_S - 60 < lives[prefix + FLOOR] <= LIFE_S + STATE_SLACK_S
    assert lives[prefix + DAYS] > DAYS_LIFE_S - 60


async def test_a_quiet_hash_lives_on_while_its_partition_commits(redis_ledger_place: LedgerPlace) -> None:
    hours = [0.0]
    place = redis_ledger_place
    ledger = RedisLedger(place.url, topic=place.topic, partitions=PARTITIONS, monotonic_s=lambda: hours[0] * TOUCH_S)
    key = f"{{tavle:{place.topic}:0}}:{FLOOR}"
    async with ledger, raw(place.url) as client:
        claim = await ledger.claim(0, log_identity="log-1")
        await ledger.commit(0, claim.epoch, None, 1, "c1", PUT)
        await client.expire(key, 100)
        hours[0] = 0.9
        await ledger.commit(0, claim.epoch, 1, 2, "c2", Changes({}, {}))
        assert await client.ttl(key) <= 100
        hours[0] = 1.0
        await ledger.commit(0, claim.epoch, 2, 3, "c3", Changes({}, {}))
        assert await client.ttl(key) > LIFE_S


async def test_scripts_forgotten_by_the_server_are_loaded_again(redis_ledger_place: LedgerPlace) -> None:
    async with redis_ledger_place.open() as ledger, raw(redis_ledger_place.url) as client:
        claim = await ledger.claim(0, log_identity="log-1")
        await ledger.commit(0, claim.epoch, None, 1, "c1", PUT)
        await client.script_flush()
        await ledger.commit(0, claim.epoch, 1, 2, "c2", PUT)
        assert (await ledger.claim(0, log_identity="log-1")).next_offset == 2


async def test_erasing_takes_the_whole_ledger_of_the_topic_and_nothing_else(redis_ledger_place: LedgerPlace) -> None:
    place, other = redis_ledger_place, LedgerPlace(redis_ledger_place.url)
    async with place.open() as ledger, other.open() as neighbour, raw(place.url) as client:
        for each in (ledger, neighbour):
            claim = await each.claim(3, log_identity="log-1")
            await each.commit(3, claim.epoch, None, 1, "c1", PUT)
        events = [f"{{tavle:{place.topic}:3}}:log", f"tavle:{place.topic}:log"]
        for key in events:
            await client.set(key, "events")
        assert await erase_ledger(place.url, topic=place.topic) == 7
        assert set(await keys_of(client, place.topic)) == set(events)
        assert len(await keys_of(client, other.topic)) == 7
        for key in events:
            await client.delete(key)
    async with place.open(partitions=PARTITIONS * 2) as anew:
        assert (await anew.claim(3, log_identity="log-1")).next_offset is None


async def test_a_layout_that_cannot_be_read_is_a_mismatch(redis_ledger_place: LedgerPlace) -> None:
    async with raw(redis_ledger_place.url) as client:
        await client.set(f"tavle:{redis_ledger_place.topic}:layout", "from the future")
    with pytest.raises(LedgerMismatch, match="tavle rebuild"):
        async with redis_ledger_place.open():
            pytest.fail("it opened")


async def claimed(server: RedisServer) -> tuple[LedgerPlace, Ledger, int]:
    """An open ledger with one commit at offset 1; the caller closes it."""
    place = LedgerPlace(server.url)
    ledger = await place.open().__aenter__()
    claim = await ledger.claim(0, log_identity="log-1")
    await ledger.commit(0, claim.epoch, None, 1, "c1", PUT)
    return place, ledger, claim.epoch


async def test_a_server_that_is_gone_is_unavailable_and_has_the_data_when_it_is_back(own_redis: RedisServer) -> None:
    _, ledger, epoch = await claimed(own_redis)
    async with ledger:
        await own_redis.kill()
        for call in (
            ledger.commit(0, epoch, 1, 2, "c2", PUT),
            ledger.claim(0, log_identity="log-1"),
            ledger.load(0, FLOOR),
            ledger.sites(0),
            ledger.clear(0, epoch),
            ledger.site_partitions(),
        ):
            with pytest.raises(LedgerUnavailable):
                await call
        with pytest.raises(LedgerUnavailable):
            await LedgerPlace(own_redis.url).open().__aenter__()
        await own_redis.start()
        await ledger.commit(0, epoch, 1, 2, "c2", Changes({FLOOR: {"g": b"2"}}, {}))
        assert await ledger.load(0, FLOOR) == {"f": b"1", "g": b"2"}


async def test_a_ledger_that_came_back_empty_fences_every_owner_it_ever_had(own_redis: RedisServer) -> None:
    _, ledger, epoch = await claimed(own_redis)
    async with ledger, raw(own_redis.url) as client:
        await client.flushall()
        with pytest.raises(Fenced):
            await ledger.commit(0, epoch, 1, 2, "c2", PUT)
        claim = await ledger.claim(0, log_identity="log-1")
        assert claim.next_offset is None
        assert claim.epoch > epoch
        with pytest.raises(Fenced):
            await ledger.commit(0, epoch, None, 2, "c2", PUT)
        await ledger.commit(0, claim.epoch, None, 2, "c3", PUT)
        assert await ledger.site_partitions() == {"aarhus": 0}


async def test_a_stalled_server_is_unavailable_within_the_reply_timeout_and_a_late_commit_is_recognised(
    own_redis: RedisServer,
) -> None:
    _, ledger, epoch = await claimed(own_redis)
    async with ledger:
        own_redis.freeze()
        with pytest.raises(LedgerUnavailable):
            async with asyncio.timeout(15):
                await ledger.commit(0, epoch, 1, 2, "c2", Changes({FLOOR: {"f": b"2"}}, {}))
        # Awake again, the server reads the call that still lies in its socket: done, but nobody heard the answer.
        own_redis.thaw()

        async def done() -> bool:
            return await ledger.load(0, FLOOR) == {"f": b"2"}

        await until(done, what="the late commit")
        await ledger.commit(0, epoch, 1, 2, "c2", Changes({FLOOR: {"f": b"applied twice"}}, {}))
        assert await ledger.load(0, FLOOR) == {"f": b"2"}
        await ledger.commit(0, epoch, 2, 3, "c3", PUT)


async def test_out_of_memory_and_read_only_are_unavailable_and_change_nothing(own_redis: RedisServer) -> None:
    _, ledger, epoch = await claimed(own_redis)
    async with ledger, raw(own_redis.url) as client:
        await client.config_set("maxmemory", "1")
        with pytest.raises(LedgerUnavailable, match="memory"):
            await ledger.commit(0, epoch, 1, 2, "c2", Changes({FLOOR: {"f": b"2"}}, {}))
        await client.config_set("maxmemory", "0")
        await client.replicaof("127.0.0.1", "1")
        with pytest.raises(LedgerUnavailable):
            await ledger.commit(0, epoch, 1, 2, "c2", Changes({FLOOR: {"f": b"2"}}, {}))
        await client.replicaof("NO", "ONE")
        assert await ledger.load(0, FLOOR) == {"f": b"1"}
        await ledger.commit(0, epoch, 1, 2, "c2", Changes({FLOOR: {"f": b"2"}}, {}))


async def test_sites_that_could_not_be_published_go_with_the_next_commit(own_redis: RedisServer) -> None:
    place, ledger, epoch = await claimed(own_redis)
    async with ledger, raw(own_redis.url) as client:
        key = f"tavle:{place.topic}:sites"
        await client.delete(key)
        async with place.open() as heir:
            claim = await heir.claim(0, log_identity="log-1")
            assert await heir.sites(0) == ["aarhus"]
            await heir.commit(0, claim.epoch, 1, 2, "c2", Changes({}, {}))
            assert await heir.site_partitions() == {"aarhus": 0}
        assert epoch < claim.epoch


async def test_readers_are_told_to_read_everything_after_a_lost_connection(own_redis: RedisServer) -> None:
    _, ledger, epoch = await claimed(own_redis)
    async with ledger, asyncio.timeout(30):
        wakes = ledger.wakes()
        for _ in range(PARTITIONS):
            assert list((await anext(wakes))[1]) == []
        await own_redis.restart()
        again = [await anext(wakes) for _ in range(PARTITIONS)]
        assert {partition for partition, woken in again if list(woken) == []} == set(range(PARTITIONS))
        await ledger.commit(0, epoch, 1, 2, "c2", PUT)
        partition, woken = await anext(wakes)
        assert (partition, list(woken)) == (0, [FLOOR])
        await wakes.aclose()


async def test_the_two_documented_users_may_do_their_part_and_no_more(own_redis: RedisServer) -> None:
    async with raw(own_redis.url) as client:
        for line in BESIDE_KAFKA.splitlines():
            await client.execute_command("ACL SETUSER", *line.split()[1:])
    place = LedgerPlace(own_redis.url)
    worker_url, board_url = (
        own_redis.url.replace("//", f"//{user}:{password}@")
        for user, password in (("tavle-worker", "change-me-1"), ("tavle-web", "change-me-2"))
    )
    async with (
        LedgerPlace(worker_url, place.topic).open() as worker,
        LedgerPlace(board_url, place.topic).open() as board,
        asyncio.timeout(10),
    ):
        claim = await worker.claim(0, log_identity="log-1")
        wakes = board.wakes()
        for _ in range(PARTITIONS):
            await anext(wakes)
        await worker.commit(0, claim.epoch, None, 1, "c1", PUT)
        assert list((await anext(wakes))[1]) == [FLOOR]
        await wakes.aclose()
        assert await board.site_partitions() == {"aarhus": 0}
        assert await board.read(0, [FLOOR]) == [{"f": b"1"}]
        with pytest.raises(LedgerError):
            await board.claim(0, log_identity="log-1")
        await worker.clear(0, claim.epoch)
    with pytest.raises(LedgerError, match="user or password"):
        await LedgerPlace(worker_url.replace("change-me", "wrong"), place.topic).open().__aenter__()
