"""The log's connection to Redis: one server (or a primary with replicas), and which errors mean "try again later"."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import (
    AuthenticationError,
    ConnectionError,
    NoScriptError,
    OutOfMemoryError,
    ReadOnlyError,
    ResponseError,
    TimeoutError,
)

from streams.cancellation import cancellation_kept
from streams.closed_transport import closed_is_lost
from streams.log.port import LogError, LogUnavailable

CONNECT_TIMEOUT_S = 2.0
REPLY_TIMEOUT_S = 5.0

BLOCK_MOST_S = 2.0
"""How long one XREAD waits: well below REPLY_TIMEOUT_S, or a quiet log would look like a dead one."""

_PASSING = ("BUSY", "LOADING", "READONLY", "OOM", "MASTERDOWN", "MISCONF", "NOREPLICAS", "UNBLOCKED")


def connect(url: str) -> Redis:
    """A client that never repeats a command by itself: an append repeated behind our back would double."""
    client: Redis = Redis.from_url(
        url,
        socket_timeout=REPLY_TIMEOUT_S,
        socket_connect_timeout=CONNECT_TIMEOUT_S,
        retry=Retry(NoBackoff(), 0),
    )
    return client


@contextmanager
def log_errors() -> Iterator[None]:
    """Turns Redis' errors into the log's own."""
    try:
        with cancellation_kept(), closed_is_lost():
            yield
    except AuthenticationError as error:
        raise LogError(f"the log refuses our user or password: {error}") from error
    except (ConnectionError, TimeoutError, OutOfMemoryError, ReadOnlyError, OSError) as error:
        raise LogUnavailable(f"{type(error).__name__}: {error}") from error
    except ResponseError as error:
        if str(error).startswith(_PASSING):
            raise LogUnavailable(str(error)) from error
        raise LogError(f"the log refused the call: {error}") from error


class Script:
    """A Lua script called by its digest, and by its text when the server does not know it yet."""

    def __init__(self, file_name: str) -> None:
        self._text = files("streams.log").joinpath(file_name).read_text(encoding="utf-8")
        self._digest = hashlib.sha1(self._text.encode(), usedforsecurity=False).hexdigest()

    async def call(self, client: Redis, keys: Sequence[str], *arguments: str | bytes | int) -> Any:
        """Runs the script. Raises Redis' own errors."""
        try:
            return await client.evalsha(self._digest, len(keys), *keys, *arguments)
        except NoScriptError:
            return await client.eval(self._text, len(keys), *keys, *arguments)
