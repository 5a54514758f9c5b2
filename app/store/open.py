"""The store, opened as the configuration says."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from app.settings.store import StoreSection
from app.store.accounts import AccountStore
from app.store.audit import AuditStore
from app.store.boards import BoardStore
from app.store.engine import Database, store_url
from app.store.errors import StoreUnusable
from app.store.migration import bring_up_to_date
from app.store.pairings import PairingStore
from app.store.screens import ScreenStore
from app.store.sessions import SessionStore
from app.store.settings import SettingStore
from app.store.tokens import TokenStore


@dataclass(frozen=True, slots=True)
class Store:
    """Everything that is kept, by what it is. Nothing is touched before `opened`."""

    database: Database
    boards: BoardStore
    screens: ScreenStore
    pairings: PairingStore
    settings: SettingStore
    accounts: AccountStore
    sessions: SessionStore
    tokens: TokenStore
    audit: AuditStore

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Store]:
        """Has the tables of this program while the context is open.

        Raises `StoreNewer`, `StoreUnusable` (wrong password, no such database, no database file), `StoreUnavailable`.
        """
        try:
            try:
                self.database.prepare()
                await bring_up_to_date(self.database)
            except DBAPIError as refused:
                raise StoreUnusable(f"the store refuses ({refused.orig}): look at store.url") from refused
            except OSError as wrong:
                raise StoreUnusable(f"the store's file cannot be made ({wrong}): look at data_dir") from wrong
            yield self
        finally:
            await self.database.close()


def store_of(section: StoreSection, data_dir: Path) -> Store:
    """The store that the configuration names. Raises `StoreUnusable` for what is no URL of one."""
    try:
        database = Database(store_url(section.secret_url, data_dir))
    except (ValueError, SQLAlchemyError) as wrong:
        raise StoreUnusable("store.url is no URL of PostgreSQL or SQLite") from wrong
    return Store(
        database=database, boards=BoardStore(database), screens=ScreenStore(database),
        pairings=PairingStore(database), settings=SettingStore(database), accounts=AccountStore(database),
        sessions=SessionStore(database), tokens=TokenStore(database), audit=AuditStore(database),
    )  # fmt: skip
