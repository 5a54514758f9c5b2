"""Faults of our own processes: killed, frozen, told to stop."""

from __future__ import annotations

import asyncio
import signal

from tests.fault.installation import Installation
from tests.fault.row import Row

STOPS_WITHIN_S = 10.0
FROZEN_S = 8.0
"""Longer than a worker's session (2 s), and than a silent worker goes unmarked (5 s)."""

KILLED = "kill -9 of the worker at any await; SIGTERM"
STORM = "rebalance storm, second worker coming and going"
FROZEN = "worker frozen longer than its session, then continued"


async def worker_killed(site: Installation) -> None:
    for _ in range(3):
        await site.worker.kill()
        site.worker.start()
        await asyncio.sleep(1.5)


async def worker_away(site: Installation) -> None:
    await site.worker.kill()
    await site.is_marked("worker", within_s=12)
    site.worker.start()


async def each_told_to_stop(site: Installation) -> None:
    for part in (site.worker, site.web, site.source):
        part.terminate()
        assert await part.ends(within_s=STOPS_WITHIN_S) == 0, part.last_words()
        part.start()


async def worker_frozen(site: Installation) -> None:
    second = site.part("worker", "worker", name=f"second-{len(site.stack.parts)}")
    site.worker.signal(signal.SIGSTOP)
    await asyncio.sleep(FROZEN_S)
    site.worker.signal(signal.SIGCONT)
    await site.becomes_live(15)
    second.terminate()
    assert await second.ends(within_s=STOPS_WITHIN_S) == 0


async def storm(site: Installation) -> None:
    """A second worker comes and goes, by force and in order, three times in a row."""
    other = site.part("worker", "worker", name=f"other-{len(site.stack.parts)}")

    def times_taken() -> int:
        return sum(entry["event"] == "partition_taken" for entry in other.told())

    for number in range(3):
        if number:
            other.start()
        await site.holds(lambda least=number + 1: times_taken() >= least, 20, "partitions of the second worker")  # type: ignore[misc]
        if number % 2:
            await other.kill()
        else:
            other.terminate()
            assert await other.ends(within_s=STOPS_WITHIN_S) == 0, other.last_words()


ROWS = (
    Row(
        KILLED, "worker killed", "kill -9 of the worker, three times in a row",
        "nothing, or \"worker\" since its last sign when it is away for more than 5 s", worker_killed, telling=True,
        proven_by=("tests/streams/test_worker.py::test_a_crash_at_any_call_repeats_nothing_and_loses_nothing",
                   "tests/e2e/test_same_figures.py::test_a_worker_killed_ten_times_in_the_middle_changes_no_figure"),
    ),
    Row(KILLED, "worker away", "kill -9 of the worker, started again once boards say so",
        "every tile is marked since the last sign of the worker", worker_away),
    Row(KILLED, "told to stop", "SIGTERM to worker, web and source, one after the other",
        "each ends with 0 within 10 s; boards are asked to come back", each_told_to_stop,
        proven_by=("tests/e2e/test_two_workers.py::test_a_worker_told_to_stop_commits_lets_go_and_exits_with_0",)),
    Row(FROZEN, "worker frozen", "SIGSTOP of the worker for 8 s, four times its session, while another one takes over",
        "marks until the other has its partitions; its own late write is refused", worker_frozen,
        proven_by=("tests/streams/test_worker.py::test_a_frozen_worker_that_wakes_up_is_fenced_and_lets_go",)),
    Row(STORM, "rebalance storm", "a second worker comes and goes three times, by force and in order",
        "nothing, or \"worker\" for a moment", storm,
        proven_by=("tests/e2e/test_two_workers.py::test_the_sites_of_a_killed_worker_go_on_on_the_other",)),
)  # fmt: skip
