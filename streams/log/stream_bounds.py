"""Which offsets of a Redis stream exist."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from redis.asyncio import Redis
from redis.exceptions import ResponseError

FIRST_OFFSET = 1
"""Redis does not allow the id 0-0."""


class StreamBounds(NamedTuple):
    """`earliest` is the oldest record there is (or the next one, when there is none); `latest` the next to come."""

    earliest: int
    latest: int


def offset_of(identifier: bytes) -> int:
    """The offset in a stream id `<offset>-0`."""
    return int(identifier.partition(b"-")[0])


async def read_bounds(client: Redis, keys: Sequence[str]) -> Mapping[int, StreamBounds]:
    """The bounds of the streams, by their index in `keys`, in one round trip. Raises Redis' own errors."""
    pipeline: Any = client.pipeline(transaction=False)
    for key in keys:
        pipeline.xinfo_stream(key)
    return {index: _bounds(info) for index, info in enumerate(await pipeline.execute(raise_on_error=False))}


def _bounds(info: Any) -> StreamBounds:
    if isinstance(info, ResponseError) and "no such key" in str(info):
        return StreamBounds(FIRST_OFFSET, FIRST_OFFSET)
    if isinstance(info, Exception):
        raise info
    latest = offset_of(info["last-generated-id"]) + 1
    first = info["first-entry"]
    return StreamBounds(offset_of(first[0]) if first else latest, latest)
