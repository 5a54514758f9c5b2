"""Real processes, a real Kafka and a real Redis under every fault of the table; `make fault` runs all of it."""

from __future__ import annotations

import sys

import pytest

from tests.fault.row import Row
from tests.fault.runner import ALL, run_row
from tests.fault.table import ROWS
from tests.fault.yard import Yard

RUN = [row for row in ROWS if row.act is not None and (ALL or row.telling)]

pytestmark = [
    pytest.mark.kafka, pytest.mark.redis_server, pytest.mark.processes, pytest.mark.asyncio(loop_scope="session"),
]  # fmt: skip


@pytest.mark.parametrize("row", RUN, ids=lambda row: row.name.replace(" ", "-"))
async def test_what_must_hold_holds_after(yard: Yard, row: Row) -> None:
    healed_s = await run_row(yard, row)
    sys.stdout.write(f"{row.name}: live {healed_s:.1f} s after healing\n")
