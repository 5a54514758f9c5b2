"""Tokens of machines: a role, and an end if one was given."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import RowMapping, delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from app.accounts.role import TokenRole
from app.store import tables
from app.store.audit import By, note
from app.store.engine import Database
from app.store.errors import AlreadyStored, NotStored, TooMany

TOKENS_LIMIT = 1000
table = tables.tokens


@dataclass(frozen=True, slots=True)
class Token:
    """Moments in ms since 1970; without `expires_at` it holds until it is revoked."""

    name: str
    role: TokenRole
    made_at: int
    made_by: str
    expires_at: int | None = None


class TokenStore:
    """`digest` is the SHA-256 of the token (app/accounts/secret.py), which is shown once and kept nowhere."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def list(self) -> Sequence[Token]:
        """All tokens, by name, those past their end among them."""
        async with self._database.reads() as connection:
            return [_token(row) for row in (await connection.execute(select(table).order_by(table.c.name))).mappings()]

    async def by_digest(self, digests: Collection[str], now: int) -> Mapping[str, Token]:
        """The tokens that hold at `now` (ms); others are left out."""
        holds = (table.c.expires_at.is_(None)) | (table.c.expires_at > now)
        async with self._database.reads() as connection:
            rows = await connection.execute(select(table).where(table.c.digest.in_(digests), holds))
            return {row["digest"]: _token(row) for row in rows.mappings()}

    async def add(self, name: str, role: TokenRole, digest: str, by: By, *, expires_at: int | None = None) -> Token:
        """Raises `AlreadyStored`, `TooMany`."""
        async with self._database.writes() as connection:
            if (await connection.execute(select(func.count()).select_from(table))).scalar_one() >= TOKENS_LIMIT:
                raise TooMany("token", TOKENS_LIMIT)
            try:
                await connection.execute(
                    insert(table).values(
                        name=name, role=role, digest=digest, made_at=by.at, made_by=by.actor, expires_at=expires_at
                    )
                )
            except IntegrityError:
                raise AlreadyStored("token", name) from None
            await note(connection, by, "token.add", name, role=role, expires_at=expires_at)
        return Token(name, role, by.at, by.actor, expires_at)

    async def delete(self, name: str, by: By) -> None:
        """Revokes it. Raises `NotStored`."""
        async with self._database.writes() as connection:
            if not (await connection.execute(delete(table).where(table.c.name == name))).rowcount:
                raise NotStored("token", name)
            await note(connection, by, "token.delete", name)


def _token(row: RowMapping) -> Token:
    return Token(row["name"], row["role"], row["made_at"], row["made_by"], row["expires_at"])
