"""The names of metrics, windows and units; a misspelt one fails type checking."""

from __future__ import annotations

from typing import Literal

Unit = Literal["count", "ms", "share"]

WindowKey = Literal["5m", "15m", "30m", "1h", "4h", "8h", "24h", "interval", "today"]

NowKey = Literal[
    "waiting",
    "talking",
    "longest_wait",
    "agents_available",
    "agents_busy",
    "agents_on_break",
    "agents_online",
]

WindowMetricKey = Literal[
    "offered",
    "answered",
    "answered_in_time",
    "abandoned",
    "abandoned_in_time",
    "callbacks",
    "left_otherwise",
    "timed_out",
    "overflowed",
    "redirected",
    "withdrawn",
    "closed",
    "lost",
    "asa",
    "avg_queue_time",
    "avg_wait",
    "avg_abandon_time",
    "wait_p50",
    "wait_p80",
    "wait_p90",
    "wait_p95",
    "wait_p99",
    "abandon_rate",
    "loss_rate",
    "service_level",
    "handled",
    "aht",
    "avg_talk",
    "avg_hold",
    "acw",
    "ended_by_agent",
    "ended_by_customer",
    "transferred",
    "transfer_rate",
    "offers",
    "refused",
    "refusal_rate",
    "busy_time",
    "busy_share",
    "occupancy",
]

MetricKey = NowKey | WindowMetricKey
