"""What delivery tells Prometheus about itself."""

from __future__ import annotations

from typing import Literal

from prometheus_client import CollectorRegistry, Counter, Gauge

Beat = Literal["sent", "failed", "held_back"]


class NotifyMetrics:
    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        registry = registry or CollectorRegistry()

        def counter(name: str, documentation: str, label: str = "channel") -> Counter:
            return Counter(f"tavle_notify_{name}", documentation, [label], registry=registry)

        self._delivered = counter("delivered", "Messages that a channel took.")
        self._retried = counter("retried", "Attempts that failed and are repeated, by channel.")
        self._given_up = counter("given_up", "Messages that were never delivered, by channel.")
        self._dead_man = counter("dead_man", "Dead-man signals, by outcome: sent, failed, held_back.", "outcome")
        self._waiting = Gauge("tavle_notify_waiting", "Messages that wait for a channel.", ["channel"],
                              registry=registry)  # fmt: skip

    def channel(self, key: str) -> None:
        """Shows a channel from the start, not from its first message."""
        for counter in (self._delivered, self._retried, self._given_up):
            counter.labels(key)
        self.waiting(key, 0)

    def delivered(self, channel: str) -> None:
        self._delivered.labels(channel).inc()

    def retried(self, channel: str) -> None:
        self._retried.labels(channel).inc()

    def given_up(self, channel: str) -> None:
        self._given_up.labels(channel).inc()

    def waiting(self, channel: str, count: int) -> None:
        self._waiting.labels(channel).set(count)

    def dead_man(self, outcome: Beat) -> None:
        self._dead_man.labels(outcome).inc()
