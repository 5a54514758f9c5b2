"""What was read of a site from the ledger, and what it was decoded to."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple, TypeVar, get_args

import msgspec

from streams.alerts.saved import AlertsMismatch
from streams.alerts.shown import NEVER_JUDGED, ShownAlerts, shown
from streams.events.instant import local_day
from streams.floor.view import (
    AgentView,
    Measures,
    Pulse,
    QueueNow,
    QueueView,
    SiteView,
    StaffNow,
    StaffView,
    TicketView,
    Trend,
    Trends,
    Windows,
    WindowView,
)
from streams.kpi import WindowKey
from streams.ledger.names import (
    agents_hash,
    alerts_hash,
    channels_hash,
    names_hash,
    pulse_hash,
    queue_hash,
    site_hash,
    tickets_hash,
    trend_hash,
)
from streams.ledger.port import HashName, LedgerError

T = TypeVar("T")
Fields = Mapping[str, bytes]

_WINDOW_ORDER: Mapping[str, int] = {window: place for place, window in enumerate(get_args(WindowKey))}
_pulse = msgspec.json.Decoder(Pulse)
_queue_now = msgspec.json.Decoder(QueueNow)
_staff_now = msgspec.json.Decoder(StaffNow)
_window = msgspec.json.Decoder(WindowView)
_agent = msgspec.json.Decoder(AgentView)
_channel = msgspec.json.Decoder(Windows)
_ticket = msgspec.json.Decoder(TicketView)
_measures = msgspec.json.Decoder(Measures)
_pane = msgspec.json.Decoder(dict[str, int])
_trends_to = msgspec.json.Decoder(int)

_NOTHING_REPORTED: Measures = {}


class UnreadableFigures(LedgerError):
    """The ledger holds figures that this version cannot read: worker and web must be of versions that go together."""


class SiteFigures(NamedTuple):
    """A site at `pulse.at`."""

    view: SiteView
    pulse: Pulse
    alerts: ShownAlerts = NEVER_JUDGED

    @property
    def day(self) -> date:
        """The site's local day."""
        return local_day(self.pulse.at, self.pulse.zone)


class SiteCopy:
    """The fields of a site's hashes as they were last read, and what they were decoded to."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.lock = asyncio.Lock()
        self._queues: dict[str, HashName] = {}
        self._raw: dict[HashName, Fields] = {}
        self._decoded: dict[HashName, dict[str, tuple[bytes, Any]]] = {}
        self._parts: dict[HashName, Any] = {}
        self._trends = Trends()
        self._trends_read: bytes | None = None

    @property
    def names(self) -> list[HashName]:
        return [*self.whole, *self._trend_names()]

    @property
    def whole(self) -> list[HashName]:
        """What to read when all is to be read again: all but the trends."""
        site = self.site
        alone = [site_hash(site), agents_hash(site), channels_hash(site), tickets_hash(site),
                 alerts_hash(site)]  # fmt: skip
        return [*alone, *self._queues.values()]

    def due_trends(self) -> list[HashName]:
        """The trends, once more of their panes are there."""
        to = self._raw.get(site_hash(self.site), {}).get("trends")
        if to == self._trends_read:
            return []
        self._trends_read = to
        return list(self._trend_names())

    def unread(self) -> list[HashName]:
        return [name for name in self.names if name not in self._raw]

    def take(self, read: Mapping[HashName, Fields]) -> None:
        for name, fields in read.items():
            if self._raw.get(name) != fields:
                self._raw[name] = fields
                self._parts.pop(name, None)
                held = self._decoded.get(name, {})
                for gone in held.keys() - fields.keys():
                    del held[gone]
        queues = {id_: queue_hash(self.site, id_) for id_ in self._raw.get(names_hash(self.site), {})}
        for id_ in self._queues.keys() - queues.keys():
            self._forget(queue_hash(self.site, id_))
            self._forget(trend_hash(self.site, id_))
        self._queues = queues

    def figures(self) -> SiteFigures | None:
        try:
            pulse = decode_pulse(self._raw.get(pulse_hash(self.site), {}))
            if pulse is None:
                return None
            queues = {id_: self._part(name, self._queue) for id_, name in self._queues.items()}
            view = SiteView(
                site=self.site,
                at=pulse.at,
                queues={id_: queue for id_, queue in queues.items() if queue is not None},
                staff=self._part(site_hash(self.site), self._staff),
                agents=self._part(agents_hash(self.site), self._agents),
                sources=pulse.sources,
                channels=self._part(channels_hash(self.site), self._channels),
                tickets=self._part(tickets_hash(self.site), self._tickets),
                measures=self._field(site_hash(self.site), "measures", _measures) or _NOTHING_REPORTED,
                trends=self._all_trends(),
            )
        except msgspec.MsgspecError as wrong:
            raise UnreadableFigures(f"figures of site {self.site!r} cannot be read: {wrong}") from wrong
        return SiteFigures(view, pulse, self._part(alerts_hash(self.site), self._alerts))

    def _part(self, name: HashName, build: Any) -> Any:
        if name not in self._parts:
            self._parts[name] = build(name)
        return self._parts[name]

    def _queue(self, name: HashName) -> QueueView | None:
        """None when its hash is gone although its name is still there."""
        now = self._field(name, "now", _queue_now)
        return QueueView(now, self._windows(name)) if now is not None else None

    def _staff(self, name: HashName) -> StaffView:
        return StaffView(self._field(name, "now", _staff_now) or StaffNow(), self._windows(name))

    def _agents(self, name: HashName) -> dict[str, AgentView]:
        return {id_: _in_order(agent) for id_, agent in self._fields(name, _agent)}

    def _channels(self, name: HashName) -> dict[str, Windows]:
        return {id_: _windows_in_order(windows) for id_, windows in self._fields(name, _channel)}

    def _tickets(self, name: HashName) -> dict[str, TicketView]:
        return dict(self._fields(name, _ticket))

    def _alerts(self, name: HashName) -> ShownAlerts:
        """What another version saved says nothing: the figures beside it do."""
        try:
            return shown(self._raw.get(name, {}))
        except AlertsMismatch:
            return NEVER_JUDGED

    def _trend_names(self) -> dict[HashName, str]:
        return {trend_hash(self.site, id_): id_ for id_ in self._queues}

    def _all_trends(self) -> Trends:
        """The same object as long as nothing in it changed."""
        to = self._field(site_hash(self.site), "trends", _trends_to) or 0
        queues: dict[str, Trend] = {id_: self._part(name, self._trend) for name, id_ in self._trend_names().items()}
        held = self._trends
        if to != held.to or queues.keys() != held.queues.keys() or any(
            queues[id_] is not held.queues[id_] for id_ in queues
        ):  # fmt: skip
            self._trends = Trends(to, queues)
        return self._trends

    def _trend(self, name: HashName) -> Trend:
        return {int(index): counts for index, counts in self._fields(name, _pane) if index.isdecimal()}

    def _windows(self, name: HashName) -> Windows:
        fields = sorted(self._raw.get(name, {}).keys() & _WINDOW_ORDER.keys(), key=_WINDOW_ORDER.__getitem__)
        return {window: view for window in fields if (view := self._field(name, window, _window)) is not None}

    def _fields(self, name: HashName, decoder: msgspec.json.Decoder[T]) -> Iterator[tuple[str, T]]:
        """All fields of a hash, decoded."""
        for field in self._raw.get(name, {}):
            value = self._field(name, field, decoder)
            if value is not None:
                yield field, value

    def _field(self, name: HashName, field: str, decoder: msgspec.json.Decoder[T]) -> T | None:
        """The decoded field; the same object as long as its bytes are the same."""
        raw = self._raw.get(name, {}).get(field)
        if raw is None:
            return None
        held = self._decoded.setdefault(name, {})
        if field not in held or held[field][0] != raw:
            held[field] = (raw, decoder.decode(raw))
        decoded: T = held[field][1]
        return decoded

    def _forget(self, name: HashName) -> None:
        for held in (self._raw, self._decoded, self._parts):
            held.pop(name, None)


def decode_pulse(fields: Fields) -> Pulse | None:
    raw = fields.get("pulse")
    return _pulse.decode(raw) if raw is not None else None


def _in_order(agent: AgentView) -> AgentView:
    windows = _windows_in_order(agent.windows)
    return agent if windows is agent.windows else msgspec.structs.replace(agent, windows=windows)


def _windows_in_order(windows: Windows) -> Windows:
    """Windows in the registry's order, whatever order the worker wrote them in."""
    order = sorted(windows, key=lambda window: _WINDOW_ORDER.get(window, 99))
    return windows if list(windows) == order else {window: windows[window] for window in order}
