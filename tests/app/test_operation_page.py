"""The worked example of docs/operation.md can be used as it stands, and does what the page says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app
from app.settings import Settings, load_settings
from app.settings.site_check import goal_warnings
from streams.floor.promise import Promise
from tests.repository import ROOT

DECEMBER_MS = 1_796_079_600_000
GOAL = 'metric = "acw"\nlevel = "employee"\nscope = "agent"\nwindow = "today"\ndirection = "lower"\ntarget = 1'


def example() -> str:
    page = (ROOT / "docs" / "operation.md").read_text(encoding="utf-8")
    section = page.split("## Rules, promises and goals")[1].split("\n## ")[0]
    (found,) = re.findall(r"```toml\n(.*?)```", section, re.DOTALL)
    return str(found)


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("TAVLE_CONFIG", raising=False)
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "tavle.toml"
    path.write_text(example(), encoding="utf-8")
    return path


@pytest.fixture
def settings(written: Path) -> Settings:
    return load_settings(written)


def test_the_example_has_no_mistake_and_no_warning(settings: Settings) -> None:
    assert list(goal_warnings(settings)) == []
    assert list(settings.goal_sets("aarhus")) == ["service", "floor"]
    assert list(settings.own_kpis()) == ["sales_in_100"]


def test_its_rules_hold_when_and_where_the_page_says(settings: Settings) -> None:
    rules = settings.floor_rules("aarhus")
    slots = [(slot.name, slot.rule.version, slot.rule.threshold_ms) for slot in rules.rules.slots]
    assert slots == [("main", 1, 20_000), ("contract", 1, 20_000), ("main", 2, 30_000)]
    assert rules.rules.at(DECEMBER_MS)[0].rule.treatment.short_abandons == "left_out"
    assert {slot.rule.threshold_ms for slot in rules.rules_of("sales").slots} == {15_000}
    assert rules.waiting_limits_ms == {"voice": 5_400_000, "chat": 7_200_000}


def test_its_promises_are_asked_in_the_order_that_the_page_says(settings: Settings) -> None:
    urgent, mail = settings.floor_rules("aarhus").promises.rules
    assert (urgent.name, urgent.hours.always) == ("Urgent", True)
    assert (mail.name, mail.hours.zone) == ("Mail", "Europe/Copenhagen")
    assert mail.promises == (Promise("first_reply", 14_400_000, 0.5), Promise("next_reply", 28_800_000, 0.5))


def test_check_tells_what_makes_goals_hard_to_work_by(written: Path) -> None:
    valid = CliRunner().invoke(app, ["check", "--config", str(written)])
    assert (valid.exit_code, "warning" in valid.output) == (0, False)
    four = "\n".join(f'[[goals.own]]\nkey = "k{n}"\nname = "K"\nset = "floor"\n{GOAL}' for n in range(3))
    written.write_text(f"{example()}\n{four}", encoding="utf-8")
    crowded = CliRunner().invoke(app, ["check", "--config", str(written)])
    assert crowded.exit_code == 0
    assert "goals floor: 4 goals at the level employee" in " ".join(crowded.output.split())


def test_a_replay_goes_by_the_rules_of_each_site_of_a_configuration(written: Path, tmp_path: Path) -> None:
    events = tmp_path / "events.jsonl"
    line = '{{"specversion": "1.0", "id": "{id}", "source": "s", "site": "aarhus", "type": "tavle.contact.{type}", ' \
           '"time": "2026-11-24T09:00:{s:02d}Z", "data": {data}}}\n'  # fmt: skip
    events.write_text(
        line.format(id="1", type="queued", s=0, data='{"contact": "c", "queue": "sales"}')
        + line.format(id="2", type="answered", s=18, data='{"contact": "c", "agent": "a"}')
    )
    replay = ["replay", str(events), "--json", "--window", "today"]
    in_time = CliRunner().invoke(app, replay)
    assert '"service_level":1.0' in in_time.output
    by_sales = CliRunner().invoke(app, [*replay, "--config", str(written)])
    assert '"service_level":0.0' in by_sales.output
    for option in (["--timezone", "UTC"], ["--service-level", "T=30"]):
        both = CliRunner().invoke(app, [*replay, "--config", str(written), *option])
        assert both.exit_code == 2
        assert "leave --service-level and --timezone out" in " ".join(re.sub("[│╭╮╰╯]", "", both.output).split())
