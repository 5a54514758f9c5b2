"""docs/prometheus.md: what `/metrics` shows, from the registries of worker and web."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry

from app.notify.metrics import NotifyMetrics
from app.web.metrics import WebMetrics
from streams.worker_metrics import WorkerMetrics

INTRO = """# Prometheus

What `GET /metrics` of a web process shows, and of `tavle up` and `tavle demo`, which have the worker in the same
process; a worker by itself shows its part on `worker.metrics_port`. Counters end in `_total` there. What each tells,
and what to do: [runbook.md](runbook.md). Rules for Prometheus and a dashboard for Grafana are in `monitoring/`.

| name | kind | meaning |
|---|---|---|
"""


def prometheus_page() -> str:
    """The whole page."""
    registry = CollectorRegistry()
    WorkerMetrics(registry)
    NotifyMetrics(registry)
    WebMetrics(registry)
    return INTRO + "\n".join(_rows(registry)) + "\n"


def _rows(registry: CollectorRegistry) -> Iterator[str]:
    for metric in sorted(registry.collect(), key=lambda metric: metric.name):
        yield f"| `{metric.name}` | {metric.type} | {metric.documentation} |"
