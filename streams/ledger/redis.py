"""The ledger in Redis 7 or Valkey 8 and later, a single server or a cluster. Layout: docs/ledger.md."""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from importlib.resources import files
from typing import Any, cast

from redis.exceptions import NoScriptError

from streams.ledger.change_packing import packed_changes
from streams.ledger.layout import (
    DAYS_LIFE_S,
    LIFE_S,
    STATE_SLACK_S,
    TOUCH_S,
    Layout,
    check_layout,
    check_topic,
    hash_key,
    layout_key,
    partition_prefix,
    sites_key,
)
from streams.ledger.port import Changes, Claim, Fenced, HashName, LedgerError, LedgerUnavailable
from streams.ledger.redis_client import RedisClient, connect, is_cluster, ledger_errors
from streams.ledger.wakes import WakeSubscription, wake_message

FENCED, APPLIED, REPEATED = 0, 1, 2


class Script:
    """A Lua script called by its digest, and by its text when the server does not know it yet."""

    def __init__(self, file_name: str) -> None:
        self.text = files("streams.ledger").joinpath(file_name).read_text(encoding="utf-8")
        self.digest = hashlib.sha1(self.text.encode(), usedforsecurity=False).hexdigest()

    async def call(self, client: RedisClient, keys: Sequence[str], *arguments: str | bytes | int) -> list[Any]:
        """Runs the script. Raises Redis' own errors."""
        try:
            answer = await client.evalsha(self.digest, len(keys), *keys, *arguments)
        except NoScriptError:
            answer = await client.eval(self.text, len(keys), *keys, *arguments)
        return cast(list[Any], answer)


class RedisLedger:
    """Both sides of the ledger. `url`: `redis://`, `rediss://`, `unix://`, `redis+cluster://`, `rediss+cluster://`.

    `life_s`: how long everything outlives the last commit (position and state; closed days live 400 days).
    Every call raises `LedgerUnavailable` after at most the reply time-out of 5 s, and `LedgerError` when the server
    refuses it for good.
    """

    def __init__(
        self,
        url: str,
        *,
        topic: str,
        partitions: int,
        life_s: int = LIFE_S,
        monotonic_s: Callable[[], float] = time.monotonic,
        jitter: random.Random | None = None,
    ) -> None:
        self._topic, self._layout = check_topic(topic), Layout(partitions)
        self._url, self._life_s, self._monotonic_s = url, life_s, monotonic_s
        self._jitter = jitter or random.Random()
        self._client: RedisClient = connect(url)
        self._publish = "SPUBLISH" if is_cluster(url) else "PUBLISH"
        self._commit, self._claim, self._clear = Script("commit.lua"), Script("claim.lua"), Script("clear.lua")
        self._identity: dict[int, str] = {}
        self._touched_s: dict[int, float] = {}
        self._sites: dict[int, set[str]] = {}
        self._unpublished: dict[int, set[str]] = {}

    async def __aenter__(self) -> RedisLedger:
        try:
            with ledger_errors():
                check_layout(await self._read_layout(), self._layout)
        except BaseException:
            await self._client.aclose()
            raise
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self._client.aclose()

    async def claim(self, partition: int, *, log_identity: str) -> Claim:
        """Also writes the layout when the ledger is empty; raises `LedgerMismatch` when it is another's."""
        with ledger_errors():
            await self._settle_layout()
            found = await self._claim.call(self._client, [self._key(partition, "position")], self._life_s)
        epoch, next_offset, identity = (part.decode() for part in found)
        self._identity[partition] = log_identity
        # What an earlier owner may have left undone (lives to renew, sites to publish) is done with our first commit.
        self._touched_s.pop(partition, None)
        self._sites.pop(partition, None)
        return Claim(int(epoch), int(next_offset) if next_offset else None, identity or None)

    async def load(self, partition: int, name: HashName) -> Mapping[str, bytes]:
        return (await self.read(partition, [name]))[0]

    async def sites(self, partition: int) -> Sequence[str]:
        with ledger_errors():
            found = cast(set[bytes], await self._client.smembers(self._key(partition, "sites")))
        sites = sorted(site.decode() for site in found)
        self._unpublished.setdefault(partition, set()).update(sites)
        return sites

    async def commit(
        self, partition: int, epoch: int, expected_next: int | None, new_next: int, commit_id: str, changes: Changes
    ) -> None:
        now_s = self._monotonic_s()
        touch = now_s - self._touched_s.get(partition, -float("inf")) >= TOUCH_S
        names, packed = packed_changes(changes)
        prefix = partition_prefix(self._topic, partition)
        with ledger_errors():
            answer = await self._commit.call(
                self._client,
                [prefix + "position", prefix + "sites", prefix + "hashes", *(prefix + name for name in names)],
                epoch,
                "" if expected_next is None else expected_next,
                new_next,
                commit_id,
                self._identity.get(partition, ""),
                self._life_s,
                STATE_SLACK_S,
                DAYS_LIFE_S,
                int(touch),
                self._publish,
                wake_message(changes.woken),
                packed,
            )
        if answer[0] == FENCED:
            raise _fenced(partition, epoch, expected_next, answer)
        if touch:
            self._touched_s[partition] = now_s
        await self._publish_sites(partition, changes.sites, again=touch)

    async def clear(self, partition: int, epoch: int) -> None:
        """Totals of closed days stay: the log does not reach back as far as they do."""
        with ledger_errors():
            keys = [self._key(partition, name) for name in ("position", "sites", "hashes")]
            answer = await self._clear.call(self._client, keys, epoch)
            if answer[0] == FENCED:
                raise Fenced(f"partition {partition}: claimed by epoch {answer[1].decode() or 'none'}, ours is {epoch}")
            if len(answer) > 1:
                await self._client.hdel(sites_key(self._topic), *answer[1:])
        self._sites.pop(partition, None)
        self._unpublished.pop(partition, None)

    async def site_partitions(self) -> Mapping[str, int]:
        with ledger_errors():
            found = cast(dict[bytes, bytes], await self._client.hgetall(sites_key(self._topic)))
        return {site.decode(): int(partition) for site, partition in found.items()}

    async def read(self, partition: int, names: Sequence[HashName]) -> Sequence[Mapping[str, bytes]]:
        with ledger_errors():
            pipeline: Any = self._client.pipeline(transaction=False)
            for name in names:
                pipeline.hgetall(self._key(partition, name))
            found: list[dict[bytes, bytes]] = await pipeline.execute()
        return [{field.decode(): value for field, value in one.items()} for one in found]

    def wakes(self) -> AsyncGenerator[tuple[int, Sequence[HashName]]]:
        return WakeSubscription(self._client, self._topic, self._layout.partitions, self._jitter).messages()

    def _key(self, partition: int, name: HashName) -> str:
        return hash_key(self._topic, partition, name)

    async def _read_layout(self) -> bytes | None:
        return cast(bytes | None, await self._client.get(layout_key(self._topic)))

    async def _settle_layout(self) -> None:
        key = layout_key(self._topic)
        await self._client.set(key, self._layout.encoded(), nx=True, ex=DAYS_LIFE_S)
        check_layout(await self._read_layout(), self._layout)
        await self._client.expire(key, DAYS_LIFE_S)

    async def _publish_sites(self, partition: int, sites: Sequence[str], *, again: bool) -> None:
        """Tells the web side where the sites are: another key, so not part of the commit, but repeatable."""
        known = self._sites.setdefault(partition, set())
        waiting = self._unpublished.setdefault(partition, set())
        waiting.update(site for site in sites if site not in known)
        if again:
            waiting.update(known)
        if not waiting:
            return
        key = sites_key(self._topic)
        try:
            with ledger_errors():
                await self._client.hset(key, mapping=dict.fromkeys(waiting, str(partition)))
                await self._client.expire(key, self._life_s + STATE_SLACK_S)
        except LedgerUnavailable:
            return  # The commit is done; the sites stay waiting and go with the next one.
        known.update(waiting)
        waiting.clear()


def _fenced(partition: int, epoch: int, expected_next: int | None, answer: list[Any]) -> LedgerError:
    stored_epoch, stored_next = (part.decode() or "none" for part in answer[1:3])
    return Fenced(
        f"partition {partition}: the ledger holds epoch {stored_epoch} and next offset {stored_next}, "
        f"the commit was for epoch {epoch} and next offset {expected_next}"
    )
