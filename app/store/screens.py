"""Screens on walls: each has a name, the board that it shows, and a secret that can be taken back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import RowMapping, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.store import tables
from app.store.audit import By, note
from app.store.engine import Database
from app.store.errors import AlreadyStored, NotStored, TooMany

SCREENS_LIMIT = 10_000
table = tables.screens


@dataclass(frozen=True, slots=True)
class Screen:
    """`board` is a board's id, with `@<site>` where it is another site's; moments in ms since 1970."""

    id: str
    name: str
    board: str
    made_at: int
    made_by: str
    seen_at: int | None = None


class ScreenStore:
    """`digest` is the SHA-256 of the screen's secret (app/accounts/secret.py), which only the screen has."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def list(self) -> Sequence[Screen]:
        """All screens, by name."""
        async with self._database.reads() as connection:
            rows = await connection.execute(select(table).order_by(table.c.name, table.c.id))
            return [_screen(row) for row in rows.mappings()]

    async def by_digest(self, digests: Collection[str]) -> Mapping[str, Screen]:
        """The screens that these secrets are of; others are left out."""
        async with self._database.reads() as connection:
            rows = await connection.execute(select(table).where(table.c.digest.in_(digests)))
            return {row["digest"]: _screen(row) for row in rows.mappings()}

    async def add(self, id_: str, name: str, board: str, digest: str, by: By) -> Screen:
        """Raises `AlreadyStored`, `TooMany`."""
        async with self._database.writes() as connection:
            if (await connection.execute(select(func.count()).select_from(table))).scalar_one() >= SCREENS_LIMIT:
                raise TooMany("screen", SCREENS_LIMIT)
            try:
                await connection.execute(
                    insert(table).values(id=id_, name=name, board=board, digest=digest, made_at=by.at, made_by=by.actor)
                )
            except IntegrityError:
                raise AlreadyStored("screen", id_) from None
            await note(connection, by, "screen.add", id_, name=name, board=board)
        return Screen(id_, name, board, by.at, by.actor)

    async def change(self, id_: str, by: By, *, name: str | None = None, board: str | None = None) -> None:
        """Another name, or another board. Raises `NotStored`."""
        values = {key: value for key, value in (("name", name), ("board", board)) if value is not None}
        if not values:
            return
        async with self._database.writes() as connection:
            if not (await connection.execute(update(table).where(table.c.id == id_).values(values))).rowcount:
                raise NotStored("screen", id_)
            await note(connection, by, "screen.change", id_, **values)

    async def delete(self, id_: str, by: By) -> None:
        """Its secret is worth nothing from now on. Raises `NotStored`."""
        async with self._database.writes() as connection:
            if not (await connection.execute(delete(table).where(table.c.id == id_))).rowcount:
                raise NotStored("screen", id_)
            await note(connection, by, "screen.delete", id_)

    async def seen(self, digests: Collection[str], at: int) -> None:
        """These screens showed their board at `at`. Nobody changed anything: no note is taken."""
        async with self._database.writes() as connection:
            await connection.execute(update(table).where(table.c.digest.in_(digests)).values(seen_at=at))


def _screen(row: RowMapping) -> Screen:
    return Screen(row["id"], row["name"], row["board"], row["made_at"], row["made_by"], row["seen_at"])
