"""Which subjects a metric follows from: when a source of one of them is silent, the figure may no longer be true."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from streams.floor.subject import Subject
from streams.kpi.agent_metrics import AGENT_TIME, HANDLING, MATTERS
from streams.kpi.feedback_metrics import FEEDBACK_METRICS
from streams.kpi.keys import MetricKey
from streams.kpi.metric import NowMetric, WindowMetric
from streams.kpi.now_metrics import NOW_METRICS
from streams.kpi.period_metrics import PERIOD_METRICS
from streams.kpi.queue_metrics import QUEUE_METRICS
from streams.kpi.sales_metrics import SALES_METRICS
from streams.kpi.ticket_metrics import TICKET_METRICS

Subjects = frozenset[Subject]

CONTACTS: Subjects = frozenset({"contacts"})
PEOPLE: Subjects = frozenset({"contacts", "agents"})
"""An agent who talks is told of by the contact, one on a break by his presence."""
TICKETS: Subjects = frozenset({"tickets"})
SALES: Subjects = frozenset({"sales"})
SURVEYS: Subjects = frozenset({"surveys"})
MATTERS_OF: Subjects = frozenset({"contacts", "wrap_up", "surveys"})
"""What it was about is logged after the contact, and a survey may tell that it was not solved."""
REPORTED: Subjects = frozenset({"measures", "contacts"})
"""Costs and hours are reported, what they are divided by is counted."""

_WAITING: tuple[MetricKey, ...] = ("waiting", "suspect", "longest_wait", "next_breach")
_OPEN_TICKETS: tuple[MetricKey, ...] = (
    "tickets_open", "tickets_unanswered", "tickets_at_risk", "tickets_breached", "next_due", "backlog_age",
    "oldest_ticket",
)  # fmt: skip


def _all(metrics: Iterable[NowMetric | WindowMetric], subjects: Subjects) -> dict[MetricKey, Subjects]:
    return {metric.key: subjects for metric in metrics}


SUBJECTS_OF: Mapping[MetricKey, Subjects] = {
    **_all(NOW_METRICS, PEOPLE),
    **dict.fromkeys(_WAITING, CONTACTS),
    **dict.fromkeys(_OPEN_TICKETS, TICKETS),
    **_all(QUEUE_METRICS, CONTACTS),
    **_all(HANDLING, PEOPLE),
    **_all(MATTERS, MATTERS_OF),
    **_all(AGENT_TIME, PEOPLE),
    **_all(FEEDBACK_METRICS, SURVEYS),
    **_all(SALES_METRICS, SALES),
    "sales_per_agent_day": SALES | PEOPLE,
    **_all(TICKET_METRICS, TICKETS),
    **dict.fromkeys(PERIOD_METRICS, REPORTED),
}
"""Of every metric that a board can show."""
