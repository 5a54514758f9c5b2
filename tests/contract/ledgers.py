"""The ledgers that the suite runs on: how each is opened, and opened again."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from streams.ledger.memory import MemoryKeys, MemoryLedger
from streams.ledger.open import open_ledger
from streams.ledger.port import Ledger

PARTITIONS = 12


@dataclass
class LedgerPlace:
    """Where a ledger lives. Every `open` is another process looking at the same keys."""

    url: str
    topic: str = field(default_factory=lambda: f"contract.{uuid.uuid4().hex[:12]}")
    keys: MemoryKeys = field(default_factory=MemoryKeys)

    @property
    def on_redis(self) -> bool:
        return self.url != "memory:"

    def open(self, *, partitions: int = PARTITIONS) -> Ledger:
        if self.on_redis:
            return open_ledger(self.url, topic=self.topic, partitions=partitions)
        return MemoryLedger(partitions=partitions, keys=self.keys)
