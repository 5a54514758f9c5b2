"""Wake messages: who was changed, from the worker to every web process. They carry no figure and may be lost."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from typing import Any

import msgspec
from redis.asyncio import RedisCluster
from redis.exceptions import (
    AuthenticationError,
    ConnectionError,
    NoPermissionError,
    RedisClusterException,
    RedisError,
)

from streams.closed_transport import closed_is_lost
from streams.ledger.layout import partition_prefix
from streams.ledger.port import HashName, LedgerError
from streams.ledger.redis_client import RedisClient

SILENCE_S = 10.0
"""After this long without a message the connection is asked for a sign of life."""

RENEWED_S = 60.0
"""So often the subscription of a cluster is made anew."""

RETRY_FIRST_S, RETRY_MOST_S = 0.1, 5.0
_MESSAGES = ("message", "smessage")

_encode = msgspec.msgpack.Encoder().encode
_names = msgspec.msgpack.Decoder(list[str])


def wake_message(names: Sequence[HashName]) -> bytes:
    """The names of the hashes that changed; nothing when there are none."""
    return _encode(list(names)) if names else b""


class WakeSubscription:
    """One connection that listens to all partitions, made anew after every loss.

    Nothing is buffered here: a reader that does not keep up fills the server's output buffer, is cut off by the
    server, and is told to read everything again. `last_words` holds the newest reason for a lost connection.
    """

    def __init__(self, client: RedisClient, topic: str, partitions: int, jitter: random.Random) -> None:
        self._client, self._jitter = client, jitter
        self._sharded = isinstance(client, RedisCluster)
        self._partition_of: Mapping[str, int] = {
            partition_prefix(topic, number) + "wake": number for number in range(partitions)
        }
        self.last_words: str | None = None

    async def messages(self) -> AsyncGenerator[tuple[int, Sequence[HashName]]]:
        """Endless; a (re)connection gives one empty list of names for every partition. Raises `LedgerError` when the
        server refuses it for good."""
        failures = 0
        while True:
            try:
                async with aclosing(self._one_connection()) as connection:
                    async for wake in connection:
                        failures = 0
                        yield wake
            except (AuthenticationError, NoPermissionError) as error:
                raise LedgerError(f"the ledger does not let us listen: {error}") from error
            except (RedisError, RedisClusterException, OSError, TimeoutError) as error:
                self.last_words = f"{type(error).__name__}: {error}"
            failures = min(failures + 1, 16)
            # Full jitter: after an outage the web processes come back one by one, not as a herd.
            await asyncio.sleep(self._jitter.uniform(0, min(RETRY_MOST_S, RETRY_FIRST_S * 2**failures)))

    async def _one_connection(self) -> AsyncGenerator[tuple[int, Sequence[HashName]]]:
        pubsub: Any = self._client.pubsub()
        try:
            with closed_is_lost():
                await (pubsub.ssubscribe if self._sharded else pubsub.subscribe)(*self._partition_of)
            if not self._sharded:
                for partition in self._partition_of.values():
                    yield partition, []
            received = self._received_of_shards(pubsub) if self._sharded else self._received(pubsub)
            async with aclosing(received) as messages:
                async for message in messages:
                    partition = self._partition_of[message["channel"].decode()]
                    # A shard confirms each subscription, also those that moved to another node after a failover.
                    yield partition, _names.decode(message["data"]) if message["type"] in _MESSAGES else []
        finally:
            await pubsub.aclose()

    async def _received(self, pubsub: Any) -> AsyncGenerator[dict[str, Any]]:
        asked = False
        while True:
            with closed_is_lost():
                message = await pubsub.get_message(timeout=SILENCE_S)
            if message is None:
                if asked:
                    raise TimeoutError(f"no sign of life for {2 * SILENCE_S:.0f} s")
                with closed_is_lost():
                    await pubsub.ping()
                asked = True
                continue
            asked = False
            if message["type"] in _MESSAGES:
                yield message

    async def _received_of_shards(self, pubsub: Any) -> AsyncGenerator[dict[str, Any]]:
        """Ends after RENEWED_S: redis-py moves a subscription when a node fails over, and leaves it lost when the new
        node does not take it at once. Nobody else would notice: a partition may be quiet for long."""
        now_s = asyncio.get_running_loop().time
        until_s = now_s() + RENEWED_S
        while now_s() < until_s:
            # Looks at each node in turn and answers None at once when that one is quiet.
            message = await _of_shards(pubsub)
            if message is not None and message["type"] in (*_MESSAGES, "ssubscribe"):
                yield message


async def _of_shards(pubsub: Any) -> dict[str, Any] | None:
    """The next message of a cluster. Raises `ConnectionError` also where redis-py's own repair after a failover has
    taken the connection of a node away while we waited for it, which it tells by a bare `RuntimeError`."""
    try:
        message: dict[str, Any] | None = await pubsub.get_sharded_message(timeout=1.0)
    except RuntimeError as error:
        raise ConnectionError(f"the subscription at a node is gone: {error}") from error
    return message
