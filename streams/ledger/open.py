"""Opening a ledger by its URL."""

from __future__ import annotations

from streams.ledger.layout import LIFE_S
from streams.ledger.memory import MemoryLedger
from streams.ledger.port import Ledger
from streams.ledger.redis import RedisLedger

REDIS_SCHEMES = ("redis", "rediss", "unix", "redis+cluster", "rediss+cluster")


def open_ledger(url: str, *, topic: str, partitions: int, life_s: int = LIFE_S) -> Ledger:
    """A ledger to be entered with `async with`.

    `memory:` is a fresh one inside this process; `redis://`, `rediss://`, `unix://`, `redis+cluster://` and
    `rediss+cluster://` name a Redis or Valkey. `life_s`: how long it outlives its last commit. Raises `ValueError`
    for another URL; entering raises `LedgerMismatch` when the ledger was written for another number of partitions.
    """
    scheme = url.split(":", 1)[0]
    if scheme == "memory":
        return MemoryLedger(partitions=partitions)
    if scheme in REDIS_SCHEMES:
        return RedisLedger(url, topic=topic, partitions=partitions, life_s=life_s)
    raise ValueError(f"a ledger URL begins with memory: or {', '.join(f'{one}://' for one in REDIS_SCHEMES)}")
