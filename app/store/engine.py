"""SQLite and PostgreSQL behind one way to read and to write."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import StaticPool
from sqlalchemy.util import await_only

from app.settings.store import MEMORY
from app.store.errors import StoreUnavailable

FILE = "tavle.sqlite"
WAIT_S = 5.0
"""For a connection, and for another process that is writing."""
LOCKED_PAUSE_S = 0.02
PRIMARY_CODE = 0xFF
"""SQLite's codes say in their other bits why."""
POOL_SIZE = 5
ANSWER_S = 5.0
"""A statement that PostgreSQL does not answer within this time has failed."""
WRITES = "tavle_writes"


def store_url(written: str | None, data_dir: Path) -> URL:
    """The URL as the drivers want it; None is the file in `data_dir`. Raises ValueError for what is no URL."""
    if written is None:
        return URL.create("sqlite+aiosqlite", database=str(data_dir / FILE))
    if written == MEMORY:
        return URL.create("sqlite+aiosqlite")
    url = make_url(written)
    if url.get_backend_name() == "sqlite":
        return url.set(drivername="sqlite+aiosqlite")
    return url.set(drivername="postgresql+asyncpg")


class Database:
    """Connections to one store. Failures of the network are `StoreUnavailable`; what was not committed is not there."""

    def __init__(self, url: URL, *, answer_s: float = ANSWER_S) -> None:
        self.url = url
        self.engine = _sqlite(url) if self.is_sqlite else _postgresql(url, answer_s)
        # In memory there is one connection, for one at a time.
        self._turn: AbstractAsyncContextManager[Any] = nullcontext() if url.database else asyncio.Lock()

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @asynccontextmanager
    async def reads(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that only reads."""
        with _told():
            async with self._turn, self.engine.connect() as connection:
                yield connection

    @asynccontextmanager
    async def writes(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that is committed when the context ends without an error. On SQLite one writes at a time."""
        with _told():
            async with self._turn, self.engine.connect() as connection:
                await connection.execution_options(**{WRITES: True})
                async with connection.begin():
                    yield connection

    def prepare(self) -> None:
        """Makes the file of a SQLite that is not there yet. Raises OSError."""
        if self.is_sqlite and self.url.database:
            _make_private(Path(self.url.database))

    async def close(self) -> None:
        await self.engine.dispose()


@contextmanager
def _told() -> Iterator[None]:
    """Says what the drivers say about a store that cannot be reached as one error."""
    try:
        yield
    except (PoolTimeout, OSError) as error:
        raise _unavailable(error) from error
    except (OperationalError, InterfaceError) as error:
        raise _unavailable(error.orig or error) from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise _unavailable(error.orig or error) from error
        raise


def _unavailable(reason: BaseException) -> StoreUnavailable:
    return StoreUnavailable(f"the store does not answer ({type(reason).__name__}: {reason})")


def _postgresql(url: URL, answer_s: float) -> AsyncEngine:
    return create_async_engine(
        url, pool_size=POOL_SIZE, max_overflow=0, pool_timeout=WAIT_S, pool_pre_ping=True, hide_parameters=True,
        connect_args={"timeout": WAIT_S, "command_timeout": answer_s},
    )  # fmt: skip


def _sqlite(url: URL) -> AsyncEngine:
    more: dict[str, Any] = {} if url.database else {"poolclass": StaticPool}
    engine = create_async_engine(url, hide_parameters=True, connect_args={"timeout": WAIT_S}, **more)
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _make_private(path: Path) -> None:
    """The file is its owner's alone: it holds what passwords are checked against."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return


def _prepare(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # transactions begin where we say so, and hold changes of tables too
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=ON")
    _write_ahead(cursor)
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


def _write_ahead(cursor: Any) -> None:
    """Raises sqlite3.OperationalError. While another process makes a new file write ahead too, SQLite says `locked` at
    once, whatever the connection's timeout: so it is waited for here."""
    for _ in range(round(WAIT_S / LOCKED_PAUSE_S)):
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & PRIMARY_CODE != sqlite3.SQLITE_BUSY:
                raise
            await_only(asyncio.sleep(LOCKED_PAUSE_S))
    cursor.execute("PRAGMA journal_mode=WAL")


def _begin(connection: Connection) -> None:
    """A writer has the lock from its beginning: what it read cannot change under it."""
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
