"""One part of Tavle as a process of its own: the installed command, its settings in the environment, its log kept."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.servers.process import ServerProcess

COMMAND = Path(sys.executable).with_name("tavle")


def environment(pycache: Path, settings: Mapping[str, str]) -> dict[str, str]:
    """`settings` (`TAVLE_…`) on top of ours, which may hold none of its own. Compiled modules are kept in `pycache`:
    a part starts twice as fast, and nothing is written into the repository."""
    ours = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("TAVLE_") and name != "PYTHONDONTWRITEBYTECODE"
    }
    return {**ours, "PYTHONPYCACHEPREFIX": str(pycache), **settings}


class Part(ServerProcess):
    """`tavle …`. Starting it again goes on in the same log."""

    def __init__(
        self, name: str, arguments: list[str], *, folder: Path, env: Mapping[str, str], command: Path = COMMAND
    ) -> None:
        super().__init__([str(command), *arguments], folder=folder, log_name=f"{name}.log", env=env)
        self.name = name
        self.expected_to_run = False

    def start(self) -> None:
        super().start()
        self.expected_to_run = True

    async def ends(self, *, within_s: float) -> int:
        """Its exit status, once it has ended by itself or by a signal. Raises TimeoutError."""
        self.expected_to_run = False
        if self._process is None:
            raise RuntimeError(f"{self.name} does not run")
        try:
            return await asyncio.to_thread(self._process.wait, within_s)
        except subprocess.TimeoutExpired:
            raise TimeoutError(f"{self.name} did not end within {within_s} s:\n{self.last_words()}") from None

    async def stop(self) -> None:
        self.expected_to_run = False
        await super().stop()

    async def kill(self) -> None:
        self.expected_to_run = False
        await super().kill()

    def check(self) -> None:
        """Raises when it ended although nobody told it to."""
        if self.expected_to_run and not self.running:
            raise RuntimeError(f"{self.name} ended by itself:\n{self.last_words()}")

    def terminate(self) -> None:
        """SIGTERM; see `ends`."""
        self.expected_to_run = False
        self.signal(signal.SIGTERM)

    def told(self) -> list[dict[str, Any]]:
        """What it logged, one object a line."""
        lines = self.log_path.read_bytes().splitlines() if self.log_path.exists() else []
        return [json.loads(line) for line in lines if line.startswith(b"{") and line.endswith(b"}")]

    def said(self, event: str) -> bool:
        return any(entry["event"] == event for entry in self.told())
