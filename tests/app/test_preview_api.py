"""A board that is being edited, evaluated without being saved."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from app.settings.web import WebLimits
from streams.floor.view import AgentView
from tests.app.callers import Headers, account
from tests.app.running_web import RunningWeb, running, settings
from tests.app.test_boards_api import BOARDS, board
from tests.app.written_site import NOW, WrittenSite, queue, view

PREVIEW = f"{BOARDS}/preview"
ANNA = AgentView(state="talking", since=NOW, name="Anna Berg", team="north", queues=["sales"])


@pytest.fixture
async def web() -> AsyncIterator[RunningWeb]:
    async with running(settings()) as web:
        await WrittenSite(web.keys).write(view({"sales": queue(3)}, {"anna": ANNA}))
        yield web


@pytest.fixture
async def editor(web: RunningWeb) -> Headers:
    return await account(web, "sune", "supervisor")


def tile(id_: str, **more: Any) -> dict[str, Any]:
    return {**board()["tiles"][0], "id": id_, **more}


async def test_a_board_that_nobody_saved_shows_the_figures_of_now(web: RunningWeb, editor: Headers) -> None:
    answer = await web.http.post(PREVIEW, json=board(), headers=editor)
    assert answer.status_code == 200, answer.text
    frame = answer.json()
    assert (frame["t"], frame["definition"]["title"], frame["tiles"]["w"]["figure"]["value"]) == ("snapshot", "Mine", 3)
    assert [
        one["id"] for one in (await web.http.get(BOARDS, headers=editor)).json()["boards"] if not one["shipped"]
    ] == []
    assert web.counted("boards") == 0


async def test_one_slide_is_evaluated_alone(web: RunningWeb, editor: Headers) -> None:
    slides = [{"title": f"S{n}", "tiles": [tile(f"t{n}")]} for n in range(2)]
    frame = (await web.http.post(f"{PREVIEW}?slide=1", json=board(tiles=[], slides=slides), headers=editor)).json()
    assert set(frame["tiles"]) == {"t1"}
    beyond = await web.http.post(f"{PREVIEW}?slide=2", json=board(tiles=[], slides=slides), headers=editor)
    assert (beyond.status_code, "2 slides" in beyond.json()["detail"]) == (400, True)


async def test_what_is_wrong_is_said_by_slide_tile_and_field(web: RunningWeb, editor: Headers) -> None:
    slides = [{"title": "", "tiles": [tile("a"), tile("b", metric="wating")]}]
    refused = await web.http.post(PREVIEW, json=board(tiles=[], slides=slides), headers=editor)
    assert refused.status_code == 400
    assert {one["where"].rpartition(".metric")[0] for one in refused.json()["mistakes"]} == {"slides.0.tiles.1"}


async def test_a_preview_names_nobody_whom_the_board_would_not_name(web: RunningWeb, editor: Headers) -> None:
    hidden = board(
        people="initials", tiles=[{"id": "g", "kind": "agent_grid", "title": "", "x": 0, "y": 0, "w": 1, "h": 1}]
    )
    answer = await web.http.post(PREVIEW, json=hidden, headers=editor)
    assert [cell["name"] for cell in answer.json()["tiles"]["g"]["agents"]] == ["AB"]
    assert "anna" not in answer.text.casefold()
    again = await web.http.post(PREVIEW, json=hidden, headers=editor)
    assert again.json()["tiles"]["g"] == answer.json()["tiles"]["g"]


async def test_before_the_first_event_tiles_can_be_laid_out_without_figures(editor: Headers) -> None:
    async with running(settings()) as empty:
        headers = await account(empty, "sune", "supervisor")
        answer = await empty.http.post(f"{PREVIEW}?site=aarhus", json=board(site="{site}"), headers=headers)
        assert (answer.status_code, answer.json()["tiles"]["w"]["state"]) == (200, "no_data")


async def test_a_site_that_there_is_not_is_said_so(web: RunningWeb, editor: Headers) -> None:
    answer = await web.http.post(PREVIEW, json=board(site="atlantis"), headers=editor)
    assert (answer.status_code, "atlantis" in answer.json()["title"]) == (404, True)


async def test_more_previews_than_the_limit_are_refused_and_counted() -> None:
    async with running(settings(limits=WebLimits(previews_a_second=1))) as web:
        headers = await account(web, "sune", "supervisor")
        codes = [(await web.http.post(PREVIEW, json=board(), headers=headers)).status_code for _ in range(6)]
        assert 429 in codes
        assert web.counted("limits_total", {"limit": "previews_a_second"}) >= 1
