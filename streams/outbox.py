"""What is to be delivered: written in the same commit as the state that caused it, taken out once it is delivered.

At least once: after a crash, or when the partition changes hands, what stands here is sent again, with the same id.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple, Protocol

import msgspec
from msgspec import Struct

from streams.alerts.notification import Notification


class Parcel(NamedTuple):
    """A notification on its way to one channel."""

    site: str
    channel: str
    notification: Notification

    @property
    def id(self) -> str:
        return f"{self.notification.id}:{self.channel}"


class Delivery(Protocol):
    """Whoever carries parcels. All calls come from the event loop."""

    def channels_for(self, site: str, notification: Notification) -> Sequence[str]:
        """The keys of the channels that get it; none: nobody is told."""

    def send(self, parcel: Parcel, done: Callable[[], None]) -> None:
        """Never blocks. `done` is called on the event loop once it is delivered, or given up for good."""


class Nobody:
    """Nothing is delivered: there are no channels, or the day that is judged is over."""

    def channels_for(self, site: str, notification: Notification) -> Sequence[str]:
        return ()

    def send(self, parcel: Parcel, done: Callable[[], None]) -> None:
        """Its channel is gone."""
        done()


class SavedParcel(Struct):
    channel: str
    notification: Notification


_encode = msgspec.json.Encoder().encode
_read = msgspec.json.Decoder(SavedParcel).decode


class Outbox:
    """The parcels of one site. `waiting` are those that are not delivered yet, by id."""

    def __init__(self, site: str, delivery: Delivery, saved: Mapping[str, bytes] | None = None) -> None:
        """Raises `msgspec.MsgspecError` for what another version saved."""
        self.waiting: dict[str, Parcel] = {}
        for raw in (saved or {}).values():
            known = _read(raw)
            self._hold(Parcel(site, known.channel, known.notification))
        self._site, self._delivery = site, delivery
        self._unsent = list(self.waiting.values())
        self._unwritten: list[Parcel] = []
        self._gone: list[str] = []
        self._closed = False

    def put(self, notification: Notification) -> None:
        for channel in self._delivery.channels_for(self._site, notification):
            parcel = Parcel(self._site, channel, notification)
            if parcel.id not in self.waiting:
                self._hold(parcel)
                self._unwritten.append(parcel)

    def save(self) -> tuple[dict[str, bytes], list[str]]:
        """Fields to put and fields to drop with the next commit."""
        put = {one.id: _encode(SavedParcel(one.channel, one.notification)) for one in self._unwritten}
        gone = self._gone
        self._unsent += self._unwritten
        self._unwritten, self._gone = [], []
        return put, gone

    def committed(self) -> None:
        """What was saved is in the ledger: it may be sent now, and not before."""
        unsent, self._unsent = self._unsent, []
        for parcel in unsent:
            self._delivery.send(parcel, partial(self._done, parcel.id))

    def close(self) -> None:
        """Another worker has the site: what is done from now on is not ours to write."""
        self._closed = True

    def _hold(self, parcel: Parcel) -> None:
        self.waiting[parcel.id] = parcel

    def _done(self, id_: str) -> None:
        if not self._closed and self.waiting.pop(id_, None) is not None:
            self._gone.append(id_)
