"""Boards of the store: nobody's change is lost without his knowing."""

from __future__ import annotations

import asyncio

import pytest

from app.store import boards as boards_module
from app.store.errors import AlreadyStored, Conflict, NotStored, TooMany
from app.store.open import Store
from tests.contract.stores import StorePlace, by


async def test_a_board_that_was_saved_is_the_next_version(store: Store) -> None:
    made = await store.boards.add("floor", "Floor", "aarhus", {"tiles": [{"title": "Wartezeit – ∞ <b>"}]}, by())
    saved = await store.boards.save("floor", "Our floor", "odense", {"tiles": []}, by(after_s=1), expected=1)
    assert (made.entry.version, saved.entry.version) == (1, 2)
    held = await store.boards.get("floor")
    assert held == saved
    assert held.definition == {"tiles": [], "id": "floor", "version": 2}
    assert [(entry.title, entry.site) for entry in await store.boards.list()] == [("Our floor", "odense")]


async def test_of_two_who_save_the_same_version_one_is_told(store_place: StorePlace) -> None:
    async with store_place.store().opened() as one, store_place.store().opened() as other:
        await one.boards.add("floor", "Floor", "aarhus", {}, by())
        outcomes = await asyncio.gather(
            *(
                store.boards.save("floor", title, "aarhus", {}, by(), expected=1)
                for store, title in ((one, "Mine"), (other, "Yours"))
            ),
            return_exceptions=True,
        )
        (refused,) = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
        assert isinstance(refused, Conflict)
        assert refused.found == 2
        (entry,) = await one.boards.list()
        assert entry.version == 2


async def test_an_id_is_taken_once(store: Store) -> None:
    await store.boards.add("floor", "Floor", "aarhus", {}, by())
    with pytest.raises(AlreadyStored, match="choose another name"):
        await store.boards.add("floor", "Other", "aarhus", {}, by())
    assert len(await store.audit.newest()) == 1


async def test_what_is_not_there_can_be_neither_saved_nor_deleted(store: Store) -> None:
    with pytest.raises(NotStored):
        await store.boards.get("floor")
    with pytest.raises(NotStored):
        await store.boards.save("floor", "Floor", "aarhus", {}, by(), expected=1)
    with pytest.raises(NotStored):
        await store.boards.delete("floor", by())


async def test_a_board_that_changed_is_not_deleted_unseen(store: Store) -> None:
    await store.boards.add("floor", "Floor", "aarhus", {}, by())
    await store.boards.save("floor", "Floor", "aarhus", {}, by(), expected=1)
    with pytest.raises(Conflict):
        await store.boards.delete("floor", by(), expected=1)
    await store.boards.delete("floor", by(), expected=2)
    assert await store.boards.list() == []


async def test_a_board_made_again_is_told_from_the_one_before(store: Store) -> None:
    first = await store.boards.add("floor", "Floor", "aarhus", {}, by())
    await store.boards.delete("floor", by(after_s=1))
    again = await store.boards.add("floor", "Floor", "aarhus", {}, by(after_s=2))
    assert first.entry.version == again.entry.version
    assert first.entry.edition != again.entry.edition


async def test_there_is_a_most(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boards_module, "BOARDS_LIMIT", 1)
    await store.boards.add("one", "One", "aarhus", {}, by())
    with pytest.raises(TooMany, match="delete one first"):
        await store.boards.add("two", "Two", "aarhus", {}, by())
