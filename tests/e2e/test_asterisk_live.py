"""A queue_log that is written line by line and rotated in the middle, its source killed and started again."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from streams.events.instant import rfc3339
from tests.e2e.conftest import StackMaker
from tests.e2e.figures import replayed
from tests.e2e.recorded import ASTERISK_LOGS
from tests.e2e.stack import Stack

pytestmark = [pytest.mark.kafka, pytest.mark.redis_server, pytest.mark.processes]

SEED = 22
KILLS_A_FILE = 2
SITE, ZONE = "oslo", "Europe/Oslo"


class LiveLog:
    """Writes as Asterisk does: a line at a time, and in the midst of one when it is told to."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, data: bytes) -> None:
        with self.path.open("ab") as file:
            for line in data.splitlines(keepends=True):
                file.write(line)
                file.flush()

    def rotate(self) -> None:
        self.path.rename(self.path.with_name("queue_log.0"))


async def follows(stack: Stack, lines: list[bytes]) -> None:
    """Waits until the figures are of the last of these lines that told something, or close to it."""
    told = [line for line in lines if line.split(b"|")[4] == b"ENTERQUEUE"]
    await stack.reaches(SITE, rfc3339(int(told[-1].split(b"|")[0]) * 1000))


async def test_a_live_log_gives_the_figures_of_its_replay(on_kafka: StackMaker, tmp_path: Path) -> None:
    stack = on_kafka(TAVLE_DEFAULTS__ZONE=ZONE)
    stack.worker("--clock", "log")
    await stack.web()
    live = LiveLog(tmp_path / "queue_log")
    source = stack.source("asterisk_queue_log", live.path, SITE)
    rng = random.Random(SEED)
    before, after = (path.read_bytes().splitlines(keepends=True) for path in ASTERISK_LOGS)
    for lines in (before, after):
        begin = 0
        for stop in [*sorted(rng.sample(range(100, len(lines) - 100), KILLS_A_FILE)), len(lines)]:
            half = len(lines[stop - 1]) // 2
            live.write(b"".join(lines[begin : stop - 1]) + lines[stop - 1][:half])
            await follows(stack, lines[begin : stop - 1])
            await source.kill()
            live.write(lines[stop - 1][half:])
            if lines is before and stop == len(lines):
                live.rotate()  # while nobody looks
            source.start()
            begin = stop
    wanted = replayed(*ASTERISK_LOGS, env=stack.env,
                      options=("--format", "asterisk-queue-log", "--site", SITE, "--timezone", ZONE))  # fmt: skip
    await stack.settles(SITE, wanted[SITE])
    source.terminate()
    assert await source.ends(within_s=10) == 0
