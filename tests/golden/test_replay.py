"""`tavle replay` over real data gives the figures that independent code computed from the raw files."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.commands.replaying import Problems, read_events, replay
from loadtest.bank1999 import ZONE, Dropped, events
from streams.events import AnyEvent
from streams.events.instant import parse_rfc3339, rfc3339
from streams.floor.floor_rules import FloorRules
from tests.samples import ASTERISK, sample
from tests.streams.floor.histories import START, event

LOGS = (ASTERISK / "queue_log.0", ASTERISK / "queue_log")
EXITS = {
    "COMPLETEAGENT": "ended_by_agent", "COMPLETECALLER": "ended_by_customer", "BLINDTRANSFER": "transferred",
    "ABANDON": "abandoned", "EXITWITHTIMEOUT": "timed_out", "EXITWITHKEY": "redirected", "EXITEMPTY": "closed",
    "WITHDRAW": "withdrawn",
}  # fmt: skip


def tavle_replay(*arguments: str | Path) -> list[dict[str, Any]]:
    """Runs the command as a person would."""
    command = [sys.executable, "-c", "from app.cli import main; main()", "replay", *map(str, arguments), "--json"]
    done = subprocess.run(command, capture_output=True, timeout=120, check=True)
    figures: list[dict[str, Any]] = json.loads(done.stdout)
    return figures


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    document: dict[str, Any] = json.loads((ASTERISK / "truth.json").read_text())
    return document


def ms(seconds: float | None) -> Any:
    return None if seconds is None else pytest.approx(seconds * 1000, abs=0.001)


def assert_asterisk(today: dict[str, Any], true: dict[str, Any]) -> None:
    assert today["offered"] == true["entered"]
    assert today["answered"] == true["answered"]
    assert {key: today[key] for key in EXITS.values()} == {
        key: true["ends"].get(name, 0) for name, key in EXITS.items()
    }
    assert today["answered_in_time"] == true["answered_le20"]
    assert today["refused"] == true["ringnoanswer"]
    assert today["handled"] == true["talk_n"]
    assert today["asa_ms"] == ms(true["asa_s"])
    assert today["avg_talk_ms"] == ms(true["talk_mean_s"])
    assert today["avg_abandon_time_ms"] == ms(true["mean_wait_ABANDON_s"])
    assert today["abandon_rate"] == pytest.approx(true["abandon_rate_ABANDON_only"], abs=1e-6)
    assert today["loss_rate"] == pytest.approx(true["loss_rate_all_unanswered_exits"], abs=1e-6)


@pytest.mark.parametrize(
    ("profile", "form"),
    [
        ("abandon_negative", "sl20_of_entered"),
        ("answered_only", "sl20_of_answered"),
        ("abandon_ignored", "sl20_short_abandons_le20_removed"),
    ],
)
def test_an_asterisk_day_gives_every_figure_of_its_truth_by_queue(
    truth: dict[str, Any], profile: str, form: str
) -> None:
    rule = f"T=20,S=5,profile={profile}"
    (figures,) = tavle_replay(*LOGS, "--format", "asterisk-queue-log", "--service-level", rule)
    assert set(figures["queues"]) == set(truth["by_queue"])
    by_queue = [(figures["queues"][queue], true) for queue, true in truth["by_queue"].items()]
    for scope, true in ((figures["all"], truth["all"]), *by_queue):
        assert_asterisk(scope["today"], true)
        assert scope["today"]["service_level"] == pytest.approx(true[form], abs=1e-6)


def test_asterisks_own_counters_agree_where_they_count_the_same(truth: dict[str, Any]) -> None:
    (figures,) = tavle_replay(
        *LOGS, "--format", "asterisk-queue-log", "--service-level", "T=20,profile=answered_only", "--window", "today"
    )
    for queue, counters in truth["queue_log_vs_asterisk_counters"].items():
        today = figures["queues"][queue]["today"]
        assert today["answered"] == int(counters["asterisk"]["Completed"])
        assert round(100 * today["service_level"], 1) == float(counters["asterisk"]["ServicelevelPerf"])


def raw_lines() -> list[list[str]]:
    return [line.split("|") for path in LOGS for line in path.read_text().splitlines()]


def test_figures_at_any_instant_are_those_of_a_direct_count_over_the_log(truth: dict[str, Any]) -> None:
    """The present equals truth.json; a window covers [floor(t, 10 s) − 5 min, t), counted here from the raw lines."""
    instants = truth["instants_trailing_300s"]
    at = [option for instant in instants for option in ("--at", rfc3339(instant["T"] * 1000))]
    shown = tavle_replay(*LOGS, "--format", "asterisk-queue-log", "--window", "5m", *at)
    assert len(shown) == len(instants)
    lines = raw_lines()
    for instant, figures in zip(instants, shown, strict=True):
        first, end = instant["T"] // 10 * 10 - 300, instant["T"]
        for queue, figure in figures["queues"].items():
            assert figure["now"]["waiting"] == instant[queue]["waiting"]
            assert figure["now"]["talking"] == instant[queue]["talking"]
            within = [line for line in lines if line[2] == queue and first <= int(line[0]) < end]
            kinds = Counter(line[4] for line in within)
            waits = [int(line[5]) for line in within if line[4] == "CONNECT"]
            assert figure["5m"]["offered"] == kinds["ENTERQUEUE"]
            assert figure["5m"]["abandoned"] == kinds["ABANDON"]
            assert figure["5m"]["answered"] == len(waits)
            assert figure["5m"]["answered_in_time"] == sum(wait <= 20 for wait in waits)
            assert figure["5m"]["asa_ms"] == (pytest.approx(1000 * sum(waits) / len(waits)) if waits else None)


@pytest.fixture(scope="module")
def bank() -> tuple[list[AnyEvent], dict[str, Any]]:
    folder = sample("bank1999")
    with (folder / "february_1999.txt").open(encoding="latin-1") as lines:
        month = list(events(lines, ZoneInfo(ZONE), Dropped()))
    return month, json.loads((folder / "truth.json").read_text())


def test_the_banks_days_sum_to_its_month_by_type(bank: tuple[list[AnyEvent], dict[str, Any]]) -> None:
    month, truth = bank
    midnights = [parse_rfc3339(f"1999-02-{day:02d}T00:00:00+02:00") for day in range(2, 29)]
    midnights.append(parse_rfc3339("1999-03-01T00:00:00+02:00"))
    rules = FloorRules(zone=ZONE)
    # A moment before midnight: the day is whole, and is still today.
    figures = replay(month, lambda _: rules, [at - 1 for at in midnights], ["today"])
    for type_, true in truth["by_type"].items():
        total: Counter[str] = Counter()
        for day in figures:
            today = day["queues"].get(type_, {}).get("today")
            if today is not None:
                total.update({key: today[key] for key in ("offered", "answered", "abandoned", "handled")})
                total.update({key: today[key] for key in ("answered_in_time", "abandoned_in_time")})
                total["wait_ms"] += round((today["asa_ms"] or 0) * today["answered"])
                total["talk_ms"] += round((today["avg_talk_ms"] or 0) * today["handled"])
        assert total["offered"] == true["offered"]
        assert total["answered"] == true["answered"]
        assert total["abandoned"] == true["abandoned"]
        assert total["answered_in_time"] == true["answered_le20"]
        assert total["abandoned_in_time"] == true["abandoned_le20"]
        assert total["wait_ms"] / total["answered"] == pytest.approx(true["asa_s"] * 1000, abs=0.06)
        assert total["talk_ms"] / total["handled"] == pytest.approx(true["aht_talk_s"] * 1000, abs=0.06)


def test_events_that_are_none_are_named_with_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "events.jsonl"
    file.write_bytes(b'{"type":"tavle.contact.queued"}\nnonsense\n\n{"type":"tavle.from.tomorrow"}\n')
    problems = Problems()
    assert list(read_events([file], "events", "main", problems, lambda _: None)) == []
    assert problems.count == 3
    assert [line.rpartition("events.jsonl:")[2].split(":")[0] for line in problems.first] == ["1", "2", "4"]


def test_beats_in_a_recording_do_not_move_its_end() -> None:
    told: list[AnyEvent] = [
        event("q", "contact.queued", START, contact="c", queue="sales"),
        event("b", "source.beat", START + 3_600_000, interval_s=5),
    ]
    (figures,) = replay(told, lambda _: FloorRules(), [], None)
    assert figures["at"] == rfc3339(START + 1)
    assert figures["queues"]["sales"]["now"]["waiting"] == 1
