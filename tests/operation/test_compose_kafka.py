"""Kafka starts as a process under the very variables of docker-compose.yml, and takes events."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from aiokafka.client import AIOKafkaClient
from aiokafka.errors import KafkaError

from streams.log.open import open_log
from tests.contract.logs import numbered, reading
from tests.repository import ROOT
from tests.servers.kafka import JVM
from tests.servers.kafka_jars import kafka_jars
from tests.servers.missing import ServerMissing, skip_or_fail
from tests.servers.ports import LOOPBACK, free_ports, listening
from tests.servers.process import ServerProcess
from tests.servers.until import until

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
ENVIRONMENT: dict[str, Any] = COMPOSE["services"]["kafka"]["environment"]
STARTED_S = 60.0


def kafka_properties(folder: Path) -> tuple[str, str, int]:
    """The variables as the image makes properties of them, at this machine; and the cluster's id, and the port."""
    port, controller = free_ports(2)
    here = {
        "kafka:9092": f"{LOOPBACK}:{port}", "kafka:9093": f"{LOOPBACK}:{controller}", ":9092": f"{LOOPBACK}:{port}",
        ":9093": f"{LOOPBACK}:{controller}",
    }  # fmt: skip
    environment = dict(ENVIRONMENT)
    cluster_id = environment.pop("CLUSTER_ID")
    environment["KAFKA_LOG_DIRS"] = str(folder / "data")
    lines = []
    for name, value in environment.items():
        said = str(value)
        for there, ours in here.items():
            said = said.replace(there, ours) if ours not in said else said
        lines.append(f"{name.removeprefix('KAFKA_').lower().replace('_', '.')}={said}")
    return "\n".join([*lines, ""]), cluster_id, port


@pytest.mark.kafka
async def test_kafka_starts_under_these_variables_and_takes_events(tmp_path: Path) -> None:
    java = shutil.which("java")
    if java is None:
        skip_or_fail(ServerMissing("java is not installed (Debian: apt-get install openjdk-17-jre-headless)"))
    properties, (text, cluster_id, port) = tmp_path / "server.properties", kafka_properties(tmp_path)
    properties.write_text(text)
    run = [java, *JVM, "-cp", f"{kafka_jars()}/*"]
    tool = [*run, "kafka.tools.StorageTool", "format", "-t", cluster_id, "-c", str(properties)]
    await asyncio.to_thread(subprocess.run, tool, check=True, capture_output=True, timeout=STARTED_S)
    process = ServerProcess([*run, "kafka.Kafka", str(properties)], folder=tmp_path)
    async with process.run():

        async def answers() -> bool:
            assert process.running, process.last_words()
            if not listening(port):
                return False
            client = AIOKafkaClient(bootstrap_servers=f"{LOOPBACK}:{port}", request_timeout_ms=2000)
            try:
                await client.bootstrap()
                return bool(client.cluster.brokers())
            except (KafkaError, OSError):
                return False
            finally:
                await client.close()

        await until(answers, within_s=STARTED_S, what="Kafka under the variables of the Compose file")
        async with open_log(f"{LOOPBACK}:{port}", topic="tavle.events") as log, reading(log) as one:
            await log.append(numbered(3))
            await one.until_read(3)
