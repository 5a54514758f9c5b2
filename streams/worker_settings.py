"""How a worker works: batch sizes, pauses and limits, each with its default."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class WorkerSettings:
    """`clock` says what "now" is: the wall clock, or the newest event's time (to run an old day through real parts).

    Figures are written every `refresh_ms`, and when events came already `refresh_soon_ms` after the last time, which is
    the greater part of what an event takes to a board. Writing them takes about a third of the worker's time at most
    (`refresh_share_live`: half of what it leaves), and while the log is more than a second ahead no more than a tenth
    (`refresh_share`), but that a sign of life goes out every `pulse_ms`. About `refresh_scopes` queues, agents and
    channels are written between two polls of the log: as many as are done well within 20 ms, so that the log does not
    wait for them (`make bench-site` measures it); while others wait their turn, the next comes sooner than that.
    The log's own tools are told how far we are every `hint_ms`. More than `rejected_share` of at least `rejected_least`
    records in a minute means that something feeds the wrong topic: the worker stops with an error.
    Told to end, it tries for `drain_s` to commit what it folded.
    """

    clock: Literal["wall", "log"] = "wall"
    poll_records: int = 10_000
    poll_timeout_s: float = 0.1
    refresh_ms: int = 250
    refresh_soon_ms: int = 40
    refresh_share: float = 0.1
    refresh_share_live: float = 0.5
    pulse_ms: int = 1000
    refresh_scopes: int = 64
    hint_ms: int = 5000
    future_limit_ms: int = 5 * 60_000
    watchdog_s: float = 30.0
    rejected_share: float = 0.05
    rejected_least: int = 1000
    retry_first_s: float = 0.05
    retry_longest_s: float = 2.0
    fence_wait_ms: int = 8000
    catching_up_ms: int = 10_000
    queues_a_site: int = 500
    agents_a_site: int = 2000
    drain_s: float = 8.0
