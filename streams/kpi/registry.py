"""Every metric of the present and over windows that there is. docs/metrics.md is generated from here."""

from __future__ import annotations

from collections.abc import Mapping

from streams.kpi.agent_metrics import AGENT_TIME, BUSY_TIME, HANDLING, MATTERS, ONLINE_TIME
from streams.kpi.feedback_metrics import FEEDBACK_METRICS
from streams.kpi.keys import MetricKey
from streams.kpi.metric import NowMetric, WindowMetric
from streams.kpi.now_metrics import NOW_METRICS
from streams.kpi.queue_metrics import LEFT_OTHERWISE, LEFT_UNANSWERED, QUEUE_METRICS, WAIT_OF_ALL
from streams.kpi.sales_metrics import SALES_METRICS
from streams.kpi.ticket_metrics import TICKET_METRICS

__all__ = [
    "BUSY_TIME",
    "LEFT_OTHERWISE",
    "LEFT_UNANSWERED",
    "METRICS",
    "NOW_METRICS",
    "ONLINE_TIME",
    "WAIT_OF_ALL",
    "WINDOW_METRICS",
]

WINDOW_METRICS: tuple[WindowMetric, ...] = (
    *QUEUE_METRICS,
    *HANDLING,
    *MATTERS,
    *AGENT_TIME,
    *FEEDBACK_METRICS,
    *SALES_METRICS,
    *TICKET_METRICS,
)

METRICS: Mapping[MetricKey, NowMetric | WindowMetric] = {
    **{metric.key: metric for metric in NOW_METRICS},
    **{metric.key: metric for metric in WINDOW_METRICS},
}
"""Every figure of the present or of a window; figures over whole periods are in streams/kpi/period_metrics.py."""
