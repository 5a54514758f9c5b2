"""What is counted: integer counts and sums, one number a name. Everything a formula reads is one of these.

In the floor a name is a small integer, so that a pane is one sparse `dict[int, int]`; bins of the wait histogram
follow from `HISTOGRAM` on. In the ledger and in JSON it is the name.
"""

from __future__ import annotations

from enum import IntEnum, auto

from streams.floor.histogram import bin_of

Counts = dict[int, int]


class Count(IntEnum):
    """Names of counts (legs, contacts) and sums (milliseconds). Definitions: docs/metrics.md."""

    offered = 0
    answered = auto()
    abandoned = auto()
    callbacks = auto()
    timed_out = auto()
    overflowed = auto()
    redirected = auto()
    withdrawn = auto()
    closed = auto()
    lost = auto()
    answered_wait_ms = auto()
    abandoned_wait_ms = auto()
    other_wait_ms = auto()
    # The eight exclusive counts of the service level, by the queue's rule (threshold T, short-abandon limit S).
    sl_answered_in = auto()
    sl_answered_late = auto()
    sl_abandoned_short = auto()
    sl_abandoned_in = auto()
    sl_abandoned_late = auto()
    sl_other_in = auto()
    sl_other_late = auto()
    sl_waiting_late = auto()
    handled = auto()
    talk_ms = auto()
    held = auto()
    hold_ms = auto()
    acw_ms = auto()
    ended_by_agent = auto()
    ended_by_customer = auto()
    transferred = auto()
    offers = auto()
    refused = auto()
    # Agents' wall-clock by their most binding state.
    ringing_ms = auto()
    on_contact_ms = auto()
    wrapping_ms = auto()
    busy_ms = auto()
    available_ms = auto()
    break_ms = auto()
    training_ms = auto()
    meeting_ms = auto()
    other_work_ms = auto()
    in_error_ms = auto()
    # Busy wall-clock of agents whose presence no source has told: in no share, since their logged-in time is unknown.
    unlogged_ms = auto()


HISTOGRAM = 64
NAMES: tuple[str, ...] = tuple(count.name for count in Count)


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
