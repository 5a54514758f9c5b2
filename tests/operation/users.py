"""The users of Redis as docs/several-machines.md gives them, and what each of them has to do."""

from __future__ import annotations

import os
import re
from contextlib import aclosing

from streams.ledger import names
from streams.ledger.port import Changes
from streams.log.open import open_log
from streams.log.past import read_past
from streams.log.port import Message, Record, Rejection
from streams.log.redis_streams import RedisStreamsLog
from tests.contract.ledgers import PARTITIONS, LedgerPlace
from tests.contract.logs import reading
from tests.repository import ROOT

PAGE = (ROOT / "docs" / "several-machines.md").read_text(encoding="utf-8")
BESIDE_KAFKA, AS_LOG_TOO, OF_A_CLUSTER = re.findall(r"```acl\n(.*?)\n```", PAGE, re.DOTALL)
PASSWORDS = dict(re.findall(r"^user (\S+) on >(\S+)", AS_LOG_TOO, re.MULTILINE))
ALL = os.environ.get("TAVLE_FAULTS") == "all"
FLOOR = names.floor_hash("aarhus")


def rights_of(block: str) -> list[tuple[str, str]]:
    """User and command, of each that is allowed."""
    return [(line.split()[1], word[1:]) for line in block.splitlines() for word in line.split() if word.startswith("+")]


class Roles:
    """What worker, web and source do at Redis, each by its own URL."""

    def __init__(self, worker: str, web: str, source: str | None = None) -> None:
        self.worker, self.web = LedgerPlace(worker), LedgerPlace(web)
        self.web.topic = self.worker.topic
        self.source = source

    async def work(self) -> None:
        """Raises what any of it raises."""
        async with self.worker.open() as ledger, self.web.open() as reader, aclosing(reader.wakes()) as wakes:
            told: set[int] = set()
            while len(told) < PARTITIONS:
                told.add((await anext(wakes))[0])
            claim = await ledger.claim(3, log_identity="log-1")
            changes = Changes({FLOOR: {"f": b"1"}}, {FLOOR: ["g"]}, ["aarhus"], [FLOOR])
            await ledger.commit(3, claim.epoch, None, 1, "c1", changes)
            async for _, changed in wakes:
                if changed:
                    break
            assert await reader.load(3, FLOOR) == {"f": b"1"}
            assert await reader.site_partitions() == {"aarhus": 3}
            assert await ledger.sites(3) == ["aarhus"]
            assert await ledger.load(3, FLOOR) == {"f": b"1"}
            await ledger.clear(3, claim.epoch)
        if self.source is not None:
            await self._work_at_the_log(self.source)

    async def _work_at_the_log(self, source: str) -> None:
        topic = self.worker.topic
        for url in (source, self.web.url):
            async with open_log(url, topic=topic) as log:
                await log.append([Message(b"aarhus", b"1")])
        async with open_log(self.worker.url, topic=topic) as log, reading(log) as one:
            await one.until_read(2)
            await one.reader.commit_hint({log.partition_of(b"aarhus"): 2})
            await log.reject([Rejection(0, 1, "no", b"1")])
            await log.end_offsets()
        async with open_log(self.web.url, topic=topic) as log:
            past: list[Record] = []
            await read_past(log, b"aarhus", 0, past.append, patience_s=10)
            assert len(past) == 2
        for url in (source, self.web.url):
            async with open_log(url, topic=topic, kept_hours=0) as log:
                assert isinstance(log, RedisStreamsLog)
                await log.append([Message(b"aarhus", b"2")])
                await log.trim_old()
