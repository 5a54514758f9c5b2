"""Events from a file of JSON lines, one CloudEvent a line: written by another program, or recorded for a replay."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from pathlib import Path

import msgspec

from streams.events import AnyEvent
from streams.events.decode import RejectedEvent, UnknownType, decode
from streams.events.envelope import Id
from streams.log.port import RECORD_LIMIT_BYTES
from streams.sources.file_follower import FileFollower
from streams.sources.file_position import FilePosition
from streams.sources.line_cutter import Line
from streams.sources.looking import POLL_S, look
from streams.sources.pace import Pace
from streams.sources.port import Batch, Position, Problem, RawRecord, UnusablePosition

LINE_LIMIT_BYTES = RECORD_LIMIT_BYTES - 512  # room for the key, at most 128 characters
_VERSION = 1


class _Envelope(msgspec.Struct):
    site: Id


_site_of = msgspec.json.Decoder(_Envelope)


class EventsFile:
    """Reads `path` to its end, or follows it. A line goes to the log as it is, whatever is wrong with it: the worker
    judges it, and a bad one stands in the rejected topic with its reason, so nothing is lost on the way. Its key is
    its own `site`, or `site` when it has none that can be read.

    Lines up to 999,488 bytes; longer ones are cut there, and counted as a problem. Empty lines are skipped.
    A `pace` holds lines back; one that moves times also rewrites those that are events.
    """

    def __init__(
        self,
        *,
        id: str,
        site: str,
        path: Path,
        follow: bool,
        clock_ms: Callable[[], int],
        pace: Pace | None = None,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        poll_s: float = POLL_S,
    ) -> None:
        self._id, self._site, self._path, self._follow = id, site, path, follow
        self._clock_ms, self._pace, self._sleep, self._poll_s = clock_ms, pace, sleep, poll_s

    @property
    def id(self) -> str:
        return self._id

    @property
    def site(self) -> str:
        return self._site

    async def batches(self, position: Position | None) -> AsyncGenerator[Batch, None]:
        """Raises FileNotFoundError when the file is not there and is not followed."""
        if not self._follow and not self._path.exists():
            raise FileNotFoundError(f"{self._path} does not exist")
        read_to = self._resume(position)
        with FileFollower(self._path, read_to, line_limit_bytes=LINE_LIMIT_BYTES) as follower:
            while True:
                looked_at_ms = self._clock_ms()
                chunk = await look(follower)
                ends = not self._follow and not chunk.more
                lines = [*chunk.lines, *(follower.finish() if ends else ())]
                # The position belongs to the last line; those paced before it are repeated after a crash.
                async for batch in self._paced(lines):
                    yield batch
                moved, read_to = chunk.position != read_to, chunk.position
                yield Batch(
                    position=_position(read_to) if moved and read_to is not None else None,
                    caught_up_at_ms=looked_at_ms if self._follow and not chunk.more and read_to is not None else None,
                    problems=_problems(lines, chunk.lost),
                )
                if ends:
                    return
                if not chunk.more:
                    await self._sleep(self._poll_s)

    async def _paced(self, lines: Sequence[Line]) -> AsyncGenerator[Batch, None]:
        told = [data for line in lines if (data := line.data.rstrip(b"\r")).strip()]
        records = [RawRecord(self._site_of(data), data) for data in told]
        if self._pace is not None:
            async for due in self._pace.let_go((record, _event(record.value)) for record in records):
                yield Batch(due)
        elif records:
            yield Batch(records)

    def _site_of(self, data: bytes) -> str:
        try:
            site = _site_of.decode(data).site
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return self._site
        return site if site.isprintable() else self._site

    def _resume(self, position: Position | None) -> FilePosition | None:
        if position is None:
            return None
        try:
            if position["version"] != _VERSION:
                raise ValueError(f"version {position['version']}, this program knows {_VERSION}")
            return FilePosition.from_json(position["file"])
        except (KeyError, TypeError, ValueError) as wrong:
            raise UnusablePosition(self._id, repr(wrong)) from None


def _event(data: bytes) -> AnyEvent | None:
    try:
        return decode(data)
    except (RejectedEvent, UnknownType):
        return None


def _position(file: FilePosition) -> Position:
    return {"version": _VERSION, "file": file.to_json()}


def _problems(lines: Sequence[Line], lost: bool) -> list[Problem]:
    problems = [Problem(line.number, f"cut at {LINE_LIMIT_BYTES} bytes") for line in lines if line.cut]
    if lost:
        problems.append(Problem(0, "lines were rotated away before they were read"))
    return problems
