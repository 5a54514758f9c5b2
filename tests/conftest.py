"""Session-wide real servers. One of each serves all tests: every test takes its own topic."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path

import pytest

from tests.servers.kafka import KafkaServer
from tests.servers.missing import ServerMissing, skip_or_fail
from tests.servers.postgres import PostgresServer
from tests.servers.redis import RedisServer, debian_redis_binary, valkey_binary


def run_apart(work: Callable[[], Coroutine[None, None, None]]) -> None:
    """Runs `work` on a loop of its own in a thread, leaving the tests' event loop alone."""
    failure: list[BaseException] = []

    def runner() -> None:
        try:
            asyncio.run(work())
        except BaseException as error:  # handed to the caller below
            failure.append(error)

    thread = threading.Thread(target=runner)
    thread.start()
    thread.join()
    if failure:
        raise failure[0]


@pytest.fixture(scope="session")
def pycache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where compiled modules of processes that tests start are kept: compiled once, and not in the repository."""
    return tmp_path_factory.mktemp("pycache")


Server = RedisServer | KafkaServer | PostgresServer


def serve(make: Callable[[], Server]) -> Iterator[Server]:
    try:
        server = make()
    except ServerMissing as reason:
        skip_or_fail(reason)
    try:
        try:
            run_apart(server.start)
        except ServerMissing as reason:
            skip_or_fail(reason)
        yield server
    finally:
        run_apart(server.close)  # also after a start that failed half-way


@pytest.fixture(scope="session")
def kafka() -> Iterator[KafkaServer]:
    """A real Kafka broker for the whole session."""
    for server in serve(KafkaServer):
        assert isinstance(server, KafkaServer)
        yield server


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    """Debian's redis-server for the whole session."""
    for server in serve(lambda: RedisServer(debian_redis_binary())):
        assert isinstance(server, RedisServer)
        yield server


@pytest.fixture(scope="session")
def valkey() -> Iterator[RedisServer]:
    """The Valkey that Tavle embeds, for the whole session."""
    for server in serve(lambda: RedisServer(valkey_binary())):
        assert isinstance(server, RedisServer)
        yield server


@pytest.fixture(scope="session")
def valkey_cluster() -> Iterator[RedisServer]:
    """A Valkey in cluster mode, one node with all slots, for the whole session."""
    for server in serve(lambda: RedisServer(valkey_binary(), cluster=True)):
        assert isinstance(server, RedisServer)
        yield server


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """Debian's PostgreSQL for the whole session: every test takes its own database."""
    for server in serve(PostgresServer):
        assert isinstance(server, PostgresServer)
        yield server
