"""`tavle explain` prints what stands behind a figure of a recorded day, or of the running installation."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

from app.cli import app
from app.commands.explained import print_explanation
from app.parts import open_parts
from app.settings import Settings
from streams.events.decode import encode
from streams.floor.floor_rules import FloorRules
from streams.kpi.explain import explain
from streams.kpi.explanation import Explanation
from streams.log.port import Message
from streams.worker import Worker
from tests.app.running_web import running
from tests.app.saved_site import save_floor
from tests.streams.floor.histories import START, event
from tests.streams.kpi.explained_day import DAY, SALES, SITE, ask, floor_of, queued, told
from tests.streams.kpi.test_explain_present import TICKETS

AT = "2026-11-23T11:10:00Z"


@pytest.fixture
def recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "day.jsonl"
    path.write_bytes(b"\n".join(map(encode, sorted(DAY, key=lambda told: told.time))) + b"\n")
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner(env={"COLUMNS": "160"}).invoke(app, ["explain", *map(str, arguments)])


def as_json(*arguments: str | Path) -> Any:
    answer = run(*arguments, "--json")
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.stdout)


def test_a_recorded_day_is_explained_as_the_api_does(recorded: Path) -> None:
    floor, at = floor_of(*DAY, rules=FloorRules())
    expected = explain(floor, at, "service_level", SALES, "1h", limit=3)
    arguments = ("service_level", "--queue", "sales", "--window", "1h", "--limit", "3", "--file", recorded, "--at", AT)
    assert as_json(*arguments) == msgspec.to_builtins(expected)


def test_without_an_instant_it_is_just_after_the_last_event(recorded: Path) -> None:
    told_of = as_json("offered", "--file", recorded)
    assert (told_of["at"], told_of["as_of"], told_of["numerator"]) == (START + 595_001, START + 595_000, 9)


def test_the_present_includes_what_happened_at_the_instant(recorded: Path) -> None:
    at = ("--file", recorded, "--at", "2026-11-23T11:09:55Z")
    assert as_json("waiting", *at)["value"] == 2
    assert as_json("offered", *at)["numerator"] == 8


def test_people_read_a_table_that_adds_up(recorded: Path) -> None:
    answer = run("service_level", "--limit", "2", "--file", recorded, "--at", AT)
    assert answer.exit_code == 0
    for line in (
        "service_level of the whole site, today: 14.3 %",
        "rule main version 1 of sales: abandon_negative, T 20.0 s, S 5.0 s, counted by verdict",
        "left out: 1 lost, 1 waiting_in_time, 1 direct",
        "5 more than the 2 listed",
    ):
        assert line in answer.stdout
    assert [row.split()[-2:] for row in answer.stdout.splitlines() if row.startswith(" all")] == [["1", "7"]]


def test_lines_that_are_no_events_are_told_apart(recorded: Path) -> None:
    recorded.write_bytes(recorded.read_bytes() + b"nonsense\n")
    answer = run("offered", "--file", recorded, "--json")
    assert answer.exit_code == 0
    assert "day.jsonl" in answer.stderr


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("sl",), "There is no metric 'sl'"),
        (("asa", "--queue", "nowhere"), "there is no queue 'nowhere'; known are: sales"),
        (("asa", "--site", "odense"), "there is no site 'odense'; known are: aarhus"),
        (("asa", "--queue", "sales", "--team", "blue"), "a figure is of one queue"),
        (("asa", "--at", "noon"), "write it like"),
        (("asa", "--format", "csv"), "is not one of events, asterisk-queue-log"),
    ],
)
def test_a_mistake_says_what_there_is(recorded: Path, arguments: tuple[str, ...], what: str) -> None:
    answer = run(*arguments, "--file", recorded)
    assert answer.exit_code == 2
    assert what in " ".join(answer.output.replace("│", " ").split())


def test_an_empty_recording_has_no_site(recorded: Path) -> None:
    recorded.write_bytes(b"")
    assert "known are: none" in run("asa", "--file", recorded).output


async def _fold(settings: Settings, inside: bool) -> str:
    """A worker over the private Valkey; `inside` asks while it runs."""
    async with open_parts(settings) as parts:
        await parts.log.append([Message(b"aarhus", encode(one)) for one in DAY])
        worker = Worker(parts.log, parts.ledger, rules=lambda _: FloorRules(), clock=lambda: START + 600_000)
        async with worker.log.reader(worker) as reader:
            while not worker.owned or await worker.turn(reader):
                await worker.turn(reader)
        return (await asyncio.to_thread(run, "offered", "--json")).stdout if inside else ""


@pytest.mark.parametrize("inside", [True, False], ids=["while tavle runs", "after it ended"])
def test_the_installation_is_asked_whether_it_runs_or_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inside: bool
) -> None:
    monkeypatch.setenv("TAVLE_DATA_DIR", str(tmp_path / "data"))
    answer = asyncio.run(_fold(Settings(data_dir=tmp_path / "data"), inside)) or run("offered", "--json").stdout
    assert json.loads(answer)["numerator"] == 9


async def test_a_running_tavle_is_asked_by_its_address() -> None:
    async with running() as web:
        await save_floor(web.keys, DAY, START + 600_000)
        answer = await asyncio.to_thread(run, "offered", "--queue", "sales", "--url", web.address, "--json")
        told = await web.http.get("/api/v1/sites/aarhus/explain", params={"metric": "offered", "queue": "sales"})
        assert json.loads(answer.stdout) == told.json()
        refused = await asyncio.to_thread(run, "asa", "--queue", "nowhere", "--url", web.address)
        assert "There is no queue 'nowhere'" in refused.output
        nowhere = await asyncio.to_thread(run, "asa", "--url", f"{web.address}/nowhere")
        assert "Not Found" in nowhere.output
    silent = await asyncio.to_thread(run, "asa", "--url", web.address)
    assert "nobody answers" in silent.output
    assert "is no address" in run("asa", "--url", "ftp://tavle").output


def test_without_an_installation_it_says_where_to_ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "--url or --file" in run("asa").output
    assert list(tmp_path.iterdir()) == []


def printed(explained: Explanation, capsys: pytest.CaptureFixture[str]) -> str:
    print_explanation(explained, Console(width=200))
    return capsys.readouterr().out


def test_every_kind_of_figure_can_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert "aht of the whole site, today: no value" in printed(ask("aht"), capsys)
    assert "asa of queue sales, today: 21.0 s" in printed(ask("asa", *DAY, scope=SALES), capsys)
    slow = printed(ask("first_reply_time", *TICKETS, seconds=4 * 3600), capsys)
    assert "first_reply_time of the whole site, today: 1:00:00" in slow
    assert "newest event" in slow
    late = ask("offered", *told("c", queued(0)), rules=FloorRules(source_lag_limit_ms=10_000), seconds=70)
    assert "corrected at 2026-11-23T11:01:10.000Z, by a fact of 2026-11-23T11:00:00.000Z" in printed(late, capsys)
    assert "max_wait of the whole site, today:" in printed(ask("max_wait", *DAY), capsys)
    sale = event("s", "sale.made", START, amount=12.5)
    assert "sales_amount of the whole site, today: 12.50" in printed(ask("sales_amount", sale), capsys)
    waiting = printed(ask("waiting", *DAY, window=None, scope=SITE), capsys)
    assert "waiting of the whole site, now: 2" in waiting


def test_what_may_still_change_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    said = {"agent": "ann", "topic": "order", "resolved": True}
    call = told("c", queued(customer="k1"), (5, "answered", {"agent": "ann"}),
                (9, "ended", {"after_call_work": "reported"}), (12, "wrapped", said))  # fmt: skip
    assert "1 of n may still change" in printed(ask("fcr", *call), capsys)
