"""A screen asks for a code and waits; the secret is in its cookie alone, and a flood of screens is refused."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import httpx
import pytest

from app.devices.code import fit_code
from app.settings.web import WebLimits
from app.web.pairing_api import BEGINS_AN_ADDRESS
from app.web.qr import confirm_address
from tests.app.callers import Headers, account
from tests.app.running_web import RunningWeb, running, settings

PAIRING, SCREENS = "/api/v1/pairing", "/api/v1/screens"


async def begun(web: RunningWeb) -> tuple[str, Headers]:
    """The code that a new screen shows, and its cookie."""
    async with httpx.AsyncClient(base_url=web.address) as http:
        answer = await http.post(PAIRING)
        assert answer.status_code == 201
        assert answer.json()["state"] == "waiting"
        return answer.json()["code"], {"cookie": f"tavle_screen={http.cookies['tavle_screen']}"}


async def test_a_screen_shows_a_code_until_it_is_confirmed_and_is_paired_from_then_on() -> None:
    async with running() as web:
        anna = await account(web, "anna", "supervisor")
        assert (await web.http.get(PAIRING)).json() == {"state": "none"}
        code, wall = await begun(web)
        assert fit_code(code) == code
        waiting = (await web.http.get(PAIRING, headers=wall)).json()
        assert waiting == {"state": "waiting", "code": code, "expires_in_s": 600}
        assert (await web.http.get("/api/v1/boards/live-floor/snapshot", headers=wall)).status_code == 401
        body = {"code": code.lower(), "name": "North wall", "boards": ["live-floor", "sales"]}
        assert (await web.http.post(SCREENS, json=body, headers=anna)).status_code == 201
        paired = await web.http.get(PAIRING, headers=wall)
        assert paired.json() == {"state": "paired", "name": "North wall", "boards": ["live-floor", "sales"]}
        assert "tavle_screen=" in paired.headers["set-cookie"]  # for another 400 days
        again = await web.http.post(PAIRING, headers=wall)
        assert (again.status_code, again.json()["state"]) == (200, "paired")
        assert (await web.http.get("/api/v1/boards/sales/snapshot", headers=wall)).status_code != 403


async def test_no_answer_holds_the_secret_and_no_script_can_read_it() -> None:
    async with running() as web:
        answer = await web.http.post(PAIRING)
        assert "tvw_" not in answer.text
        assert "httponly" in answer.headers["set-cookie"].lower()
        assert "samesite=strict" in answer.headers["set-cookie"].lower()


async def test_by_https_the_cookie_is_for_this_host_alone() -> None:
    async with running(settings(hosts=("board.example",), insecure_open_access=True)) as web:
        there = {"host": "board.example", "x-forwarded-proto": "https"}
        answer = await web.http.post(PAIRING, headers=there)
        assert answer.headers["set-cookie"].startswith("__Host-tavle_screen=tvw_")
        assert "secure" in answer.headers["set-cookie"].lower()


async def test_without_https_no_secret_leaves_this_machine() -> None:
    async with running(settings(hosts=("board.example",), insecure_open_access=True)) as web:
        answer = await web.http.post(PAIRING, headers={"host": "board.example"})
        assert (answer.status_code, answer.json()["title"]) == (403, "Logins and screens need https.")
        assert "X-Forwarded-Proto" in answer.json()["detail"]


async def test_a_lapsed_code_is_worth_nothing_and_another_takes_its_place() -> None:
    async with running() as web:
        anna = await account(web, "anna", "supervisor")
        code, wall = await begun(web)
        web.clock.now += 600_000
        assert (await web.http.get(PAIRING, headers=wall)).json() == {"state": "none"}
        refused = await web.http.post(SCREENS, json={"code": code, "name": "a", "boards": ["sales"]}, headers=anna)
        assert refused.status_code == 404
        assert (await web.http.post(PAIRING, headers=wall)).json()["code"] != code


async def test_who_begins_anew_waits_in_one_place_only() -> None:
    async with running(settings(limits=WebLimits(pairings_an_address=1))) as web:
        _, wall = await begun(web)
        assert (await web.http.post(PAIRING, headers=wall)).status_code == 201


async def test_a_flood_of_screens_is_refused_and_counted() -> None:
    async with running(settings(limits=WebLimits(pairings_an_address=2, pairings=2))) as web:
        for _ in range(2):
            await begun(web)
        refused = await web.http.post(PAIRING)
        assert (refused.status_code, refused.headers["retry-after"]) == (429, "15")
        assert "raise web.limits.pairings_an_address" in refused.json()["detail"]
        assert web.counted("limits_total", {"limit": "pairings_an_address"}) == 1


async def test_one_screen_that_begins_over_and_over_is_slowed_down() -> None:
    async with running() as web:
        _, wall = await begun(web)
        statuses = [(await web.http.post(PAIRING, headers=wall)).status_code for _ in range(BEGINS_AN_ADDRESS)]
        assert (statuses[0], statuses[-1]) == (201, 429)


async def test_a_page_of_another_origin_begins_nothing() -> None:
    async with running() as web:
        answer = await web.http.post(PAIRING, headers={"origin": "http://evil.example", "sec-fetch-site": "cross-site"})
        assert answer.status_code == 403


async def test_the_picture_leads_to_where_the_code_is_confirmed() -> None:
    assert confirm_address("https://tavle.example", "BCDFHJKL") == (
        "https://tavle.example/app/-/screens?code=BCDFHJKL"
    )  # fmt: skip
    async with running() as web:
        answer = await web.http.get(f"{PAIRING}/BCDFHJKL/qr")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/svg+xml")
        picture = ET.fromstring(answer.content)
        assert picture.tag == "{http://www.w3.org/2000/svg}svg"
        assert "style" not in answer.text


@pytest.mark.parametrize("code", ["BCDF", "<svg>BCD", "12345678"])
async def test_there_is_no_picture_of_what_is_no_code(code: str) -> None:
    async with running() as web:
        assert (await web.http.get(f"{PAIRING}/{code}/qr")).status_code == 404
