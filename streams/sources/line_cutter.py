"""Cuts bytes into lines, however the reads fall, with a limit on a line's length."""

from __future__ import annotations

from typing import NamedTuple


class Line(NamedTuple):
    """A line without its end. `number` counts from 1 within its file; `cut` when it was longer than the limit and the
    rest is left away; `unended` for the last bytes of a finished file without a line end."""

    number: int
    data: bytes
    cut: bool = False
    unended: bool = False


class LineCutter:
    """Keeps the beginning of a line that is not complete yet, up to `limit_bytes`."""

    def __init__(self, limit_bytes: int, lines_before: int = 0) -> None:
        self._limit = limit_bytes
        self.lines = lines_before
        self._kept = bytearray()
        self._pending_bytes = 0

    @property
    def pending_bytes(self) -> int:
        """Bytes fed since the last line end: a position lies this much before what was read."""
        return self._pending_bytes

    def feed(self, data: bytes) -> list[Line]:
        """The lines that `data` completes."""
        *ended, rest = data.split(b"\n")
        lines = []
        for piece in ended:
            self._keep(piece)
            lines.append(self._take())
        self._keep(rest)
        return lines

    def finish(self) -> list[Line]:
        """The file grows no more: what is left is its last, unended line."""
        if not self._pending_bytes:
            return []
        return [self._take()._replace(unended=True)]

    def _keep(self, piece: bytes) -> None:
        self._pending_bytes += len(piece)
        self._kept += piece[: max(0, self._limit - len(self._kept))]

    def _take(self) -> Line:
        self.lines += 1
        line = Line(self.lines, bytes(self._kept), cut=self._pending_bytes > self._limit)
        self._kept.clear()
        self._pending_bytes = 0
        return line
