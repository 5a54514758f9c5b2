"""Figures of tickets: how many, how soon answered and solved, how many promises kept."""

from __future__ import annotations

from streams.kpi.formula import count, hist_percentile, ratio
from streams.kpi.metric import EVERYWHERE, WindowMetric

_MET = ("first_reply_met", "next_reply_met", "resolution_met")
_MISSED = ("first_reply_missed", "next_reply_missed", "resolution_missed")
_REPLIES = "first replies, by the promise's clock"
_RESOLUTIONS = "full calendar times from opened to last solved"

TICKET_METRICS: tuple[WindowMetric, ...] = (
    count("tickets_opened", "tickets_opened", called={"Zendesk": "Created tickets"}),
    count("tickets_solved", "tickets_solved", scopes=EVERYWHERE, better="higher", called={"Zendesk": "Solved tickets"}),
    count("tickets_reopened", "tickets_reopened", better="lower", called={"Zendesk": "Reopened tickets"}),
    count("tickets_reassigned", "tickets_reassigned", better="lower"),
    ratio("one_touch_share", ("one_touch",), ("tickets_solved",), unit="share", better="higher", scopes=EVERYWHERE,
          called={"Zendesk": "One-touch tickets"}),
    ratio("first_reply_time", ("first_reply_ms",), ("first_replies",), unit="ms", better="lower", scopes=EVERYWHERE,
          called={"the trade": "FRT, first response time", "Zendesk": "First reply time"}),
    hist_percentile("first_reply_p50", 50, "reply_hist", _REPLIES, EVERYWHERE),
    hist_percentile("first_reply_p90", 90, "reply_hist", _REPLIES, EVERYWHERE),
    ratio("next_reply_time", ("next_reply_ms",), ("next_replies",), unit="ms", better="lower", scopes=EVERYWHERE,
          called={"Zendesk": "Next reply time"}),
    ratio("resolution_time", ("resolution_ms",), ("tickets_solved",), unit="ms", better="lower", scopes=EVERYWHERE,
          called={"Zendesk": "Agent work time"}),
    hist_percentile("resolution_p50", 50, "resolution_hist", _RESOLUTIONS, EVERYWHERE),
    hist_percentile("resolution_p90", 90, "resolution_hist", _RESOLUTIONS, EVERYWHERE),
    ratio("full_resolution_time", ("full_resolution_ms",), ("tickets_solved",), unit="ms", better="lower",
          scopes=EVERYWHERE, called={"the trade": "time to resolve, TTR", "Zendesk": "Full resolution time"}),
    ratio("first_reply_attainment", ("first_reply_met",), ("first_reply_met", "first_reply_missed"), unit="share",
          better="higher", scopes=EVERYWHERE),
    ratio("next_reply_attainment", ("next_reply_met",), ("next_reply_met", "next_reply_missed"), unit="share",
          better="higher", scopes=EVERYWHERE),
    ratio("resolution_attainment", ("resolution_met",), ("resolution_met", "resolution_missed"), unit="share",
          better="higher", scopes=EVERYWHERE),
    ratio("sla_attainment", _MET, (*_MET, *_MISSED), unit="share", better="higher", scopes=EVERYWHERE,
          called={"the trade": "SLA compliance"}),
)  # fmt: skip
