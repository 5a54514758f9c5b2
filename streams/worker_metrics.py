"""What a worker tells Prometheus about itself."""

from __future__ import annotations

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge


class WorkerMetrics:
    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        registry = registry or CollectorRegistry()
        self._events = Counter("tavle_worker_records", "Records folded.", registry=registry)
        self._rejected = Counter("tavle_worker_rejected", "Records that were not events.", registry=registry)
        self._commits = Counter("tavle_worker_commits", "Commits to the ledger.", registry=registry)
        self._pauses = Counter("tavle_worker_ledger_pauses", "Times that the ledger could not be reached.",
                               registry=registry)  # fmt: skip
        self._lag = Gauge("tavle_worker_lag_records", "Records not yet folded.", ["partition"], registry=registry)

        self._unread = Gauge("tavle_worker_settings_unread", "1 while the settings of the store cannot be read.",
                             registry=registry)  # fmt: skip

        self._large = Gauge("tavle_worker_large_sites", "Sites with more queues or agents than one is made for.",
                            registry=registry)  # fmt: skip

    def large_sites(self, count: int) -> None:
        self._large.set(count)

    def settings_read(self, read: bool) -> None:
        self._unread.set(not read)

    def folded(self, records: int, rejected: int) -> None:
        self._events.inc(records)
        self._rejected.inc(rejected)

    def committed(self) -> None:
        self._commits.inc()

    def paused(self) -> None:
        self._pauses.inc()

    def lag(self, by_partition: Mapping[int, int | None]) -> None:
        self._lag.clear()
        for partition, records in by_partition.items():
            if records is not None:
                self._lag.labels(str(partition)).set(records)
