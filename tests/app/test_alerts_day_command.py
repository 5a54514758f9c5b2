"""`tavle alerts try` without a file judges rules over the past 24 hours of the installation's own log."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from app.cli import app
from app.commands import alerts_day
from app.parts import open_parts
from app.settings import Settings
from streams.events.decode import encode
from streams.events.instant import MINUTE_MS
from streams.floor.floor_rules import FloorRules
from streams.log.port import Message
from streams.wall_clock import wall_clock_ms
from streams.worker import Worker
from tests.streams.floor.histories import event

RULES = """
[[alerts.rules]]
key = "waits"
name = "Somebody waits"
metric = "waiting"
window = "now"
fire = 1
recover = 0
for_s = 30

[[alerts.rules]]
key = "crowd"
name = "Many wait"
metric = "waiting"
window = "now"
fire = 50
recover = 20
"""


def run(*arguments: str | Path) -> Result:
    return CliRunner(env={"COLUMNS": "160"}).invoke(app, ["alerts", "try", *map(str, arguments)])


async def installed(settings: Settings) -> None:
    """A caller came just now, and a worker has seen him."""
    now = wall_clock_ms()
    async with open_parts(settings) as parts:
        caller = event("e1", "contact.queued", now, contact="c1", queue="support")
        await parts.log.append([Message(b"aarhus", encode(caller))])
        worker = Worker(parts.log, parts.ledger, rules=lambda _: FloorRules(), clock=lambda: now + 1000)
        async with worker.log.reader(worker) as reader:
            while not worker.owned or await worker.turn(reader):
                await worker.turn(reader)


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Ten minutes have passed since. Answers a file with rules."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TAVLE_DATA_DIR", str(tmp_path / "data"))
    asyncio.run(installed(Settings(data_dir=tmp_path / "data")))
    monkeypatch.setattr(alerts_day, "wall_clock_ms", lambda: wall_clock_ms() + 10 * MINUTE_MS)
    rules = tmp_path / "new.toml"
    rules.write_text(RULES, encoding="utf-8")
    return rules


def test_the_own_log_is_asked_and_what_is_not_known_is_said(installation: Path) -> None:
    answer = run("--rules", installation)

    assert answer.exit_code == 0, answer.output
    assert "site aarhus" in answer.output
    assert ", 1 event\n" in answer.output
    assert "not all of it is known: the log does not reach back so far" in answer.output
    assert "still open  waits about queue support, at worst 1" in answer.output
    assert "1 would have fired" in answer.output
    assert "crowd" not in answer.output
    assert "0 would have fired" in run("--rules", installation, "--rule", "crowd", "--site", "aarhus").output
    assert "pain about contact c1" in run("--rule", "pain").output
    assert "known are: aarhus" in run("--site", "nowhere").output
    assert "there is no rule smoke" in run("--rules", installation, "--rule", "smoke").output


@pytest.mark.parametrize(
    ("written", "what"),
    [
        ("[[alerts.rules", "new.toml: "),
        ('[[alerts.rules]]\nkey = "w"\n', "name: Field required"),
        ("", "no [[alerts.rules]]"),
        (RULES.replace("recover = 0", "recover = 1"), "without end"),
    ],
)
def test_a_file_that_holds_no_rules_says_what_is_wrong(tmp_path: Path, written: str, what: str) -> None:
    path = tmp_path / "new.toml"
    path.write_text(written, encoding="utf-8")
    with pytest.raises(typer.BadParameter) as wrong:
        alerts_day.chosen_rules(Settings(), "aarhus", path, [])
    assert what in str(wrong.value)


def test_files_of_events_and_the_log_are_not_mixed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    day = tmp_path / "day.jsonl"
    day.write_text("", encoding="utf-8")
    assert "--site and --rules are for the log" in run(day, "--site", "aarhus").output
    assert "there is nothing in" in run().output
