"""A database that cannot be reached, or refuses: the error tells what to do, and never the password."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from app.settings.store import StoreSection
from app.store.errors import StoreUnavailable, StoreUnusable
from app.store.open import store_of
from tests.contract.stores import by
from tests.servers.missing import ServerMissing, skip_or_fail
from tests.servers.ports import LOOPBACK, free_ports
from tests.servers.postgres import PostgresServer

pytestmark = pytest.mark.postgres


async def opening(url: str, folder: Path) -> None:
    async with store_of(StoreSection(url=SecretStr(url)), folder).opened():
        pytest.fail("it opened")


async def test_nobody_listens(tmp_path: Path) -> None:
    (port,) = free_ports(1)
    with pytest.raises(StoreUnavailable, match="does not answer") as refused:
        await opening(f"postgresql://tavle:hush-hush@{LOOPBACK}:{port}/tavle", tmp_path)
    assert "hush-hush" not in str(refused.value)


async def test_the_password_is_wrong(postgres: PostgresServer, tmp_path: Path) -> None:
    with pytest.raises(StoreUnusable, match=r"password authentication failed.*store\.url") as refused:
        await opening(postgres.url().replace(postgres.password, "hush-hush"), tmp_path)
    assert "hush-hush" not in str(refused.value)


async def test_there_is_no_such_database(postgres: PostgresServer, tmp_path: Path) -> None:
    with pytest.raises(StoreUnusable, match=r"does not exist.*store\.url"):
        await opening(postgres.url("nonesuch"), tmp_path)


async def test_a_file_that_cannot_be_made_names_the_setting(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnusable, match="data_dir"):
        async with store_of(StoreSection(), tmp_path / "file").opened():
            pytest.fail("it opened")


async def test_the_store_goes_on_when_its_server_comes_back(tmp_path: Path) -> None:
    try:
        server = PostgresServer()
    except ServerMissing as reason:
        skip_or_fail(reason)
    async with server:
        section = StoreSection(url=SecretStr(await server.new_database()))
        async with store_of(section, tmp_path).opened() as store:
            await store.boards.add("floor", "Floor", "aarhus", {}, by())
            await server.stop()
            with pytest.raises(StoreUnavailable):
                await store.boards.list()
            await server.start()
            assert [entry.id for entry in await store.boards.list()] == ["floor"]
