"""What happened in one run: every call in its order, every alert and message committed, and what was broken."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

import msgspec

from streams.alerts.episode import Episode
from streams.ledger.memory import MemoryLedger
from streams.ledger.names import alerts_hash, outbox_hash
from streams.ledger.port import Changes
from streams.outbox import SavedParcel
from tests.sim.virtual_time import now_s

OUTBOX_LIMIT = 200


class Record:
    """`committed` and `delivered` are ids of parcels; `told` says by which ids an alert was told of to a channel."""

    def __init__(self) -> None:
        self.trace: list[str] = []
        self.broken: list[str] = []
        self.committed: set[str] = set()
        self.delivered: Counter[str] = Counter()
        self.given_up: set[str] = set()
        self.told: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
        self.states: dict[str, str] = {}
        self.outbox_most = 0

    def note(self, who: str, what: str) -> None:
        self.trace.append(f"{now_s():.6f} {who} {what}")

    def break_(self, promise: str, how: str) -> None:
        """A promise does not hold."""
        self.broken.append(f"{promise} at {now_s():.3f} s: {how}")

    def ledger_emptied(self) -> None:
        """What is known of alerts is gone with it: they are raised anew."""
        self.states.clear()
        self.told.clear()

    def committing(self, changes: Changes) -> None:
        for site in changes.sites:
            name = alerts_hash(site)
            for field, raw in changes.put.get(name, {}).items():
                if field.startswith("e:"):
                    self._episode(msgspec.json.decode(raw, type=Episode))
            for field in changes.drop.get(name, ()):
                if field.startswith("e:") and self.states.get(field[2:]) == "open":
                    self.states[field[2:]] = "ended"
            for id_, raw in changes.put.get(outbox_hash(site), {}).items():
                self._parcel(id_, msgspec.json.decode(raw, type=SavedParcel))

    def _episode(self, episode: Episode) -> None:
        known = self.states.get(episode.id)
        if episode.open:
            if known == "ended":
                self.break_("I6", f"alert {episode.id} of {episode.rule} opens again")
            self.states[episode.id] = "open"

    def _parcel(self, id_: str, parcel: SavedParcel) -> None:
        self.committed.add(id_)
        for alert in parcel.notification.alerts:
            ids = self.told[alert.id, parcel.notification.kind, parcel.channel]
            ids.add(id_)
            if len(ids) > 1 and parcel.notification.kind in ("firing", "resolved"):
                self.break_("I6", f"alert {alert.id} is told as {parcel.notification.kind} by more than one id: {ids}")

    def outbox(self, fields: Mapping[str, bytes]) -> None:
        self.outbox_most = max(self.outbox_most, len(fields))
        if len(fields) > OUTBOX_LIMIT:
            self.break_("I5", f"{len(fields)} parcels in an outbox")


class RecordedLedger(MemoryLedger):
    """Tells the record what is committed, when it is."""

    record: Record

    def _apply(self, partition: int, at: Any, changes: Changes) -> None:
        super()._apply(partition, at, changes)
        self.record.committing(changes)
        for site in changes.sites:
            self.record.outbox(at.hashes.get(outbox_hash(site), {}))
