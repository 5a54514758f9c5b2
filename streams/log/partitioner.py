"""Which partition a key goes to: Kafka's own rule, for every log, so that a site keeps its partition anywhere."""

from __future__ import annotations

from functools import lru_cache

from aiokafka.partitioner import murmur2

# Keys are sites; the bound is for a source that sends nonsense.
SITES_REMEMBERED = 16_384


@lru_cache(maxsize=SITES_REMEMBERED)
def partition_of_key(key: bytes, partitions: int) -> int:
    """murmur2 of the key without its sign, modulo the number of partitions, as the Java client does it."""
    return int(murmur2(key) & 0x7FFFFFFF) % partitions
