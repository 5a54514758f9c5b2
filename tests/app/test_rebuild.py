"""An emptied ledger is built anew from the log, which stays where it is."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app
from app.parts import open_parts
from app.settings import Settings
from streams.floor.floor_rules import FloorRules
from streams.log.port import Message
from streams.worker import Worker
from tests.streams.floor.histories import START
from tests.streams.test_worker import call


async def fold_and_count(settings: Settings) -> int:
    """Runs a worker until it has read the log, and answers how many events its floor holds."""
    async with open_parts(settings) as parts:
        worker = Worker(parts.log, parts.ledger, rules=lambda _: FloorRules(), clock=lambda: START + 60_000)
        async with worker.log.reader(worker) as reader:
            while not worker.owned or await worker.turn(reader):
                await worker.turn(reader)
            return sum(len(floor.contacts.by_id) for part in worker.owned.values() for floor in part.floors.values())


async def fill(settings: Settings) -> None:
    async with open_parts(settings) as parts:
        await parts.log.append([Message(b"aarhus", call(n)) for n in range(10)])


def test_rebuild_empties_the_ledger_and_keeps_the_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAVLE_DATA_DIR", str(tmp_path / "data"))
    settings = Settings(data_dir=tmp_path / "data")
    asyncio.run(fill(settings))
    assert asyncio.run(fold_and_count(settings)) == 10
    answer = CliRunner().invoke(app, ["rebuild", "--yes"])
    assert answer.exit_code == 0, answer.output
    assert "keys erased" in answer.output
    assert not answer.output.startswith("0 keys")
    assert asyncio.run(fold_and_count(settings)) == 10


def test_rebuild_asks_first() -> None:
    answer = CliRunner().invoke(app, ["rebuild"], input="n\n")
    assert answer.exit_code == 1
    assert "Are all workers stopped?" in answer.output
