"""A swarm in a process of its own, told what to do."""

from __future__ import annotations

import asyncio
import json
import sys
from types import TracebackType
from typing import Any, Self

ANSWER_BYTES = 8 * 1024 * 1024


class SwarmProcess:
    """`async with SwarmProcess(host, port, board) as swarm`. `pid` is its process."""

    def __init__(self, host: str, port: int, board: str) -> None:
        self._arguments = [host, str(port), board]
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "loadtest.swarm", *self._arguments,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=ANSWER_BYTES,
        )  # fmt: skip
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    async def does(self, what: str, **how: Any) -> dict[str, Any]:
        """Its answer, once it has done it."""
        assert self._process is not None
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": what, **how}).encode() + b"\n")
        line = await self._process.stdout.readline()
        if not line:
            raise RuntimeError("the swarm ended by itself")
        answer: dict[str, Any] = json.loads(line)
        return answer
