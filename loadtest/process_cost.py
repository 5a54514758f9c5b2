"""What a process costs, as /proc tells: its share of a core, and its memory over time."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path

EVERY_S = 1.0
_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


def used_s(pid: int) -> float:
    """Processor time since its start."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS_A_SECOND


def resident_mb(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE_BYTES / 1e6


class ProcessCost:
    """`async with ProcessCost(pid) as cost`: looks at it every second while the context is open."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self.memory: list[tuple[float, float]] = []
        """Seconds since the beginning, and MB."""
        self.core_share = 0.0
        """Of one core, from the beginning to the end."""

    async def __aenter__(self) -> ProcessCost:
        self._began_s, self._used_s = time.perf_counter(), used_s(self._pid)
        self._looking = asyncio.create_task(self._look())
        return self

    async def __aexit__(self, *exc: object) -> None:
        self._looking.cancel()
        await asyncio.gather(self._looking, return_exceptions=True)
        self.core_share = (used_s(self._pid) - self._used_s) / (time.perf_counter() - self._began_s)

    async def _look(self) -> None:
        while True:
            self.memory.append((time.perf_counter() - self._began_s, resident_mb(self._pid)))
            await asyncio.sleep(EVERY_S)

    @property
    def memory_mb(self) -> float:
        """At the end."""
        return self.memory[-1][1]

    @property
    def memory_slope_mb_a_minute(self) -> float:
        """Of the straight line through the second half: what settles at first is no leak."""
        points = self.memory[len(self.memory) // 2 :]
        mean_s = sum(at for at, _ in points) / len(points)
        mean_mb = sum(mb for _, mb in points) / len(points)
        spread = sum((at - mean_s) ** 2 for at, _ in points)
        return 60 * sum((at - mean_s) * (mb - mean_mb) for at, mb in points) / spread if spread else 0.0
