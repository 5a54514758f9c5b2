"""Accounts of people. One admin who can log in always stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import RowMapping, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from app.accounts.role import Role
from app.store import tables
from app.store.audit import By, note
from app.store.engine import Database
from app.store.errors import AlreadyStored, LastAdmin, NotStored, TooMany

ACCOUNTS_LIMIT = 10_000
table, sessions = tables.accounts, tables.sessions


@dataclass(frozen=True, slots=True)
class Account:
    """Moments in ms since 1970."""

    name: str
    role: Role
    disabled: bool
    made_at: int
    password_at: int


class AccountStore:
    """`password` is always the hash (app/accounts/password.py)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def list(self) -> Sequence[Account]:
        """All accounts, by name."""
        async with self._database.reads() as connection:
            rows = await connection.execute(select(table).order_by(table.c.name))
            return [_account(row) for row in rows.mappings()]

    async def exist(self) -> bool:
        """Whether there is any account."""
        async with self._database.reads() as connection:
            return (await connection.execute(select(table.c.name).limit(1))).first() is not None

    async def get(self, name: str) -> Account:
        """Raises `NotStored`."""
        async with self._database.reads() as connection:
            return await _get(connection, name)

    async def password_of(self, name: str) -> str | None:
        """The hash of an account that may log in; None when there is no such."""
        asked = select(table.c.password).where(table.c.name == name, table.c.disabled.is_(False))
        async with self._database.reads() as connection:
            return (await connection.execute(asked)).scalar()

    async def add(self, name: str, role: Role, password: str, by: By) -> Account:
        """Raises `AlreadyStored`, `TooMany`."""
        account = Account(name, role, False, by.at, by.at)
        async with self._database.writes() as connection:
            if (await connection.execute(select(func.count()).select_from(table))).scalar_one() >= ACCOUNTS_LIMIT:
                raise TooMany("account", ACCOUNTS_LIMIT)
            try:
                await connection.execute(
                    insert(table).values(
                        name=name, role=role, password=password, disabled=False, made_at=by.at, password_at=by.at
                    )
                )
            except IntegrityError:
                raise AlreadyStored("account", name) from None
            await note(connection, by, "account.add", name, role=role)
        return account

    async def change(
        self, name: str, by: By, *, role: Role | None = None, disabled: bool | None = None, password: str | None = None,
        keep_session: str | None = None,
    ) -> Account:  # fmt: skip
        """Another role or password, or no more logins. A new password or the end of logins ends the account's sessions,
        but for the one of the digest `keep_session`. Raises `NotStored`, `LastAdmin`."""
        values: dict[str, Any] = {}
        if role is not None:
            values["role"] = role
        if disabled is not None:
            values["disabled"] = disabled
        told = dict(values)
        if password is not None:
            values |= {"password": password, "password_at": by.at}
            told["password"] = "changed"  # noqa: S105 (a word of the audit)
        async with self._database.writes() as connection:
            account = await self._locked(connection, name)
            if values:
                await connection.execute(update(table).where(table.c.name == name).values(values))
                await _keep_an_admin(connection, account)
                await note(connection, by, "account.change", name, **told)
            if password is not None or disabled:
                others = delete(sessions).where(sessions.c.account == name, sessions.c.digest != (keep_session or ""))
                await connection.execute(others)
            return await _get(connection, name)

    async def delete(self, name: str, by: By) -> None:
        """Raises `NotStored`, `LastAdmin`."""
        async with self._database.writes() as connection:
            account = await self._locked(connection, name)
            await connection.execute(delete(table).where(table.c.name == name))
            await _keep_an_admin(connection, account)
            await note(connection, by, "account.delete", name)

    async def renew_hash(self, name: str, old: str, new: str) -> None:
        """The same password, hashed by newer parameters, unless it was changed meanwhile."""
        unchanged = update(table).where(table.c.name == name, table.c.password == old)
        async with self._database.writes() as connection:
            await connection.execute(unchanged.values(password=new))

    async def _locked(self, connection: AsyncConnection, name: str) -> Account:
        """The account, while nobody else changes admins: two who demote each other at once must not both succeed."""
        await connection.execute(select(table.c.name).where(table.c.role == "admin").with_for_update())
        return await _get(connection, name)


async def _get(connection: AsyncConnection, name: str) -> Account:
    row = (await connection.execute(select(table).where(table.c.name == name))).mappings().first()
    if row is None:
        raise NotStored("account", name)
    return _account(row)


async def _keep_an_admin(connection: AsyncConnection, before: Account) -> None:
    """Undoes the transaction when it took the last admin away. Where there was none, nothing is taken."""
    if before.role != "admin" or before.disabled:
        return
    left = select(table.c.name).where(table.c.role == "admin", table.c.disabled.is_(False)).limit(1)
    if (await connection.execute(left)).first() is None:
        raise LastAdmin(before.name)


def _account(row: RowMapping) -> Account:
    return Account(row["name"], cast(Role, row["role"]), row["disabled"], row["made_at"], row["password_at"])
