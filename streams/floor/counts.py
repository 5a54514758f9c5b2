"""What is counted: integer counts and sums, one number a name. Everything a formula reads is one of these.

In the floor a name is a small integer, so that a pane is one sparse `dict[int, int]`. Blocks of numbers follow: the ten
verdicts of each service-level rule, the bands of the abandonment curve, the bins of the histograms, and the topics. In
the ledger and in JSON it is the name.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

from streams.floor.histogram import bin_of

Counts = dict[int, int]


class Count:
    """Names of counts (legs, contacts, tickets, …) and sums (milliseconds, thousandths of a score, hundredths of a
    currency), as small integers. Definitions: docs/metrics.md."""

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
    handled: Final = 13
    talk_ms: Final = 14
    held: Final = 15
    hold_ms: Final = 16
    acw_ms: Final = 17
    end_to_end_ms: Final = 18
    ended_by_agent: Final = 19
    ended_by_customer: Final = 20
    transferred: Final = 21
    offers: Final = 22
    refused: Final = 23
    # What conversations were about, and whether they settled it.
    logged: Final = 24
    value_customer: Final = 25
    value_company: Final = 26
    value_both: Final = 27
    value_none: Final = 28
    fcr_contacts: Final = 29
    fcr_resolved: Final = 30
    fcr_settled: Final = 31
    ftr_asked: Final = 32
    ftr_right: Final = 33
    # Agents' wall-clock by their most binding state.
    ringing_ms: Final = 34
    on_contact_ms: Final = 35
    wrapping_ms: Final = 36
    busy_ms: Final = 37
    available_ms: Final = 38
    break_ms: Final = 39
    training_ms: Final = 40
    meeting_ms: Final = 41
    other_work_ms: Final = 42
    in_error_ms: Final = 43
    # Busy wall-clock of agents whose presence no source has told: in no share, since their logged-in time is unknown.
    unlogged_ms: Final = 44
    # Local days on which an agent was logged in at all.
    agent_days: Final = 45
    # Feedback. Sums of scores are in thousandths: NPS as given, CSAT and stars on 1 to 5, CES on 1 to 7.
    nps_promoters: Final = 46
    nps_passives: Final = 47
    nps_detractors: Final = 48
    nps_milli: Final = 49
    csat_n: Final = 50
    csat_top: Final = 51
    csat_milli: Final = 52
    ces_n: Final = 53
    ces_milli: Final = 54
    smiley_happy: Final = 55
    smiley_neutral: Final = 56
    smiley_sad: Final = 57
    thumbs_up: Final = 58
    thumbs_down: Final = 59
    stars_n: Final = 60
    stars_milli: Final = 61
    comments: Final = 62
    # Sales, retention, customer base. Amounts in hundredths of the site's currency.
    sales: Final = 63
    sales_new: Final = 64
    upsells: Final = 65
    repurchases: Final = 66
    sales_with_amount: Final = 67
    sales_amount_cents: Final = 68
    sales_other_currency: Final = 69
    retentions_tried: Final = 70
    retentions_saved: Final = 71
    customers_joined: Final = 72
    customers_left: Final = 73
    # Tickets. `_ms` by the promise's own clock (business hours, stopped while pending), but for full_resolution_ms.
    tickets_opened: Final = 74
    tickets_solved: Final = 75
    tickets_reopened: Final = 76
    reopenings: Final = 77
    tickets_reassigned: Final = 78
    reassignments: Final = 79
    one_touch: Final = 80
    first_replies: Final = 81
    first_reply_ms: Final = 82
    next_replies: Final = 83
    next_reply_ms: Final = 84
    resolution_ms: Final = 85
    full_resolution_ms: Final = 86
    first_reply_met: Final = 87
    first_reply_missed: Final = 88
    next_reply_met: Final = 89
    next_reply_missed: Final = 90
    resolution_met: Final = 91
    resolution_missed: Final = 92


class Verdict:
    """The ten exclusive outcomes by one service-level rule (threshold T, short-abandon limit S)."""

    answered_in: Final = 0
    answered_late: Final = 1
    abandoned_short: Final = 2
    abandoned_in: Final = 3
    abandoned_late: Final = 4
    callback_in: Final = 5
    callback_late: Final = 6
    other_in: Final = 7
    other_late: Final = 8
    waiting_late: Final = 9


NAMED = tuple(name for name in vars(Count) if not name.startswith("_"))
VERDICTS = tuple(name for name in vars(Verdict) if not name.startswith("_"))

RULES_KEPT = 16
"""How many rules (each version of each rule is one) a queue can be judged by at once."""

VERDICT = 128
VERDICTS_A_RULE = 16

BAND_EDGES_S = (10, 20, 30, 60, 90, 120, 150, 180, 300)
"""Upper edges, inclusive, of the bands of the abandonment curve; the last band has none."""

BANDS = (*(f"to_{edge}" for edge in BAND_EDGES_S), "beyond")
_BAND_EDGES_MS = tuple(edge * 1000 for edge in BAND_EDGES_S)

CURVE_LEFT, CURVE_ANSWERED, CURVE_CSAT_N, CURVE_CSAT_TOP = 512, 528, 544, 560
_CURVE = {
    "curve_left": CURVE_LEFT,
    "curve_answered": CURVE_ANSWERED,
    "curve_csat_n": CURVE_CSAT_N,
    "curve_csat_top": CURVE_CSAT_TOP,
}

HISTOGRAM = 1024
BINS = 1 << 20
"""Room of one histogram among the keys: more than any bin of a whole number of milliseconds needs."""

WAIT_HIST, LEFT_HIST, REPLY_HIST, RESOLUTION_HIST = (HISTOGRAM + part * BINS for part in range(4))
TOPIC = HISTOGRAM + 4 * BINS

NAMES: dict[int, str] = {
    **dict(enumerate(NAMED)),
    **{
        VERDICT + slot * VERDICTS_A_RULE + place: f"sl_{name}" if slot == 0 else f"sl{slot}_{name}"
        for slot in range(RULES_KEPT)
        for place, name in enumerate(VERDICTS)
    },
    **{base + place: f"{name}_{band}" for name, base in _CURVE.items() for place, band in enumerate(BANDS)},
}


def verdict_base(slot: int) -> int:
    """The first key of the verdicts by the queue's rule in `slot`."""
    return VERDICT + slot * VERDICTS_A_RULE


def band_of(wait_ms: int) -> int:
    """Which band of the abandonment curve a wait ended in."""
    return bisect_left(_BAND_EDGES_MS, wait_ms)


def wait_bin(wait_ms: int) -> int:
    """The key under which a wait of an answered contact is counted in the histogram."""
    return WAIT_HIST + bin_of(wait_ms)


def add_into(total: Counts, part: Counts, sign: int = 1) -> None:
    """total += sign × part, keeping `total` sparse."""
    for key, value in part.items():
        new = total.get(key, 0) + sign * value
        if new:
            total[key] = new
        else:
            total.pop(key, None)
