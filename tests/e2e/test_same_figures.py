"""Events through real Kafka and Redis by separate processes give the figures of a replay, to the byte: in one go, and
with the worker killed ten times in the middle."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.conftest import StackMaker
from tests.e2e.figures import replayed
from tests.e2e.recorded import Recording, asterisk, bank
from tests.e2e.stack import Stack

pytestmark = [pytest.mark.kafka, pytest.mark.redis_server, pytest.mark.processes]

KILLS = 10
SEED = 1999


def expected(recording: Recording, stack: Stack) -> bytes:
    return replayed(recording.path, env=stack.env, options=("--timezone", recording.zone))[recording.site]


@pytest.mark.parametrize("record", [asterisk, bank])
async def test_the_parts_give_the_figures_of_a_replay(
    on_kafka: StackMaker, tmp_path: Path, record: Callable[[Path], Recording]
) -> None:
    recording = record(tmp_path)
    stack = on_kafka(TAVLE_DEFAULTS__ZONE=recording.zone)
    stack.worker("--clock", "log")
    await stack.web()
    await stack.send_file(recording.path, recording.site)
    await stack.settles(recording.site, expected(recording, stack))


@pytest.mark.parametrize(("record", "poll_records"), [(asterisk, 1), (bank, 20)])
async def test_a_worker_killed_ten_times_in_the_middle_changes_no_figure(
    on_kafka: StackMaker, tmp_path: Path, record: Callable[[Path], Recording], poll_records: int
) -> None:
    recording = record(tmp_path)
    site, rng = recording.site, random.Random(SEED)
    # Small rounds, each a commit, so that a kill comes between any two steps of one.
    stack = on_kafka(
        TAVLE_DEFAULTS__ZONE=recording.zone,
        TAVLE_WORKER__POLL_RECORDS=str(poll_records),
        TAVLE_WORKER__REFRESH_MS="20",
    )
    await stack.web()
    worker = stack.worker("--clock", "log")
    growing = tmp_path / "growing.jsonl"
    growing.touch()
    source = stack.source("events_file", growing, site)
    killed_at, in_flight = [""], 0
    # A stretch of the day for each kill, and one that follows the last.
    for stretch in recording.stretches(KILLS + 1):
        with growing.open("ab") as file:
            file.write(stretch.lines)
        if stretch.moments[-1] == recording.end:
            break
        await stack.reaches(site, rng.choice(stretch.moments[: len(stretch.moments) // 2]), after=killed_at[-1])
        await worker.kill()
        killed_at.append(await stack.at(site))
        in_flight += killed_at[-1] <= stretch.moments[-1]
        worker.start()
    assert len(killed_at) == KILLS + 1
    assert killed_at == sorted(set(killed_at)), "one of them folded nothing before it was killed"
    if record is bank:  # the short day is often folded whole before the kill comes
        assert in_flight > 0, "each had folded all there was when it was killed"
    await stack.settles(site, expected(recording, stack))
    source.terminate()
    assert await source.ends(within_s=10) == 0
