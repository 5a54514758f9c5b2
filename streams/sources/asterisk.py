"""A running Asterisk's queue_log as a source."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from streams.events import AnyEvent
from streams.sources.asterisk_queue_log import QueueLogTranslator
from streams.sources.file_follower import Chunk, FileFollower
from streams.sources.file_position import FilePosition
from streams.sources.looking import POLL_S, look
from streams.sources.port import Batch, Position, Problem, UnusablePosition

_VERSION = 1


class AsteriskQueueLog:
    """Follows `path` through rotation. Its position holds the file's place and what the translator learned, so a
    restart goes on as if there had been none. `new_translator` is called once a run."""

    def __init__(
        self,
        *,
        id: str,
        site: str,
        path: Path,
        new_translator: Callable[[], QueueLogTranslator],
        clock_ms: Callable[[], int],
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        poll_s: float = POLL_S,
    ) -> None:
        self._id, self._site, self._path = id, site, path
        self._new_translator = new_translator
        self._clock_ms, self._sleep, self._poll_s = clock_ms, sleep, poll_s
        self.translator = new_translator()

    @property
    def id(self) -> str:
        return self._id

    @property
    def site(self) -> str:
        return self._site

    async def batches(self, position: Position | None) -> AsyncGenerator[Batch, None]:
        self.translator = translator = self._new_translator()
        read_to = self._resume(translator, position)
        with FileFollower(self._path, read_to) as follower:
            missing_told = False
            while True:
                looked_at_ms = self._clock_ms()
                try:
                    chunk = await look(follower)
                except OSError as trouble:
                    yield Batch(problems=[Problem(0, f"{self._path}: {trouble.strerror}")])
                    await self._sleep(1.0)
                    continue
                if chunk.position is None and not missing_told:
                    translator.note_problem(0, f"{self._path} is not there yet")
                    missing_told = True
                yield self._batch(translator, chunk, moved=chunk.position != read_to, looked_at_ms=looked_at_ms)
                read_to = chunk.position
                if not chunk.more:
                    await self._sleep(self._poll_s)

    def _resume(self, translator: QueueLogTranslator, position: Position | None) -> FilePosition | None:
        if position is None:
            return None
        try:
            if position["version"] != _VERSION:
                raise ValueError(f"version {position['version']}, this program knows {_VERSION}")
            translator.restore(position["translator"])
            return FilePosition.from_json(position["file"])
        except (KeyError, TypeError, ValueError, AttributeError) as wrong:
            raise UnusablePosition(self._id, repr(wrong)) from None

    def _batch(self, translator: QueueLogTranslator, chunk: Chunk, *, moved: bool, looked_at_ms: int) -> Batch:
        if chunk.lost:
            translator.note_gap("lines were rotated away before they were read")
        events: list[AnyEvent] = []
        for line in chunk.lines:
            if line.cut or line.unended:
                translator.note_problem(line.number, "longer than 64 KiB" if line.cut else "the file ends within it")
            else:
                events += translator.translate(line.data, line.number)
        position = None
        if chunk.position is not None and (moved or chunk.lost):
            position = _position(chunk.position, translator.state())
        # Lines carry whole seconds: all that happened in this second is known only when the next one has begun.
        caught_up_at_ms = None if chunk.more or chunk.position is None else looked_at_ms // 1000 * 1000
        return Batch(events, position, caught_up_at_ms, translator.take_problems())


def _position(file: FilePosition, learned: Mapping[str, Any]) -> Position:
    return {"version": _VERSION, "file": file.to_json(), "translator": learned}
