"""Screens on every store: paired by their code, told things, heard of, and worth nothing once they are taken away."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.engine import Connection

from app.devices.message import Message
from app.devices.pairing import Pairing, TooManyWaiting
from app.devices.report import Report
from app.store.errors import NotStored
from app.store.open import Store
from tests.contract.stores import NOW, StorePlace, by

WAITING_MS = 600_000


async def begin(
    store: Store, digest: str, *codes: str, at: int = NOW, address: str = "192.0.2.7", limit: int = 100,
    address_limit: int = 100, instead_of: str | None = None,
) -> Pairing:  # fmt: skip
    return await store.pairings.begin(
        digest, address, now=at, waiting_ms=WAITING_MS, code=drawn(codes), limit=limit, address_limit=address_limit,
        instead_of=instead_of,
    )  # fmt: skip


def drawn(codes: tuple[str, ...]) -> Callable[[], str]:
    left: Iterator[str] = iter(codes)
    return lambda: next(left)


async def paired(store: Store, digest: str, *boards: str, id_: str = "s1", name: str = "North wall") -> None:
    await begin(store, digest, f"CODE{id_}")
    await store.screens.pair(id_, name, boards or ("live-floor",), f"CODE{id_}", by())


async def test_a_screen_waits_with_its_code_until_it_lapses(store: Store) -> None:
    assert await begin(store, "d1", "BCDFHJKL") == Pairing("BCDFHJKL", NOW + WAITING_MS)
    assert await store.pairings.waiting("d1", NOW + WAITING_MS - 1) == Pairing("BCDFHJKL", NOW + WAITING_MS)
    assert await store.pairings.waiting("d1", NOW + WAITING_MS) is None
    assert await store.pairings.waiting("d2", NOW) is None
    with pytest.raises(NotStored):
        await store.screens.pair("s1", "Late", ("live-floor",), "BCDFHJKL", by(after_s=WAITING_MS / 1000))


async def test_a_confirmed_code_makes_a_screen_of_who_showed_it_once(store: Store) -> None:
    await begin(store, "d1", "BCDFHJKL")
    made = await store.screens.pair("s1", "Sales, north wall", ("live-floor@aarhus", "sales"), "BCDFHJKL", by())
    assert await store.screens.by_digest(["d1", "d2"]) == {"d1": made}
    assert (made.name, made.boards, made.made_by) == (
        "Sales, north wall", ("live-floor@aarhus", "sales"), "account:anna",
    )  # fmt: skip
    assert await store.pairings.waiting("d1", NOW) is None
    with pytest.raises(NotStored):
        await store.screens.pair("s2", "Again", ("live-floor",), "BCDFHJKL", by())


async def test_two_supervisors_who_confirm_one_code_make_one_screen(store_place: StorePlace) -> None:
    async with store_place.store().opened() as one, store_place.store().opened() as other:
        await begin(one, "d1", "BCDFHJKL")
        outcomes = await asyncio.gather(
            *(s.screens.pair(f"s{n}", "Wall", ("sales",), "BCDFHJKL", by()) for n, s in enumerate((one, other))),
            return_exceptions=True,
        )
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NotStored", "Screen"]


async def test_a_code_that_is_taken_is_drawn_again(store: Store) -> None:
    await begin(store, "d1", "SAMESAME")
    assert (await begin(store, "d2", "SAMESAME", "OTHEROTH")).code == "OTHEROTH"


async def test_a_screen_that_begins_anew_waits_once(store: Store) -> None:
    await begin(store, "d1", "FIRST")
    await begin(store, "d2", "SECOND", limit=1, instead_of="d1")
    assert await store.pairings.waiting("d1", NOW) is None
    assert await store.pairings.waiting("d2", NOW) is not None


async def test_so_many_wait_of_an_address_and_in_all_until_some_lapse(store: Store) -> None:
    await begin(store, "d1", "A", address_limit=1)
    with pytest.raises(TooManyWaiting, match=r"from this address.*pairings_an_address"):
        await begin(store, "d2", "B", address_limit=1)
    await begin(store, "d2", "B", address="192.0.2.8", address_limit=1, limit=2)
    with pytest.raises(TooManyWaiting, match=r"web\.limits\.pairings$"):
        await begin(store, "d3", "C", address="192.0.2.9", limit=2)
    await begin(store, "d3", "C", at=NOW + WAITING_MS, limit=1, address_limit=1)


async def test_a_screen_has_its_boards_until_it_is_given_others(store: Store) -> None:
    await paired(store, "d1", "live-floor")
    changed = await store.screens.change("s1", by(), boards=("mine", "sales@aarhus"))
    assert changed.boards == ("mine", "sales@aarhus")
    assert (await store.screens.change("s1", by(), name="South wall")).name == "South wall"
    (screen,) = await store.screens.list()
    assert (screen.name, screen.boards) == ("South wall", ("mine", "sales@aarhus"))


async def test_a_screen_that_was_taken_away_is_nowhere(store: Store) -> None:
    await paired(store, "d1")
    await store.screens.delete("s1", by())
    assert await store.screens.by_digest(["d1"]) == {}
    for gone in (store.screens.delete("s1", by()), store.screens.change("s1", by(), name="x")):
        with pytest.raises(NotStored):
            await gone
    assert await store.screens.reload(["s1"], by()) == 0


async def test_a_message_stands_on_some_or_all_screens_until_it_is_taken_away(store: Store) -> None:
    await paired(store, "d1", id_="s1")
    await paired(store, "d2", id_="s2")
    fire = Message("Fire drill at 11", NOW + 60_000)

    async def shown() -> list[Message | None]:
        return [screen.message for screen in await store.screens.list()]

    assert await store.screens.say(["s2", "gone"], fire, by()) == 1
    assert await shown() == [None, fire]
    assert await store.screens.say(None, fire, by()) == 2
    assert await store.screens.say(["s2"], None, by()) == 1
    assert await shown() == [fire, None]
    assert await store.screens.reload(None, by(after_s=1)) == 2
    assert {screen.reload_at for screen in await store.screens.list()} == {NOW + 1000}
    notes = [(note.action, note.subject) for note in await store.audit.newest(3)]
    assert notes == [("screen.reload", "2 screens"), ("screen.message", "s2"), ("screen.message", "2 screens")]


async def test_what_a_screen_said_last_is_kept_with_its_moment(store: Store) -> None:
    await paired(store, "d1")
    said = Report(board="live-floor", build="0.1.0+a", clock_offset_ms=-1200, uptime_s=4.5, missed=0, address="::1")
    await store.screens.reported({"d1": (NOW + 5, said), "gone": (NOW, said)})
    (screen,) = await store.screens.list()
    assert (screen.seen_at, screen.report) == (NOW + 5, said)
    assert len([note for note in await store.audit.newest() if note.action.startswith("screen")]) == 1


async def test_a_screen_of_the_first_tables_keeps_its_board(store_place: StorePlace) -> None:
    def before(connection: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", "app.store:migrations")
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(sa.text("INSERT INTO screens VALUES ('s1', 'Wall', 'mine@aarhus', 'd1', 1, 'anna', 2)"))

    older = store_place.store().database
    older.prepare()
    async with older.writes() as connection:
        await connection.run_sync(before)
    await older.close()
    async with store_place.store().opened() as store:
        (screen,) = await store.screens.list()
    assert (screen.id, screen.boards, screen.made_by, screen.seen_at) == ("s1", ("mine@aarhus",), "anna", 2)
