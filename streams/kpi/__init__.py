"""What can be shown: the metric registry, service-level rules, figures. Pure."""

from __future__ import annotations

from streams.kpi.keys import MetricKey, NowKey, Unit, WindowKey, WindowMetricKey

__all__ = ["MetricKey", "NowKey", "Unit", "WindowKey", "WindowMetricKey"]
