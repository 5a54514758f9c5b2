"""`tavle notify test` says whether a channel takes a message."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import app
from tests.app.receiver import SECRET, Answer, receiver
from tests.servers.ports import LOOPBACK, free_ports


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


async def tried(url: str, key: str = "ops", allow_private: str = "true") -> Result:
    """What the command says about a channel `ops` of this url."""
    await asyncio.to_thread(write, url, allow_private)
    return await asyncio.to_thread(CliRunner().invoke, app, ["notify", "test", key])


def write(url: str, allow_private: str) -> None:
    Path("tavle.toml").write_text(
        f'[[notify.channels]]\nkey = "ops"\nkind = "webhook"\nurl = "{url}"\nsecret = "{SECRET}"\n'
        f"allow_private = {allow_private}\n",
        encoding="utf-8",
    )


async def test_a_channel_that_takes_it() -> None:
    async with receiver() as there:
        result = await tried(there.url)

    assert (result.exit_code, result.output) == (0, "ops (webhook) took the test message.\n")
    assert json.loads(there.received[0].body)["type"] == "tavle.alert.test"


async def test_a_channel_that_refuses_it() -> None:
    async with receiver(lambda _: Answer(403)) as there:
        result = await tried(there.url)

    assert result.exit_code == 1
    assert "error: ops (webhook) did not take it: it answers 403" in result.output
    assert "sesame" not in result.output


async def test_a_receiver_that_is_not_there() -> None:
    result = await tried(f"http://{LOOPBACK}:{free_ports(1)[0]}/")

    assert result.exit_code == 1
    assert "it refuses the connection, or is not there" in result.output


async def test_a_private_address_that_nobody_allowed() -> None:
    result = await tried("http://localhost/", allow_private="false")

    assert result.exit_code == 1
    assert "which is not public: set allow_private if it is meant to be" in result.output


async def test_a_service_that_refuses_it_with_what_apprise_says() -> None:
    async with receiver(lambda _: Answer(403)) as there:
        text = f'[[notify.channels]]\nkey = "ops"\nkind = "apprise"\nurl = "json://{LOOPBACK}:{there.port}/sesame"\n'
        await asyncio.to_thread(Path("tavle.toml").write_text, text, encoding="utf-8")
        result = await asyncio.to_thread(CliRunner().invoke, app, ["notify", "test", "ops"])

    assert result.exit_code == 1
    assert re.search(r"Apprise says: .*403", result.output)
    assert "error: ops (apprise) did not take it: the service was not reached or refused it" in result.output
    assert "sesame" not in result.output


async def test_a_channel_that_there_is_not() -> None:
    result = await tried("https://example.org/", key="mail")

    assert result.exit_code == 2
    assert "there is no channel 'mail'; there are ops" in " ".join(result.output.replace("│", " ").split())
