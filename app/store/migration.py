"""Brings a store to the tables of this program: under a lock, in one transaction, and never back."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncConnection

from app.store.engine import Database
from app.store.errors import StoreNewer

KNOWN = ("0001", "0002")
"""The revisions under app/store/migrations, oldest first."""
HEAD = KNOWN[-1]
LOCK = 7_461_766_605
"""Who migrates holds this advisory lock of PostgreSQL; on SQLite the file's own lock does."""
MIGRATION_S = 600.0


async def bring_up_to_date(database: Database) -> None:
    """Returns when the tables are those of this program. Processes that start together wait for the first.

    Raises `StoreNewer`, `StoreUnavailable`.
    """
    async with database.reads() as connection:
        if await revision(connection) == HEAD:
            return
    patient = database if database.is_sqlite else Database(database.url, answer_s=MIGRATION_S)
    try:
        async with patient.writes() as connection:
            if not patient.is_sqlite:
                await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            found = await revision(connection)
            if found is not None and found not in KNOWN:
                raise StoreNewer(found, HEAD)
            if found != HEAD:
                await connection.run_sync(_upgrade)
    finally:
        if patient is not database:
            await patient.close()


async def revision(connection: AsyncConnection) -> str | None:
    """The revision that the store is of; None when it is empty."""
    if not await connection.run_sync(lambda sync: sync.dialect.has_table(sync, "alembic_version")):
        return None
    return (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalar()


def _upgrade(connection: Connection) -> None:
    # Drawn in only here: most starts find the tables as they are to be.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "app.store:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)
