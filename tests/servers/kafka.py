"""A real Apache Kafka (KRaft, one node) started from jars, without a container."""

from __future__ import annotations

import asyncio
import base64
import shutil
import signal
import subprocess
import tempfile
import uuid
from collections.abc import Mapping
from pathlib import Path

from aiokafka.client import AIOKafkaClient
from aiokafka.errors import KafkaError

from tests.servers.kafka_jars import KAFKA_VERSION, kafka_jars
from tests.servers.missing import ServerMissing
from tests.servers.ports import LOOPBACK, free_ports, listening
from tests.servers.process import ServerProcess
from tests.servers.server import Server
from tests.servers.until import until

PROPERTIES = """process.roles=broker,controller
node.id=1
controller.quorum.voters=1@{host}:{controller}
listeners=PLAINTEXT://{host}:{port},CONTROLLER://{host}:{controller}{line_listeners}
advertised.listeners=PLAINTEXT://{host}:{port}{lines_advertised}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT{line_protocols}
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
log.dirs={data}
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=500
auto.create.topics.enable=false
broker.session.timeout.ms=2000
broker.heartbeat.interval.ms=500
log.retention.check.interval.ms=1000
"""
JVM = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]


class KafkaServer(Server):
    """One broker. `async with KafkaServer() as server: ... server.bootstrap`. Data survive stop, kill and restart.

    `lines` are ports under which it is known to some clients, by a name of capitals: what listens there passes on to
    `line_ports`. A client's whole traffic goes where it first came from, as brokers tell their address.
    """

    def __init__(
        self,
        *,
        version: str = KAFKA_VERSION,
        heap: str = "512m",
        folder: Path | None = None,
        lines: Mapping[str, int] | None = None,
    ) -> None:
        self._own_folder = folder is None
        self.folder = folder or Path(tempfile.mkdtemp(prefix="tavle-kafka-"))
        self.version, self._heap = version, heap
        self.lines = dict(lines or {})
        self.port, self._controller_port, *own = free_ports(2 + len(self.lines))
        self.line_ports = dict(zip(self.lines, own, strict=True))
        self.process: ServerProcess | None = None

    @property
    def bootstrap(self) -> str:
        """`host:port`, as `bootstrap_servers` of a client."""
        return f"{LOOPBACK}:{self.port}"

    @property
    def url(self) -> str:
        """`kafka://host:port`, as `open_log` takes it."""
        return f"kafka://{self.bootstrap}"

    async def start(self) -> None:
        """Returns when the broker answers a client. Raises `ServerMissing` without Java 17 or the jars."""
        if self.process is None:
            self.process = await asyncio.to_thread(self._prepare)
        self.process.start()
        await until(self._ready, within_s=60, what="the start of Kafka")

    def _prepare(self) -> ServerProcess:
        java = shutil.which("java")
        if java is None:
            raise ServerMissing("java is not installed (Debian: apt-get install openjdk-17-jre-headless)")
        class_path = f"{kafka_jars(self.version)}/*"
        properties = self.folder / "server.properties"
        properties.write_text(
            PROPERTIES.format(
                host=LOOPBACK,
                port=self.port,
                controller=self._controller_port,
                data=self.folder / "data",
                line_listeners="".join(f",{name}://{LOOPBACK}:{port}" for name, port in self.line_ports.items()),
                lines_advertised="".join(f",{name}://{LOOPBACK}:{port}" for name, port in self.lines.items()),
                line_protocols="".join(f",{name}:PLAINTEXT" for name in self.lines),
            )
        )
        # The first byte keeps it from beginning with a dash, which the tool would take for an option.
        cluster_id = base64.urlsafe_b64encode(b"t" + uuid.uuid4().bytes[1:]).decode().rstrip("=")
        tool = [java, *JVM, "-cp", class_path, "kafka.tools.StorageTool"]
        subprocess.run(
            [*tool, "format", "-t", cluster_id, "-c", str(properties)], check=True, capture_output=True, timeout=60
        )
        return ServerProcess(
            [java, f"-Xmx{self._heap}", *JVM, "-cp", class_path, "kafka.Kafka", str(properties)], folder=self.folder
        )

    async def _ready(self) -> bool:
        assert self.process is not None
        if not self.process.running:
            raise RuntimeError(f"Kafka ended at once:\n{self.process.last_words()}")
        if not listening(self.port):
            return False
        client = AIOKafkaClient(bootstrap_servers=self.bootstrap, request_timeout_ms=2000)
        try:
            await client.bootstrap()
            # An unfenced broker is listed by the controller; before that, topics cannot be made.
            return bool(client.cluster.brokers()) and client.cluster.controller is not None
        except (KafkaError, OSError):
            return False
        finally:
            await client.close()

    async def stop(self) -> None:
        if self.process is not None:
            await self.process.stop()

    async def kill(self) -> None:
        if self.process is not None:
            await self.process.kill()

    async def restart(self) -> None:
        """Stops when running and starts again, with the data. A producer succeeds again some seconds later."""
        await self.stop()
        await self.start()

    async def empty(self) -> None:
        """Ends it and starts it again without any data, as another cluster on the same ports."""
        await self.kill()
        shutil.rmtree(self.folder / "data")
        self.process = None
        await self.start()

    def freeze(self) -> None:
        """Stalls the broker: connections stay open, nothing answers."""
        if self.process is not None:
            self.process.signal(signal.SIGSTOP)

    def thaw(self) -> None:
        if self.process is not None:
            self.process.signal(signal.SIGCONT)

    async def close(self) -> None:
        """Kills the broker (nobody reads its data any more) and removes its folder when it made it."""
        await self.kill()
        if self._own_folder:
            shutil.rmtree(self.folder, ignore_errors=True)
