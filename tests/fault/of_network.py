"""Faults between the parts, by lines that are cut, stalled in one direction or both, or slow."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from tests.fault.installation import Installation
from tests.fault.row import Act, Row
from tests.servers.line import BOTH, Direction

CUT_S = 8.0
SLOW_S = 8.0
DELAY_S = 0.06
BYTES_A_SECOND = 200_000

NETWORK = "network cut between any two parts; one direction only"
REPLY_LOST = "reply lost after the commit was done"


def cut(*names: str, for_s: float = CUT_S, marked: str | None = None) -> Act:
    """Connections are reset and new ones refused."""

    async def act(site: Installation) -> None:
        for name in names:
            site.line(name).cut()
        await _meanwhile(site, for_s, marked)
        for name in names:
            site.line(name).mend()

    return act


def stalled(
    name: str, directions: Iterable[Direction] = BOTH, for_s: float = CUT_S, marked: str | None = None, *,
    reset: bool = True,
) -> Act:  # fmt: skip
    """Nothing passes, and nobody is told. Without `reset` what lay still arrives late."""

    async def act(site: Installation) -> None:
        site.line(name).stall(directions)
        await _meanwhile(site, for_s, marked)
        site.line(name).mend(reset=reset)

    return act


async def everything_slow(site: Installation) -> None:
    names = ("source-kafka", "worker-kafka", "worker-redis", "web-redis", "wall-web")
    for name in names:
        site.line(name).slow(DELAY_S, BYTES_A_SECOND)
    await asyncio.sleep(SLOW_S)
    for name in names:
        site.line(name).mend(reset=False)


async def resets_again_and_again(site: Installation) -> None:
    for _ in range(8):
        for name in ("source-kafka", "worker-kafka", "worker-redis", "web-redis", "wall-web"):
            site.line(name).reset()
        await asyncio.sleep(0.7)


async def replies_lost(site: Installation) -> None:
    """Commits arrive, and their answers never: connections are reset while they wait."""
    for _ in range(6):
        site.line("worker-redis").stall(["to_client"])
        await asyncio.sleep(0.4)
        site.line("worker-redis").mend()
        await asyncio.sleep(0.6)


async def _meanwhile(site: Installation, for_s: float, marked: str | None) -> None:
    began = asyncio.get_running_loop().time()
    if marked is not None:
        await site.is_marked(marked, within_s=for_s + 4)
    await asyncio.sleep(max(0.0, began + for_s - asyncio.get_running_loop().time()))


WORKER, SOURCE, CONNECTION = '"worker" since its last sign', "the source is marked", '"no connection since"'

ROWS = (
    Row(NETWORK, "worker cut from redis", "connections reset and refused for 8 s", WORKER,
        cut("worker-redis", marked="worker")),
    Row(NETWORK, "worker stalled from redis", "nothing passes for 8 s, and nobody is told", WORKER,
        stalled("worker-redis", marked="worker")),
    Row(NETWORK, "worker cut from kafka", "connections reset and refused for 8 s", "nothing, or the source is marked",
        cut("worker-kafka")),
    Row(NETWORK, "worker hears nothing of kafka", "what Kafka says does not arrive for 8 s", SOURCE,
        stalled("worker-kafka", ["to_client"], CUT_S)),
    Row(NETWORK, "source cut from kafka", "connections reset and refused for 8 s", SOURCE,
        cut("source-kafka", marked="source")),
    Row(NETWORK, "source is not heard by kafka", "what the source says does not arrive for 8 s", SOURCE,
        stalled("source-kafka", ["to_server"], CUT_S, "source")),
    Row(NETWORK, "web cut from redis", "connections reset and refused for 8 s", WORKER,
        cut("web-redis", marked="worker")),
    Row(NETWORK, "web hears nothing of redis", "what Redis says does not arrive for 8 s, then arrives late", WORKER,
        stalled("web-redis", ["to_client"], CUT_S, "worker", reset=False)),
    Row(NETWORK, "wall cut from web", "connections reset and refused for 8 s", CONNECTION,
        cut("wall-web", marked="connection")),
    Row(NETWORK, "wall stalled from web", "nothing passes for 8 s, and nobody is told", CONNECTION,
        stalled("wall-web", marked="connection"),
        proven_by=("tests/e2e/test_same_board.py::"
                   "test_a_wall_whose_wire_is_cut_says_so_and_recovers_while_another_stays_live",)),
    Row(NETWORK, "everything slow", "60 ms each way and 200 kB/s between all parts, for 8 s", "nothing, or marks",
        everything_slow),
    Row(NETWORK, "everything reset", "all connections of all parts reset, eight times in 6 s", "nothing, or marks",
        resets_again_and_again),
    Row(REPLY_LOST, "replies of redis lost", "commits arrive, their answers do not, six times", "nothing",
        replies_lost,
        proven_by=("tests/streams/test_worker.py::test_a_lost_reply_is_recognised_and_nothing_is_counted_twice",
                   "tests/contract/test_ledger.py::"
                   "test_a_commit_repeated_after_a_lost_reply_succeeds_and_applies_once")),
)  # fmt: skip
