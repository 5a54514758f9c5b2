"""Screens on walls: each has a name, the boards that it may show, and a secret that can be taken back. What it is told
stands in its row, so that it reaches the screen at whichever web process it is connected, and after a restart too."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping, bindparam, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.devices.message import Message
from app.devices.report import Report
from app.store import tables
from app.store.audit import By, note
from app.store.engine import Database
from app.store.errors import AlreadyStored, NotStored, TooMany

SCREENS_LIMIT = 10_000
table, pairings = tables.screens, tables.pairings


@dataclass(frozen=True, slots=True)
class Screen:
    """`boards` are ids of boards, with `@<site>` where one is another site's; the first is shown first. A page that was
    loaded before `reload_at` is to load anew. Moments in ms since 1970."""

    id: str
    name: str
    boards: tuple[str, ...]
    made_at: int
    made_by: str
    seen_at: int | None = None
    report: Report | None = None
    message: Message | None = None
    reload_at: int | None = None


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

    async def pair(self, id_: str, name: str, boards: Sequence[str], code: str, by: By) -> Screen:
        """The screen that shows this code is this one from now on. Raises `NotStored` for a code that none shows (any
        more), `AlreadyStored`, `TooMany`."""
        shown = select(pairings.c.digest).where(pairings.c.code == code, pairings.c.expires_at > by.at)
        async with self._database.writes() as connection:
            digest = (await connection.execute(shown.with_for_update())).scalar()
            if digest is None:
                raise NotStored("screen with the code", code)
            if (await connection.execute(select(func.count()).select_from(table))).scalar_one() >= SCREENS_LIMIT:
                raise TooMany("screen", SCREENS_LIMIT)
            await connection.execute(delete(pairings).where(pairings.c.digest == digest))
            try:
                await connection.execute(
                    insert(table).values(
                        id=id_, name=name, boards=[*boards], digest=digest, made_at=by.at, made_by=by.actor
                    )
                )
            except IntegrityError:
                raise AlreadyStored("screen", id_) from None
            await note(connection, by, "screen.add", id_, name=name, boards=[*boards])
        return Screen(id_, name, tuple(boards), by.at, by.actor)

    async def change(
        self, id_: str, by: By, *, name: str | None = None, boards: Sequence[str] | None = None
    ) -> Screen:  # fmt: skip
        """Another name, or other boards; answers the screen as it is then. Raises `NotStored`."""
        values: dict[str, Any] = {} if name is None else {"name": name}
        if boards is not None:
            values["boards"] = [*boards]
        async with self._database.writes() as connection:
            if values:
                await connection.execute(update(table).where(table.c.id == id_).values(values))
            row = (await connection.execute(select(table).where(table.c.id == id_))).mappings().first()
            if row is None:
                raise NotStored("screen", id_)
            if values:
                await note(connection, by, "screen.change", id_, **values)
            return _screen(row)

    async def delete(self, id_: str, by: By) -> None:
        """Its secret is worth nothing from now on. Raises `NotStored`."""
        async with self._database.writes() as connection:
            if not (await connection.execute(delete(table).where(table.c.id == id_))).rowcount:
                raise NotStored("screen", id_)
            await note(connection, by, "screen.delete", id_)

    async def say(self, ids: Collection[str] | None, message: Message | None, by: By) -> int:
        """Puts a message on these screens (None: on all), or takes away the one that they show. Answers on how many."""
        values = {"message": message.text, "message_until": message.until} if message is not None else {}
        detail = {"text": message.text} if message is not None else {}
        return await self._tell(ids, values or {"message": None, "message_until": None}, by, "screen.message", detail)

    async def reload(self, ids: Collection[str] | None, by: By) -> int:
        """These screens (None: all) load their page anew. Answers how many."""
        return await self._tell(ids, {"reload_at": by.at}, by, "screen.reload", {})

    async def _tell(
        self, ids: Collection[str] | None, values: Mapping[str, Any], by: By, action: str, detail: Mapping[str, Any]
    ) -> int:
        told = update(table).values(values)
        async with self._database.writes() as connection:
            count = (await connection.execute(told if ids is None else told.where(table.c.id.in_(ids)))).rowcount
            if count:
                subject = next(iter(ids)) if ids is not None and len(ids) == 1 else f"{count} screens"
                await note(connection, by, action, subject, **detail)
        return count

    async def reported(self, reports: Mapping[str, tuple[int, Report]]) -> None:
        """What screens said of themselves, by digest, and when (ms since 1970). Nobody changed anything: no note."""
        written = (
            update(table)
            .where(table.c.digest == bindparam("of"))
            .values(seen_at=bindparam("at"), report=bindparam("said"))
        )
        rows = [{"of": digest, "at": at, "said": said.model_dump()} for digest, (at, said) in reports.items()]
        async with self._database.writes() as connection:
            await connection.execute(written, rows)


def _screen(row: RowMapping) -> Screen:
    message = Message(row["message"], row["message_until"]) if row["message"] is not None else None
    report = Report.model_validate(row["report"]) if row["report"] is not None else None
    return Screen(
        row["id"], row["name"], tuple(row["boards"]), row["made_at"], row["made_by"], row["seen_at"], report, message,
        row["reload_at"],
    )  # fmt: skip
