"""A new SQLite file that several processes find at once."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from app.settings.store import StoreSection
from app.store.engine import FILE
from app.store.open import store_of

WOULD_HAVE_FAILED_S = 0.5
"""SQLite refuses at once: longer than any machine needs to be told so."""


async def test_it_waits_while_another_process_makes_the_file_its_own(tmp_path: Path) -> None:
    async def opened() -> bool:
        async with store_of(StoreSection(), tmp_path).opened() as store:
            return await store.boards.list() == []

    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        opening = asyncio.create_task(opened())
        done, _ = await asyncio.wait({opening}, timeout=WOULD_HAVE_FAILED_S)
        other.execute("ROLLBACK")
        assert not done, opening.exception()
    assert await opening
