"""What a process does around its parts."""

from __future__ import annotations

from urllib.request import urlopen

import pytest
from prometheus_client import CollectorRegistry

from app.running import metrics_served
from app.web.serve import AddressTaken
from streams.worker_metrics import WorkerMetrics
from tests.servers.ports import free_ports


def test_a_worker_by_itself_answers_prometheus_where_it_was_told_to() -> None:
    registry = CollectorRegistry()
    WorkerMetrics(registry).folded(7, 2)
    (port,) = free_ports(1)
    with metrics_served("127.0.0.2", port, registry):
        text = urlopen(f"http://127.0.0.2:{port}/metrics").read().decode()
        assert "tavle_worker_records_total 7.0" in text
        assert "tavle_worker_rejected_total 2.0" in text
        with pytest.raises(AddressTaken, match=r"worker\.metrics_port"), metrics_served("127.0.0.2", port, registry):
            pass
