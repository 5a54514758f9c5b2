"""Faults of the machine and of time: a full disk, and an hour that comes at once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from streams.events.instant import rfc3339
from streams.log.partitioner import partition_of_key
from tests.e2e.told import now_ms
from tests.fault.installation import Installation, board
from tests.fault.row import Row
from tests.fault.story import FIGURES, Judge, Patience, Story
from tests.fault.wall import Wall

DISK = "disk full"
BACKLOG = "an hour's backlog"
FULL_S = 7.0
LATE = "odense"
HOUR_MS = 3_600_000
CALLS = 6000
MARKED_MS = 8_000
CAUGHT_UP_S = 120.0


async def disk_full(site: Installation) -> None:
    """The disk of Redis' file, of the source's positions and of the store."""
    if not site.disk.can_be_full:
        pytest.skip("no disk of its own may be mounted here: that takes root")
    site.disk.fill()
    try:
        await asyncio.sleep(FULL_S)
    finally:
        site.disk.free()


def calls(now: int) -> Iterator[tuple[int, bytes]]:
    """An hour of calls that were all answered, by the moment of each event."""
    for number in range(CALLS):
        at = now - HOUR_MS + HOUR_MS * number // CALLS
        for after_ms, type_, data in (
            (0, "queued", {"queue": "sales"}),
            (3000, "answered", {"queue": "sales", "agent": "mette"}),
            (9000, "ended", {"agent": "mette"}),
        ):
            event = {"specversion": "1.0", "id": f"late-{number}-{type_}", "source": "fault/late",
                     "type": f"tavle.contact.{type_}", "time": rfc3339(at + after_ms), "site": LATE,
                     "data": {"contact": f"late-{number}", **data}}  # fmt: skip
            yield at + after_ms, json.dumps(event).encode()


async def hours_backlog(site: Installation) -> None:
    """The worker was away for an hour: the log has what came meanwhile, each record with its time."""
    await by_the_producers_clock(site)
    told = list(calls(now_ms()))
    await append(site, told[:3])
    await site.holds(lambda: _known(site), 30, f"figures of {LATE}")
    assert (await site.stack.http.post("/api/v1/boards", json=board(LATE))).status_code == 201
    happened = Story()
    happened.note(now_ms(), {**dict.fromkeys(FIGURES, 0), "offered": 1, "answered": 1})
    judge = Judge(happened, happened, Patience(accepted_ms=MARKED_MS, happened_ms=MARKED_MS))
    wall = Wall(site.to_web.port, LATE, judge)
    site.begin(wall.stand())
    await site.holds(lambda: bool(wall.seen()), 20, f"a board of {LATE}")
    site.worker.terminate()
    assert await site.worker.ends(within_s=10) == 0
    await append(site, sorted(told[3:]))
    happened.note(now_ms(), {"offered": CALLS, "answered": CALLS, "abandoned": 0})
    await site.is_marked("worker", within_s=15)
    await asyncio.sleep(MARKED_MS / 1000 + 1)
    site.worker.start()
    shown = {"offered": CALLS, "answered": CALLS, "abandoned": 0}
    await site.holds(
        lambda: wall.is_live and {one.figure: one.value for one in wall.seen()} == shown, CAUGHT_UP_S,
        lambda: f"all of {LATE} without a mark; {wall.seen()}",
    )  # fmt: skip
    assert judge.faults == []
    assert judge.marked > 0
    assert [one.body for one in site.receiver.received if LATE.encode() in one.body] == []


async def by_the_producers_clock(site: Installation) -> None:
    """Only so can a test tell the log when something came."""
    admin: Any = AIOKafkaAdminClient(bootstrap_servers=site.kafka.bootstrap)
    await admin.start()
    try:
        await admin.alter_configs(
            [ConfigResource(ConfigResourceType.TOPIC, site.stack.topic, {"message.timestamp.type": "CreateTime"})]
        )
    finally:
        await admin.close()


async def append(site: Installation, told: list[tuple[int, bytes]]) -> None:
    producer: Any = AIOKafkaProducer(bootstrap_servers=site.kafka.bootstrap, linger_ms=20)
    await producer.start()
    try:
        partition = partition_of_key(LATE.encode(), 2)
        sent = [
            await producer.send(site.stack.topic, value, key=LATE.encode(), partition=partition, timestamp_ms=at)
            for at, value in told
        ]
        await asyncio.gather(*sent)
    finally:
        await producer.stop()


async def _known(site: Installation) -> bool:
    return await site.stack.figures(LATE) is not None


ROWS = (
    Row(BACKLOG, "an hour's backlog", "the worker comes back to an hour of events at once",
        "marked until all is counted; nobody is told of what is over", hours_backlog, spoils=True,
        proven_by=("tests/streams/test_alerting.py::test_a_worker_that_is_behind_raises_no_alert_from_the_past",
                   "tests/app/test_freshness.py::test_catching_up_is_said_rather_than_that_beats_are_late")),
    Row(DISK, "disk full", "the disk of Redis, positions and store is full for 7 s", "nothing, or marks", disk_full,
        proven_by=("tests/streams/sources/test_runner.py::"
                   "test_a_full_disk_stops_the_source_until_the_position_is_saved",)),
)  # fmt: skip
