"""Who is let in: by the host that was meant, the origin of the page that calls, where he is, and for how long."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from websockets.exceptions import ConnectionClosed, InvalidStatus

from app.store.audit import By
from app.web.application import OpenByAccident
from app.web.codes import CloseCode
from tests.app.callers import account, screen, token
from tests.app.running_web import BoardClient, RunningWeb, running, settings

SITES = "/api/v1/sites"
BY = By("command:test", 1)


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


async def test_while_there_is_no_account_who_is_at_this_machine_may_look_and_send() -> None:
    async with running() as web:
        assert (await web.http.get("/api/v1/session")).json() == {
            "kind": "anyone", "name": None, "role": None, "boards": None, "may": ["feed", "public", "view", "watch"],
        }  # fmt: skip
        assert (await web.http.get(SITES)).status_code == 200
        assert (await web.http.post("/api/v1/boards", json={})).status_code == 401
        assert (await web.http.get("/api/v1/accounts")).status_code == 401


async def test_in_development_who_is_at_this_machine_may_change_everything_until_there_is_an_account() -> None:
    async with running(settings(development=True, hosts=("board.example",))) as web:
        who = (await web.http.get("/api/v1/session")).json()
        assert (who["kind"], who["may"]) == ("developer", ["administer", "edit", "feed", "public", "view", "watch"])
        assert (await web.http.get("/api/v1/accounts")).status_code == 200
        assert (await web.http.get(SITES, headers={"host": "board.example"})).status_code == 401
        await account(web, "anna", "admin")
        assert (await web.http.get("/api/v1/accounts")).status_code == 401


@pytest.mark.parametrize(
    "headers",
    [{"x-forwarded-for": "192.0.2.7"}, {"via": "1.1 proxy"}, {"forwarded": "for=192.0.2.7"}, {"host": "board.example"}],
)
async def test_who_comes_through_a_proxy_is_not_at_this_machine(headers: dict[str, str]) -> None:
    async with running(settings(hosts=("board.example",))) as web:
        assert (await web.http.get(SITES, headers=headers)).status_code == 401
        with pytest.raises(InvalidStatus) as refused:
            await web.client(additional_headers=headers).__aenter__()
        assert refused.value.response.status_code in (400, 401)


async def test_open_access_is_open_whoever_has_an_account() -> None:
    async with running(settings(insecure_open_access=True)) as web:
        await account(web, "anna", "admin")
        assert (await web.http.get(SITES, headers={"x-forwarded-for": "192.0.2.7"})).status_code == 200


async def test_an_address_that_others_reach_is_refused_while_nobody_could_log_in() -> None:
    with pytest.raises(OpenByAccident, match="tavle account add"):
        await running(settings(host="0.0.0.0")).__aenter__()


async def watching(web: RunningWeb, client: BoardClient) -> None:
    await client.watch("live-floor")
    await client.next("snapshot")


async def ended(client: BoardClient) -> bool:
    with pytest.raises(ConnectionClosed):
        await client.next("never sent")
    return client.socket.close_code == CloseCode.ACCESS_ENDED.code


async def test_the_first_account_ends_what_was_open() -> None:
    async with running() as web, web.client() as client:
        await watching(web, client)
        await web.guard.look()
        await account(web, "anna", "admin")
        assert await ended(client)


async def test_what_is_taken_back_ends_on_open_boards_too() -> None:
    async with running() as web:
        kept = await account(web, "anna", "admin")
        session, machine = await account(web, "bo", "viewer"), await token(web, "probe", "viewer")
        wall = await screen(web, "wall")
        async with (
            web.client(additional_headers=kept) as stays, web.client(additional_headers=session) as first,
            web.client(additional_headers=machine) as second, web.client(additional_headers=wall) as third,
        ):  # fmt: skip
            for client in (stays, first, second, third):
                await watching(web, client)
            for path in ("accounts/bo", "tokens/probe"):
                await web.http.delete(f"/api/v1/{path}", headers=kept)
            await web.store.screens.delete("wall", BY)
            for client in (first, second, third):
                assert await ended(client)
            await stays.send({"t": "pong"})
            assert (await stays.next("ping"))["t"] == "ping"


async def test_a_store_that_does_not_answer_ends_no_board() -> None:
    async with running() as web, web.client() as client:
        await watching(web, client)
        async with web.store.database.writes() as connection:
            await connection.execute(text("ALTER TABLE accounts RENAME TO gone"))
        web.guard.entry.recognition.forget()
        await web.guard.look()
        await client.next("ping")
        assert (await web.http.get(SITES)).status_code == 503
        assert (await web.http.get("/healthz")).status_code == 200
