"""Workers share the partitions; when one goes, by force or in order, its sites go on where it stood."""

from __future__ import annotations

from collections.abc import Sequence
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
from tests.e2e.recorded import asterisk_events
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


def one_file(path: Path, sites: list[str]) -> int:
    """The same afternoon at every site, told at once; answers how many events."""
    days = [[(event.time, site, encode(event)) for event in asterisk_events(site)] for site in sites]
    path.write_bytes(b"".join(line + b"\n" for _, _, line in merge(*map(sorted, days))))
    return sum(map(len, days))


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


class Day:
    """An afternoon at several sites at once, each in a partition of its own, and what its replay gives."""

    def __init__(self, folder: Path, stack: Stack, count: int) -> None:
        self._stack = stack
        self.partitions = sites_apart(count)
        self.path = folder / "sites.jsonl"
        self.events = one_file(self.path, list(self.partitions))
        self.figures = replayed(self.path, env=stack.env, options=("--timezone", ZONE))
        self.ends = {site: str(msgspec.json.decode(body)[0]["at"]) for site, body in self.figures.items()}

    async def unfinished(self, sites: Sequence[str]) -> bool:
        return any([await self._stack.at(site) < self.ends[site] for site in sites])

    async def is_in_the_middle(self, sites: Sequence[str]) -> None:
        """Waits until one of the sites has come some way; others may be done, or not begun."""

        async def begun() -> bool:
            return any(["" < await self._stack.at(site) < self.ends[site] for site in sites])

        await self._stack.until(begun, within_s=SETTLED_S, what=f"one of {sites} in the middle")

    async def settles(self) -> None:
        for site, figures in self.figures.items():
            await self._stack.settles(site, figures)


async def test_the_sites_of_a_killed_worker_go_on_on_the_other(on_kafka: StackMaker, tmp_path: Path) -> None:
    stack = on_kafka(**SLOW)
    day = Day(tmp_path, stack, 8)
    await stack.web()
    killed, other = await two_workers(stack)
    theirs = [site for site, partition in day.partitions.items() if partition in held_by(killed)]
    assert 0 < len(theirs) < len(day.partitions)
    await stack.send_file(day.path, "main")
    await day.is_in_the_middle(theirs)
    await killed.kill()
    assert await day.unfinished(theirs)
    await day.settles()
    assert held_by(other) == set(range(PARTITIONS))


async def test_a_worker_told_to_stop_commits_lets_go_and_exits_with_0(on_kafka: StackMaker, tmp_path: Path) -> None:
    # A session longer than the patience of this test: nobody can wait for its end.
    stack = on_kafka(**SLOW, TAVLE_LOG__SESSION_TIMEOUT_S="250")
    day = Day(tmp_path, stack, 4)
    await stack.web()
    await stack.send_file(day.path, "main")
    worker = stack.worker("--clock", "log")
    await day.is_in_the_middle(list(day.partitions))
    worker.terminate()
    assert await worker.ends(within_s=10) == 0
    assert worker.said("worker_stopped")
    folded = 0
    for site in day.partitions:
        events, position = await committed(stack, site)
        assert events == position
        folded += events
    assert 0 < folded < day.events
    worker.start()
    await day.settles()
    worker.terminate()
    assert await worker.ends(within_s=10) == 0


async def committed(stack: Stack, site: str) -> tuple[int, int]:
    """Events in the figures, and the position that was committed with them."""
    async with stack.log() as log, stack.ledger(log) as ledger:
        partition = log.partition_of(site.encode())
        (hash_,) = await ledger.read(partition, [pulse_hash(site)])
        pulse = msgspec.json.decode(hash_["pulse"], type=Pulse) if hash_ else None
        claim = await ledger.claim(partition, log_identity=log.identity)
    return pulse.counters["events"] if pulse else 0, claim.next_offset or 0
