"""The pages about the web side say what the code does."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from app.settings import Settings
from app.settings.reference import settings_page
from app.web.application import create_app
from app.web.codes import CloseCode, ErrorCode
from app.web.frames import ClientFrame, ServerFrame
from streams.ledger.memory import MemoryLedger
from streams.log.memory import MemoryLog
from tests.repository import ROOT

FRAMES = [frame for union in (ServerFrame, ClientFrame) for frame in get_args(get_args(union)[0])]


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def test_the_settings_page_is_made_from_the_fields() -> None:
    assert page("settings.md") == settings_page()


def test_every_setting_is_explained() -> None:
    rows = [line for line in settings_page().splitlines() if line.startswith("| `")]
    assert len(rows) > 40
    assert [row for row in rows if row.endswith("|  |")] == []


def test_the_protocol_page_lists_every_close_code() -> None:
    rows = {f"| {code.code} | `{code.name}` | {code.reason} |" for code in CloseCode}
    listed = {line for line in page("protocol.md").splitlines() if re.match(r"\| \d{4} ", line)}
    assert listed == rows


def test_the_protocol_page_lists_every_error_code() -> None:
    section = page("protocol.md").split("| error | |")[1].split("\n\n")[0]
    assert set(re.findall(r"^\| `(\w+)`", section, re.MULTILINE)) == {code.value for code in ErrorCode}


@pytest.mark.parametrize("frame", FRAMES)
def test_the_protocol_page_lists_every_frame_with_its_fields(frame: type) -> None:
    fields = getattr(frame, "model_fields", {})
    row = next(line for line in page("protocol.md").splitlines() if line.startswith(f"| `{fields['t'].default}` |"))
    assert [name for name in fields if name != "t" and f"`{name}`" not in row] == []


def test_the_api_page_lists_every_path() -> None:
    app = create_app(Settings(), MemoryLedger(), MemoryLog())
    documented = page("api.md")
    paths = app.openapi()["paths"]
    assert len(paths) >= 7
    assert [path for path in paths if f"{path}`" not in documented] == []
