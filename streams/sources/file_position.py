"""How far a file was read, and how to know it again after it was renamed, copied or replaced."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FINGERPRINT_BYTES = 256
FINISHED_KEPT = 16


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A hash of a file's first bytes. An inode is given to a new file soon after the old one is deleted; two files
    of events never begin alike."""

    length: int
    digest: str

    @classmethod
    def of(cls, handle: int, length: int = FINGERPRINT_BYTES) -> Fingerprint:
        """Of up to `length` bytes, as many as there are."""
        head = os.pread(handle, length, 0)
        return cls(len(head), hashlib.sha256(head).hexdigest()[:32])

    @classmethod
    def of_path(cls, path: Path) -> Fingerprint:
        """The same for a path; of nothing when it cannot be opened."""
        try:
            handle = os.open(path, os.O_RDONLY)
        except OSError:
            return cls(0, "")
        try:
            return cls.of(handle)
        finally:
            os.close(handle)

    def matches(self, handle: int) -> bool:
        """The file still begins like this. Nothing is known of a file that was empty: it matches any."""
        return self.length == 0 or Fingerprint.of(handle, self.length) == self

    def matches_path(self, path: Path) -> bool:
        """The same for a path; False when it cannot be opened."""
        try:
            handle = os.open(path, os.O_RDONLY)
        except OSError:
            return False
        try:
            return self.matches(handle)
        finally:
            os.close(handle)


@dataclass(frozen=True, slots=True)
class FilePosition:
    """Everything before `offset` of this file was handed out, `line` lines of it. `modified_ns` orders the rotated
    files that came after it; `finished` are the files read to their end before it, the newest last."""

    device: int
    inode: int
    offset: int
    line: int
    fingerprint: Fingerprint
    modified_ns: int
    finished: tuple[Fingerprint, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As a part of a source's position."""
        return {
            "device": self.device,
            "inode": self.inode,
            "offset": self.offset,
            "line": self.line,
            "head": [self.fingerprint.length, self.fingerprint.digest],
            "modified_ns": self.modified_ns,
            "finished": [[finished.length, finished.digest] for finished in self.finished],
        }

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> FilePosition:
        """The reverse. Raises KeyError, TypeError or ValueError for anything else."""
        return cls(
            device=int(document["device"]),
            inode=int(document["inode"]),
            offset=int(document["offset"]),
            line=int(document["line"]),
            fingerprint=Fingerprint(*document["head"]),
            modified_ns=int(document["modified_ns"]),
            finished=tuple(Fingerprint(*finished) for finished in document["finished"]),
        )
