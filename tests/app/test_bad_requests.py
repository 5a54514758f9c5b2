"""What no store, column or JSON text can hold is refused where it comes in, with what to do."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import SecretStr

from app.boards.shipped import shipped_copy
from app.settings.store import StoreSection
from app.web.json_body import NUMBER_LIMIT
from tests.app.callers import everyone
from tests.app.running_web import RunningWeb, running, settings
from tests.app.written_site import WrittenSite, queue, view
from tests.servers.postgres import PostgresServer

JSON = {"content-type": "application/json"}
SITE = "/api/v1/sites/aarhus"
BEYOND = 10**22


def board(**changed: Any) -> dict[str, Any]:
    made = shipped_copy("live-floor", "aarhus", "en").model_dump(mode="json", exclude_unset=True)
    return {**made, "id": "mine", **changed}


async def answer(web: RunningWeb, method: str, path: str, body: Any = None) -> tuple[int, dict[str, Any]]:
    content = None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
    found = await web.http.request(method, path, content=content, headers=JSON if content is not None else {})
    assert found.status_code < 500, found.text
    return found.status_code, found.json() if found.content else {}


@pytest.mark.parametrize("version", [NUMBER_LIMIT + 1, 2**63, BEYOND])
async def test_a_version_that_no_column_holds_is_refused(version: int) -> None:
    async with running(settings(development=True)) as web:
        await WrittenSite(web.keys).write(view({"sales": queue(1)}))
        assert (await answer(web, "POST", "/api/v1/boards", board()))[0] == 201
        assert (await answer(web, "PUT", "/api/v1/boards/mine", board(version=version)))[0] == 400
        assert (await answer(web, "PUT", f"{SITE}/settings/rules", {"version": version, "value": {}}))[0] == 400
        for path in (f"/api/v1/boards/mine?version={version}", f"{SITE}/settings/rules?version={version}"):
            assert (await answer(web, "DELETE", path))[0] == 422
        admin = (await everyone(web))["admin token"]
        asked = await web.http.get(f"/api/v1/audit?before={version}", headers=admin)
        assert asked.status_code == 422


@pytest.mark.parametrize("written", ["NaN", "Infinity", "-Infinity", "1e999"])
async def test_a_board_with_a_number_that_is_none_is_refused_and_the_list_of_boards_is_still_told(written: str) -> None:
    tile = {"id": "t", "kind": "number", "title": "T", "x": 0, "y": 0, "w": 2, "h": 2, "metric": "waiting"}
    body = json.dumps(board(tiles=[{**tile, "goal": {"target": 7654321}}], slides=[])).replace("7654321", written)
    async with running(settings(development=True)) as web:
        status, problem = await answer(web, "POST", "/api/v1/boards", body.encode())
        assert (status, problem["mistakes"][0]["where"]) == (400, "tiles.0.goal.target")
        assert (await answer(web, "GET", "/api/v1/boards"))[0] == 200


@pytest.mark.parametrize("limit", [10**400, f"{'9' * 400}h"])
async def test_an_alert_limit_beyond_all_numbers_is_a_mistake_of_its_field(limit: int | str) -> None:
    rule = {"key": "r", "name": "R", "metric": "waiting", "window": "now", "fire": limit, "recover": 1}
    async with running(settings(development=True)) as web:
        await WrittenSite(web.keys).write(view({"sales": queue(1)}))
        change = {"version": 0, "value": {"rules": [rule]}}
        for path, body in ((f"{SITE}/alerts/rehearsal", {"rule": rule}), (f"{SITE}/settings/alerts", change)):
            status, problem = await answer(web, "POST" if "rule" in body else "PUT", path, body)
            assert status == 400
            assert problem["mistakes"][0]["where"].endswith("fire")


async def test_nul_is_refused_wherever_it_comes_in() -> None:
    async with running(settings(development=True)) as web, web.client() as client:
        for method, path in (
            ("GET", "/api/v1/boards/a%00"), ("DELETE", "/api/v1/boards/%00"), ("GET", f"{SITE}/view?queue=%00"),
            ("DELETE", "/api/v1/screens/%00"),
        ):  # fmt: skip
            assert (await answer(web, method, path))[0] == 400
        status, problem = await answer(web, "POST", "/api/v1/boards", board(title="a\x00b"))
        assert (status, "NUL" in problem["detail"]) == (400, True)
        assert (await answer(web, "POST", "/api/v1/boards", board(title="a\\u0000b")))[0] == 201, "six characters"
        await client.watch("a\x00")
        assert (await client.next("error"))["code"] == "unknown_board"


async def test_an_error_frame_does_not_repeat_what_was_sent() -> None:
    secret = "+4512345678"
    async with running() as web, web.client() as client:
        for sent in (
            {"t": secret},
            {"t": "watch", "boards": {secret: {"seq": [secret]}}},
            {"t": "pong", "board": [secret]},
        ):
            await client.send(sent)
            assert secret not in (await client.next("error"))["text"]


@pytest.mark.postgres
async def test_the_largest_version_fits_into_the_columns_of_postgresql(postgres: PostgresServer) -> None:
    store = StoreSection(url=SecretStr(await postgres.new_database()))
    async with running(settings(development=True).model_copy(update={"store": store})) as web:
        await WrittenSite(web.keys).write(view({"sales": queue(1)}))
        assert (await answer(web, "POST", "/api/v1/boards", board()))[0] == 201
        assert (await answer(web, "PUT", "/api/v1/boards/mine", board(version=NUMBER_LIMIT)))[0] == 409
        change = {"version": NUMBER_LIMIT, "value": {}}
        assert (await answer(web, "PUT", f"{SITE}/settings/rules", change))[0] == 409
        assert (await answer(web, "DELETE", f"/api/v1/boards/mine?version={NUMBER_LIMIT}"))[0] == 409
