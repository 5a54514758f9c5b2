"""What every store keeps, whichever database it is: the tables, and that what was not committed is not there."""

from __future__ import annotations

import asyncio

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.engine import Connection

from app.store import migration
from app.store.audit import KEPT_MS
from app.store.errors import Conflict, NotStored, StoreNewer
from app.store.open import Store
from app.store.tables import metadata
from tests.contract.stores import NOW, StorePlace, by
from tests.repository import ROOT


async def test_migrations_lead_to_the_tables_of_the_program(store: Store) -> None:
    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    async with store.database.reads() as connection:
        assert await connection.run_sync(differences) == []


def test_every_migration_is_known_in_order() -> None:
    scripts = ScriptDirectory(str(ROOT / "app" / "store" / "migrations"))
    assert tuple(script.revision for script in scripts.walk_revisions())[::-1] == migration.KNOWN


async def test_processes_that_start_together_make_the_tables_once(store_place: StorePlace) -> None:
    async def start() -> None:
        async with store_place.store().opened() as store:
            assert await store.boards.list() == []

    await asyncio.gather(*(start() for _ in range(4)))


async def test_what_was_kept_is_there_after_a_restart(store_place: StorePlace) -> None:
    async with store_place.store().opened() as before:
        await before.boards.add("floor", "Floor", "aarhus", {"tiles": []}, by())
    async with store_place.store().opened() as after:
        assert (await after.boards.get("floor")).definition == {"tiles": [], "id": "floor", "version": 1}


async def test_a_store_that_a_newer_program_wrote_is_refused_with_what_to_do(store_place: StorePlace) -> None:
    async with store_place.store().opened() as store, store.database.writes() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreNewer, match=r"revision 9999.*Start that version again, or restore"):
        await store_place.store().opened().__aenter__()


async def test_an_empty_database_is_brought_up_to_date(store_place: StorePlace) -> None:
    empty = store_place.store().database
    async with empty.reads() as connection:
        assert await migration.revision(connection) is None
    await empty.close()
    async with store_place.store().opened() as store, store.database.reads() as connection:
        assert await migration.revision(connection) == migration.HEAD


async def break_off(store: Store) -> None:
    async with store.database.writes() as connection:
        await connection.execute(text("INSERT INTO settings VALUES ('a', 1, '1', 1, 'x')"))
        raise RuntimeError("in the middle")


async def test_a_change_that_fails_leaves_nothing_behind(store: Store) -> None:
    with pytest.raises(RuntimeError, match="in the middle"):
        await break_off(store)
    assert await store.settings.list() == []


async def test_settings_have_versions(store: Store) -> None:
    assert await store.settings.get("goals") is None
    first = await store.settings.set("goals", {"sets": ["service"]}, by(), expected=0)
    second = await store.settings.set("goals", {"sets": []}, by(after_s=1), expected=first.version)
    assert (second.version, (await store.settings.get("goals"))) == (2, second)
    for late in (0, 1):
        with pytest.raises(Conflict, match="of version 2 by now"):
            await store.settings.set("goals", None, by(), expected=late)
    assert await store.settings.editions() == {"goals": (2, by(after_s=1).at)}
    with pytest.raises(Conflict, match="version 2 by now, not 1"):
        await store.settings.delete("goals", by(after_s=2), expected=1)
    await store.settings.delete("goals", by(after_s=2), expected=2)
    with pytest.raises(NotStored):
        await store.settings.delete("goals", by())


async def test_every_change_is_noted_with_who_and_when(store: Store) -> None:
    await store.boards.add("floor", "Floor", "aarhus", {}, by("account:anna"))
    await store.boards.save("floor", "The floor", "aarhus", {}, by("token:editor", after_s=1), expected=1)
    await store.boards.delete("floor", by("command:root", after_s=2))
    notes = await store.audit.newest()
    assert [(note.actor, note.action, note.subject, note.at - NOW) for note in notes] == [
        ("command:root", "board.delete", "floor", 2000),
        ("token:editor", "board.save", "floor", 1000),
        ("account:anna", "board.add", "floor", 0),
    ]
    assert [note.number for note in await store.audit.newest(1, before=notes[0].number)] == [notes[1].number]


async def test_old_notes_can_be_dropped(store: Store) -> None:
    await store.audit.write(by(), "test.old", "a")
    await store.audit.write(by(after_s=KEPT_MS / 1000), "test.new", "b")
    assert await store.audit.forget_before(NOW + 1) == 1
    assert [note.action for note in await store.audit.newest()] == ["test.new"]
