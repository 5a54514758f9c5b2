"""Boards of the store: made, saved, taken away, as files, and on the screens of those who watch them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import text
from websockets.exceptions import ConnectionClosed

from app.store.audit import By
from app.web.codes import CloseCode
from tests.app.callers import Headers, account
from tests.app.running_web import RunningWeb, running, settings
from tests.app.written_site import WrittenSite, queue, view

BOARDS = "/api/v1/boards"
CLERK = By("command:test", 1)


def board(**more: Any) -> dict[str, Any]:
    tile = {"id": "w", "kind": "number", "title": "Waiting", "x": 0, "y": 0, "w": 6, "h": 6, "metric": "waiting"}
    return {"id": "mine", "title": "Mine", "site": "aarhus", "tiles": [tile], **more}


@pytest.fixture
async def web() -> AsyncIterator[RunningWeb]:
    """With a site of one queue, where three wait."""
    async with running(settings()) as web:
        await WrittenSite(web.keys).write(view({"sales": queue(3)}))
        yield web


@pytest.fixture
async def editor(web: RunningWeb) -> Headers:
    return await account(web, "sune", "supervisor")


@pytest.fixture
async def made(web: RunningWeb, editor: Headers) -> dict[str, Any]:
    answer = await web.http.post(BOARDS, json=board(), headers=editor)
    assert answer.status_code == 201, answer.text
    definition: dict[str, Any] = answer.json()
    return definition


async def test_a_board_that_was_made_is_listed_and_shown(
    web: RunningWeb, editor: Headers, made: dict[str, Any]
) -> None:
    listed = (await web.http.get(BOARDS, headers=editor)).json()["boards"]
    assert listed[0] == {
        "id": "live-floor", "title": "Live floor", "tiles": 10, "slides": 5, "site": None, "shipped": True,
        "version": None, "changed_at": None, "changed_by": None,
    }  # fmt: skip
    assert listed[-1] == {
        "id": "mine", "title": "Mine", "tiles": 1, "slides": 0, "site": "aarhus", "shipped": False, "version": 1,
        "changed_at": web.clock.now, "changed_by": "account:sune",
    }  # fmt: skip
    assert (await web.http.get(f"{BOARDS}/mine", headers=editor)).json() == made
    snapshot = (await web.http.get(f"{BOARDS}/mine/snapshot", headers=editor)).json()
    assert (snapshot["definition"]["version"], snapshot["tiles"]["w"]["figure"]["value"]) == (1, 3)


async def test_a_board_is_shown_of_another_site_too(web: RunningWeb, editor: Headers, made: dict[str, Any]) -> None:
    await WrittenSite(web.keys, site="odense", partition=1).write(view({"sales": queue(7)}, site="odense"))
    other = (await web.http.get(f"{BOARDS}/mine@odense/snapshot", headers=editor)).json()
    assert (other["definition"]["site"], other["tiles"]["w"]["figure"]["value"]) == ("odense", 7)


async def test_who_saves_an_older_version_is_told_the_newer(
    web: RunningWeb, editor: Headers, made: dict[str, Any]
) -> None:
    saved = await web.http.put(f"{BOARDS}/mine", json={**made, "title": "First"}, headers=editor)
    assert (saved.status_code, saved.json()["version"]) == (200, 2)
    late = await web.http.put(f"{BOARDS}/mine", json={**made, "title": "Second"}, headers=editor)
    assert (late.status_code, late.json()["version"]) == (409, 2)
    assert (await web.http.get(f"{BOARDS}/mine", headers=editor)).json()["title"] == "First"
    assert (await web.http.delete(f"{BOARDS}/mine?version=1", headers=editor)).status_code == 409
    assert (await web.http.delete(f"{BOARDS}/mine?version=2", headers=editor)).status_code == 204
    assert (await web.http.get(f"{BOARDS}/mine", headers=editor)).status_code == 404


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [
        ({"id": "live-floor"}, 409, "save it under another id"),
        ({"id": "Mine!"}, 400, "small letters"),
        ({"id": "mine@odense"}, 400, "small letters"),
        ({"title": "x" * 61}, 400, "title"),
        ({"tiles": [{"id": "w", "kind": "number", "title": "", "x": 0, "y": 0, "w": 1, "h": 1}]}, 400, "metric"),
        ({"tiles": None}, 400, "tiles"),
    ],
)
async def test_a_board_that_cannot_be_shown_is_refused_with_what_to_change(
    web: RunningWeb, editor: Headers, change: dict[str, Any], status: int, said: str
) -> None:
    refused = await web.http.post(BOARDS, json=board(**change), headers=editor)
    assert refused.status_code == status
    assert said in refused.text


async def test_a_file_makes_the_same_board_elsewhere(web: RunningWeb, editor: Headers, made: dict[str, Any]) -> None:
    answer = await web.http.get(f"{BOARDS}/mine/export", headers=editor)
    assert answer.headers["content-disposition"] == 'attachment; filename="mine.tavle-board.json"'
    file = answer.json()
    assert set(file) == {"tavle_board", "board"}
    assert "version" not in file["board"]
    taken = await web.http.post(f"{BOARDS}/import", json=file, headers=editor)
    assert taken.status_code == 409
    copy = await web.http.post(f"{BOARDS}/import?id=copy&site=odense", json=file, headers=editor)
    assert copy.json() == {**made, "id": "copy", "site": "odense"}
    again = await web.http.post(f"{BOARDS}/import?replace=true", json=file, headers=editor)
    assert (again.status_code, again.json()["version"]) == (201, 2)
    shipped = (await web.http.get(f"{BOARDS}/live-floor/export", headers=editor)).json()
    own = await web.http.post(f"{BOARDS}/import?id=own-floor", json=shipped, headers=editor)
    assert own.status_code == 201
    snapshot = (await web.http.get(f"{BOARDS}/own-floor/snapshot", headers=editor)).json()
    assert snapshot["definition"]["site"] == "aarhus"
    wrong = await web.http.post(f"{BOARDS}/import", json={**file, "tavle_board": 2}, headers=editor)
    assert wrong.status_code == 400


async def test_a_shipped_board_is_titled_in_the_language_that_is_asked_for(web: RunningWeb, editor: Headers) -> None:
    listed = (await web.http.get(f"{BOARDS}?lang=da", headers=editor)).json()["boards"]
    shown = (await web.http.get(f"{BOARDS}/service?lang=da", headers=editor)).json()
    file = (await web.http.get(f"{BOARDS}/service/export?lang=da", headers=editor)).json()["board"]
    assert listed[0]["title"] == "Live-overblik"
    assert shown["slides"][0]["tiles"][0]["title"] == file["slides"][0]["tiles"][0]["title"] == "Serviceniveau"
    refused = await web.http.get(f"{BOARDS}/service?lang=fi", headers=editor)
    assert refused.status_code == 422


async def test_a_board_keeps_the_language_that_it_speaks(web: RunningWeb, editor: Headers) -> None:
    made = await web.http.post(BOARDS, json={**board(), "language": "sv"}, headers=editor)
    assert made.json()["language"] == "sv"
    snapshot = (await web.http.get(f"{BOARDS}/mine/snapshot", headers=editor)).json()
    assert snapshot["definition"]["language"] == "sv"
    unknown = await web.http.post(BOARDS, json={**board(), "id": "other", "language": "fi"}, headers=editor)
    assert unknown.status_code == 400


@pytest.mark.parametrize(("said", "sound"), [(True, "critical"), (False, "off"), ("all", "all")])
async def test_a_board_of_before_that_says_only_whether_it_sounds_is_still_understood(
    web: RunningWeb, editor: Headers, said: Any, sound: str
) -> None:
    answer = await web.http.post("/api/v1/boards", json=board(id="sounds", sound=said), headers=editor)
    assert answer.status_code == 201, answer.text
    assert answer.json().get("sound", "off") == sound


async def test_who_watches_a_board_sees_it_change(web: RunningWeb, editor: Headers, made: dict[str, Any]) -> None:
    async with web.client(additional_headers=editor) as client, web.client(additional_headers=editor) as other:
        await client.watch("mine")
        await other.watch("mine")
        first = await client.next("snapshot")
        await other.next("snapshot")
        tile = {**made["tiles"][0], "title": "In line"}
        await web.http.put(f"{BOARDS}/mine", json={**made, "tiles": [tile]}, headers=editor)
        for one in (client, other):
            second = await one.next("snapshot")
            assert (second["definition"]["version"], second["definition"]["tiles"][0]["title"]) == (2, "In line")
            assert second["seq"] > first["seq"]
            assert second["tiles"]["w"]["figure"]["value"] == 3
        await WrittenSite(web.keys).write(view({"sales": queue(5)}))
        await client.until(lambda tiles: tiles["w"]["figure"]["value"] == 5)


async def test_a_change_by_another_process_is_seen_as_well(
    web: RunningWeb, editor: Headers, made: dict[str, Any]
) -> None:
    async with web.client(additional_headers=editor) as client:
        await client.watch("mine")
        await client.next("snapshot")
        await web.store.boards.save("mine", "Theirs", "aarhus", {**made, "title": "Theirs"}, CLERK, expected=1)
        assert (await client.next("snapshot"))["definition"]["title"] == "Theirs"


async def test_a_board_that_is_taken_away_says_so_to_who_watches(
    web: RunningWeb, editor: Headers, made: dict[str, Any]
) -> None:
    async with web.client(additional_headers=editor) as only, web.client(additional_headers=editor) as both:
        await only.watch("mine")
        await both.watch("mine", "live-floor")
        for client, count in ((only, 1), (both, 2)):
            for _ in range(count):
                await client.next("snapshot")
        await web.http.delete(f"{BOARDS}/mine", headers=editor)
        error = await only.next("error")
        assert (error["code"], error["terminal"]) == ("unknown_board", True)
        with pytest.raises(ConnectionClosed):
            await only.frame()
        assert only.socket.close_code == CloseCode.NO_SUCH_BOARD.code
        assert (await both.next("error"))["terminal"] is False
        await WrittenSite(web.keys).write(view({"sales": queue(9)}))
        await both.until(lambda tiles: tiles["waiting"]["figure"]["value"] == 9)


async def test_a_board_made_again_is_not_taken_for_the_one_before(
    web: RunningWeb, editor: Headers, made: dict[str, Any]
) -> None:
    async with web.client(additional_headers=editor) as client:
        await client.watch("mine")
        await client.next("snapshot")
        web.clock.now += 1
        await web.store.boards.delete("mine", CLERK)
        await web.store.boards.add("mine", "Another", "aarhus", {**made, "title": "Another"}, CLERK)
        assert (await client.next("snapshot"))["definition"]["title"] == "Another"


async def test_a_board_that_this_version_cannot_show_says_why(
    web: RunningWeb, editor: Headers, made: dict[str, Any]
) -> None:
    await web.store.boards.add("newer", "Newer", "aarhus", {"title": "Newer", "tiles": [{"kind": "hologram"}]}, CLERK)
    refused = await web.http.get(f"{BOARDS}/newer/snapshot", headers=editor)
    assert refused.status_code == 404
    assert "this version cannot show the board 'newer'" in refused.json()["detail"]
    assert len((await web.http.get(BOARDS, headers=editor)).json()["boards"]) > 2


async def test_a_store_that_does_not_answer_takes_no_board_away(
    web: RunningWeb, editor: Headers, made: dict[str, Any]
) -> None:
    async with web.client(additional_headers=editor) as client:
        await client.watch("mine")
        await client.next("snapshot")
        async with web.store.database.writes() as connection:
            await connection.execute(text("ALTER TABLE boards RENAME TO gone"))
        await web.hub.renew()
        await WrittenSite(web.keys).write(view({"sales": queue(4)}))
        await client.until(lambda tiles: tiles["w"]["figure"]["value"] == 4)
        answer = await web.http.get(f"{BOARDS}/mine", headers=editor)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
