"""One parameter for every adapter; a server is started only when a test of its adapter runs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.store.open import Store
from tests.contract.ledgers import LedgerPlace
from tests.contract.logs import LogPlace
from tests.contract.stores import StorePlace
from tests.servers.kafka import KafkaServer
from tests.servers.missing import ServerMissing, skip_or_fail
from tests.servers.postgres import PostgresServer
from tests.servers.redis import RedisServer, debian_redis_binary, valkey_binary

ON_REDIS = ["valkey", "valkey_cluster", pytest.param("redis_server", marks=pytest.mark.redis_server)]


@pytest.fixture(params=["memory", *ON_REDIS])
def ledger_place(request: pytest.FixtureRequest) -> LedgerPlace:
    return _ledger_place(request)


@pytest.fixture(params=ON_REDIS)
def redis_ledger_place(request: pytest.FixtureRequest) -> LedgerPlace:
    return _ledger_place(request)


def _ledger_place(request: pytest.FixtureRequest) -> LedgerPlace:
    if request.param == "memory":
        return LedgerPlace("memory:")
    server: RedisServer = request.getfixturevalue(request.param)
    return LedgerPlace(server.url)


LOGS = [
    "memory",
    "valkey",
    pytest.param("redis_server", marks=pytest.mark.redis_server),
    pytest.param("kafka", marks=pytest.mark.kafka),
]


@pytest.fixture(params=LOGS)
def log_place(request: pytest.FixtureRequest) -> LogPlace:
    if request.param == "memory":
        return LogPlace("memory:")
    server: RedisServer | KafkaServer = request.getfixturevalue(request.param)
    return LogPlace(server.url)


@pytest.fixture(params=["valkey", pytest.param("redis_server", marks=pytest.mark.redis_server)])
async def own_redis(request: pytest.FixtureRequest) -> AsyncIterator[RedisServer]:
    """A server for one test alone, which may stop, kill, empty and stall it."""
    try:
        server = RedisServer(valkey_binary() if request.param == "valkey" else debian_redis_binary())
    except ServerMissing as reason:
        skip_or_fail(reason)
    async with server:
        yield server


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def store_place(request: pytest.FixtureRequest, tmp_path: Path) -> StorePlace:
    if request.param == "sqlite":
        return StorePlace(f"sqlite:///{tmp_path / 'tavle.sqlite'}", tmp_path)
    server: PostgresServer = request.getfixturevalue("postgres")
    return StorePlace(await server.new_database(), tmp_path)


@pytest.fixture
async def store(store_place: StorePlace) -> AsyncIterator[Store]:
    async with store_place.store().opened() as store:
        yield store
