"""What is to be reached, which command measures it, and what stands in the way where it is not reached.

The key of a goal is the name under which its command prints the value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal["%", "ms", "s", "ratio", "a second", "MB", "MB a minute", ""]


@dataclass(frozen=True, slots=True)
class Goal:
    """`limit` in the unit (a share as a fraction); None: told without a goal. `least`: at least so much, else at most.
    `lever`: where the time goes and what would help, told while the goal is missed."""

    key: str
    what: str
    unit: Unit
    command: str
    limit: float | None = None
    least: bool = False
    lever: str = ""

    def met(self, value: float) -> bool:
        if self.limit is None:
            return True
        return value >= self.limit if self.least else value <= self.limit


_BENCH, _PEERS, _CLIENTS = "make bench", "make bench-peers", "make bench-clients"
_FOLD = (
    "`python -m loadtest.bench --profile`: no hot spot is left in the fold (some 75 small functions an event, about "
    "half of the time) or in packing what changed. Compiling the floor with mypyc as it stands takes a quarter off "
    "the fold. What would help is a core written for a compiler, or several workers: partitions are independent."
)
_LATENCY = "make bench-latency"
_TURNS = (
    "nearly all of it is the worker: in every round it judges the alerts of every site and saves what changed, before "
    "who waits is written; figures of windows follow in turns. What would help: to judge no more often than figures "
    "are written, or several workers."
)
_REPLAY = "make bench-replay"

GOALS = (
    Goal(
        "live_per_s",
        "events a second, one worker: Kafka → decode → floor → alerts → fenced commit to Redis",
        "a second",
        _BENCH,
        100_000,
        least=True,
        lever=_FOLD,
    ),
    Goal("live_ratio", "… against bare `getmany` of the same run", "ratio", _BENCH, 0.3, least=True, lever=_FOLD),
    Goal("worker_per_s", "… by the log's clock: an hour's windows and alerts in seconds", "a second", _BENCH),
    Goal("worker_ratio", "… against bare `getmany`", "ratio", _BENCH),
    Goal("tavle_per_s", "the worker on the topic of its peers, by the log's clock", "a second", _PEERS),
    Goal("by_hand_per_s", "a small part of its work (waits by queue and 10 s) by hand on aiokafka", "a second", _PEERS),
    Goal("bytewax_per_s", "… in Bytewax", "a second", _PEERS),
    Goal("faststream_per_s", "… in FastStream", "a second", _PEERS),
    Goal("faust_per_s", "… in Faust", "a second", _PEERS),
    Goal("kafka_streams_per_s", "… in Kafka Streams", "a second", _PEERS),
    Goal("many_web_core_share", "5,000 clients, about 1 KB changes a second: share of a core", "%", _CLIENTS, 0.20),
    Goal("many_p99_ms", "… frame made → received, p99", "ms", _CLIENTS),
    Goal("mixed_p99_ms", "10,000 clients held, 500 of them stuck: p99 of the healthy ones", "ms", _CLIENTS, 500),
    Goal("mixed_web_core_share", "… share of a core", "%", _CLIENTS),
    Goal("mixed_web_memory_mb", "… resident memory of the web process", "MB", _CLIENTS),
    Goal("mixed_memory_slope_mb_a_minute", "… growth of its memory, second half", "MB a minute", _CLIENTS, 1.0),
    Goal("mixed_all_released_s", "… all stuck and cut-off ones let go", "s", _CLIENTS, 30),
    Goal("storm_p99_ms", "2,000 clients at once after a restart of web: board received, p99", "ms", _CLIENTS),
    Goal(
        "frame_p50_ms",
        "event accepted → frame received, 5,000 events/s, 1,000 clients: p50",
        "ms",
        _LATENCY,
        60,
        lever=_TURNS,
    ),
    Goal("frame_p99_ms", "… p99", "ms", _LATENCY, 150, lever=_TURNS),
    Goal("in_ledger_p50_ms", "… of this until the figure is in Redis, p50", "ms", _LATENCY),
    Goal("made_p50_ms", "… from there until the frame is made, p50", "ms", _LATENCY),
    Goal("sent_p50_ms", "… from there until it is received, p50", "ms", _LATENCY),
    Goal("pixel_p50_ms", "event accepted → drawn by Chromium, 5,000 events/s: p50", "ms", _LATENCY),
    Goal("pixel_p99_ms", "… p99", "ms", _LATENCY),
    Goal("replay_day_s", "a day of a million events replayed by `tavle replay`", "s", _REPLAY, 15, lever=_FOLD),
    Goal("replay_day_processor_s", "… of it computing", "s", _REPLAY),
    Goal("rebuild_day_s", "the same day from Kafka into an empty Redis, by one worker", "s", _REPLAY, 15, lever=_FOLD),
    Goal("rebuilt_worker_memory_mb", "… memory of the worker: 24 sites of 8 queues, 100 agents", "MB", _REPLAY),
    Goal("owned_again_s", "kill -9 of a worker under load → the next one owns its partitions", "s", _REPLAY),
    Goal(
        "caught_up_s",
        "… from then until it has caught up",
        "s",
        _REPLAY,
        5,
        lever="not profiled. A new owner shows no site before all its figures were written once, which takes a tenth "
        "of its time while it is behind: a greater share for the first round would help.",
    ),
    Goal("demo_first_figure_s", "`tavle demo`, installed → first figure in a browser", "s", _REPLAY, 3),
    Goal("memory_10x50_mb", "memory of a site: 10 queues, 50 agents, a day of 20,000 calls", "MB", _REPLAY),
    Goal("memory_50x500_mb", "… 50 queues, 500 agents", "MB", _REPLAY),
    Goal("memory_200x2000_mb", "… 200 queues, 2,000 agents", "MB", _REPLAY),
)
