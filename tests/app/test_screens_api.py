"""The fleet over HTTP: screens are confirmed, given boards, told things and taken back, and say how they are."""

from __future__ import annotations

from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from app.web.codes import CloseCode
from app.web.screens_api import CODES_A_CALLER
from tests.app.callers import Headers, account, screen
from tests.app.running_web import BoardClient, RunningWeb, running, settings
from tests.app.test_pairing_api import begun
from tests.app.written_site import NOW
from tests.servers.until import until

SCREENS = "/api/v1/screens"
CONFIRM = {"name": "North wall", "boards": ["live-floor"]}


async def supervisor(web: RunningWeb) -> Headers:
    return await account(web, "sune", "supervisor")


async def fleet(web: RunningWeb, by: Headers) -> dict[str, dict[str, Any]]:
    """By name."""
    answer = await web.http.get(SCREENS, headers=by)
    assert answer.status_code == 200
    return {one["name"]: one for one in answer.json()["screens"]}


async def shows(client: BoardClient, board: str) -> None:
    await client.watch(board)
    assert (await client.next("snapshot"))["board"] == board


async def ended(client: BoardClient) -> int | None:
    with pytest.raises(ConnectionClosed):
        await client.next("never sent")
    return client.socket.close_code


async def test_a_screen_is_in_the_fleet_as_soon_as_it_is_confirmed() -> None:
    async with running() as web:
        sune = await supervisor(web)
        code, _ = await begun(web)
        made = await web.http.post(SCREENS, json={**CONFIRM, "code": code}, headers=sune)
        assert made.status_code == 201
        (listed,) = (await fleet(web, sune)).values()
        assert listed == made.json()
        assert {key: listed[key] for key in ("boards", "state", "seen_at", "made_by", "reported")} == {
            "boards": ["live-floor"], "state": "never", "seen_at": None, "made_by": "account:sune", "reported": None,
        }  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "where"),
    [({"code": "BCD"}, "code"), ({"name": " "}, "name"), ({"boards": []}, "boards"), ({"more": 1}, "more")],
)
async def test_what_cannot_be_a_screen_is_refused_with_what_is_wrong(wrong: dict[str, Any], where: str) -> None:
    async with running() as web:
        body = {**CONFIRM, "code": "BCDFHJKL", **wrong}
        answer = await web.http.post(SCREENS, json=body, headers=await supervisor(web))
        assert (answer.status_code, [one["where"] for one in answer.json()["mistakes"]]) == (400, [where])


async def test_a_board_that_there_is_not_is_refused_before_the_code_is_spent() -> None:
    async with running() as web:
        sune = await supervisor(web)
        code, _ = await begun(web)
        answer = await web.http.post(SCREENS, json={**CONFIRM, "code": code, "boards": ["nowhere"]}, headers=sune)
        assert (answer.status_code, answer.json()["board"]) == (400, "nowhere")
        assert (await web.http.post(SCREENS, json={**CONFIRM, "code": code}, headers=sune)).status_code == 201


async def test_guessing_codes_ends_soon_and_is_counted() -> None:
    async with running() as web:
        sune = await supervisor(web)
        code, _ = await begun(web)
        for _ in range(CODES_A_CALLER):
            refused = await web.http.post(SCREENS, json={**CONFIRM, "code": "XXXXXXXX"}, headers=sune)
            assert (refused.status_code, refused.json()["title"]) == (404, "No screen shows this code.")
        late = await web.http.post(SCREENS, json={**CONFIRM, "code": code}, headers=sune)
        assert (late.status_code, int(late.headers["retry-after"]) > 0) == (429, True)
        assert web.counted("limits_total", {"limit": "codes"}) == 1


async def test_a_screen_learns_its_boards_and_may_watch_these_alone() -> None:
    async with running() as web:
        wall = await screen(web, "wall", "live-floor", "sales")
        async with web.client(additional_headers=wall) as client:
            assert (await client.next("hello"))["boards"] == ["live-floor", "sales"]
            await shows(client, "sales")
            await shows(client, "live-floor")
            await client.watch("team")
            assert (await client.next("error"))["code"] == "not_allowed"
            assert await ended(client) == CloseCode.ACCESS_ENDED.code
        async with web.client() as nobody:
            assert (await nobody.next("hello"))["boards"] is None


async def test_a_screen_is_given_another_board_while_it_shows_one() -> None:
    async with running() as web:
        sune, wall = await supervisor(web), await screen(web, "wall", "live-floor")
        async with web.client(additional_headers=wall) as client:
            await shows(client, "live-floor")
            changed = await web.http.patch(f"{SCREENS}/wall", json={"boards": ["sales", "team"]}, headers=sune)
            assert changed.json()["boards"] == ["sales", "team"]
            notice = await client.next("notice")
            assert (notice["kind"], notice["boards"]) == ("boards", ["sales", "team"])
            (held,) = web.hub.clients
            assert held.watching == {}
            await shows(client, "sales")


async def test_a_screen_whose_board_stays_among_its_boards_goes_on() -> None:
    async with running() as web:
        sune, wall = await supervisor(web), await screen(web, "wall", "live-floor")
        async with web.client(additional_headers=wall) as client:
            await shows(client, "live-floor")
            await web.http.patch(f"{SCREENS}/wall", json={"boards": ["sales", "live-floor"]}, headers=sune)
            await client.next("notice")
            (held,) = web.hub.clients
            assert set(held.watching) == {"live-floor"}


async def test_a_revoked_screen_is_sent_away_even_where_everyone_may_look() -> None:
    async with running(settings(development=True)) as web:
        wall = await screen(web, "wall")
        async with web.client(additional_headers=wall) as client:
            await shows(client, "live-floor")
            assert (await web.http.delete(f"{SCREENS}/wall")).status_code == 204
            assert await ended(client) == CloseCode.ACCESS_ENDED.code
        assert (await web.http.get("/api/v1/pairing", headers=wall)).json() == {"state": "none"}


async def test_a_message_reaches_screens_that_are_there_and_those_that_come_until_it_is_over() -> None:
    async with running() as web:
        sune, wall = await supervisor(web), await screen(web, "wall")
        async with web.client(additional_headers=wall) as client:
            await shows(client, "live-floor")
            body: dict[str, Any] = {"screens": None, "text": "Fire drill <b>at 11</b>", "minutes": 5}
            assert (await web.http.put(f"{SCREENS}/message", json=body, headers=sune)).json() == {"screens": 1}
            notice = await client.next("notice")
            assert (notice["text"], notice["until"]) == ("Fire drill <b>at 11</b>", NOW + 300_000)
            async with web.client(additional_headers=wall) as later:
                assert (await later.next("notice"))["text"] == "Fire drill <b>at 11</b>"
            body = {"screens": ["wall"], "text": None}
            await web.http.put(f"{SCREENS}/message", json=body, headers=sune)
            assert (await client.next("notice"))["text"] is None


async def test_a_message_that_is_over_stands_nowhere() -> None:
    async with running() as web:
        sune, wall = await supervisor(web), await screen(web, "wall")
        body = {"screens": ["wall"], "text": "Soon over", "minutes": 1}
        await web.http.put(f"{SCREENS}/message", json=body, headers=sune)
        assert (await fleet(web, sune))["wall"]["message"] == {"text": "Soon over", "until": NOW + 60_000}
        web.clock.now += 60_000
        assert (await fleet(web, sune))["wall"]["message"] is None
        async with web.client(additional_headers=wall) as client:
            await shows(client, "live-floor")
            assert "notice" not in [frame["t"] for frame in client.heard]


async def test_a_page_that_was_loaded_before_a_reload_was_ordered_loads_anew() -> None:
    async with running() as web:
        sune, wall = await supervisor(web), await screen(web, "wall")
        answer = await web.http.post(f"{SCREENS}/reload", json={"screens": ["wall"]}, headers=sune)
        assert answer.json() == {"screens": 1}
        async with web.client(additional_headers=wall) as client:
            await shows(client, "live-floor")
            await client.send({"t": "pong", "uptime_s": 5})
            web.guard.look_soon()
            assert (await client.next("notice"))["kind"] == "reload"
        async with web.client(additional_headers=wall) as anew:
            await shows(anew, "live-floor")
            web.clock.now += 1000
            await anew.send({"t": "pong", "uptime_s": 0.5})
            await anew.next("ping")
            await web.guard.look()
            await anew.next("ping")
            assert "notice" not in [frame["t"] for frame in anew.heard]


async def test_nobody_is_told_where_there_is_no_such_screen() -> None:
    async with running() as web:
        sune = await supervisor(web)
        for method, path, body in (
            ("PUT", f"{SCREENS}/message", {"screens": ["gone"], "text": "a"}),
            ("POST", f"{SCREENS}/reload", {"screens": ["gone"]}),
            ("PATCH", f"{SCREENS}/gone", {"name": "a"}),
        ):
            assert (await web.http.request(method, path, json=body, headers=sune)).status_code == 404
        assert (await web.http.delete(f"{SCREENS}/gone", headers=sune)).status_code == 404


async def test_the_fleet_tells_what_a_screen_said_and_that_it_has_gone() -> None:
    async with running() as web:
        sune, wall = await supervisor(web), await screen(web, "wall")
        said = {
            "t": "pong", "client_time": NOW - 1500, "uptime_s": 60.5, "heap_bytes": 9_000_000, "missed": 2,
            "board": "live-floor", "version": 3, "build": "0.0.9+old",
        }  # fmt: skip
        async with web.client(additional_headers=wall) as client:
            await shows(client, "live-floor")
            await client.send(said)
            await client.next("ping")
            await web.guard.look()
            listed = (await fleet(web, sune))["wall"]
            assert (listed["state"], listed["old_build"], listed["seen_at"]) == ("live", True, NOW)
            assert listed["reported"] == {
                "board": "live-floor", "version": 3, "build": "0.0.9+old", "clock_offset_ms": -1500, "uptime_s": 60.5,
                "heap_bytes": 9_000_000, "missed": 2, "address": "127.0.0.1",
            }  # fmt: skip
        await until(lambda: not web.hub.clients)
        await web.guard.look()
        assert (await fleet(web, sune))["wall"]["state"] == "away"


async def test_who_comes_as_a_screen_is_one_though_somebody_is_logged_in_at_it() -> None:
    async with running() as web:
        sune, wall = await supervisor(web), await screen(web, "wall", "sales")
        both = {"cookie": f"{sune['cookie']}; {wall['cookie']}"}
        async with web.client(additional_headers=both) as person:
            assert (await person.next("hello"))["boards"] is None
        async with web.client("?as=screen", additional_headers=both) as itself:
            assert (await itself.next("hello"))["boards"] == ["sales"]
