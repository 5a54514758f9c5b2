"""A night of faults: rows in a random order, for as long as it is told. `python -m tests.fault.night SEED MINUTES`."""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
from pathlib import Path

import pytest

from loadtest.telling import say
from tests.fault.runner import run_row
from tests.fault.table import ROWS
from tests.fault.yard import Yard
from tests.servers.redis import debian_redis_binary


async def night(seed: int, minutes: float, folder: Path) -> int:
    """Answers how many rows did not hold. The same seed gives the same order; the last row may end after the time."""
    draw, clock = random.Random(seed), asyncio.get_running_loop()
    rows = [row for row in ROWS if row.act is not None]
    ends_at, run, failed = clock.time() + minutes * 60, 0, 0
    async with Yard(folder, folder / "pycache", debian_redis_binary(), seed=seed) as yard:
        while clock.time() < ends_at:
            row = draw.choice(rows)
            run += 1
            try:
                healed_s = await run_row(yard, row)
            except pytest.skip.Exception as skipped:
                say(f"{run}. {row.name}: left out, {skipped}")
            except (AssertionError, TimeoutError, RuntimeError, OSError) as error:
                failed += 1
                say(f"{run}. {row.name}: DID NOT HOLD\n{error}")
            else:
                say(f"{run}. {row.name}: live {healed_s:.1f} s after healing")
    say(f"seed {seed}: {run} faults, {failed} did not hold")
    return failed


def main() -> None:
    seed, minutes = int(sys.argv[1]), float(sys.argv[2])
    with tempfile.TemporaryDirectory(prefix="tavle-night-", ignore_cleanup_errors=True) as folder:
        sys.exit(1 if asyncio.run(night(seed, minutes, Path(folder))) else 0)


if __name__ == "__main__":
    main()
