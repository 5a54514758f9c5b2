"""How far each source was read, kept so that a restart goes on where it stopped."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

from streams.sources.port import Position, UnusablePosition


class Positions(Protocol):
    """Where positions are kept, by source id."""

    def load(self, source_id: str) -> Position | None:
        """The saved position, None when there is none. Raises `UnusablePosition`."""

    def save(self, source_id: str, position: Position) -> None:
        """Durable when it returns. Raises OSError (disk full, no right to write)."""


class MemoryPositions:
    """Positions for tests and for sources whose past is of no use."""

    def __init__(self) -> None:
        self._saved: dict[str, str] = {}

    def load(self, source_id: str) -> Position | None:
        text = self._saved.get(source_id)
        return None if text is None else _mapping(json.loads(text))

    def save(self, source_id: str, position: Position) -> None:
        self._saved[source_id] = json.dumps(position)


class FilePositions:
    """One JSON file a source in `folder`, replaced as a whole: a crash leaves the old one or the new one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path_of(self, source_id: str) -> Path:
        """The file that keeps this source's position."""
        return self._folder / f"{quote(source_id, safe='')}.position.json"

    def load(self, source_id: str) -> Position | None:
        path = self.path_of(source_id)
        try:
            text = path.read_bytes()
        except FileNotFoundError:
            return None
        try:
            document = _mapping(json.loads(text))
            if document.get("source") != source_id:
                raise ValueError(f"it belongs to {document.get('source')!r}")
            return _mapping(document.get("position"))
        except ValueError as damaged:
            raise UnusablePosition(source_id, f"{path}: {damaged}") from None

    def save(self, source_id: str, position: Position) -> None:
        path = self.path_of(source_id)
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_suffix(".new")
        with new.open("wb") as file:
            file.write(json.dumps({"source": source_id, "position": position}).encode())
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
        _sync_folder(path.parent)


def _mapping(document: Any) -> dict[str, Any]:
    if not isinstance(document, dict):
        raise ValueError(f"expected an object, got {type(document).__name__}")
    return document


def _sync_folder(folder: Path) -> None:
    """Makes the renaming itself durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
