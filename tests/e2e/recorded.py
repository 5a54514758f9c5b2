"""Recorded days as files of events: an Asterisk's two logs, and the bank's month where the samples are at hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from loadtest.bank1999 import SITE, ZONE, Dropped, events
from streams.events import AnyEvent
from streams.events.decode import encode
from streams.events.instant import rfc3339, to_ms
from streams.sources.asterisk_queue_log import QueueLogTranslator, translate_lines
from streams.sources.customer_key import CustomerKey
from tests.samples import ASTERISK, sample

ASTERISK_LOGS = (ASTERISK / "queue_log.0", ASTERISK / "queue_log")


class Stretch(NamedTuple):
    """Some lines of a recording that follow each other, and the times in them."""

    lines: bytes
    moments: Sequence[str]


class Recording(NamedTuple):
    """A file of events of one site, in the order of their times; `moments` are these times as figures write them."""

    path: Path
    site: str
    zone: str
    moments: Sequence[str]

    @property
    def end(self) -> str:
        return self.moments[-1]

    def stretches(self, count: int) -> Iterator[Stretch]:
        """All of it in so many stretches of the same length."""
        lines = self.path.read_bytes().splitlines(keepends=True)
        bounds = [len(lines) * number // count for number in range(count + 1)]
        for begin, end in pairwise(bounds):
            yield Stretch(b"".join(lines[begin:end]), self.moments[begin:end])


def recording(path: Path, site: str, zone: str, told: Iterable[AnyEvent]) -> Recording:
    """Writes the events into `path`, as of `site`."""
    of_site = [msgspec.structs.replace(event, site=site) for event in told]
    path.write_bytes(b"".join(encode(event) + b"\n" for event in of_site))
    return Recording(path, site, zone, [rfc3339(to_ms(event.time)) for event in of_site])


def asterisk_events(site: str) -> list[AnyEvent]:
    lines = [line for path in ASTERISK_LOGS for line in path.read_bytes().splitlines()]
    key = CustomerKey(b"a key of the tests")
    return list(translate_lines(lines, QueueLogTranslator(site=site, source=f"asterisk/{site}", customer_key=key)))


def asterisk(folder: Path, site: str = "oslo") -> Recording:
    """An afternoon of four queues, with agents who come, pause and go, and a restart of the Asterisk."""
    return recording(folder / f"{site}.jsonl", site, "Europe/Oslo", asterisk_events(site))


def bank(folder: Path) -> Recording:
    """33,344 calls of February 1999. Skips the test, with the reason, where they are not at hand; fails in CI."""
    with (sample("bank1999") / "february_1999.txt").open(encoding="latin-1") as lines:
        return recording(folder / "bank.jsonl", SITE, ZONE, events(lines, ZoneInfo(ZONE), Dropped()))
