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


def same_file(files: Sequence[RotatedFile], position: FilePosition) -> RotatedFile | None:
    """The file that `position` lies in: renamed (the same inode), or else copied (beginning alike and long enough)."""
    alike = [file for file in files if file.size >= position.offset and position.fingerprint.matches_path(file.path)]
    for file in alike:
        if (file.device, file.inode) == (position.device, position.inode):
            return file
    return alike[-1] if alike and position.fingerprint.length else None


def unread_after(files: Sequence[RotatedFile], position: FilePosition) -> RotatedFile | None:
    """The oldest part that came after the one that `position` lies in, and was not read yet."""
    read = [fingerprint for fingerprint in (*position.finished, position.fingerprint) if fingerprint.length]
    for file in files:
        if file.modified_ns >= position.modified_ns and not _begins_like_any(file.path, read):
            return file
    return None


def _begins_like_any(path: Path, fingerprints: Sequence[Fingerprint]) -> bool:
    return any(fingerprint.matches_path(path) for fingerprint in fingerprints)
