"""Faults of what comes in: poison, a stream of something else, clocks that are wrong, an hour that comes at once."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from streams.events.instant import rfc3339
from streams.log.open import open_log
from streams.log.port import Rejection
from tests.e2e.told import now_ms
from tests.fault.installation import SITE, Installation
from tests.fault.row import Row

POISON = "poison: not JSON, wrong type, NaN, deep nesting, lone surrogate, 50 MB"
CLOCK = "wrong clock on a source, event from the future, late, twice, out of order"
READ_S = 60.0
LARGE_BYTES = 50_000_000
HOUR_MS = 3_600_000
OTHERS = 400
JSON = {"content-type": "application/json"}
FAKETIME = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1")
HAS_FAKETIME = FAKETIME.exists()


def line(number: int, at: int, *, source: str = "fault/odd", **data: object) -> bytes:
    contact = {"contact": f"odd-{number}", "queue": "odd", **data}
    event = {"specversion": "1.0", "id": f"odd-{number}", "source": source, "type": "tavle.contact.queued",
             "time": rfc3339(at), "site": SITE, "data": contact}  # fmt: skip
    return json.dumps(event).encode()


def poison() -> dict[bytes, str]:
    """Lines, and what the rejected topic says of each."""
    now = now_ms()
    return {
        b"\x00\x01\x02 garbage \xff\xfe": "not JSON",
        line(1, now, queue=7): "Expected `str`",
        line(2, now).replace(b'"odd-2"', b"NaN"): "not JSON",
        b"[" * 60_000: "not JSON",
        line(3, now).replace(b'"odd"', b'"\\ud800"'): "not JSON",
        line(4, now, queue="x" * LARGE_BYTES): "too large",
    }


async def told_by_file(site: Installation, name: str, lines: Iterable[bytes], **settings: str) -> None:
    """By a source of its own, which reads a file to its end."""
    name = f"{name}-{len(site.stack.parts)}"
    path = site.folder / f"{name}.jsonl"
    path.write_bytes(b"".join(one + b"\n" for one in lines))
    source = site.part(
        "source", "source", "events_file", "--path", str(path), "--site", SITE, "--no-follow", name=name, **settings
    )
    assert await source.ends(within_s=READ_S) == 0, source.last_words()


async def rejected(site: Installation) -> list[Rejection]:
    async with open_log(site.kafka.bootstrap, topic=site.stack.topic) as log:
        return [rejection async for rejection in log.rejected()]


async def are_rejected(site: Installation, before: int, reasons: Iterable[str]) -> None:
    wanted, seen = list(reasons), list[str]()

    async def all_there() -> bool:
        nonlocal seen
        seen = [one.reason for one in (await rejected(site))[before:]]
        return len(seen) == len(wanted) and all(part in reason for part, reason in zip(wanted, seen, strict=True))

    await site.holds(all_there, READ_S, lambda: f"rejected for {wanted}, not {seen}")


async def poisoned(site: Installation) -> None:
    before = len(await rejected(site))
    lines = poison()
    await told_by_file(site, "poison", lines)
    await are_rejected(site, before, lines.values())
    # Who goes on sending after the refusal may find the line closed before he reads it.
    with suppress(httpx.TransportError):
        answer = await site.stack.http.post("/api/v1/events", content=b"x" * LARGE_BYTES, headers=JSON, timeout=READ_S)
        assert answer.status_code == 413, answer.text


async def something_else(site: Installation) -> None:
    before, ends = len(await rejected(site)), len(site.ends)
    await told_by_file(site, "else", [b"<xml/>"] * OTHERS)
    await site.holds(lambda: len(site.ends) > ends, READ_S, "the worker to stop")
    assert site.ends[ends:] == [("worker", 1)]
    assert b"records within a minute were not events" in site.worker.log_path.read_bytes()
    await are_rejected(site, before, ["not JSON"] * OTHERS)


async def clock_ahead(site: Installation) -> None:
    """The source lives an hour ahead, and so do its events."""
    if not HAS_FAKETIME:
        pytest.skip("libfaketime is not installed (Debian: apt-get install libfaketime)")
    before = len(await rejected(site))
    ahead = [line(n, now_ms() + HOUR_MS, source="fault/ahead") for n in range(10)]
    preloaded = {"LD_PRELOAD": str(FAKETIME), "FAKETIME": "+1h", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    await told_by_file(site, "ahead", ahead, **preloaded)
    await are_rejected(site, before, ["from the future"] * len(ahead))


async def told_twice(site: Installation) -> None:
    """All that was told so far is told again by another source process, backwards."""
    lines = [one for one in site.floor.path.read_bytes().splitlines() if one]
    await told_by_file(site, "again", reversed(lines))


ROWS = (
    Row(POISON, "poison", "lines that are no events, one of them of 50 MB; a body of 50 MB",
        "nothing; each stands in the rejected topic with its reason", poisoned,
        proven_by=("tests/streams/test_worker.py::"
                   "test_bad_records_go_to_the_rejected_topic_with_their_reason_and_the_rest_is_unharmed",
                   "tests/e2e/test_bad_input.py::"
                   "test_bad_lines_of_a_file_are_rejected_with_their_reasons_and_the_rest_counts")),
    Row(POISON, "something else", "400 records that are no events, in the midst of those that are",
        "\"worker\" until it is started again: it ends with what to look at, and goes on behind them", something_else,
        may_end=frozenset({"worker"})),
    Row(CLOCK, "clock ahead", "a source whose clock is an hour ahead",
        "nothing; its events are rejected as from the future", clock_ahead),
    Row(CLOCK, "told twice and backwards", "a second source tells everything again, the newest first", "nothing",
        told_twice,
        proven_by=("tests/streams/floor/test_late.py::"
                   "test_a_repeated_fact_is_counted_as_a_duplicate_and_nowhere_else",
                   "tests/streams/floor/test_floor_against_oracle.py::FloorMachine")),
)  # fmt: skip
