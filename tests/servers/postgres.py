"""A real PostgreSQL with a cluster of its own, on a free port, run by an account that is not root."""

from __future__ import annotations

import asyncio
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import uuid
from pathlib import Path

import asyncpg
from asyncpg.exceptions import PostgresError

from tests.servers.missing import ServerMissing
from tests.servers.ports import LOOPBACK, free_ports
from tests.servers.process import ServerProcess
from tests.servers.server import Server
from tests.servers.until import until

ACCOUNTS = ("postgres", "nobody")
DEBIAN = Path("/usr/lib/postgresql")
# Nobody reads these data after a crash of the machine.
QUICK = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=50"]


def postgres_folder() -> Path:
    """Where `initdb` and `postgres` are; raises `ServerMissing`."""
    found = shutil.which("initdb")
    newest = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found is None and not newest:
        raise ServerMissing("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    return Path(found).parent if found is not None else newest[-1].parent


class PostgresServer(Server):
    """One server. `async with PostgresServer() as server: ... await server.new_database()`. Data survive stop and
    restart."""

    def __init__(self) -> None:
        self._programs = postgres_folder()
        self.folder = Path(tempfile.mkdtemp(prefix="tavle-postgres-"))
        self.password = secrets.token_hex(12)
        (self.port,) = free_ports(1)
        self._as: list[str] = []
        if os.geteuid() == 0:  # which PostgreSQL refuses
            account = _account()
            os.chown(self.folder, account.pw_uid, account.pw_gid)
            self._as = [_setpriv(), f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups", "--"]
        self.process: ServerProcess | None = None

    def url(self, database: str = "postgres") -> str:
        """As `store.url` takes it."""
        return f"postgresql://tavle:{self.password}@{LOOPBACK}:{self.port}/{database}"

    async def new_database(self) -> str:
        """The URL of an empty one."""
        name = f"t{uuid.uuid4().hex[:12]}"
        connection = await asyncpg.connect(self.url())
        try:
            await connection.execute(f'CREATE DATABASE "{name}"')
        finally:
            await connection.close()
        return self.url(name)

    async def start(self) -> None:
        """Returns when it answers."""
        if self.process is None:
            self.process = await asyncio.to_thread(self._prepare)
        self.process.start()
        await until(self._ready, within_s=30, what="the start of PostgreSQL")

    def _prepare(self) -> ServerProcess:
        data, password = self.folder / "data", self.folder / "password"
        password.write_text(self.password)
        password.chmod(0o644)
        made = subprocess.run(
            [*self._as, str(self._programs / "initdb"), "--pgdata", str(data), "--username=tavle", "--encoding=UTF8",
             "--locale=C", "--auth=scram-sha-256", f"--pwfile={password}", "--no-sync"],
            cwd=self.folder, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        if made.returncode != 0:
            raise RuntimeError(f"initdb failed:\n{made.stdout}{made.stderr}")
        options = [f"listen_addresses={LOOPBACK}", f"unix_socket_directories={self.folder}", *QUICK]
        return ServerProcess(
            [*self._as, str(self._programs / "postgres"), "-D", str(data), "-p", str(self.port),
             *(part for option in options for part in ("-c", option))],
            folder=self.folder,
        )  # fmt: skip

    async def _ready(self) -> bool:
        assert self.process is not None
        if not self.process.running:
            raise RuntimeError(f"PostgreSQL ended at once:\n{self.process.last_words()}")
        try:
            connection = await asyncpg.connect(self.url(), timeout=2)
        except (OSError, PostgresError):
            return False
        await connection.close()
        return True

    async def stop(self) -> None:
        """Ends it and every connection to it."""
        if self.process is not None and self.process.running:
            self.process.signal(signal.SIGINT)  # SIGTERM alone would wait for the clients
            await self.process.stop()

    async def close(self) -> None:
        await self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def _account() -> pwd.struct_passwd:
    for name in ACCOUNTS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise ServerMissing(f"PostgreSQL refuses root, and there is no account {' or '.join(ACCOUNTS)}")


def _setpriv() -> str:
    found = shutil.which("setpriv")
    if found is None:
        raise ServerMissing("setpriv is not installed (Debian: apt-get install util-linux)")
    return found
