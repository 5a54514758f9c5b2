"""A board whose tiles name several sites, over a real server: it follows each of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from msgspec.structs import replace

from streams.floor.view import AgentView, DueView, TicketView
from tests.app.callers import Headers, account
from tests.app.running_web import RunningWeb, running, settings
from tests.app.test_boards_api import BOARDS, board
from tests.app.written_site import NOW, WrittenSite, pulse, queue, view
from tests.servers.until import until

BOTH = {"sites": ["aarhus", "odense"]}


def tile(id_: str, x: int, **more: Any) -> dict[str, Any]:
    return {"id": id_, "kind": "number", "title": id_, "x": x, "y": 0, "w": 4, "h": 4, "metric": "waiting", **more}


TILES = [tile("here", 0), tile("all", 4, scope=BOTH), tile("there", 8, scope={"sites": ["odense"]})]


@pytest.fixture
async def web() -> AsyncIterator[RunningWeb]:
    """With three who wait in Aarhus."""
    async with running(settings()) as web:
        await WrittenSite(web.keys).write(view({"sales": queue(3)}))
        yield web


@pytest.fixture
async def editor(web: RunningWeb) -> Headers:
    """Who made a board over Aarhus and Odense."""
    headers = await account(web, "sune", "supervisor")
    made = await web.http.post(BOARDS, json=board(tiles=TILES), headers=headers)
    assert made.status_code == 201, made.text
    return headers


def values(tiles: dict[str, Any]) -> list[int | None]:
    return [tiles[id_]["figure"]["value"] for id_ in ("here", "all", "there")]


async def test_a_site_that_comes_later_completes_the_tiles_that_name_it(web: RunningWeb, editor: Headers) -> None:
    async with web.client(additional_headers=editor) as client:
        await client.watch("mine")
        tiles = (await client.next("snapshot"))["tiles"]
        assert values(tiles) == [3, None, None]
        assert tiles["all"]["missing"] == [{"id": "odense", "name": "odense"}]
        await WrittenSite(web.keys, site="odense", partition=5).write(view({"help": queue(2)}, site="odense"))
        await client.until(lambda shown: values(shown) == [3, 5, 2])
        assert set(client.heard[-1]["tiles"]) == {"all", "there"}
        assert client.tiles["all"]["missing"] == []


async def test_only_tiles_that_name_a_silent_site_are_stale(web: RunningWeb, editor: Headers) -> None:
    odense = WrittenSite(web.keys, site="odense", partition=5)
    await odense.write(view({"help": queue(2)}, site="odense"), pulse(written=web.clock.now - 9000))
    async with web.client(additional_headers=editor) as client:
        await client.watch("mine")
        tiles = (await client.next("snapshot"))["tiles"]
        assert values(tiles) == [3, 5, 2]
        assert [tiles[id_]["stale"] and tiles[id_]["stale"]["site"]["id"] for id_ in tiles] == [
            None,
            "odense",
            "odense",
        ]
        await odense.write(view({"help": queue(2)}, site="odense"), pulse(web.clock.now))
        await client.until(lambda shown: not any(one["stale"] for one in shown.values()))


async def test_sites_are_followed_as_long_as_a_board_names_them(web: RunningWeb, editor: Headers) -> None:
    await WrittenSite(web.keys, site="odense", partition=5).write(view({"help": queue(2)}, site="odense"))
    async with web.client(additional_headers=editor) as client:
        await client.watch("mine")
        await client.next("snapshot")
        await until(lambda: web.counted("sites") == 2)
        made = (await web.http.get(f"{BOARDS}/mine", headers=editor)).json()
        saved = await web.http.put(f"{BOARDS}/mine", json={**made, "tiles": TILES[:1]}, headers=editor)
        assert saved.status_code == 200, saved.text
        assert set((await client.next("snapshot"))["tiles"]) == {"here"}
        await until(lambda: web.counted("sites") == 1)


async def test_a_preview_reads_every_site_that_its_tiles_name(web: RunningWeb, editor: Headers) -> None:
    preview = f"{BOARDS}/preview"
    tiles = (await web.http.post(preview, json=board(tiles=TILES), headers=editor)).json()["tiles"]
    assert (values(tiles), tiles["all"]["missing"][0]["id"]) == ([3, None, None], "odense")
    await WrittenSite(web.keys, site="odense", partition=5).write(view({"help": queue(2)}, site="odense"))
    tiles = (await web.http.post(preview, json=board(tiles=TILES), headers=editor)).json()["tiles"]
    assert (values(tiles), tiles["all"]["missing"]) == ([3, 5, 2], [])


async def test_nobody_of_another_site_is_named_whom_the_board_would_not_name(web: RunningWeb, editor: Headers) -> None:
    due = TicketView(queue="help", opened=1, agent="bo", dues=[DueView("resolution", 1, NOW, NOW)])
    there = view({"help": queue()}, {"bo": AgentView(state="talking", name="Bo Holm")}, site="odense")
    await WrittenSite(web.keys, site="odense", partition=5).write(replace(there, tickets={"t1": due}))
    hidden = board(people="initials", tiles=[{**tile("due", 0, scope=BOTH), "kind": "ticket_deadlines"}])
    answer = await web.http.post(f"{BOARDS}/preview", json=hidden, headers=editor)
    assert [row["agent"] for row in answer.json()["tiles"]["due"]["rows"]] == ["BH"]
    assert "holm" not in answer.text.casefold()
