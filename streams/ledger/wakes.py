"""Wake messages: who was changed, from the worker to every web process. They carry no figure and may be lost."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from typing import Any

import msgspec
from redis.asyncio import RedisCluster
from redis.exceptions import RedisError

from streams.ledger.layout import partition_prefix
from streams.ledger.port import HashName
from streams.ledger.redis_client import RedisClient

SILENCE_S = 10.0
"""After this long without a message the connection is asked for a sign of life."""

RETRY_FIRST_S, RETRY_MOST_S = 0.1, 5.0

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
        """Endless; a (re)connection gives one empty list of names for every partition."""
        failures = 0
        while True:
            try:
                async with aclosing(self._one_connection()) as connection:
                    async for wake in connection:
                        failures = 0
                        yield wake
            except (RedisError, OSError, TimeoutError) as error:
                self.last_words = f"{type(error).__name__}: {error}"
            failures = min(failures + 1, 16)
            # Full jitter: after an outage the web processes come back one by one, not as a herd.
            await asyncio.sleep(self._jitter.uniform(0, min(RETRY_MOST_S, RETRY_FIRST_S * 2**failures)))

    async def _one_connection(self) -> AsyncGenerator[tuple[int, Sequence[HashName]]]:
        pubsub: Any = self._client.pubsub()
        try:
            await (pubsub.ssubscribe if self._sharded else pubsub.subscribe)(*self._partition_of)
            for partition in self._partition_of.values():
                yield partition, ()
            async with aclosing(self._received(pubsub)) as messages:
                async for message in messages:
                    yield self._partition_of[message["channel"].decode()], _names.decode(message["data"])
        finally:
            await pubsub.aclose()

    async def _received(self, pubsub: Any) -> AsyncGenerator[dict[str, Any]]:
        asked = False
        while True:
            # A cluster's subscription looks at each node in turn and answers None at once when that one is quiet.
            message = await (
                pubsub.get_sharded_message(timeout=1.0) if self._sharded else pubsub.get_message(timeout=SILENCE_S)
            )
            if message is None and not self._sharded:
                if asked:
                    raise TimeoutError(f"no sign of life for {2 * SILENCE_S:.0f} s")
                await pubsub.ping()
                asked = True
                continue
            asked = False
            if message is not None and message["type"] in ("message", "smessage"):
                yield message
