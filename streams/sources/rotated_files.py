"""The older parts of a log: files beside it that a rotation left there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from streams.sources.file_position import FilePosition, Fingerprint

SIBLINGS_LOOKED_AT = 200


class RotatedFile(NamedTuple):
    """A rotated part: `queue_log.0`, `queue_log.1`, `queue_log-20261124`."""

    path: Path
    device: int
    inode: int
    size: int
    modified_ns: int


def rotated_files(live: Path) -> list[RotatedFile]:
    """The uncompressed parts beside `live`, the oldest first; at most the 200 newest. Every naming scheme counts
    differently, so the time of the last change orders them."""
    files = sorted(_siblings(live), key=lambda file: (file.modified_ns, file.path.name))
    return files[-SIBLINGS_LOOKED_AT:]


def _siblings(live: Path) -> Iterator[RotatedFile]:
    is_part = re.compile(re.escape(live.name) + r"[.-]\d+").fullmatch
    try:
        entries = list(live.parent.iterdir())
    except OSError:
        return
    for path in entries:
        if not is_part(path.name):
            continue
        try:
            found = path.stat()
        except OSError:
            continue  # rotated away between the two calls
        if found.st_size:
            yield RotatedFile(path, found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)


def places(live: Path, files: Sequence[RotatedFile], position: FilePosition) -> Iterator[tuple[Path, bool]]:
    """Where the file that `position` lies in may be, the likeliest first; True: as a copy, with another inode."""
    yield live, False
    for file in files:
        if (file.device, file.inode) == (position.device, position.inode):
            yield file.path, False
    if position.fingerprint.length:
        # Copied and truncated by a rotation; or the whole directory was restored or moved.
        yield from ((file.path, True) for file in reversed(files))
        yield live, True


def unread_after(files: Sequence[RotatedFile], modified_ns: int, finished: Sequence[Fingerprint]) -> RotatedFile | None:
    """The oldest part last changed at or after `modified_ns` that does not begin like a finished one."""
    read = [fingerprint for fingerprint in finished if fingerprint.length]
    for file in files:
        if file.modified_ns >= modified_ns and not any(fingerprint.matches_path(file.path) for fingerprint in read):
            return file
    return None
