"""What is set on the page reaches every process, on either database, and a store that is silent takes nothing away."""

from __future__ import annotations

from pathlib import Path

from pydantic import SecretStr

from app.settings import Settings, SettingsInForce
from app.settings.store import StoreSection
from app.store.open import Store
from app.store.settings_apart import followed_apart
from app.store.settings_follower import SettingsFollower
from tests.contract.stores import StorePlace, by

KEY = "site/aarhus/rules"


def threshold_s(held: SettingsInForce) -> float:
    return held.settings.floor_rules("aarhus").rules.slots[0].rule.threshold_ms / 1000


async def test_a_change_is_taken_with_the_next_look_and_so_is_the_way_back(store: Store) -> None:
    held, told = SettingsInForce(Settings()), list[bool]()
    follower = SettingsFollower(store.settings, held, told=told.append)
    assert not await follower.look()
    assert held.rules.settled
    await store.settings.set(KEY, {"threshold_s": 9}, by(), expected=0)
    assert await follower.look()
    assert threshold_s(held) == 9
    assert not await follower.look()
    await store.settings.delete(KEY, by(after_s=1))
    await store.settings.set(KEY, {"threshold_s": 11}, by(after_s=2), expected=0)
    assert await follower.look()
    assert threshold_s(held) == 11
    await store.settings.delete(KEY, by(after_s=3))
    assert await follower.look()
    assert threshold_s(held) == 20
    assert all(told)


async def test_a_process_that_only_reads_takes_what_is_there_and_goes_on_without_the_store(
    store: Store, store_place: StorePlace
) -> None:
    await store.settings.set(KEY, {"threshold_s": 9}, by(), expected=0)
    held, told = SettingsInForce(Settings(store=StoreSection(url=SecretStr(store_place.url)))), list[bool]()
    async with followed_apart(held, told=told.append):
        assert (threshold_s(held), told) == (9, [True])


async def test_a_store_without_tables_settles_nothing_until_they_are_there(store_place: StorePlace) -> None:
    held, told = SettingsInForce(Settings()), list[bool]()
    empty = store_place.store()
    empty.database.prepare()
    follower = SettingsFollower(empty.settings, held, told=told.append)
    await follower.look()
    assert (held.rules.settled, told) == (False, [False])
    async with store_place.store().opened():
        await follower.look()
    assert (held.rules.settled, told) == (True, [False, True])
    await empty.database.close()


async def test_a_file_that_nobody_made_is_not_made_by_looking(tmp_path: Path) -> None:
    held = SettingsInForce(Settings(data_dir=tmp_path))
    async with followed_apart(held):
        assert held.rules.settled
    assert not [*tmp_path.iterdir()]  # noqa: ASYNC240 (an empty folder)
