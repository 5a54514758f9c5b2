"""`tavle account`, `tavle token` and `tavle boards` on the store of an installation, also while it runs."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from pydantic import SecretStr
from typer.testing import CliRunner, Result

from app.cli import app
from app.settings.store import StoreSection
from tests.app.running_web import running, settings
from tests.servers.until import until

PASSWORD = "correct horse battery staple"


@pytest.fixture(autouse=True)
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for variable in ("TAVLE_CONFIG", "TAVLE_STORE"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path


def tavle(*arguments: str, said: str | None = None) -> Result:
    return CliRunner().invoke(app, list(arguments), input=said)


def add(name: str, role: str = "admin", password: str = PASSWORD) -> Result:
    return tavle("account", "add", name, "--role", role, "--password-stdin", said=f"{password}\n")


def test_accounts_are_made_changed_and_taken_away(installation: Path) -> None:
    made = add("Anna")
    assert (made.exit_code, made.output) == (0, "anna can log in as admin.\n")
    assert (installation / "tavle-data" / "tavle.sqlite").stat().st_mode & 0o077 == 0
    assert add("bo", "viewer").exit_code == 0
    for arguments in (("role", "bo", "supervisor"), ("disable", "bo"), ("enable", "bo")):
        assert tavle("account", *arguments).exit_code == 0
    changed = tavle("account", "password", "bo", "--password-stdin", said="another long password\n")
    assert changed.exit_code == 0
    listed = tavle("account", "list").output
    assert [line.split()[:2] for line in listed.splitlines() if "Z" in line] == [
        ["anna", "admin"],
        ["bo", "supervisor"],
    ]
    assert tavle("account", "remove", "bo").exit_code == 0


def test_the_password_is_asked_for_twice() -> None:
    asked = tavle("account", "add", "anna", said=f"{PASSWORD}\n{PASSWORD}\n")
    assert asked.exit_code == 0
    assert PASSWORD not in asked.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("account", "add", "anna", "--role", "root", "--password-stdin"), "none of viewer, supervisor, admin"),
        (("account", "add", "an na", "--password-stdin"), "without spaces"),
        (("account", "add", "anna", "--password-stdin"), "at least 12 characters"),
        (("token", "add", "pbx", "--role", "root"), "none of source"),
    ],
)
def test_what_will_not_do_is_refused_with_what_to_change(arguments: tuple[str, ...], said: str) -> None:
    refused = tavle(*arguments, said="short\n")
    assert refused.exit_code == 2
    assert said in " ".join(refused.output.replace("│", " ").split())


def test_what_the_store_refuses_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert add("anna").exit_code == 0
    for arguments, said in (
        (("account", "remove", "anna"), "last admin"),
        (("account", "role", "bo", "viewer"), "there is no account 'bo'"),
        (("token", "revoke", "pbx"), "there is no token 'pbx'"),
        (("boards", "export", "mine"), "there is no board 'mine'"),
    ):
        refused = tavle(*arguments)
        assert refused.exit_code == 1
        assert said in refused.output
        assert "Traceback" not in refused.output


def test_a_token_is_printed_once() -> None:
    made = tavle("token", "add", "pbx", "--days", "30")
    assert made.exit_code == 0
    secret = made.stdout.strip()
    assert secret.startswith("tvt_")
    listed = tavle("token", "list").output
    assert ("pbx" in listed, "source" in listed, secret in listed) == (True, True, False)
    assert tavle("token", "revoke", "pbx").exit_code == 0


def test_a_board_goes_through_a_file(installation: Path) -> None:
    file = installation / "floor.json"
    assert tavle("boards", "export", "live-floor", "--out", str(file)).exit_code == 0
    assert json.loads(file.read_text(encoding="utf-8"))["tavle_board"] == 1
    refused = tavle("boards", "import", str(file))
    assert (refused.exit_code, "another id" in " ".join(refused.output.split())) == (2, True)
    imported = tavle("boards", "import", str(file), "--id", "ours", "--site", "aarhus")
    assert imported.output == "ours is there, version 1: /tv/ours\n"
    assert tavle("boards", "import", str(file), "--id", "ours").exit_code == 1
    replaced = tavle("boards", "import", str(file), "--id", "ours", "--replace")
    assert replaced.output == "ours is there, version 2: /tv/ours\n"
    listed = tavle("boards", "list").output
    assert ("live-floor" in listed, "ours" in listed) == (True, True)
    (installation / "wrong.json").write_text("{}")
    assert tavle("boards", "import", "wrong.json").exit_code == 2


async def test_the_first_account_closes_a_running_tavle_to_strangers(installation: Path) -> None:
    store = StoreSection(url=SecretStr(f"sqlite:///{installation / 'tavle-data' / 'tavle.sqlite'}"))
    async with running(settings().model_copy(update={"store": store})) as web:
        assert (await web.http.get("/api/v1/sites")).status_code == 200
        made = await asyncio.to_thread(add, "anna")
        assert made.exit_code == 0, made.output

        async def closed() -> bool:
            return (await web.http.get("/api/v1/sites")).status_code == 401

        await until(closed, within_s=5)
        answer = await web.http.post("/api/v1/session", json={"name": "anna", "password": PASSWORD})
        assert answer.status_code == 200
        assert (await web.http.get("/api/v1/audit")).json()["audit"][-1]["actor"].startswith("command:")
