"""One broker for all faults, with a line to it for each part, and an installation that goes from row to row."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio

from tests.fault.yard import Yard
from tests.servers.missing import ServerMissing, skip_or_fail
from tests.servers.redis import debian_redis_binary


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def yard(tmp_path_factory: pytest.TempPathFactory, pycache: Path) -> AsyncIterator[Yard]:
    """Gives an installation that is well to every row."""
    try:
        async with AsyncExitStack() as made:
            yield await made.enter_async_context(
                Yard(tmp_path_factory.mktemp("faults"), pycache, debian_redis_binary())
            )
    except ServerMissing as missing:
        skip_or_fail(missing)
