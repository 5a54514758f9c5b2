"""What can be shown: the metric registry, service-level rules, figures. Pure."""

from __future__ import annotations

from streams.kpi.keys import MetricKey, Unit, WindowKey

__all__ = ["MetricKey", "Unit", "WindowKey"]
