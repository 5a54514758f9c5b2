"""Runs a source: append durably, then save the position, then read on."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass
from random import Random

import structlog

from streams.events import AnyEvent, SourceBeat
from streams.events.decode import encode
from streams.events.instant import from_ms
from streams.events.source import Beat
from streams.log.port import Log, LogUnavailable, Message
from streams.sources.backoff import Backoff
from streams.sources.port import Batch, Position, RawRecord, Source
from streams.sources.positions import Positions

BEAT_INTERVAL_S = 1.0
PROBLEMS_LOGGED_A_BATCH = 5

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class SourceCounts:
    """What a running source did so far."""

    events: int = 0
    batches: int = 0
    beats: int = 0
    problems: int = 0
    retries: int = 0


async def run_source(
    source: Source,
    log: Log,
    positions: Positions,
    *,
    counts: SourceCounts | None = None,
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    random: Random | None = None,
    beat_interval_s: float = BEAT_INTERVAL_S,
) -> SourceCounts:
    """Reads `source` from its saved position until it ends or this task is cancelled; answers what was done.

    An unreachable log, or a position that cannot be saved, is tried again for ever with growing waits (at most 5 s):
    the source stands still meanwhile and nothing is skipped. Raises `UnusablePosition`, and what the source raises.
    """
    run = _Run(source, log, positions, counts or SourceCounts(), sleep, Backoff(random or Random()), beat_interval_s)
    async with aclosing(source.batches(positions.load(source.id))) as batches:
        async for batch in batches:
            await run.accept(batch)
    return run.counts


@dataclass(slots=True)
class _Run:
    source: Source
    log: Log
    positions: Positions
    counts: SourceCounts
    sleep: Callable[[float], Awaitable[object]]
    backoff: Backoff
    beat_interval_s: float
    _last_beat_ms: int | None = None

    async def accept(self, batch: Batch) -> None:
        messages = [_message(entry) for entry in batch.entries]
        beat = self._due_beat(batch)
        if beat is not None:
            messages.append(_message(beat))
        if messages:
            await self._until_done("source.append", lambda: self.log.append(messages))
        position = batch.position
        if position is not None:
            await self._until_done("source.save_position", lambda: self._save(position))
        self._count(batch, beat)

    async def _save(self, position: Position) -> None:
        # In a thread: an fsync on a busy disk takes longer than the loop may stand still.
        await asyncio.to_thread(self.positions.save, self.source.id, position)

    async def _until_done(self, action: str, attempt: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await attempt()
            except (LogUnavailable, OSError) as trouble:
                wait_s = self.backoff.next_s()
                self.counts.retries += 1
                _log.warning(action, source=self.source.id, error=str(trouble), next_try_s=round(wait_s, 2))
                await self.sleep(wait_s)
            else:
                self.backoff.reset()
                return

    def _due_beat(self, batch: Batch) -> SourceBeat | None:
        now_ms = batch.caught_up_at_ms
        if now_ms is None:
            return None
        last_ms = self._last_beat_ms
        if last_ms is not None and last_ms <= now_ms < last_ms + self.beat_interval_s * 1000:
            return None
        self._last_beat_ms = now_ms
        source, site = self.source.id, self.source.site
        data = Beat(interval_s=self.beat_interval_s)
        return SourceBeat(id=f"beat-{now_ms}", source=source, site=site, time=from_ms(now_ms), data=data)

    def _count(self, batch: Batch, beat: SourceBeat | None) -> None:
        counts = self.counts
        counts.batches += 1
        counts.events += len(batch.entries)
        counts.beats += beat is not None
        counts.problems += len(batch.problems)
        for problem in batch.problems[:PROBLEMS_LOGGED_A_BATCH]:
            _log.warning("source.problem", source=self.source.id, line=problem.line_number, reason=problem.reason)


def _message(entry: AnyEvent | RawRecord) -> Message:
    if isinstance(entry, RawRecord):
        return Message(entry.site.encode(), entry.value)
    return Message(entry.site.encode(), encode(entry))
