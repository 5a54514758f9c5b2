"""Boards that people made, each with a version: who saves says which one he changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import RowMapping, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from app.store import tables
from app.store.audit import By, note
from app.store.engine import Database
from app.store.errors import AlreadyStored, Conflict, NotStored, TooMany

BOARDS_LIMIT = 1000
table = tables.boards

Definition = Mapping[str, Any]


class Edition(NamedTuple):
    """Tells one state of a board from every other, also from one of the same id that was deleted."""

    version: int
    changed_at: int


@dataclass(frozen=True, slots=True)
class BoardEntry:
    """What a list says of a board; `changed_at` in ms since 1970."""

    id: str
    version: int
    title: str
    site: str
    changed_at: int
    changed_by: str

    @property
    def edition(self) -> Edition:
        return Edition(self.version, self.changed_at)


@dataclass(frozen=True, slots=True)
class StoredBoard:
    entry: BoardEntry
    definition: Definition


class BoardStore:
    """`definition` is kept as it is given; its `id` and `version` are the store's."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def list(self) -> Sequence[BoardEntry]:
        """All boards, by id."""
        columns = [column for column in table.c if column.name != "definition"]
        async with self._database.reads() as connection:
            return [_entry(row) for row in (await connection.execute(select(*columns).order_by(table.c.id))).mappings()]

    async def whole(self) -> Sequence[StoredBoard]:
        """All boards with their definitions, by id: more to read than `list`."""
        async with self._database.reads() as connection:
            rows = (await connection.execute(select(table).order_by(table.c.id))).mappings().all()
        return [StoredBoard(_entry(row), row["definition"]) for row in rows]

    async def get(self, id_: str) -> StoredBoard:
        """Raises `NotStored`."""
        async with self._database.reads() as connection:
            return await _get(connection, id_)

    async def add(self, id_: str, title: str, site: str, definition: Definition, by: By) -> StoredBoard:
        """A new board, of version 1. Raises `AlreadyStored`, `TooMany`."""
        entry = BoardEntry(id_, 1, title, site, by.at, by.actor)
        async with self._database.writes() as connection:
            count = (await connection.execute(select(func.count()).select_from(table))).scalar_one()
            if count >= BOARDS_LIMIT:
                raise TooMany("board", BOARDS_LIMIT)
            try:
                await connection.execute(insert(table).values(**_values(entry, definition)))
            except IntegrityError:
                raise AlreadyStored("board", id_) from None
            await note(connection, by, "board.add", id_, title=title, site=site)
        return StoredBoard(entry, _numbered(definition, entry))

    async def save(
        self, id_: str, title: str, site: str, definition: Definition, by: By, *, expected: int
    ) -> StoredBoard:
        """The next version of a board whose version is still `expected`. Raises `NotStored`, `Conflict`."""
        entry = BoardEntry(id_, expected + 1, title, site, by.at, by.actor)
        async with self._database.writes() as connection:
            changed = await connection.execute(
                update(table).where(table.c.id == id_, table.c.version == expected).values(_values(entry, definition))
            )
            if not changed.rowcount:
                await _say_why_not(connection, id_, expected)
            await note(connection, by, "board.save", id_, version=entry.version, title=title)
        return StoredBoard(entry, _numbered(definition, entry))

    async def delete(self, id_: str, by: By, *, expected: int | None = None) -> None:
        """Raises `NotStored`, and `Conflict` when its version is not `expected`."""
        asked = delete(table).where(table.c.id == id_)
        if expected is not None:
            asked = asked.where(table.c.version == expected)
        async with self._database.writes() as connection:
            if not (await connection.execute(asked)).rowcount:
                await _say_why_not(connection, id_, expected or 0)
            await note(connection, by, "board.delete", id_)


async def _get(connection: AsyncConnection, id_: str) -> StoredBoard:
    row = (await connection.execute(select(table).where(table.c.id == id_))).mappings().first()
    if row is None:
        raise NotStored("board", id_)
    entry = _entry(row)
    return StoredBoard(entry, _numbered(row["definition"], entry))


async def _say_why_not(connection: AsyncConnection, id_: str, expected: int) -> None:
    raise Conflict("board", id_, expected, (await _get(connection, id_)).entry.version)


def _values(entry: BoardEntry, definition: Definition) -> dict[str, Any]:
    return {
        "id": entry.id,
        "version": entry.version,
        "title": entry.title,
        "site": entry.site,
        "definition": _numbered(definition, entry),
        "changed_at": entry.changed_at,
        "changed_by": entry.changed_by,
    }


def _numbered(definition: Definition, entry: BoardEntry) -> Definition:
    return {**definition, "id": entry.id, "version": entry.version}


def _entry(row: RowMapping) -> BoardEntry:
    return BoardEntry(row["id"], row["version"], row["title"], row["site"], row["changed_at"], row["changed_by"])
