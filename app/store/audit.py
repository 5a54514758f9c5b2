"""Who changed what, and when. A note is written in the transaction of the change itself: none without the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import RowMapping, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.store import tables
from app.store.engine import Database

PAGE = 100
PAGE_LIMIT = 1000
KEPT_MS = 400 * 86_400_000
"""Notes older than this are dropped at a start of the web side."""


class By(NamedTuple):
    """Who changes something, and when (ms since 1970): `account:anna`, `token:editor`, `command:root`."""

    actor: str
    at: int


@dataclass(frozen=True, slots=True)
class Note:
    """One change. `number` grows; `detail` holds no secret."""

    number: int
    at: int
    actor: str
    action: str
    subject: str
    detail: Mapping[str, Any]


async def note(connection: AsyncConnection, by: By, action: str, subject: str, **detail: Any) -> None:
    """Writes down a change that is made in the same transaction. `action` is `<noun>.<verb>`."""
    await connection.execute(
        insert(tables.audit).values(at=by.at, actor=by.actor, action=action, subject=subject, detail=detail)
    )


class AuditStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def write(self, by: By, action: str, subject: str, **detail: Any) -> None:
        """Notes what changed nothing in the store, such as a login."""
        async with self._database.writes() as connection:
            await note(connection, by, action, subject, **detail)

    async def newest(self, limit: int = PAGE, *, before: int | None = None) -> Sequence[Note]:
        """At most `limit` (up to 1,000) notes, newest first; `before` is a number to go on from."""
        asked = select(tables.audit).order_by(tables.audit.c.number.desc()).limit(max(0, min(limit, PAGE_LIMIT)))
        if before is not None:
            asked = asked.where(tables.audit.c.number < before)
        async with self._database.reads() as connection:
            return [_note(row) for row in (await connection.execute(asked)).mappings()]

    async def forget_before(self, at: int) -> int:
        """Drops what is older; answers how many notes went."""
        async with self._database.writes() as connection:
            return (await connection.execute(delete(tables.audit).where(tables.audit.c.at < at))).rowcount


def _note(row: RowMapping) -> Note:
    return Note(row["number"], row["at"], row["actor"], row["action"], row["subject"], row["detail"])
