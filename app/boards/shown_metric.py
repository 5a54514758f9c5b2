"""Every metric that a tile can show, and of whom and over which window it makes sense."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from streams.kpi import MetricKey
from streams.kpi.measures import period_window
from streams.kpi.metric import PEOPLE, NowMetric, WindowMetric
from streams.kpi.period_metrics import PERIOD_METRICS, PeriodMetric
from streams.kpi.registry import METRICS

Side = Literal["site", "queue", "people", "channel"]
"""From where contacts are seen: the whole site, some queues, some teams and agents, some channels."""

ShownMetric = NowMetric | WindowMetric | PeriodMetric

SHOWN_METRICS: Mapping[MetricKey, ShownMetric] = {
    metric.key: metric for metric in (*METRICS.values(), *PERIOD_METRICS.values())
}

JUDGED: frozenset[MetricKey] = frozenset({"service_level", "answered_in_time", "abandoned_in_time", "recovery"})
"""Figures that follow from a service-level rule."""

BY_THRESHOLD: frozenset[MetricKey] = frozenset({"service_level", "answered_in_time", "abandoned_in_time"})
"""Figures that mean nothing without the threshold beside them."""

TRENDED: frozenset[MetricKey] = frozenset(
    metric.key
    for metric in SHOWN_METRICS.values()
    if isinstance(metric, WindowMetric) and metric.linear and "queue" in metric.scopes
)
"""Figures that can be told of the panes of 5 minutes that are kept of each queue: what follows from sums of counts."""

ASKED: frozenset[MetricKey] = frozenset(
    {"csat", "csat_mean", "nps", "nps_mean", "ces", "stars", "smiley_happy", "smiley_sad", "thumbs_up"}
)
"""Figures of what customers answered."""


def objection(key: MetricKey, window: str, side: Side, *, across: bool = False) -> str | None:
    """Why the metric cannot be shown over this window and from this side, or `across` sites; None when it can."""
    metric = SHOWN_METRICS[key]
    if isinstance(metric, NowMetric) != (window == "now"):
        return f"{key} over {window}: figures of the present need now, the others a window"
    if isinstance(metric, PeriodMetric) and across:
        return f"{key} is a reported figure of one site: the periods that others reported may be others"
    if isinstance(metric, PeriodMetric) and period_window(window) is None:
        return f"{key} over {window}: a reported figure needs today, week or month"
    if isinstance(metric, WindowMetric) and window not in metric.windows:
        return f"{key} over {window}: it is counted over {', '.join(metric.windows)} only"
    if not _makes_sense(metric, side):
        return f"{key} is no figure of a {side}: it is of {', '.join(metric.scopes)}"
    return None


def _makes_sense(metric: ShownMetric, side: Side) -> bool:
    """What only people have, a queue has of those who serve it."""
    if side == "people":
        return "team" in metric.scopes
    return side in metric.scopes or (side == "queue" and metric.scopes == PEOPLE)
