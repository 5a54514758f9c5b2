"""Two web processes on one PostgreSQL: what is changed at one holds at the other."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr
from websockets.exceptions import ConnectionClosed

from app.settings import Settings
from app.settings.store import StoreSection
from app.web.codes import CloseCode
from tests.app.callers import account, screen, token
from tests.app.running_web import RunningWeb, running, settings
from tests.app.test_boards_api import BOARDS, board
from tests.app.test_pairing_api import PAIRING, SCREENS, begun
from tests.app.written_site import WrittenSite, queue, view
from tests.servers.postgres import PostgresServer

pytestmark = pytest.mark.postgres


@pytest.fixture
async def shared(postgres: PostgresServer) -> Settings:
    url = SecretStr(await postgres.new_database())
    return settings().model_copy(update={"store": StoreSection(url=url)})


@pytest.fixture
async def here(shared: Settings) -> AsyncIterator[RunningWeb]:
    async with running(shared) as web:
        await WrittenSite(web.keys).write(view({"sales": queue(3)}))
        yield web


@pytest.fixture
async def there(shared: Settings, here: RunningWeb) -> AsyncIterator[RunningWeb]:
    async with running(shared, keys=here.keys) as web:
        yield web


async def test_a_board_that_is_saved_here_changes_there(here: RunningWeb, there: RunningWeb) -> None:
    editor = await account(here, "sune", "supervisor")
    made = (await here.http.post(BOARDS, json=board(), headers=editor)).json()
    async with there.client(additional_headers=editor) as client:
        await client.watch("mine")
        assert (await client.next("snapshot"))["definition"]["title"] == "Mine"
        saved = await here.http.put(f"{BOARDS}/mine", json={**made, "title": "Ours"}, headers=editor)
        assert saved.status_code == 200
        assert (await client.next("snapshot"))["definition"]["title"] == "Ours"
        late = await there.http.put(f"{BOARDS}/mine", json={**made, "title": "Late"}, headers=editor)
        assert late.status_code == 409


async def test_a_token_that_is_revoked_here_ends_there(here: RunningWeb, there: RunningWeb) -> None:
    admin, probe = await account(here, "anna", "admin"), await token(here, "probe", "viewer")
    async with there.client(additional_headers=probe) as client:
        await client.watch("live-floor")
        await client.next("snapshot")
        assert (await here.http.delete("/api/v1/tokens/probe", headers=admin)).status_code == 204
        with pytest.raises(ConnectionClosed):
            await client.next("never sent")
        assert client.socket.close_code == CloseCode.ACCESS_ENDED.code
    assert (await there.http.get("/api/v1/sites", headers=probe)).status_code == 401


async def test_a_code_that_a_screen_was_given_there_is_confirmed_here(here: RunningWeb, there: RunningWeb) -> None:
    editor = await account(here, "sune", "supervisor")
    code, wall = await begun(there)
    body = {"code": code, "name": "Wall", "boards": ["live-floor"]}
    assert (await here.http.post(SCREENS, json=body, headers=editor)).status_code == 201
    assert (await there.http.get(PAIRING, headers=wall)).json()["state"] == "paired"


async def test_what_a_screen_is_told_here_reaches_it_there(here: RunningWeb, there: RunningWeb) -> None:
    editor, wall = await account(here, "sune", "supervisor"), await screen(here, "wall")
    async with there.client(additional_headers=wall) as client:
        await client.watch("live-floor")
        await client.send({"t": "pong", "uptime_s": 60})
        message = {"screens": ["wall"], "text": "Fire drill at 11"}
        assert (await here.http.put(f"{SCREENS}/message", json=message, headers=editor)).status_code == 200
        assert (await client.next("notice"))["text"] == "Fire drill at 11"
        await here.http.patch(f"{SCREENS}/wall", json={"boards": ["sales"]}, headers=editor)
        assert (await client.next("notice"))["boards"] == ["sales"]
        await client.watch("sales")
        await here.http.post(f"{SCREENS}/reload", json={"screens": ["wall"]}, headers=editor)
        assert (await client.next("notice"))["kind"] == "reload"
        (listed,) = (await here.http.get(SCREENS, headers=editor)).json()["screens"]
        assert listed["state"] == "live"
        assert (await here.http.delete(f"{SCREENS}/wall", headers=editor)).status_code == 204
        with pytest.raises(ConnectionClosed):
            await client.next("never sent")
        assert client.socket.close_code == CloseCode.ACCESS_ENDED.code
