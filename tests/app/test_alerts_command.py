"""`tavle alerts` tries rules on a written time line, or on a recorded day."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import app
from streams.events.decode import encode
from tests.repository import ROOT
from tests.streams.alerts.time_line import TimeLine

FLOOD = """
start = "2026-11-24T09:00:00+01:00"
lasts = "5m"
only = ["waiting", "late"]

[[settings.alerts.rules]]
key = "waiting"
name = "Many wait"
metric = "waiting"
window = "now"
fire = 3
recover = 1
for_s = "20s"
keep_firing_for_s = "20s"
escalate_after_s = "1m"

[[settings.alerts.rules]]
key = "late"
name = "Late"
kind = "deadline"
clock = "wait"
threshold_s = "2m"

[[calls]]
at = "1m"
every = "1s"
count = 3
queue = "support"
answered_after = "40s"
talks = "1m"

[[calls]]
at = "10s"
queue = "sales"
left_after = "5s"

[[calls]]
at = "20s"
queue = "sales"

[[events]]
at = "30s"
type = "tavle.agent.state"
data = {agent = "ida", state = "available"}
"""
EXPECTED = """
[[expect]]
rule = "waiting"
subject = "queue support"
fires = "1m23s"
told = ["1m30s", "1m35s"]
resolves = "2m2s"

[[expect]]
rule = "late"
fires = "2m20s"
"""


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*arguments: str | Path) -> Result:
    return CliRunner(env={"COLUMNS": "160"}).invoke(app, ["alerts", *map(str, arguments)])


def tried(text: str, *options: str | Path) -> Result:
    file = Path("day.toml")
    file.write_text(text, encoding="utf-8")
    return run("test", file, *options)


def test_the_example_of_the_page_is_as_it_says() -> None:
    page = (ROOT / "docs" / "alerts.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(start = .*?)```", page, re.DOTALL)

    answer = tried(example)

    assert answer.exit_code == 0, answer.output
    assert "As expected: 3 alerts, and no other." in answer.output


def test_what_happens_is_told_in_order_and_is_as_expected() -> None:
    answer = tried(FLOOD + EXPECTED)

    assert answer.exit_code == 0, answer.output
    told = [line.split(maxsplit=1)[1] for line in answer.output.splitlines() if re.match(r"  0:0\d", line)]
    assert told[:3] == [
        "pending    waiting about queue support",
        "firing     waiting about queue support",
        "sent       firing to main/: waiting",
    ]


@pytest.mark.parametrize(
    ("more", "differs"),
    [
        ("", "waiting about queue support: fired at 0:01:23, and was not expected"),
        (EXPECTED.replace("1m23s", "3m"), "fires: expected at 0:03:00, and it came at 0:01:23"),
        (EXPECTED.replace('resolves = "2m2s"', ""), "resolved at 0:02:02, and was not expected to"),
        (EXPECTED + 'escalated = "4m"\n', "late: escalated: expected at 0:04:00, and it never came"),
        (EXPECTED.replace("queue support", "queue sales"), "waiting about queue sales: expected to fire at 0:01:23"),
        (EXPECTED + '[[acknowledges]]\nat = "10s"\nrule = "late"\n', "at 0:00:10 there is no alert of late"),
        (EXPECTED.replace('told = ["1m30s", "1m35s"]', 'told = ["3m", "4m"]'),
         "told: expected at 0:03:00 to 0:04:00"),
    ],
)  # fmt: skip
def test_what_differs_is_named_and_exits_with_one(more: str, differs: str) -> None:
    answer = tried(FLOOD + more)

    assert answer.exit_code == 1
    assert differs in answer.output


def test_people_silence_acknowledge_and_are_asked_again() -> None:
    people = """
[[silences]]
at = 0
until = "4m"
reason = "a drill"
rule = "waiting"
[[acknowledges]]
at = "2m40s"
rule = "late"
"""
    quiet = EXPECTED.replace('told = ["1m30s", "1m35s"]', "")

    answer = tried(FLOOD + people + quiet)

    assert answer.exit_code == 0, answer.output
    assert "sent       firing to main/: waiting" not in answer.output


def test_escalations_are_compared_and_many_alerts_are_one_message() -> None:
    late = FLOOD.replace('answered_after = "40s"\ntalks = "1m"', "").replace('lasts = "5m"', 'lasts = "3m30s"')
    answer = tried(late + '[[expect]]\nrule = "waiting"\nfires = "1m23s"\nescalated = "2m43s"\n')

    assert "escalation to main/: waiting" in answer.output
    assert "firing to main/: late (3 alerts)" in answer.output


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("start = ", "is not TOML"),
        (FLOOD.replace("lasts", "last"), "lasts"),
        (FLOOD.replace("+01:00", ""), "the offset is missing"),
        (FLOOD + '[[expect]]\nrule = "weiting"\nfires = 1\n', "there is no rule weiting"),
        (FLOOD.replace("fire = 3", "fire = 1"), "without end"),
        (FLOOD.replace("fire = 3", 'fires = 3'), "settings.alerts.rules.0.fires"),
        (FLOOD.replace("tavle.agent.state", "tavle.agent.mood"), "tavle.agent.mood"),
        (FLOOD.replace('state = "available"', 'state = "asleep"'), "wrong fields"),
    ],
)  # fmt: skip
def test_a_mistake_is_said_and_no_traceback(text: str, what: str) -> None:
    answer = tried(text)

    assert answer.exit_code == 1
    assert what in answer.output.replace("\n", " ")
    assert "Traceback" not in answer.output


def test_rules_may_come_from_the_configuration_but_not_from_both() -> None:
    settings, line = FLOOD.index("[[settings"), FLOOD.index("[[calls]]")
    config = Path("own.toml")
    config.write_text(FLOOD[settings:line].replace("settings.", ""))

    apart = tried(FLOOD[:settings] + FLOOD[line:] + EXPECTED, "--config", config)
    both = tried(FLOOD + EXPECTED, "--config", config)

    assert apart.exit_code == 0, apart.output
    assert both.exit_code == 1
    assert "leave them out, or --config" in both.output


def test_a_recorded_day_says_when_a_rule_would_have_fired() -> None:
    line = TimeLine()
    line.calls(0, 5, 1, answered_s=100)
    Path("day.jsonl").write_bytes(b"\n".join(encode(arrival.event) for arrival in line.in_order) + b"\n{}\n")
    Path("own.toml").write_text(
        '[[alerts.rules]]\nkey = "w"\nname = "W"\nmetric = "waiting"\nwindow = "now"\nfire = 3\nrecover = 1\n'
    )

    answer = run("try", "day.jsonl", "--rule", "w", "--config", "own.toml")
    unknown = run("try", "day.jsonl", "--rule", "zz", "--config", "own.toml")

    assert answer.exit_code == 0, answer.output
    assert "2026-11-24T09:01:03.000Z  firing    w about queue support" in answer.output
    assert "1 would have fired" in answer.output
    assert "1 lines were not events" in answer.output
    assert "there is no rule zz" in unknown.output
