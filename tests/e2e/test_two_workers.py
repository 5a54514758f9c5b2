"""Workers share the partitions; when one goes, by force or in order, its sites go on where it stood."""

from __future__ import annotations

from heapq import merge
from pathlib import Path

import msgspec
import pytest

from streams.events.decode import encode
from streams.floor.view import Pulse
from streams.ledger.names import pulse_hash
from streams.log.partitioner import partition_of_key
from tests.e2e.conftest import StackMaker
from tests.e2e.figures import replayed
from tests.e2e.part import Part
from tests.e2e.recorded import asterisk, asterisk_events
from tests.e2e.stack import SETTLED_S, STARTED_S, Stack

pytestmark = [pytest.mark.kafka, pytest.mark.redis_server, pytest.mark.processes]

PARTITIONS = 12
ZONE = "Europe/Oslo"
# Slow on purpose, so that there is a middle.
SLOW = {"TAVLE_DEFAULTS__ZONE": ZONE, "TAVLE_WORKER__POLL_RECORDS": "2", "TAVLE_WORKER__REFRESH_MS": "20"}


def sites_apart(count: int) -> dict[str, int]:
    """Names of sites, each in a partition of its own."""
    found: dict[int, str] = {}
    number = 0
    while len(found) < count:
        number += 1
        found.setdefault(partition_of_key(f"site-{number}".encode(), PARTITIONS), f"site-{number}")
    return {site: partition for partition, site in found.items()}


def one_file(path: Path, sites: list[str]) -> Path:
    """The same afternoon at every site, told at once."""
    days = [[(event.time, site, encode(event)) for event in asterisk_events(site)] for site in sites]
    path.write_bytes(b"".join(line + b"\n" for _, _, line in merge(*map(sorted, days))))
    return path


def held_by(worker: Part) -> set[int]:
    """Partitions, by its own word: those it took since it last let go of all."""
    held: set[int] = set()
    for entry in worker.told():
        if entry["event"] == "partition_taken":
            held.add(entry["partition"])
        elif entry["event"] == "partition_revoked":
            held.discard(entry["partition"])
    return held


async def two_workers(stack: Stack) -> tuple[Part, Part]:
    """Returns when each has its share of all partitions."""
    one = stack.worker("--clock", "log", name="worker-1")
    two = stack.worker("--clock", "log", name="worker-2")

    async def shared() -> bool:
        first, second = held_by(one), held_by(two)
        return bool(first and second and not first & second) and len(first | second) == PARTITIONS

    await stack.until(shared, within_s=STARTED_S, what=lambda: f"a share each: {held_by(one)}, {held_by(two)}")
    return one, two


async def test_the_sites_of_a_killed_worker_go_on_on_the_other(on_kafka: StackMaker, tmp_path: Path) -> None:
    stack = on_kafka(**SLOW)
    await stack.web()
    killed, other = await two_workers(stack)
    partitions = sites_apart(8)
    path = one_file(tmp_path / "sites.jsonl", list(partitions))
    wanted = replayed(path, env=stack.env, options=("--timezone", ZONE))
    theirs = [site for site, partition in partitions.items() if partition in held_by(killed)]
    assert theirs
    assert len(theirs) < len(partitions)
    await stack.send_file(path, "main")
    middle = asterisk(tmp_path, "middle").middle
    ends = {site: str(msgspec.json.decode(figures)[0]["at"]) for site, figures in wanted.items()}

    async def in_the_middle() -> bool:
        return any([middle <= await stack.at(site) < ends[site] for site in theirs])

    await stack.until(in_the_middle, within_s=SETTLED_S, what=f"one of {theirs} in the middle")
    await killed.kill()
    # Some of its sites may be done, others not begun.
    assert any([await stack.at(site) < ends[site] for site in theirs])
    for site, figures in wanted.items():
        await stack.settles(site, figures)
    assert held_by(other) == set(range(PARTITIONS))


async def test_a_worker_told_to_stop_commits_lets_go_and_exits_with_0(on_kafka: StackMaker, tmp_path: Path) -> None:
    recording = asterisk(tmp_path)
    # A session longer than the patience of this test: nobody can wait for its end.
    stack = on_kafka(**{**SLOW, "TAVLE_WORKER__POLL_RECORDS": "1", "TAVLE_LOG__SESSION_TIMEOUT_S": "250"})
    await stack.web()
    await stack.send_file(recording.path, recording.site)
    worker = stack.worker("--clock", "log")
    await stack.reaches(recording.site, recording.middle)
    worker.terminate()
    assert await worker.ends(within_s=10) == 0
    assert worker.said("worker_stopped")
    events, position = await committed(stack, recording.site)
    assert events == position
    assert events < len(recording.moments)
    worker.start()
    wanted = replayed(recording.path, env=stack.env, options=("--timezone", ZONE))
    await stack.settles(recording.site, wanted[recording.site])
    worker.terminate()
    assert await worker.ends(within_s=10) == 0


async def committed(stack: Stack, site: str) -> tuple[int, int | None]:
    """Events in the figures, and the position that was committed with them."""
    async with stack.log() as log, stack.ledger(log) as ledger:
        partition = log.partition_of(site.encode())
        (hash_,) = await ledger.read(partition, [pulse_hash(site)])
        pulse = msgspec.json.decode(hash_["pulse"], type=Pulse)
        claim = await ledger.claim(partition, log_identity=log.identity)
    return pulse.counters["events"], claim.next_offset
