"""Figures of the present: what waits, who is there, which tickets are open."""

from __future__ import annotations

from streams.kpi.metric import WORK, NowMetric, Scope
from streams.kpi.present import BUSY_STATES

_AGENTS: tuple[Scope, ...] = ("queue", "team", "site")

NOW_METRICS: tuple[NowMetric, ...] = (
    NowMetric(key="waiting", unit="count", value=lambda now: now.waiting, better="lower",
              called={"Amazon Connect": "Contacts in queue", "Genesys": "oWaiting"}),
    NowMetric(key="suspect", unit="count", value=lambda now: now.suspect, better="lower"),
    NowMetric(key="talking", unit="count", value=lambda now: now.talking, called={"Genesys": "oInteracting"}),
    NowMetric(key="longest_wait", unit="ms", value=lambda now: now.longest_wait_ms, better="lower",
              called={"Amazon Connect": "Oldest contact age", "Genesys": "oLongestWaiting"}),
    NowMetric(key="next_breach", unit="ms", value=lambda now: now.next_breach_ms, better="higher"),
    NowMetric(key="agents_available", unit="count", value=lambda now: now.agents_in(("available",)), better="higher",
              scopes=_AGENTS, called={"Amazon Connect": "Available"}),
    NowMetric(key="agents_busy", unit="count", value=lambda now: now.agents_in(BUSY_STATES), scopes=_AGENTS),
    NowMetric(key="agents_on_break", unit="count", value=lambda now: now.agents_in(("break",)), scopes=_AGENTS),
    NowMetric(key="agents_online", unit="count", value=lambda now: now.agents_online, scopes=_AGENTS,
              called={"Amazon Connect": "Online"}),
    NowMetric(key="tickets_open", unit="count", value=lambda now: now.tickets.open, scopes=WORK,
              called={"Zendesk": "Unsolved tickets"}),
    NowMetric(key="tickets_unanswered", unit="count", value=lambda now: now.tickets.unanswered, better="lower",
              scopes=WORK),
    NowMetric(key="tickets_at_risk", unit="count", value=lambda now: now.tickets.at_risk, better="lower",
              scopes=WORK),
    NowMetric(key="tickets_breached", unit="count", value=lambda now: now.tickets.breached, better="lower",
              scopes=WORK),
    NowMetric(key="next_due", unit="ms", value=lambda now: now.next_due_ms, better="higher", scopes=WORK),
    NowMetric(key="backlog_age", unit="ms", value=lambda now: now.backlog_age_ms, better="lower", scopes=WORK),
    NowMetric(key="oldest_ticket", unit="ms", value=lambda now: now.oldest_ticket_ms, better="lower", scopes=WORK),
)  # fmt: skip
