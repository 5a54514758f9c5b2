"""The names of metrics, windows and units; a misspelt one fails type checking."""

from __future__ import annotations

from typing import Literal

Unit = Literal["count", "ms", "share", "score", "rating", "money", "number"]
"""`score`: −100 to +100. `rating`: a mean on its survey's scale. `money`: in the site's currency. `number`: a ratio of
counts, such as sales a day."""

WindowKey = Literal["5m", "15m", "30m", "1h", "4h", "8h", "24h", "interval", "today", "week", "month"]

NowKey = Literal[
    "waiting",
    "suspect",
    "talking",
    "longest_wait",
    "next_breach",
    "agents_available",
    "agents_busy",
    "agents_on_break",
    "agents_online",
    "tickets_open",
    "tickets_unanswered",
    "tickets_at_risk",
    "tickets_breached",
    "next_due",
    "backlog_age",
    "oldest_ticket",
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
    "max_wait",
    "wait_p50",
    "wait_p80",
    "wait_p90",
    "wait_p95",
    "wait_p99",
    "abandon_rate",
    "loss_rate",
    "service_level",
    "recovery",
    "handled",
    "aht",
    "aht_end_to_end",
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
    "logged_rate",
    "value_customer",
    "value_company",
    "value_both",
    "value_none",
    "fcr",
    "ftr",
    "busy_time",
    "busy_share",
    "occupancy",
    "nps",
    "nps_mean",
    "csat",
    "csat_mean",
    "ces",
    "smiley_happy",
    "smiley_sad",
    "thumbs_up",
    "stars",
    "comments",
    "sales",
    "sales_new",
    "upsells",
    "repurchases",
    "upsell_share",
    "repurchase_share",
    "sales_amount",
    "order_value",
    "sales_per_agent_day",
    "retentions_tried",
    "retentions_saved",
    "retention_rate",
    "customers_joined",
    "customers_left",
    "net_customers",
    "tickets_opened",
    "tickets_solved",
    "tickets_reopened",
    "tickets_reassigned",
    "one_touch_share",
    "first_reply_time",
    "first_reply_p50",
    "first_reply_p90",
    "next_reply_time",
    "resolution_time",
    "resolution_p50",
    "resolution_p90",
    "full_resolution_time",
    "first_reply_attainment",
    "next_reply_attainment",
    "resolution_attainment",
    "sla_attainment",
]

PeriodMetricKey = Literal[
    "revenue",
    "service_cost",
    "cost_share",
    "sickness",
    "turnover",
    "churn",
    "trustpilot_score",
]
"""Figures over a whole day, week, month or year, from what other systems reported."""

TableKey = Literal["abandon_curve", "satisfaction_by_wait", "top_topics", "volume_by_value"]
"""Figures that are a short table over a window."""

MetricKey = NowKey | WindowMetricKey | PeriodMetricKey
"""A figure that is one number."""

AnyKey = MetricKey | TableKey

Language = Literal["en", "da", "sv", "nl"]
