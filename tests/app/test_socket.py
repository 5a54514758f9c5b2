"""The websocket over a real server: handshake, snapshot, deltas, coming back."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Collection
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from app.web.codes import CloseCode
from app.web.frames import PROTOCOL
from app.web.site_copy import SiteFigures
from app.web.site_reader import SiteReader
from streams.floor.view import AgentView
from tests.app.running_web import running
from tests.app.written_site import NOW, WrittenSite, queue, view
from tests.servers.until import until

SALES = {"sales": queue(1, sl_answered_in=12, sl_answered_late=3, offered=15, answered=15, answered_wait_ms=150_000)}


async def test_the_server_greets_first() -> None:
    async with running() as web, web.client() as client:
        hello = await client.frame()
        assert hello["t"] == "hello"
        assert hello["protocol"] == PROTOCOL
        assert hello["server_time"] == NOW
        assert hello["epoch"] == web.hub.epoch


async def test_a_watched_board_comes_whole_and_then_in_parts() -> None:
    async with running() as web, web.client() as client:
        site = WrittenSite(web.keys)
        await site.write(view(SALES, {"anna": AgentView(state="talking", since=NOW - 5000, name="Anna")}))
        await client.watch("live-floor")
        snapshot = await client.next("snapshot")
        assert snapshot["zone"] == "Europe/Copenhagen"
        assert snapshot["definition"]["site"] == "aarhus"
        slides = snapshot["definition"]["slides"]
        assert set(snapshot["tiles"]) == {tile["id"] for slide in slides for tile in slide["tiles"]}
        assert snapshot["tiles"]["sl"]["figure"]["value"] == 0.8
        assert snapshot["tiles"]["waiting"]["figure"]["value"] == 1
        await site.write(view({"sales": queue(2)}, {"anna": AgentView(state="talking", since=NOW - 5000, name="Anna")}))
        await client.until(lambda tiles: tiles["waiting"]["figure"]["value"] == 2)
        delta = client.heard[-1]
        assert delta["t"] == "delta"
        assert "waiting" in delta["tiles"]
        assert "grid" not in delta["tiles"]


async def test_nobody_begins_with_a_board_that_was_evaluated_before_its_figures_were_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened, read = asyncio.Event(), SiteReader.read

    async def late(self: SiteReader, site: str, changed: Collection[str] | None = None) -> SiteFigures | None:
        await opened.wait()
        return await read(self, site, changed)

    async with running() as web:
        await WrittenSite(web.keys).write(view(SALES))
        monkeypatch.setattr(SiteReader, "read", late)
        asked = asyncio.create_task(web.hub.board("live-floor"))
        await until(lambda: bool(web.hub.boards), within_s=10, what="a board that waits for its figures")
        web.hub.show()
        opened.set()
        snapshot = json.loads((await asked).frame_from(None))
        assert (snapshot["zone"], snapshot["tiles"]["waiting"]["figure"]["value"]) == ("Europe/Copenhagen", 1)


async def test_who_comes_back_with_what_he_has_gets_only_what_changed() -> None:
    async with running() as web:
        site = WrittenSite(web.keys)
        await site.write(view(SALES))
        async with web.client() as client:
            await client.watch("live-floor")
            await client.next("snapshot")
            epoch, seq, tiles = client.epoch, client.seq, client.tiles
        await site.write(view({"sales": queue(7)}))
        async with web.client() as again:
            again.tiles, again.epoch, again.seq = tiles, epoch, seq
            await again.watch("live-floor", epoch=epoch, seq=seq)
            await again.until(lambda shown: shown["waiting"]["figure"]["value"] == 7)
            assert "snapshot" not in [frame["t"] for frame in again.heard]


async def test_a_watch_is_answered_even_when_nothing_changed() -> None:
    async with running() as web, web.client() as client:
        await WrittenSite(web.keys).write(view(SALES))
        await client.watch("live-floor")
        await client.next("snapshot")
        await client.watch("live-floor", epoch=client.epoch, seq=client.seq)
        answer = await client.next("delta")
        assert answer["tiles"] == {}


@pytest.mark.parametrize("known", [{"epoch": "another run", "seq": 1}, {"seq": 10_000}, {}])
async def test_what_cannot_be_built_on_is_answered_by_a_snapshot(known: dict[str, Any]) -> None:
    async with running() as web, web.client() as client:
        await WrittenSite(web.keys).write(view(SALES))
        hello = await client.frame()
        await client.watch("live-floor", **{"epoch": hello["epoch"], **known})
        assert (await client.next("snapshot"))["tiles"]["waiting"]["figure"]["value"] == 1


async def test_a_board_opened_before_the_first_event_becomes_alive_with_it() -> None:
    async with running() as web, web.client() as client:
        await client.watch("live-floor")
        before = await client.next("snapshot")
        assert before["site_name"] == ""
        assert {tile["state"] for tile in before["tiles"].values()} == {"no_data"}
        assert {tile["stale"] for tile in before["tiles"].values()} == {None}
        await WrittenSite(web.keys).write(view(SALES))
        after = await client.next("snapshot")
        assert after["site_name"] == "aarhus"
        await client.until(lambda tiles: tiles["waiting"]["figure"]["value"] == 1)


async def test_a_queue_that_is_new_shows_at_once() -> None:
    async with running() as web, web.client() as client:
        site = WrittenSite(web.keys)
        await site.write(view(SALES))
        await client.watch("live-floor")
        await client.next("snapshot")
        await site.write(view({**SALES, "support": queue(4)}))
        await client.until(lambda tiles: len(tiles["queues"]["rows"]) == 2)
        await site.write(view({"support": queue(4)}))
        await client.until(lambda tiles: [row["queue"] for row in tiles["queues"]["rows"]] == ["support"])


async def test_two_boards_go_over_one_connection_and_the_last_watch_counts() -> None:
    async with running() as web, web.client() as client:
        for place, name in enumerate(("aarhus", "odense")):
            await WrittenSite(web.keys, site=name, partition=place).write(view(SALES, site=name))
        await client.watch("live-floor@aarhus", "live-floor@odense")
        seen = {(await client.next("snapshot"))["board"] for _ in range(2)}
        assert seen == {"live-floor@aarhus", "live-floor@odense"}
        await client.watch("live-floor@odense")
        assert (await client.next("snapshot"))["board"] == "live-floor@odense"
        assert [len(board.watchers) for board in web.hub.boards] == [0, 1]


async def test_pings_come_and_pongs_are_taken() -> None:
    async with running() as web, web.client() as client:
        await client.watch("live-floor")
        web.clock.now += 5
        assert (await client.next("ping"))["server_time"] == NOW + 5
        await client.send({"t": "pong", "client_time": NOW, "uptime_s": 3.5, "heap_bytes": None, "missed": 0})
        await until(lambda: web.counted("messages_total") == 2)
        assert web.counted("bad_messages_total") == 0


@pytest.mark.parametrize(
    "message",
    ["", "no json", "[]", '{"t":"dance"}', '{"t":"watch"}', '{"t":"watch","boards":{"a":{"seq":"x"}}}', b"{}"],
)
async def test_a_wrong_message_is_answered_and_the_connection_lives(message: str | bytes) -> None:
    async with running() as web, web.client() as client:
        await client.socket.send(message)
        error = await client.next("error")
        assert (error["code"], error["terminal"]) == ("bad_message", False)
        assert error["text"]
        await client.watch("live-floor")
        await client.next("snapshot")


async def test_a_board_that_does_not_exist_ends_the_connection_for_good() -> None:
    async with running() as web, web.client() as client:
        await client.watch("nonesuch")
        error = await client.next("error")
        assert (error["code"], error["terminal"]) == ("unknown_board", True)
        assert "live-floor" in error["text"]
        with pytest.raises(ConnectionClosed):
            await client.next("snapshot")
        assert client.socket.close_code == CloseCode.NO_SUCH_BOARD.code


async def test_beside_a_board_that_exists_one_that_does_not_is_only_told() -> None:
    async with running() as web, web.client() as client:
        await client.watch("live-floor", "nonesuch")
        error = await client.next("error")
        assert (error["code"], error["terminal"]) == ("unknown_board", False)
        assert (await client.next("snapshot"))["board"] == "live-floor"


async def test_a_site_that_is_not_known_yet_may_be_asked_for_again() -> None:
    async with running() as web, web.client() as client:
        await WrittenSite(web.keys).write(view(SALES))
        await client.watch("live-floor@odense")
        error = await client.next("error")
        assert (error["code"], error["terminal"]) == ("unknown_site", False)
        assert "aarhus" in error["text"]
        await WrittenSite(web.keys, site="odense", partition=5).write(view(SALES, site="odense"))
        await client.watch("live-floor@odense")
        assert (await client.next("snapshot"))["site_name"] == "odense"


async def test_at_the_stop_every_client_is_asked_to_come_back_later() -> None:
    async with running() as web, web.client() as client:
        await client.watch("live-floor")
        await client.next("snapshot")
        web.stop.set()
        notice = await client.next("notice")
        assert notice["kind"] == "restart"
        assert 500 <= notice["retry_after_ms"] <= 1000
        with pytest.raises(ConnectionClosed):
            await client.next("snapshot")
        assert client.socket.close_code == CloseCode.RESTART.code
