"""Two web processes on one PostgreSQL: what is changed at one holds at the other."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr
from websockets.exceptions import ConnectionClosed

from app.settings import Settings
from app.settings.store import StoreSection
from app.web.codes import CloseCode
from tests.app.callers import account, token
from tests.app.running_web import RunningWeb, running, settings
from tests.app.test_boards_api import BOARDS, board
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
