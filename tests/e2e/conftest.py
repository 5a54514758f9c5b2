"""Stacks of parts, and their logs when a test fails."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable, Generator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from tests.e2e.screen import Screen, screens
from tests.e2e.stack import Stack
from tests.servers.kafka import KafkaServer
from tests.servers.missing import ServerMissing, skip_or_fail
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


@asynccontextmanager
async def stacks(
    request: pytest.FixtureRequest, folder: Path, *, redis: str | None, kafka: str | None
) -> AsyncIterator[StackMaker]:
    pycache: Path = request.getfixturevalue("pycache")
    async with AsyncExitStack() as made:

        def make(**settings: str) -> Stack:
            stack = Stack(folder, pycache, redis=redis, kafka=kafka, settings=settings)
            made.push_async_callback(_end, stack, request.node)
            return stack

        yield make


@pytest.fixture
async def on_kafka(
    request: pytest.FixtureRequest, tmp_path: Path, kafka: KafkaServer, redis_server: RedisServer
) -> AsyncIterator[StackMaker]:
    """Makes stacks on Kafka and Redis: `stack = on_kafka(TAVLE_…="…")`."""
    async with stacks(request, tmp_path, redis=redis_server.url, kafka=kafka.bootstrap) as make:
        yield make


@pytest.fixture
async def on_redis(request: pytest.FixtureRequest, tmp_path: Path, valkey: RedisServer) -> AsyncIterator[StackMaker]:
    """Makes stacks on a Valkey alone, which is event log and ledger."""
    async with stacks(request, tmp_path, redis=valkey.url, kafka=None) as make:
        yield make


@pytest.fixture
async def on_nothing(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[StackMaker]:
    """Makes stacks that bring their own Valkey: `tavle up` in one process."""
    async with stacks(request, tmp_path, redis=None, kafka=None) as make:
        yield make


@pytest.fixture
async def stack(request: pytest.FixtureRequest, on_redis: StackMaker) -> Stack:
    """A worker and a web process on a Valkey; under the mark `development` everybody may change everything."""
    open_to_all = request.node.get_closest_marker("development") is not None
    stack = on_redis(TAVLE_WEB__DEVELOPMENT="true") if open_to_all else on_redis()
    stack.worker()
    await stack.web()
    return stack


@pytest.fixture
async def screen() -> AsyncIterator[Screen]:
    """Chromium with one page."""
    try:
        async with screens() as screen:
            yield screen
    except ServerMissing as missing:
        skip_or_fail(missing)


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
