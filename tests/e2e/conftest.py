"""Stacks of parts, and their logs when a test fails."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable, Generator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.e2e.stack import Stack
from tests.servers.kafka import KafkaServer
from tests.servers.redis import RedisServer

FAILED = pytest.StashKey[bool]()
LOG_SHOWN_BYTES = 6000

StackMaker = Callable[..., Stack]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


@pytest.fixture(scope="session")
def pycache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pycache")


@pytest.fixture
async def on_kafka(
    request: pytest.FixtureRequest, tmp_path: Path, pycache: Path, kafka: KafkaServer, redis_server: RedisServer
) -> AsyncIterator[StackMaker]:
    """Makes stacks on Kafka and Redis: `stack = on_kafka(TAVLE_…="…")`."""
    async with AsyncExitStack() as stacks:

        def make(**settings: str) -> Stack:
            stack = Stack(tmp_path, pycache, redis=redis_server.url, kafka=kafka.bootstrap, settings=settings)
            stacks.push_async_callback(_end, stack, request.node)
            return stack

        yield make


@pytest.fixture
async def on_redis(
    request: pytest.FixtureRequest, tmp_path: Path, pycache: Path, valkey: RedisServer
) -> AsyncIterator[StackMaker]:
    """Makes stacks on a Valkey alone, which is event log and ledger: `stack = on_redis()`."""
    async with AsyncExitStack() as stacks:

        def make(**settings: str) -> Stack:
            stack = Stack(tmp_path, pycache, redis=valkey.url, kafka=None, settings=settings)
            stacks.push_async_callback(_end, stack, request.node)
            return stack

        yield make


async def _end(stack: Stack, item: pytest.Item) -> None:
    async with stack:
        pass
    failed = item.stash.get(FAILED, False)
    for part in stack.parts:
        words = part.last_words(LOG_SHOWN_BYTES)
        if failed:
            sys.stdout.write(f"\n---- {part.log_path.name}\n{words}\n")
        else:
            assert "Traceback" not in words, f"{part.log_path.name}:\n{words}"
            assert "never retrieved" not in words, f"{part.log_path.name}:\n{words}"
