"""`tavle.toml`: it is taken, or the start is refused with the file, the line and the key of every mistake."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.settings import SettingsMistake, load_settings
from tests.fuzz.amount import tries
from tests.repository import ROOT

SECRET = "hunter2-in-a-url"
SIGNING = "whsec_aHVudGVyMi1pbi1hLXVybC1odW50ZXIyLWluLWEtdXJs"
EVERY_SECTION = f"""
[log]
kafka = "localhost:9092"
sasl_password = "{SECRET}"
[ledger]
redis = "redis://user:{SECRET}@localhost:6379/0"
[store]
url = "postgresql://user:{SECRET}@localhost/x"
[web]
port = 8080
ping_s = 4.0
origins = ["https://a.example"]
proxies = ["127.0.0.1"]
[web.limits]
body_bytes = 2048
[worker]
rejected_share = 0.05
metrics_port = 9100
[[alerts.rules]]
key = "m"
name = "M"
metric = "waiting"
window = "now"
fire = 5
recover = 3
for_s = "1m"
[sources.pbx1]
kind = "asterisk_queue_log"
site = "aarhus"
path = "/var/log/x"
[[notify.channels]]
key = "hook"
kind = "webhook"
url = "https://example.org/{SECRET}"
secret = "{SIGNING}"
[notify.dead_man]
url = "https://example.org/{SECRET}"
"""
PAGE = (ROOT / "docs" / "operation.md").read_text("utf-8")
EXAMPLES = [*re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL), EVERY_SECTION]
VALUES = (
    "nan", "inf", "-inf", "1e400", "-1", "0", "9" * 25, "9" * 400, "true", '""', '"x"', "[]", "{}", "[[]]", "{a={b=1}}",
    '"\\u0000"', f'"{"x" * 300}"', "1979-05-27", "1979-05-27T00:00:00", "0001-01-01T00:00:00+14:00", "07:32:00",
    "9999-12-31T23:59:59-12:00", '["a",1]', '"99999999h"', f'"{"9" * 400}h"', f'"{"9" * 5000}h"', '"2026-13-01"',
    "[1,2,3]", '["25:00-26:00"]', '"../../x"', "[" * 5000,
)  # fmt: skip
LINES = ("nonsense = 1", "[a.b]", "[[sites]]", "", "'''", "=", "[sites.aarhus.sites.aarhus]")
_ENTRY = re.compile(r"^(\s*[\w.\"-]+\s*=\s*)(.*)$").match


@st.composite
def mutated_files(draw: st.DrawFn) -> str:
    lines = draw(st.sampled_from(EXAMPLES)).splitlines()
    for _ in range(draw(st.integers(1, 2))):
        place = draw(st.integers(0, len(lines) - 1))
        entry = _ENTRY(lines[place])
        kept = draw(st.sampled_from(("value", "value", "value", "line", "header")))
        if kept == "value" and entry:
            lines[place] = entry[1] + draw(st.sampled_from(VALUES))
        elif kept == "header":
            lines[place] = lines[place].replace("[", "[[", 1).replace("]", "]]", 1)
        else:
            lines[place] = draw(st.sampled_from(LINES))
    return "\n".join(lines)


def load(text: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "tavle.toml"
        path.write_bytes(text)
        try:
            load_settings(path)
        except SettingsMistake as refused:
            said = str(refused)
            assert SECRET not in said
            assert SIGNING not in said
            for mistake in refused.mistakes:
                assert mistake.where.startswith(str(path))
                if mistake.key:
                    assert ", line " in mistake.where, mistake
                assert len(str(mistake)) < 2000


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TAVLE_CONFIG", raising=False)


@given(mutated_files())
@example("a=" + "[" * 5000)
@example("[notify.channels.mail]\nurl = 'x'")
@example("[[alerts.rules]]\nkey='m'\nname='M'\nfire=" + "9" * 400)
@tries(150)
def test_a_file_with_something_wrong_in_it_names_line_and_key_and_never_a_secret(text: str) -> None:
    load(text.encode())


@given(st.binary(max_size=200))
@tries(50)
def test_no_bytes_do_harm(raw: bytes) -> None:
    load(raw)
