"""Screens that wait to be paired, by the digest of the secret that each will have. Every web process sees them all."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import delete, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from app.devices.pairing import Pairing, TooManyWaiting
from app.store import tables
from app.store.engine import Database

table = tables.pairings
CODES_TRIED = 3
"""Two screens hardly ever draw the same code."""


class PairingStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(
        self, digest: str, address: str, *, now: int, waiting_ms: int, code: Callable[[], str], limit: int,
        address_limit: int, instead_of: str | None = None,
    ) -> Pairing:  # fmt: skip
        """A screen waits from now on, in the place of the digest that it had before. Those that are over go on this
        occasion. Raises `TooManyWaiting`."""
        for left in reversed(range(CODES_TRIED)):
            pairing = Pairing(code(), now + waiting_ms)
            values = {"code": pairing.code, "made_at": now, "expires_at": pairing.expires_at}
            try:
                async with self._database.writes() as connection:
                    await connection.execute(
                        delete(table).where((table.c.expires_at <= now) | (table.c.digest == (instead_of or "")))
                    )
                    await _require_room(connection, address, limit, address_limit)
                    await connection.execute(insert(table).values(digest=digest, address=address, **values))
                break
            except IntegrityError:
                if not left:
                    raise
        return pairing

    async def waiting(self, digest: str, now: int) -> Pairing | None:
        """What the screen of this secret shows; None when it waits no more."""
        asked = select(table).where(table.c.digest == digest, table.c.expires_at > now)
        async with self._database.reads() as connection:
            row = (await connection.execute(asked)).mappings().first()
        return Pairing(row["code"], row["expires_at"]) if row is not None else None


async def _require_room(connection: AsyncConnection, address: str, limit: int, address_limit: int) -> None:
    """Raises `TooManyWaiting`."""
    waiting = select(func.count()).select_from(table)
    if (await connection.execute(waiting.where(table.c.address == address))).scalar_one() >= address_limit:
        raise TooManyWaiting(address_limit, of_an_address=True)
    if (await connection.execute(waiting)).scalar_one() >= limit:
        raise TooManyWaiting(limit, of_an_address=False)
