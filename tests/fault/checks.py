"""What must hold after every fault (I1 to I7 of docs/reliability.md), checked on a floor that has come to rest."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from aiokafka import AIOKafkaConsumer, TopicPartition

from app.commands.replaying import replay
from app.settings import Settings
from streams.events import AnyEvent
from streams.events.decode import FUTURE_LIMIT_MS, RejectedEvent, UnknownType, decode
from streams.events.instant import to_ms
from streams.kpi.figures import to_json
from tests.e2e.figures import differences
from tests.e2e.part import Part
from tests.fault.installation import SITE, Installation
from tests.fault.simulated import QUEUES
from tests.fault.told import faults_of

REST_S = 15.0
SETTLED_S = 30.0
READ_S = 20.0
MEMORY_MIB = 80
"""A process may have grown by so much over a fault."""
DESCRIPTORS = 25
COUNTED = ("offered", "answered", "abandoned")
BUGS = (b"Traceback", b"never retrieved", b"was destroyed but it is pending", b"Unclosed ")
WHILE_RUNNING = ("now", "agents", "at")

Figures = dict[str, Any]


class Held(NamedTuple):
    """What a process holds: memory (MiB) and descriptors."""

    memory_mib: int
    descriptors: int


def held_by(part: Part) -> Held:
    proc = Path(f"/proc/{part.pid}")
    (rss,) = (line for line in (proc / "status").read_text().splitlines() if line.startswith("VmRSS:"))
    return Held(int(rss.split()[1]) // 1024, len(list((proc / "fd").iterdir())))


async def comes_to_rest(site: Installation) -> None:
    """No new contacts, the open ones end, and the log has all of it."""
    site.floor.open_to_contacts = False
    await site.holds(lambda: site.floor.quiet, REST_S, "the end of all contacts")
    await site.holds(lambda: site.floor.all_accepted, SETTLED_S, "the log to have all that the floor told")


async def figures_are_right(site: Installation) -> None:
    """I1: by the floor's own count, queue by queue."""
    seen: Figures | None = None

    async def right() -> bool:
        nonlocal seen
        seen = await today(site)
        return seen is not None and counted(seen) == expected(site)

    await site.holds(right, SETTLED_S, lambda: f"{expected(site)}; it is {counted(seen) if seen else None}")


async def today(site: Installation) -> Figures | None:
    answer = await site.stack.http.get(f"/api/v1/sites/{SITE}/figures", params={"window": "today"})
    return answer.json()[0] if answer.status_code == 200 else None


def counted(figures: Figures) -> dict[str, dict[str, int]]:
    return {
        queue: {figure: told["today"][figure] for figure in COUNTED}
        for queue, told in figures["queues"].items()
        if any(told["today"][figure] for figure in COUNTED)
    }


def expected(site: Installation) -> dict[str, dict[str, int]]:
    counts = site.floor.by_queue
    return {
        queue: {figure: counts[queue][figure] for figure in COUNTED} for queue in QUEUES if counts[queue]["offered"]
    }


class Kept(NamedTuple):
    """A record of the event log, and when it came by the broker's clock (ms)."""

    value: bytes
    came_at: int


async def records(site: Installation) -> list[Kept]:
    """Every one, straight from the broker."""
    reader: Any = AIOKafkaConsumer(
        bootstrap_servers=site.kafka.bootstrap, group_id=None, enable_auto_commit=False, auto_offset_reset="earliest"
    )
    await reader.start()
    try:
        parts = [TopicPartition(site.stack.topic, number) for number in range(2)]
        reader.assign(parts)
        ends = await reader.end_offsets(parts)
        found: list[Kept] = []
        async with asyncio.timeout(READ_S):
            while any([await reader.position(part) < ends[part] for part in parts]):
                for rows in (await reader.getmany(timeout_ms=200)).values():
                    found += [Kept(row.value, row.timestamp) for row in rows]
        return found
    finally:
        await reader.stop()


async def replay_agrees(site: Installation) -> None:
    """I1 and I2: the log holds every event that was told, and a replay of the log gives the same figures of today."""
    found = await records(site)
    ids = {event.id for event in _events(found)}
    told = {json.loads(line)["id"] for line in site.floor.path.read_bytes().splitlines()}
    assert not told - ids, f"lost of what was accepted: {sorted(told - ids)[:10]}"
    rules = Settings(defaults={"zone": site.zone}).floor_rules
    (naive,) = [figures for figures in replay(_events(found), rules, [], ["today"]) if figures["site"] == SITE]
    wanted = to_json([_of_the_past(json.loads(to_json([naive]))[0])])
    seen = b""

    async def same() -> bool:
        nonlocal seen
        shown = await today(site)
        seen = to_json([_of_the_past(shown)]) if shown is not None else b"[]"
        return seen == wanted

    await site.holds(same, SETTLED_S, lambda: f"the figures of a replay: {differences(seen, wanted)}")


def _events(kept: Sequence[Kept]) -> Iterator[AnyEvent]:
    """Those that count: events, and not of the future."""
    for value, came_at in kept:
        try:
            event = decode(value)
        except (RejectedEvent, UnknownType):
            continue
        if to_ms(event.time) <= came_at + FUTURE_LIMIT_MS:
            yield event


def _of_the_past(figures: Any) -> Any:
    """Without what runs on with the clock."""
    if not isinstance(figures, dict):
        return figures
    return {key: _of_the_past(value) for key, value in figures.items() if key not in WHILE_RUNNING}


def nothing_grew(before: Mapping[str, Held], after: Mapping[str, Held]) -> None:
    """I5, of every process that lived through it."""
    for name in before.keys() & after.keys():
        grown = Held(*(now - then for now, then in zip(after[name], before[name], strict=True)))
        assert grown.memory_mib <= MEMORY_MIB, f"{name} grew by {grown.memory_mib} MiB"
        assert grown.descriptors <= DESCRIPTORS, f"{name} holds {grown.descriptors} descriptors more"


def logs_are_clean(site: Installation) -> None:
    """I7: no process met an error that it did not expect."""
    for part in site.stack.parts:
        words = part.log_path.read_bytes() if part.log_path.exists() else b""
        for bug in BUGS:
            at = words.find(bug)
            assert at < 0, f"{part.log_path.name}:\n{words[max(0, at - 1500) : at + 4000].decode(errors='replace')}"


def each_was_told_once(site: Installation) -> None:
    """I6."""
    assert faults_of(site.receiver.received) == []


async def no_alert_is_left(site: Installation) -> None:
    """Nobody waits, so that nothing may go on being alarming, but what comes and goes too often: after several
    faults in a row the silence of a source does, and it ends once it has been well for long."""

    seen: Any = None

    async def none() -> bool:
        nonlocal seen
        answer = await site.stack.http.get(f"/api/v1/sites/{SITE}/alerts")
        seen = answer.json().get("listed")
        return answer.status_code == 200 and all(one["state"] == "flapping" for one in seen)

    await site.holds(none, SETTLED_S, lambda: f"the end of every alert; {seen}")


def walls_told_the_truth(site: Installation) -> None:
    """I3: every frame, and every look between two."""
    assert site.judge.faults == [], "\n  ".join(["a board was wrong:", *site.judge.faults])
    for wall in site.walls:
        assert wall.protocol_faults == []
    assert site.judge.looks > 0
