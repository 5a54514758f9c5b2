"""What is set on a page instead of in the file: a value a key, each with a version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.store import tables
from app.store.audit import By, note
from app.store.engine import Database
from app.store.errors import Conflict, NotStored

table = tables.settings


@dataclass(frozen=True, slots=True)
class StoredSetting:
    """`value` is JSON; `changed_at` in ms since 1970."""

    key: str
    version: int
    value: Any
    changed_at: int
    changed_by: str


Edition = tuple[int, int]
"""Version and moment of a change: tells a value from one that was set again after it was deleted."""


class SettingStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def list(self) -> Sequence[StoredSetting]:
        """All of them, by key."""
        async with self._database.reads() as connection:
            return [_setting(row) for row in (await connection.execute(select(table).order_by(table.c.key))).mappings()]

    async def editions(self) -> Mapping[str, Edition]:
        """Which keys there are, each in which edition."""
        asked = select(table.c.key, table.c.version, table.c.changed_at)
        async with self._database.reads() as connection:
            return {key: (version, at) for key, version, at in (await connection.execute(asked)).all()}

    async def get(self, key: str) -> StoredSetting | None:
        async with self._database.reads() as connection:
            row = (await connection.execute(select(table).where(table.c.key == key))).mappings().first()
        return _setting(row) if row is not None else None

    async def set(self, key: str, value: Any, by: By, *, expected: int) -> StoredSetting:
        """`expected` is the version that was read, 0 when there was none. Raises `Conflict`."""
        stored = StoredSetting(key, expected + 1, value, by.at, by.actor)
        values = {"version": stored.version, "value": value, "changed_at": by.at, "changed_by": by.actor}
        async with self._database.writes() as connection:
            now = (await connection.execute(select(table.c.version).where(table.c.key == key))).scalar() or 0
            if now != expected:
                raise Conflict("setting", key, expected, now)
            if expected == 0:
                try:
                    await connection.execute(insert(table).values(key=key, **values))
                except IntegrityError:
                    raise Conflict("setting", key, expected, 1) from None
            else:
                unchanged = update(table).where(table.c.key == key, table.c.version == expected)
                if not (await connection.execute(unchanged.values(values))).rowcount:
                    raise Conflict("setting", key, expected, expected + 1)
            await note(connection, by, "setting.set", key, version=stored.version)
        return stored

    async def delete(self, key: str, by: By, *, expected: int | None = None) -> None:
        """What the file says holds again. With `expected` only that version. Raises `NotStored`, `Conflict`."""
        async with self._database.writes() as connection:
            now = (await connection.execute(select(table.c.version).where(table.c.key == key))).scalar()
            if now is None:
                raise NotStored("setting", key)
            gone = delete(table).where(table.c.key == key, table.c.version == (now if expected is None else expected))
            if not (await connection.execute(gone)).rowcount:
                raise Conflict("setting", key, now if expected is None else expected, now)
            await note(connection, by, "setting.delete", key)


def _setting(row: RowMapping) -> StoredSetting:
    return StoredSetting(row["key"], row["version"], row["value"], row["changed_at"], row["changed_by"])
