"""Who is let in: by the host that was meant and the origin of the page that calls."""

from __future__ import annotations

import pytest
from websockets.exceptions import InvalidStatus

from tests.app.running_web import running, settings


async def test_a_name_that_was_pointed_at_this_machine_is_refused() -> None:
    async with running() as web:
        answer = await web.http.get("/api/v1/sites", headers={"host": "evil.example:8080"})
        assert answer.status_code == 421
        assert "web.hosts" in answer.json()["detail"]
        with pytest.raises(InvalidStatus) as refused:
            await web.client(additional_headers={"Host": "evil.example"}).__aenter__()
        assert refused.value.response.status_code in (400, 421)


@pytest.mark.parametrize("host", ["localhost:9", "127.0.0.1", "[::1]:80", "board.example"])
async def test_own_names_and_listed_ones_are_served(host: str) -> None:
    async with running(settings(hosts=("board.example",))) as web:
        assert (await web.http.get("/healthz", headers={"host": host})).status_code == 200


async def test_open_access_takes_any_host() -> None:
    async with running(settings(insecure_open_access=True)) as web:
        assert (await web.http.get("/healthz", headers={"host": "tv-server:8080"})).status_code == 200


async def test_a_foreign_page_may_not_open_a_websocket() -> None:
    async with running(settings(origins=("https://intranet.example",))) as web:
        with pytest.raises(InvalidStatus) as refused:
            await web.client(origin="https://evil.example").__aenter__()
        assert refused.value.response.status_code == 403
        assert web.counted("limits_total", {"limit": "origin"}) == 1
        for origin in (web.address, "https://intranet.example", None):
            async with web.client(origin=origin) as client:
                assert (await client.frame())["t"] == "hello"
