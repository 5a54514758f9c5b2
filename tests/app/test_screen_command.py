"""`tavle screen` on the store of a running web side: what is revoked there ends on the wall."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from pydantic import SecretStr
from typer.testing import CliRunner, Result
from websockets.exceptions import ConnectionClosed

from app.cli import app
from app.settings.store import StoreSection
from app.web.codes import CloseCode
from tests.app.callers import screen
from tests.app.running_web import running, settings


@pytest.fixture(autouse=True)
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StoreSection:
    monkeypatch.delenv("TAVLE_CONFIG", raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    url = f"sqlite:///{tmp_path}/tavle.sqlite"
    monkeypatch.setenv("TAVLE_STORE", url)
    return StoreSection(url=SecretStr(url))


async def tavle(*arguments: str) -> Result:
    return await asyncio.to_thread(CliRunner().invoke, app, ["screen", *arguments])


async def test_screens_are_listed_and_one_is_revoked_while_it_shows_its_board(installation: StoreSection) -> None:
    async with running(settings().model_copy(update={"store": installation})) as web:
        wall = await screen(web, "north [b]", "live-floor", "sales")
        async with web.client(additional_headers=wall) as client:
            await client.watch("sales")
            await client.next("snapshot")
            listed = (await tavle("list")).output
            assert "north [b]" in listed
            assert "live-floor, sales" in listed
            assert (await tavle("revoke", "north [b]")).exit_code == 0
            with pytest.raises(ConnectionClosed):
                await client.next("never sent")
            assert client.socket.close_code == CloseCode.ACCESS_ENDED.code
        gone = await tavle("revoke", "north [b]")
        assert (gone.exit_code, "there is no screen" in gone.output) == (1, True)
