"""A site's floor in the memory ledger, saved as a worker saves it."""

from __future__ import annotations

from collections.abc import Iterable

from streams.events import AnyEvent
from streams.floor.floor import Floor
from streams.floor.floor_rules import FloorRules
from streams.floor.saved import save
from streams.ledger.memory import MemoryKeys, MemoryLedger
from streams.ledger.names import floor_hash
from streams.ledger.port import Changes

PARTITION = 3


async def save_floor(keys: MemoryKeys, events: Iterable[AnyEvent], now: int, rules: FloorRules | None = None) -> Floor:
    """The floor of the events at `now`, after it was written."""
    floor = Floor("aarhus", rules or FloorRules())
    for event in events:
        floor.apply(event, now)
    floor.tick(now)
    ledger = MemoryLedger(keys=keys)
    claim = await ledger.claim(PARTITION, log_identity="log")
    following = (claim.next_offset or 0) + 1
    changes = Changes(put={floor_hash("aarhus"): save(floor)[0]}, drop={}, sites=["aarhus"])
    await ledger.commit(PARTITION, claim.epoch, claim.next_offset, following, f"c{following}", changes)
    return floor
