"""The websocket over a real server: handshake, snapshot, deltas, coming back."""

from __future__ import annotations

from app.web.frames import PROTOCOL
from streams.floor.view import AgentView
from tests.app.running_web import running
from tests.app.written_site import NOW, WrittenSite, queue, view

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
        assert set(snapshot["tiles"]) == {tile["id"] for tile in snapshot["definition"]["tiles"]}
        assert snapshot["tiles"]["sl"]["figure"]["value"] == 0.8
        assert snapshot["tiles"]["waiting"]["figure"]["value"] == 1
        await site.write(view({"sales": queue(2)}, {"anna": AgentView(state="talking", since=NOW - 5000, name="Anna")}))
        await client.until(lambda tiles: tiles["waiting"]["figure"]["value"] == 2)
        delta = client.heard[-1]
        assert delta["t"] == "delta"
        assert "waiting" in delta["tiles"]
        assert "grid" not in delta["tiles"]
