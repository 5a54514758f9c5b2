"""Several servers at once, for one test each: it may kill them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.e2e.conftest import pytest_runtest_makereport
from tests.operation.users import ALL
from tests.servers.certificates import Authority
from tests.servers.kafka_cluster import KafkaCluster
from tests.servers.missing import ServerMissing, skip_or_fail
from tests.servers.redis import debian_redis_binary
from tests.servers.redis_cluster import RedisCluster

__all__ = ["authority", "brokers", "pytest_runtest_makereport", "redises"]

BROKERS = 3
collect_ignore = [] if ALL else [
    "test_several_servers.py", "test_secured_parts.py", "test_kafka_cluster.py", "test_compose_kafka.py",
    "test_proxies.py",
]  # fmt: skip
"""Whole installations take too long for every test run: `make fault` runs them."""


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Who signs the certificates of a module's servers and users."""
    try:
        return Authority(tmp_path_factory.mktemp("certificates"))
    except ServerMissing as missing:
        skip_or_fail(missing)


@pytest.fixture
async def brokers() -> AsyncIterator[KafkaCluster]:
    """Three of Kafka; every partition has three copies, and an append waits for two."""
    try:
        async with KafkaCluster(BROKERS) as cluster:
            yield cluster
    except ServerMissing as missing:
        skip_or_fail(missing)


@pytest.fixture
async def redises() -> AsyncIterator[RedisCluster]:
    """Three masters of Redis with a replica each."""
    try:
        async with RedisCluster(debian_redis_binary()) as cluster:
            yield cluster
    except ServerMissing as missing:
        skip_or_fail(missing)
