"""Sessions of people who logged in: found by the digest of the cookie's secret, and gone with their account."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import cast

from sqlalchemy import delete, insert, select, update

from app.accounts.role import Role
from app.store import tables
from app.store.audit import By, note
from app.store.engine import Database
from app.store.errors import NotStored

table, accounts = tables.sessions, tables.accounts


@dataclass(frozen=True, slots=True)
class Session:
    """Whose it is, and with which role now. Moments in ms since 1970."""

    account: str
    role: Role
    made_at: int
    seen_at: int
    expires_at: int


class SessionStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, digest: str, account: str, by: By, *, expires_at: int, password: str) -> None:
        """A person logged in by the password of this hash. Sessions that are over go on this occasion.

        Raises `NotStored` when the account has another password by now, or may not log in any more.
        """
        still = select(accounts.c.name).where(
            accounts.c.name == account, accounts.c.password == password, accounts.c.disabled.is_(False)
        )
        async with self._database.writes() as connection:
            if (await connection.execute(still.with_for_update())).first() is None:
                raise NotStored("account", account)
            await connection.execute(delete(table).where(table.c.expires_at <= by.at))
            values = {"digest": digest, "account": account, "made_at": by.at, "seen_at": by.at}
            await connection.execute(insert(table).values(**values, expires_at=expires_at))
            await note(connection, by, "session.begin", account)

    async def by_digest(self, digests: Collection[str], now: int, *, idle_ms: int) -> Mapping[str, Session]:
        """The sessions that hold at `now`: not over, seen within `idle_ms`, of an account that may log in."""
        asked = (
            select(table, accounts.c.role)
            .join_from(table, accounts)
            .where(
                table.c.digest.in_(digests), table.c.expires_at > now, table.c.seen_at > now - idle_ms,
                accounts.c.disabled.is_(False),
            )
        )  # fmt: skip
        async with self._database.reads() as connection:
            rows = (await connection.execute(asked)).mappings()
            return {
                row["digest"]: Session(
                    row["account"], cast(Role, row["role"]), row["made_at"], row["seen_at"], row["expires_at"]
                )
                for row in rows
            }

    async def seen(self, digests: Collection[str], at: int) -> None:
        """These sessions are in use."""
        async with self._database.writes() as connection:
            await connection.execute(update(table).where(table.c.digest.in_(digests)).values(seen_at=at))

    async def delete(self, digest: str, by: By) -> None:
        """The person logged out."""
        async with self._database.writes() as connection:
            account = (await connection.execute(select(table.c.account).where(table.c.digest == digest))).scalar()
            if account is not None:
                await connection.execute(delete(table).where(table.c.digest == digest))
                await note(connection, by, "session.end", account)
