"""The connection to Redis, and which of its errors mean "try again later"."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from redis.asyncio import Redis, RedisCluster
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import (
    AuthenticationError,
    ClusterError,
    ConnectionError,
    OutOfMemoryError,
    ReadOnlyError,
    RedisClusterException,
    ResponseError,
    TimeoutError,
)

from streams.cancellation import cancellation_kept
from streams.closed_transport import closed_is_lost
from streams.ledger.port import LedgerError, LedgerUnavailable

CONNECT_TIMEOUT_S = 2.0
REPLY_TIMEOUT_S = 5.0

RedisClient = Redis | RedisCluster

_PASSING = ("BUSY", "LOADING", "READONLY", "OOM", "CLUSTERDOWN", "MASTERDOWN", "MISCONF", "NOREPLICAS", "TRYAGAIN")


def is_cluster(url: str) -> bool:
    """`redis+cluster://` and `rediss+cluster://` name a cluster by one of its nodes."""
    return url.split("://", 1)[0].endswith("+cluster")


def connect(url: str, *, reply_timeout_s: float = REPLY_TIMEOUT_S) -> RedisClient:
    """A client that never repeats a command by itself: the worker decides what is safe to repeat."""
    once = Retry(NoBackoff(), 0)
    if is_cluster(url):
        return RedisCluster.from_url(
            url.replace("+cluster", "", 1),
            socket_timeout=reply_timeout_s,
            socket_connect_timeout=CONNECT_TIMEOUT_S,
            retry=once,
        )
    client: Redis = Redis.from_url(
        url, socket_timeout=reply_timeout_s, socket_connect_timeout=CONNECT_TIMEOUT_S, retry=once
    )
    return client


@contextmanager
def ledger_errors() -> Iterator[None]:
    """Turns Redis' errors into the ledger's own. A wrong password or a missing right is not retryable."""
    try:
        with cancellation_kept(), closed_is_lost():
            yield
    except AuthenticationError as error:
        raise LedgerError(f"the ledger refuses our user or password: {error}") from error
    except (ConnectionError, TimeoutError, OutOfMemoryError, ReadOnlyError, ClusterError, OSError) as error:
        raise LedgerUnavailable(f"{type(error).__name__}: {error}") from error
    except RedisClusterException as error:
        raise LedgerUnavailable(f"the cluster cannot be reached: {error}") from error
    except ResponseError as error:
        if str(error).startswith(_PASSING):
            raise LedgerUnavailable(str(error)) from error
        raise LedgerError(f"the ledger refused the call: {error}") from error
