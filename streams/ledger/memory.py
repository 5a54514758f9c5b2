"""The ledger inside one process: for tests, simulations and replays. It keeps every promise but durability."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from streams.ledger.layout import Layout, check_layout
from streams.ledger.names import DAYS_PREFIX
from streams.ledger.port import Changes, Claim, Fenced, HashName

Fault = Callable[[str], Awaitable[None]]
"""Awaited with the call's name before it takes effect (`commit`) and after, before it answers (`commit answered`).

A simulation raises `LedgerUnavailable` here (the second moment: the reply that was lost after the commit was done),
cancels, or lets time pass.
"""


async def _no_fault(moment: str) -> None:
    await asyncio.sleep(0)


@dataclass(slots=True)
class _Partition:
    epoch: int = 0
    next_offset: int | None = None
    commit_id: str | None = None
    log_identity: str | None = None
    hashes: dict[HashName, dict[str, bytes]] = field(default_factory=dict)
    sites: set[str] = field(default_factory=set)


class _Listener:
    """What changed since a reader last looked: names by partition, so it never holds more than there are names."""

    def __init__(self, partitions: int) -> None:
        self.changed: dict[int, dict[HashName, None] | None] = dict.fromkeys(range(partitions))
        self.woken = asyncio.Event()
        self.woken.set()

    def wake(self, partition: int, names: Sequence[HashName]) -> None:
        waiting = self.changed.setdefault(partition, {})
        if waiting is not None:  # None: everything is to be read again anyway
            waiting.update(dict.fromkeys(names))
        self.woken.set()

    async def next(self) -> list[tuple[int, Sequence[HashName]]]:
        await self.woken.wait()
        self.woken.clear()
        taken: list[tuple[int, Sequence[HashName]]] = [
            (partition, list(names or ())) for partition, names in self.changed.items()
        ]
        self.changed.clear()
        return taken


class MemoryKeys:
    """What a memory ledger holds. Several ledgers over one of these see the same state, as over one Redis."""

    def __init__(self) -> None:
        self.layout: bytes | None = None
        self.partitions: dict[int, _Partition] = {}
        self.site_partitions: dict[str, int] = {}
        self.listeners: list[_Listener] = []
        self.newest_epoch = 0

    def at(self, partition: int) -> _Partition:
        return self.partitions.setdefault(partition, _Partition())


class MemoryLedger:
    """Both sides of the ledger over `keys`, which outlive it."""

    def __init__(self, *, partitions: int = 12, keys: MemoryKeys | None = None, fault: Fault = _no_fault) -> None:
        self.keys = keys if keys is not None else MemoryKeys()
        self.fault = fault
        self._layout = Layout(partitions)
        self._identity: dict[tuple[int, int], str] = {}

    async def __aenter__(self) -> MemoryLedger:
        check_layout(self.keys.layout, self._layout)
        return self

    async def __aexit__(self, *exc: object) -> None:
        return None

    async def claim(self, partition: int, *, log_identity: str) -> Claim:
        await self.fault("claim")
        check_layout(self.keys.layout, self._layout)
        self.keys.layout = self._layout.encoded()
        at = self.keys.at(partition)
        # An emptied ledger must not hand out an epoch that an old owner still holds.
        at.epoch = at.epoch + 1 if at.epoch else self.keys.newest_epoch + 1
        self.keys.newest_epoch = max(self.keys.newest_epoch, at.epoch)
        self._identity[partition, at.epoch] = log_identity
        claim = Claim(at.epoch, at.next_offset, at.log_identity)
        await self.fault("claim answered")
        return claim

    async def load(self, partition: int, name: HashName) -> Mapping[str, bytes]:
        await self.fault("load")
        return dict(self.keys.at(partition).hashes.get(name, {}))

    async def sites(self, partition: int) -> Sequence[str]:
        await self.fault("sites")
        return sorted(self.keys.at(partition).sites)

    async def commit(
        self, partition: int, epoch: int, expected_next: int | None, new_next: int, commit_id: str, changes: Changes
    ) -> None:
        await self.fault("commit")
        at = self.keys.at(partition)
        _check_epoch(at, partition, epoch)
        if at.commit_id != commit_id:
            if at.next_offset != expected_next:
                raise Fenced(f"partition {partition}: next offset is {at.next_offset}, not {expected_next}")
            at.next_offset, at.commit_id = new_next, commit_id
            at.log_identity = self._identity.get((partition, epoch), "")
            self._apply(partition, at, changes)
        await self.fault("commit answered")

    def _apply(self, partition: int, at: _Partition, changes: Changes) -> None:
        for name, fields in changes.put.items():
            if fields:
                at.hashes.setdefault(name, {}).update(fields)
        for name, dropped in changes.drop.items():
            held = at.hashes.get(name, {})
            for one in dropped:
                held.pop(one, None)
            if not held:
                at.hashes.pop(name, None)
        at.sites.update(changes.sites)
        self.keys.site_partitions.update(dict.fromkeys(changes.sites, partition))
        if changes.woken:
            for listener in self.keys.listeners:
                listener.wake(partition, changes.woken)

    async def clear(self, partition: int, epoch: int) -> None:
        """Totals of closed days stay: the log does not reach back as far as they do."""
        await self.fault("clear")
        at = self.keys.at(partition)
        _check_epoch(at, partition, epoch)
        at.hashes = {name: held for name, held in at.hashes.items() if name.startswith(DAYS_PREFIX)}
        for site in at.sites:
            self.keys.site_partitions.pop(site, None)
        at.sites.clear()
        at.next_offset = at.commit_id = at.log_identity = None
        await self.fault("clear answered")

    async def site_partitions(self) -> Mapping[str, int]:
        await self.fault("site_partitions")
        return dict(self.keys.site_partitions)

    async def read(self, partition: int, names: Sequence[HashName]) -> Sequence[Mapping[str, bytes]]:
        await self.fault("read")
        hashes = self.keys.at(partition).hashes
        return [dict(hashes.get(name, {})) for name in names]

    async def wakes(self) -> AsyncGenerator[tuple[int, Sequence[HashName]]]:
        listener = _Listener(self._layout.partitions)
        self.keys.listeners.append(listener)
        try:
            while True:
                for wake in await listener.next():
                    yield wake
        finally:
            self.keys.listeners.remove(listener)


def _check_epoch(at: _Partition, partition: int, epoch: int) -> None:
    if at.epoch != epoch:
        raise Fenced(f"partition {partition}: claimed by epoch {at.epoch}, ours is {epoch}")
