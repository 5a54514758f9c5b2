"""One server process with its own folder and log, started, stopped and killed by pid."""

from __future__ import annotations

import asyncio
import signal
import subprocess
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

STOP_S = 10.0


class ServerProcess:
    """A child process whose output goes to a file. Not bound to an event loop, so a session fixture may hold it."""

    def __init__(
        self, command: list[str], *, folder: Path, log_name: str = "server.log", env: Mapping[str, str] | None = None
    ) -> None:
        self.command, self.folder, self.env = command, folder, env
        self.log_path = folder / log_name
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log_path.open("ab") as log:
            self._process = subprocess.Popen(
                self.command, cwd=self.folder, env=self.env, stdout=log, stderr=subprocess.STDOUT
            )

    @asynccontextmanager
    async def run(self) -> AsyncIterator[None]:
        """Runs while the context is open."""
        self.start()
        try:
            yield
        finally:
            await self.stop()

    @property
    def pid(self) -> int:
        """The process id; raises `RuntimeError` when the server does not run."""
        if self._process is None:
            raise RuntimeError("the server does not run")
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def signal(self, number: signal.Signals) -> None:
        """Sends a signal, such as SIGSTOP and SIGCONT for a stalled server."""
        if self._process is not None:
            self._process.send_signal(number)

    async def stop(self) -> None:
        """SIGTERM, then SIGKILL after ten seconds."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            await asyncio.to_thread(self._process.wait, STOP_S)
        except subprocess.TimeoutExpired:
            await self.kill()
        self._process = None

    async def kill(self) -> None:
        """SIGKILL: no chance to write anything down."""
        if self._process is None:
            return
        self._process.kill()
        await asyncio.to_thread(self._process.wait, STOP_S)
        self._process = None

    def last_words(self, limit_bytes: int = 4000) -> str:
        """The end of the server's log, for the message of a start that failed."""
        return self.log_path.read_bytes()[-limit_bytes:].decode(errors="replace") if self.log_path.exists() else ""
