"""How much room a large site takes, and how soon it is loaded: each measured in a process of its own.

`python -m loadtest.site_size grow REDIS EVENTS` folds and commits a file of events and prints `memory_mb`: what the
resident memory of the process grew by, for the floor and what is remembered of its figures. `… load REDIS` takes the
site over as a new owner does, and prints `load_s`.
"""

from __future__ import annotations

import asyncio
import gc
import os
import sys
import time
from itertools import islice
from pathlib import Path

import structlog

from loadtest.large_site import SITE, rules
from loadtest.telling import report
from streams.collector import tune_collector
from streams.events.decode import decode
from streams.events.instant import to_ms
from streams.ledger.open import open_ledger
from streams.ledger.port import Ledger
from streams.log.memory import MemoryLog, MemoryTopic
from streams.partition import OwnedPartition
from streams.takeover import take_over
from streams.worker_settings import WorkerSettings

TOPIC = "bench.site"
LOG = MemoryTopic(1)
LOG.identity = "bench"
SETTINGS = WorkerSettings(clock="log")


async def grow(redis_url: str, path: Path) -> None:
    """Folds and commits the events in batches of the worker's size, a turn's worth of figures with each."""
    async with open_ledger(redis_url, topic=TOPIC, partitions=1) as ledger:
        epoch = (await ledger.claim(0, log_identity=LOG.identity)).epoch
        partition = OwnedPartition(0, epoch, None, rules(), SETTINGS, "bench")
        gc.collect()
        before = resident_bytes()
        with path.open("rb") as lines:
            while batch := list(islice(lines, SETTINGS.poll_records)):
                partition.apply([(event := decode(line), to_ms(event.time), line.rstrip()) for line in batch], 0)
                await commit(ledger, partition, len(batch), whole=False)
        await commit(ledger, partition, 0, whole=True)
        gc.collect()
        report("memory_mb", (resident_bytes() - before) / 1e6)
        floor = partition.floors[SITE]
        report("contacts", len(floor.contacts.by_id))
        report("open_tickets", sum(ticket.open for ticket in floor.tickets.by_id.values()))


async def commit(ledger: Ledger, partition: OwnedPartition, records: int, *, whole: bool) -> None:
    changes = partition.changes(0, figures=True, scopes=None if whole else WorkerSettings().refresh_scopes)
    expected = partition.committed
    partition.committed = partition.next_offset = partition.next_offset + records
    commit_id = f"{partition.next_offset}/{whole}"
    await ledger.commit(0, partition.epoch, expected, partition.next_offset, commit_id, changes)


async def load(redis_url: str) -> None:
    async with open_ledger(redis_url, topic=TOPIC, partitions=1) as ledger:
        began = time.perf_counter()
        await take_over(0, MemoryLog(LOG), ledger, rules=rules(), settings=SETTINGS, worker="bench")
        report("load_s", time.perf_counter() - began)


def resident_bytes() -> int:
    pages = Path("/proc/self/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))
    tune_collector()
    part, url, *files = sys.argv[1:]
    asyncio.run(grow(url, Path(files[0])) if part == "grow" else load(url))
