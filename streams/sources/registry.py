"""The kinds of sources that `tavle source` and the configuration can name, and how each is built."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from streams.sources.asterisk import AsteriskQueueLog
from streams.sources.asterisk_queue_log import QueueLogTranslator
from streams.sources.customer_key import CustomerKey
from streams.sources.events_file import EventsFile
from streams.sources.floor_plan import floor_plan
from streams.sources.pace import Pace
from streams.sources.paced import PacedSource
from streams.sources.port import Source
from streams.sources.settings import (
    AsteriskQueueLogSettings,
    EventsFileSettings,
    RecordedSettings,
    SimulatedFloorSettings,
    SourceSettings,
)
from streams.sources.simulated_source import LiveFloor, past_since
from streams.sources.site_midnight import midnight_before


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a source needs of the installation. `name` is its own in the configuration: `pbx1`."""

    name: str
    clock_ms: Callable[[], int]
    customer_key: CustomerKey | None = None
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep


class UnknownSourceKind(Exception):
    """There is no such kind of source; the message lists those there are."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"there is no source of kind {kind!r}; there are {', '.join(sorted(SOURCE_KINDS))}")
        self.kind = kind


@dataclass(frozen=True, slots=True)
class SourceKind:
    """One kind: its options, what it reads in a sentence, and how to build it."""

    settings: type[SourceSettings]
    reads: str
    build: Callable[[Any, Surroundings], Source]


def read_settings(kind: str, options: Mapping[str, Any]) -> SourceSettings:
    """The checked options of a source. Raises `UnknownSourceKind`, or pydantic's ValidationError with every mistake."""
    if kind not in SOURCE_KINDS:
        raise UnknownSourceKind(kind)
    return SOURCE_KINDS[kind].settings.model_validate(dict(options))


def build_source(kind: str, settings: SourceSettings, surroundings: Surroundings) -> Source:
    """A source ready to run. Raises `UnknownSourceKind`."""
    if kind not in SOURCE_KINDS:
        raise UnknownSourceKind(kind)
    return SOURCE_KINDS[kind].build(settings, surroundings)


def _asterisk(settings: AsteriskQueueLogSettings, around: Surroundings) -> Source:
    source_id = settings.id or f"asterisk/{around.name}"

    def new_translator() -> QueueLogTranslator:
        return QueueLogTranslator(
            site=settings.site,
            source=source_id,
            customer_key=around.customer_key,
            agents=settings.agents,
            agent_template=settings.agent_template,
            callback_reasons=settings.callback_reasons,
        )

    source = AsteriskQueueLog(
        id=source_id,
        site=settings.site,
        path=settings.path,
        new_translator=new_translator,
        clock_ms=around.clock_ms,
        sleep=around.sleep,
        poll_s=settings.poll_s,
    )
    pace = _pace(settings, around)
    return source if pace is None else PacedSource(source, pace)


def _pace(settings: RecordedSettings, around: Surroundings) -> Pace | None:
    """How a recording is played; None when it is read as it is."""
    if settings.speed is None and settings.rebase is None:
        return None
    return Pace(speed=settings.speed, rebase=settings.rebase == "now", clock_ms=around.clock_ms, sleep=around.sleep)


def _events_file(settings: EventsFileSettings, around: Surroundings) -> Source:
    return EventsFile(
        id=settings.id or f"file/{around.name}",
        site=settings.site,
        path=settings.path,
        follow=settings.follow,
        clock_ms=around.clock_ms,
        pace=_pace(settings, around),
        sleep=around.sleep,
        poll_s=settings.poll_s,
    )


def _simulated_floor(settings: SimulatedFloorSettings, around: Surroundings) -> Source:
    return LiveFloor(
        site=settings.site,
        seed=settings.seed,
        plan=floor_plan(settings.queues, settings.agents, settings.contacts_a_minute),
        past_since_ms=past_since(midnight_before(settings.zone), settings.past_hours),
        clock_ms=around.clock_ms,
        speed=settings.speed,
        zone=settings.zone,
        sleep=around.sleep,
    )


SOURCE_KINDS: Mapping[str, SourceKind] = {
    "asterisk_queue_log": SourceKind(
        AsteriskQueueLogSettings, "The queue_log of an Asterisk, live and through its rotations.", _asterisk
    ),
    "events_file": SourceKind(EventsFileSettings, "A file of CloudEvents, one JSON object a line.", _events_file),
    "simulated_floor": SourceKind(
        SimulatedFloorSettings, "A simulated contact centre on a busy morning that never ends.", _simulated_floor
    ),
}
