"""What is counted: integer counts and sums, one number a name. Everything a formula reads is one of these.

In the floor a name is a small integer, so that a pane is one sparse `dict[int, int]`; bins of the wait histogram
follow from `HISTOGRAM` on. In the ledger and in JSON it is the name.
"""

from __future__ import annotations

from typing import Final

from streams.floor.histogram import bin_of

Counts = dict[int, int]


class Count:
    """Names of counts (legs, contacts) and sums (milliseconds), as small integers. Definitions: docs/metrics.md."""

    offered: Final = 0
    answered: Final = 1
    abandoned: Final = 2
    callbacks: Final = 3
    timed_out: Final = 4
    overflowed: Final = 5
    redirected: Final = 6
    withdrawn: Final = 7
    closed: Final = 8
    lost: Final = 9
    answered_wait_ms: Final = 10
    abandoned_wait_ms: Final = 11
    other_wait_ms: Final = 12
    # The eight exclusive counts of the service level, by the queue's rule (threshold T, short-abandon limit S).
    sl_answered_in: Final = 13
    sl_answered_late: Final = 14
    sl_abandoned_short: Final = 15
    sl_abandoned_in: Final = 16
    sl_abandoned_late: Final = 17
    sl_other_in: Final = 18
    sl_other_late: Final = 19
    sl_waiting_late: Final = 20
    handled: Final = 21
    talk_ms: Final = 22
    held: Final = 23
    hold_ms: Final = 24
    acw_ms: Final = 25
    ended_by_agent: Final = 26
    ended_by_customer: Final = 27
    transferred: Final = 28
    offers: Final = 29
    refused: Final = 30
    # Agents' wall-clock by their most binding state.
    ringing_ms: Final = 31
    on_contact_ms: Final = 32
    wrapping_ms: Final = 33
    busy_ms: Final = 34
    available_ms: Final = 35
    break_ms: Final = 36
    training_ms: Final = 37
    meeting_ms: Final = 38
    other_work_ms: Final = 39
    in_error_ms: Final = 40
    # Busy wall-clock of agents whose presence no source has told: in no share, since their logged-in time is unknown.
    unlogged_ms: Final = 41


HISTOGRAM = 64
NAMES: tuple[str, ...] = tuple(name for name in vars(Count) if not name.startswith("_"))


def wait_bin(wait_ms: int) -> int:
    """The key under which a wait of an answered contact is counted in the histogram."""
    return HISTOGRAM + bin_of(wait_ms)


def add_into(total: Counts, part: Counts, sign: int = 1) -> None:
    """total += sign × part, keeping `total` sparse."""
    for key, value in part.items():
        new = total.get(key, 0) + sign * value
        if new:
            total[key] = new
        else:
            total.pop(key, None)


def split(counts: Counts) -> tuple[dict[str, int], dict[int, int]]:
    """Named counts and histogram bins, zeros left out."""
    named = {NAMES[key]: value for key, value in counts.items() if key < HISTOGRAM and value}
    bins = {key - HISTOGRAM: value for key, value in counts.items() if key >= HISTOGRAM and value}
    return named, bins
