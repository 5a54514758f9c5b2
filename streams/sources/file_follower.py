"""Follows a growing file of lines through rotation, by renaming or by copying and truncating.

Nothing here waits: `read` looks once and answers what is new. Nothing is written to the file or beside it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType

from streams.sources.file_position import FINGERPRINT_BYTES, FINISHED_KEPT, FilePosition, Fingerprint
from streams.sources.line_cutter import Line, LineCutter
from streams.sources.rotated_files import RotatedFile, places, rotated_files, unread_after

READ_BYTES = 64 * 1024
LINE_LIMIT_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Chunk:
    """What one look at the file gave. `position` lies behind these lines (None before the file exists); `more` when
    the next look may give more at once; `lost` when lines before these were rotated away unread."""

    lines: Sequence[Line] = ()
    position: FilePosition | None = None
    more: bool = False
    lost: bool = False


class FileFollower:
    """Reads `path` on from `position`, or from its beginning. Close it, or use it as a context.

    A file that was not finished when it was rotated is found again by its inode and its first bytes and read to its
    end, then the parts that came after it, then the live file. A part compressed or deleted before it was read is
    lost, and `Chunk.lost` says so.
    """

    def __init__(
        self,
        path: Path,
        position: FilePosition | None = None,
        *,
        read_bytes: int = READ_BYTES,
        line_limit_bytes: int = LINE_LIMIT_BYTES,
    ) -> None:
        self._path = path
        self._read_bytes = read_bytes
        self._line_limit = line_limit_bytes
        self._position = position
        self._handle: int | None = None
        self._cutter = LineCutter(line_limit_bytes)
        self._read_to = 0
        self._lost = False

    def read(self) -> Chunk:
        """At most `read_bytes` more. Raises OSError when the file is there and cannot be read."""
        if self._handle is None:
            # The place is told before anything is read there, so that even a crash right then finds it again.
            found = self._find()
            return Chunk(position=self._position if found else None, more=found, lost=self._take_lost())
        # Looked at before reading: whoever writes to the new file no longer writes to this one, so its end is its end.
        finished = self._is_finished()
        data = os.pread(self._known_handle(), self._read_bytes, self._read_to)
        if self._was_truncated():
            # What was just read may be of either life of the file; it is read again where it belongs.
            self._find()
            return Chunk(position=self._position, more=True, lost=self._take_lost())
        self._read_to += len(data)
        lines = self._cutter.feed(data)
        if finished and not data:
            lines += self._cutter.finish()
        self._advance()
        if finished and not data:
            self._next_file()
        more = len(data) == self._read_bytes or finished
        return Chunk(lines, self._position, more, self._take_lost())

    def finish(self) -> list[Line]:
        """The file grows no more, by the reader's own decision: its last line, if it has no end."""
        return self._cutter.finish()

    def close(self) -> None:
        """Releases the file; the position stands."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def __enter__(self) -> FileFollower:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _find(self) -> bool:
        """Opens the file that the position lies in, wherever it is now; the live one when there is no position."""
        self.close()
        position, parts = self._position, rotated_files(self._path)
        if position is None:
            older = tuple(Fingerprint.of_path(part.path) for part in parts[-FINISHED_KEPT:])
            return self._open_new(self._path, older)
        if position.offset == 0:
            # Nothing of it was read, so nothing ties us to it: the oldest unread part, else the live file.
            return self._open_after(position, position.finished, parts)
        for path, copied in places(self._path, parts, position):
            if self._open_at(path, position, copied=copied):
                return True
        if not parts and not self._path.exists():
            return False
        self._lost = True
        return self._open_after(position, _with(position.finished, position.fingerprint), parts)

    def _open_at(self, path: Path, position: FilePosition, *, copied: bool) -> bool:
        handle = _open(path)
        if handle is None:
            return False
        found = os.fstat(handle)
        same_inode = (found.st_dev, found.st_ino) == (position.device, position.inode)
        if not (same_inode or copied) or found.st_size < position.offset or not position.fingerprint.matches(handle):
            os.close(handle)
            return False
        self._use(handle, replace(position, device=found.st_dev, inode=found.st_ino))
        return True

    def _open_after(
        self, position: FilePosition, finished: tuple[Fingerprint, ...], parts: Sequence[RotatedFile]
    ) -> bool:
        """The oldest unread part that is younger than `position`, else the live file."""
        part = unread_after(parts, position.modified_ns, finished)
        if part is not None and self._open_new(part.path, finished):
            return True
        return self._open_new(self._path, finished)

    def _open_new(self, path: Path, finished: tuple[Fingerprint, ...]) -> bool:
        handle = _open(path)
        if handle is None:
            return False
        found = os.fstat(handle)
        head = Fingerprint.of(handle)
        self._use(handle, FilePosition(found.st_dev, found.st_ino, 0, 0, head, found.st_mtime_ns, finished))
        return True

    def _use(self, handle: int, position: FilePosition) -> None:
        self.close()
        self._handle, self._position, self._read_to = handle, position, position.offset
        self._cutter = LineCutter(self._line_limit, position.line)

    def _next_file(self) -> None:
        position = self._known_position()
        finished = _with(position.finished, position.fingerprint)
        # When the live file has just gone away too, this one stays open, at its end, and is looked at again.
        self._open_after(position, finished, rotated_files(self._path))

    def _advance(self) -> None:
        """Moves the position behind the lines handed out so far."""
        handle, position = self._known_handle(), self._known_position()
        found = os.fstat(handle)
        head = position.fingerprint
        if head.length < FINGERPRINT_BYTES and head.length < found.st_size:
            head = Fingerprint.of(handle)
        self._position = replace(
            position,
            offset=self._read_to - self._cutter.pending_bytes,
            line=self._cutter.lines,
            fingerprint=head,
            modified_ns=found.st_mtime_ns,
        )

    def _was_truncated(self) -> bool:
        handle, position = self._known_handle(), self._known_position()
        return os.fstat(handle).st_size < self._read_to or not position.fingerprint.matches(handle)

    def _is_finished(self) -> bool:
        """The writer is at another file: the live name stands for one that has something in it, or a younger part
        lies beside it. An empty new file is no proof: it is made before the writer is told to reopen."""
        position = self._known_position()
        try:
            live = self._path.stat()
        except OSError:
            return False
        if (live.st_dev, live.st_ino) == (position.device, position.inode):
            return False
        if live.st_size > 0:
            return True
        finished = _with(position.finished, position.fingerprint)
        return unread_after(rotated_files(self._path), position.modified_ns, finished) is not None

    def _take_lost(self) -> bool:
        lost, self._lost = self._lost, False
        return lost

    def _known_handle(self) -> int:
        if self._handle is None:
            raise ValueError("no file is open")
        return self._handle

    def _known_position(self) -> FilePosition:
        if self._position is None:
            raise ValueError("no file was opened yet")
        return self._position


def _with(finished: tuple[Fingerprint, ...], last: Fingerprint) -> tuple[Fingerprint, ...]:
    return (*finished, last)[-FINISHED_KEPT:] if last.length else finished


def _open(path: Path) -> int | None:
    try:
        return os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return None
