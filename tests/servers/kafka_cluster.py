"""Several real Kafka brokers (KRaft) on this machine, each a process, optionally with TLS, logins and rights."""

from __future__ import annotations

import asyncio
import base64
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from aiokafka.client import AIOKafkaClient
from aiokafka.errors import KafkaError

from tests.servers.certificates import Authority
from tests.servers.kafka import JVM
from tests.servers.kafka_jars import kafka_jars
from tests.servers.missing import ServerMissing
from tests.servers.ports import LOOPBACK, free_ports, listening
from tests.servers.process import ServerProcess
from tests.servers.server import Server
from tests.servers.until import until

STARTED_S = 90.0

PROPERTIES = """process.roles=broker,controller
node.id={node}
controller.quorum.voters={voters}
listeners=INSIDE://{host}:{inside},CONTROLLER://{host}:{controller}{listener}
advertised.listeners=INSIDE://{host}:{inside}{advertised}
listener.security.protocol.map=INSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT,CLIENTS:{protocol},MUTUAL:SSL
controller.listener.names=CONTROLLER
inter.broker.listener.name=INSIDE
log.dirs={data}
offsets.topic.replication.factor={copies}
offsets.topic.num.partitions=4
transaction.state.log.replication.factor={copies}
transaction.state.log.min.isr={in_sync}
share.coordinator.state.topic.replication.factor={copies}
share.coordinator.state.topic.min.isr={in_sync}
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=500
auto.create.topics.enable=false
broker.session.timeout.ms=2000
broker.heartbeat.interval.ms=500
"""

SECURED = """ssl.keystore.type=PEM
ssl.keystore.location={keystore}
ssl.truststore.type=PEM
ssl.truststore.location={ca}
listener.name.mutual.ssl.client.auth=required
sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512
listener.name.clients.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required {users};
listener.name.clients.scram-sha-256.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
listener.name.clients.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:ANONYMOUS;User:owner
"""


@dataclass(frozen=True)
class Access:
    """TLS by certificates of `authority`, and `users` with their passwords, who may log in by PLAIN and by SCRAM. All
    are refused everything but `owner`, until they get rights."""

    authority: Authority
    users: Mapping[str, str]


class KafkaCluster(Server):
    """`async with KafkaCluster(3) as cluster: ... cluster.bootstrap`. `kill` and `start_node` take the number of a
    broker, from 0."""

    def __init__(self, nodes: int, *, access: Access | None = None, heap: str = "320m") -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="tavle-kafkas-"))
        self._access, self._heap = access, heap
        ports = free_ports(4 * nodes)
        self._inside, self._controllers, self.ports, self.mutual_ports = (ports[n::4] for n in range(4))
        self.processes: list[ServerProcess] = []

    @property
    def bootstrap(self) -> str:
        """For clients: with TLS and logins where there is access, else as it is."""
        return _addresses(self._inside if self._access is None else self.ports)

    @property
    def mutual(self) -> str:
        """For clients that show a certificate of their own instead of logging in."""
        return _addresses(self.mutual_ports)

    @property
    def inside(self) -> str:
        """For the owner of the cluster, who may do everything."""
        return _addresses(self._inside)

    async def start(self) -> None:
        """Returns when every broker is known to the cluster. Raises `ServerMissing` without Java 17 or the jars."""
        if not self.processes:
            self.processes = await asyncio.to_thread(self._prepare)
        for process in self.processes:
            process.start()
        await until(self._ready, within_s=STARTED_S, what="the start of the brokers")

    def _prepare(self) -> list[ServerProcess]:
        java = shutil.which("java")
        if java is None:
            raise ServerMissing("java is not installed (Debian: apt-get install openjdk-17-jre-headless)")
        class_path = f"{kafka_jars()}/*"
        cluster_id = _random_id()
        keystore = "" if self._access is None else self._access.authority.issue_in_one("kafka")
        scrams = [] if self._access is None else _scrams(self._access.users)
        processes = []
        for number in range(len(self.ports)):
            folder = self.folder / str(number)
            folder.mkdir()
            properties = folder / "server.properties"
            properties.write_text(self._properties(number, folder, str(keystore)))
            run = [java, f"-Xmx{self._heap}", *JVM, "-cp", class_path, "kafka.Kafka", str(properties)]
            processes.append(ServerProcess(run, folder=folder))
        _format([java, *JVM, "-cp", class_path, "kafka.tools.StorageTool", "format", "-t", cluster_id, *scrams,
                 "-c", str(self.folder / "0" / "server.properties")])  # fmt: skip
        self._copy_storage()
        return processes

    def _copy_storage(self) -> None:
        """The storage of the other brokers, as the tool would make it: a JVM less for each."""
        made = self.folder / "0" / "data"
        for number in range(1, len(self.ports)):
            data = self.folder / str(number) / "data"
            shutil.copytree(made, data)
            about = data / "meta.properties"
            kept = [line for line in about.read_text().splitlines() if not line.startswith(("node.id", "directory.id"))]
            about.write_text("\n".join([*kept, f"node.id={number + 1}", f"directory.id={_random_id()}", ""]))

    def _properties(self, number: int, folder: Path, keystore: str) -> str:
        copies = min(3, len(self.ports))
        voters = ",".join(f"{node + 1}@{LOOPBACK}:{port}" for node, port in enumerate(self._controllers))
        outside = "" if self._access is None else (
            f",CLIENTS://{LOOPBACK}:{self.ports[number]},MUTUAL://{LOOPBACK}:{self.mutual_ports[number]}"
        )  # fmt: skip
        text = PROPERTIES.format(
            node=number + 1, voters=voters, host=LOOPBACK, inside=self._inside[number],
            controller=self._controllers[number], listener=outside, advertised=outside,
            protocol="SASL_SSL", data=folder / "data", copies=copies, in_sync=max(1, copies - 1),
        )  # fmt: skip
        if self._access is not None:
            users = " ".join(f'user_{name}="{password}"' for name, password in self._access.users.items())
            text += SECURED.format(keystore=keystore, ca=self._access.authority.ca, users=users)
        return text

    async def _ready(self) -> bool:
        for process in self.processes:
            if not process.running:
                raise RuntimeError(f"a broker ended at once:\n{process.last_words()}")
        if not all(map(listening, self._inside)):
            return False
        client = AIOKafkaClient(bootstrap_servers=self.inside, request_timeout_ms=2000)
        try:
            await client.bootstrap()
            return len(client.cluster.brokers()) == len(self.ports) and client.cluster.controller is not None
        except (KafkaError, OSError):
            return False
        finally:
            await client.close()

    async def kill(self, number: int) -> None:
        await self.processes[number].kill()

    async def start_node(self, number: int) -> None:
        """Returns when the cluster knows all of its brokers again."""
        self.processes[number].start()
        await until(self._ready, within_s=STARTED_S, what=f"the return of broker {number}")

    async def close(self) -> None:
        """Kills all (nobody reads their data any more) and removes what they wrote."""
        await asyncio.gather(*(process.kill() for process in self.processes))
        shutil.rmtree(self.folder, ignore_errors=True)


def _random_id() -> str:
    # The first byte keeps it from beginning with a dash, which the tool would take for an option.
    return base64.urlsafe_b64encode(b"t" + uuid.uuid4().bytes[1:]).decode().rstrip("=")


def _format(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=STARTED_S, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"Kafka's storage could not be made:\n{done.stdout}{done.stderr}")


def _addresses(ports: list[int]) -> str:
    return ",".join(f"{LOOPBACK}:{port}" for port in ports)


def _scrams(users: Mapping[str, str]) -> list[str]:
    return [
        option
        for name, password in users.items()
        for size in (256, 512)
        for option in ("--add-scram", f"SCRAM-SHA-{size}=[name={name},password={password}]")
    ]
