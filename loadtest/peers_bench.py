"""`make bench-peers`: the rate of other stream processors on the same topic in the same run, and Tavle's beside them.

Each peer does one small job (loadtest/peers/job.py) in a process of its own, from Kafka to Redis; what it wrote is
compared with the job done here. Tavle's worker does all that it does. Prints for each `<peer>_per_s` (events a second,
from the first tenth written to the last) and `<peer>_cpu_us` (of its process, an event); `by_hand` is the job on
aiokafka without a framework. Peers are fetched once from PyPI and Maven Central into .cache/peers; one that cannot be
had is named on stderr and left out.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import uvloop
from redis.asyncio import Redis

from loadtest.bench import PARTITIONS, TOPIC, fill
from loadtest.peers.job import Waits, decode
from loadtest.simulated_records import simulated_messages
from loadtest.telling import report, say
from streams.log.port import Message
from tests.servers.kafka import KafkaServer
from tests.servers.process import ServerProcess
from tests.servers.redis import RedisServer, debian_redis_binary

HERE = Path(__file__).parent / "peers"
CACHE = Path(__file__).parents[1] / ".cache" / "peers"
WITHIN_S = 180
PAUSE_S = 0.01
TICKS = os.sysconf("SC_CLK_TCK")
COMMON = ("msgspec==0.22.0", "redis==8.1.0", "uvloop==0.23.0", "cramjam==2.14.0")


class PeerMissing(Exception):
    """The peer cannot be had here; says why."""


@dataclass(frozen=True, slots=True)
class Peer:
    """`prepare` answers the command to which bootstrap, topic and Redis are added."""

    name: str
    prepare: Callable[[], list[str]]
    same_job: bool = True


def in_python(program: str, *packages: str) -> Callable[[], list[str]]:
    """A program with its packages, in an environment of its own."""

    def prepare() -> list[str]:
        folder = CACHE / program
        python = folder / "bin" / "python"
        wanted = "\n".join((*COMMON, *packages))
        stamp = folder / "packages"
        if not stamp.exists() or stamp.read_text() != wanted:
            shutil.rmtree(folder, ignore_errors=True)
            run([sys.executable, "-m", "venv", str(folder)])
            run([str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", *COMMON, *packages])
            stamp.write_text(wanted)
        return [str(python), str(HERE / f"{program}.py")]

    return prepare


def kafka_streams() -> list[str]:
    source, made = HERE / "kafka_streams", CACHE / "kafka_streams"
    for tool in ("mvn", "java"):
        if shutil.which(tool) is None:
            raise PeerMissing(f"{tool} is not installed")
    shutil.copytree(source, made, dirs_exist_ok=True)
    run(["mvn", "-q", "-B", "-f", str(made), "compile", "dependency:copy-dependencies"])
    return ["java", "-Xmx1g", "-cp", f"{made}/target/classes:{made}/target/dependency/*", "Waits"]


def tavle() -> list[str]:
    return [sys.executable, "-m", "loadtest.peers.tavle"]


PEERS = (
    Peer("by_hand", in_python("by_hand", "aiokafka==0.14.0")),
    Peer("bytewax", in_python("bytewax_peer", "bytewax[kafka]==0.21.1")),
    Peer("faststream", in_python("faststream_peer", "faststream[kafka]==0.7.8")),
    Peer("faust", in_python("faust_peer", "faust-streaming==0.15.3")),
    Peer("kafka_streams", kafka_streams),
    Peer("tavle", tavle, same_job=False),
)


def run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise PeerMissing(f"`{' '.join(command[:6])} …` failed: {(done.stdout + done.stderr)[-500:]}")


async def main(arguments: argparse.Namespace) -> None:
    messages = simulated_messages(arguments.events, sites=arguments.sites, agents=arguments.agents)
    async with KafkaServer() as kafka, RedisServer(debian_redis_binary()) as redis:
        await fill(kafka.bootstrap, messages)
        for peer in PEERS:
            if arguments.only and peer.name not in arguments.only:
                continue
            try:
                command = await asyncio.to_thread(peer.prepare)
            except PeerMissing as missing:
                say(f"{peer.name} is left out: {missing}")
                continue
            say(f"{peer.name} …")
            await measure(peer, [*command, kafka.bootstrap, TOPIC, redis.url], messages, redis)


async def measure(peer: Peer, command: list[str], messages: list[Message], redis: RedisServer) -> None:
    process = ServerProcess(command, folder=redis.folder, log_name=f"{peer.name}.log", env=os.environ | PYTHONPATH)
    async with Redis.from_url(redis.url, decode_responses=True) as client:
        process.start()
        try:
            rate = await rate_of(peer.name, process, client, len(messages))
            report(f"{peer.name}_per_s", rate, ".0f")
            report(f"{peer.name}_cpu_us", cpu_s(process.pid) / len(messages) * 1e6, ".1f")
        finally:
            await process.stop()
        if peer.same_job:
            await same_as_here(peer.name, messages, client)


PYTHONPATH = {"PYTHONPATH": str(Path(__file__).parents[1])}


async def rate_of(name: str, process: ServerProcess, client: Redis, events: int) -> float:
    """Events a second between the first tenth and the last event written."""
    began, first, deadline = 0.0, 0, time.monotonic() + WITHIN_S
    while (written := int(await client.get(f"peer:{name}:events") or 0)) < events:
        if not process.running or time.monotonic() > deadline:
            raise SystemExit(f"{name} wrote {written} of {events} events: {process.last_words()}")
        if not first and written >= events / 10:
            began, first = time.perf_counter(), written
        await asyncio.sleep(PAUSE_S)
    return (events - first) / (time.perf_counter() - began)


def cpu_s(pid: int) -> float:
    """Seconds of processor time that the process took, its start included."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


async def same_as_here(name: str, messages: list[Message], client: Redis) -> None:
    """Whether it wrote what the job gives. Raises `SystemExit` if not: then its rate says nothing."""
    waits = Waits()
    for message in messages:
        waits.take(decode(message.value))
    for site, fields in waits.changes().items():
        if await client.hgetall(f"peer:{name}:{site}") != fields:
            raise SystemExit(f"{name} counted otherwise for {site}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=300_000)
    parser.add_argument("--sites", type=int, default=PARTITIONS * 2)
    parser.add_argument("--agents", type=int, default=100)
    parser.add_argument("--only", nargs="*", help="these peers")
    uvloop.run(main(parser.parse_args()))
