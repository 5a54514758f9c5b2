"""A real Redis Cluster on this machine: three masters, and a replica of each."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import redis.asyncio
from redis.exceptions import RedisError

from tests.servers.certificates import Authority
from tests.servers.ports import LOOPBACK, free_ports
from tests.servers.process import ServerProcess
from tests.servers.redis import ALL_SLOTS, secured_options
from tests.servers.server import Server
from tests.servers.until import until

MASTERS = 3
NODE_TIMEOUT_MS = 1500
"""A master that is silent for so long is taken for failed; Redis' own default is 15 s."""


class RedisCluster(Server):
    """`async with RedisCluster(binary) as cluster: ... cluster.url`. Nodes 0 to 2 begin as masters, 3 to 5 as their
    replicas. With an authority all speak TLS alone, among each other too."""

    def __init__(self, binary: str, *, authority: Authority | None = None) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="tavle-redises-"))
        self._authority = authority
        ports = free_ports(4 * MASTERS)
        self.ports, self._bus_ports = ports[: 2 * MASTERS], ports[2 * MASTERS :]
        self.processes = [self._process(binary, number) for number in range(2 * MASTERS)]

    def _process(self, binary: str, number: int) -> ServerProcess:
        folder = self.folder / str(number)
        folder.mkdir()
        port = ["--port", str(self.ports[number])]
        if self._authority is not None:
            port = [*secured_options(self.ports[number], self._authority), "--tls-replication", "yes"]
            port += ["--tls-cluster", "yes"]
        command = [binary, "--bind", LOOPBACK, *port, "--dir", str(folder), "--save", "",
                   "--appendonly", "yes", "--appendfsync", "everysec", "--maxmemory-policy", "noeviction",
                   "--cluster-enabled", "yes", "--cluster-port", str(self._bus_ports[number]),
                   "--cluster-node-timeout", str(NODE_TIMEOUT_MS), "--repl-diskless-sync-delay", "0"]  # fmt: skip
        return ServerProcess(command, folder=folder)

    @property
    def url(self) -> str:
        """`redis+cluster://host:port` of a node."""
        return self.url_of("")

    def url_of(self, user: str) -> str:
        """As `user`, written `name:password@`."""
        if self._authority is None:
            return f"redis+cluster://{user}{LOOPBACK}:{self.ports[0]}"
        return f"rediss+cluster://{user}{LOOPBACK}:{self.ports[0]}?ssl_ca_certs={self._authority.ca}"

    async def start(self) -> None:
        """Returns when all slots are served and every master has its replica."""
        for process in self.processes:
            process.start()
        await until(self._all_listen, within_s=20, what="the start of the cluster's nodes")
        await self._join()
        await until(self._whole, within_s=30, what="a whole cluster")

    async def _all_listen(self) -> bool:
        for number, process in enumerate(self.processes):
            if not process.running:
                raise RuntimeError(f"a node ended at once:\n{process.last_words()}")
            if await self.ask(number, "PING") is None:
                return False
        return True

    async def _join(self) -> None:
        for number in range(1, 2 * MASTERS):
            await self.ask(0, "CLUSTER MEET", LOOPBACK, self.ports[number], self._bus_ports[number])
        bounds = [ALL_SLOTS * number // MASTERS for number in range(MASTERS + 1)]
        for number in range(MASTERS):
            await self.ask(number, "CLUSTER ADDSLOTSRANGE", bounds[number], bounds[number + 1] - 1)
        for number in range(MASTERS, 2 * MASTERS):
            master = (await self.ask(number - MASTERS, "CLUSTER MYID")).decode()

            async def replicates(number: int = number, master: str = master) -> bool:
                return await self.ask(number, "CLUSTER REPLICATE", master) is not None

            await until(replicates, within_s=20, what="an acquaintance of replica and master")

    async def _whole(self) -> bool:
        for number in range(2 * MASTERS):
            info = await self.ask(number, "CLUSTER INFO")
            if info is None or info["cluster_state"] != "ok" or info["cluster_known_nodes"] != "6":
                return False
        roles = [await self.ask(number, "ROLE") for number in range(2 * MASTERS)]
        return all(role is not None and role[0] == b"master" and role[2] for role in roles[:MASTERS]) and all(
            role is not None and role[0] == b"slave" and role[3] == b"connected" for role in roles[MASTERS:]
        )

    async def ask(self, number: int, command: str, *arguments: str | int) -> Any:
        """The node's answer; None when it has none."""
        tls: dict[str, Any] = {} if self._authority is None else {"ssl": True, "ssl_ca_certs": str(self._authority.ca)}
        client: Any = redis.asyncio.Redis(host=LOOPBACK, port=self.ports[number], socket_timeout=2, **tls)
        try:
            return await client.execute_command(command, *arguments)
        except (RedisError, OSError):
            return None
        finally:
            await client.aclose()

    async def master_of(self, key: str) -> int:
        """The number of the node that serves `key` now."""
        slot = await self.ask(0, "CLUSTER KEYSLOT", key)
        for row in await self.ask(0, "CLUSTER SLOTS"):
            if row[0] <= slot <= row[1]:
                return self.ports.index(row[2][1])
        raise RuntimeError(f"nobody serves {key}")

    async def replicated(self) -> None:
        """Waits until replicas have what their masters answered to: replication is asynchronous."""

        async def equal() -> bool:
            roles = [await self.ask(number, "ROLE") for number in range(MASTERS)]
            return all(int(replica[2]) == role[1] for role in roles for replica in role[2])

        await until(equal, what="replication")

    async def kill(self, number: int) -> None:
        await self.processes[number].kill()

    async def close(self) -> None:
        for process in self.processes:
            await process.kill()
        shutil.rmtree(self.folder, ignore_errors=True)
