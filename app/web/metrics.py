"""What the web side tells Prometheus about itself."""

from __future__ import annotations

from typing import Literal, get_args

from prometheus_client import CollectorRegistry, Counter, Gauge

Limit = Literal[
    "body", "message", "messages_a_second", "boards_a_connection", "connections", "connections_an_address", "host",
    "origin", "logins", "previews_a_second", "pairings", "pairings_an_address", "codes", "silences", "rehearsals",
    "rehearsal_events",
]  # fmt: skip
FrameType = Literal["hello", "snapshot", "delta", "ping", "notice", "error"]


class WebMetrics:
    """Counters of one web process, in the registry that `/metrics` shows."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        self.registry = registry or CollectorRegistry()
        self.connections = self._gauge("connections", "Websocket connections open now.")
        self.boards = self._gauge("boards", "Boards kept up to date now.")
        self.sites = self._gauge("sites", "Sites followed now.")
        self.frames = self._counter("frames", "Frames sent, by type.", "type")
        self._frames_of = {type_: self.frames.labels(type_) for type_ in get_args(FrameType)}
        self.sent_bytes = self._counter("sent_bytes", "Bytes of frames sent.")
        self.skipped = self._counter("skipped_values", "States of a board that a slow client never saw.")
        self.closed = self._counter("closed", "Connections that the server closed, by close code.", "code")
        self.messages = self._counter("messages", "Messages received from clients.")
        self.bad_messages = self._counter("bad_messages", "Messages from clients that were not understood.")
        self.limits = self._counter("limits", "Times that a limit refused something, by limit.", "limit")
        for limit in get_args(Limit):
            self.limits.labels(limit)  # shown from the start, so that the first refusal is seen as a rise
        self.events_accepted = self._counter("events_accepted", "Events appended to the log.")
        self.events_refused = self._counter("events_refused", "Events that were no events.")
        self.log_unavailable = self._counter("log_unavailable", "Requests refused because the log was not reached.")
        self.ledger_failures = self._counter("ledger_failures", "Reads of the ledger that failed.")
        self.updates = self._counter("updates", "Rounds of reading and evaluating.")
        self.tiles_changed = self._counter("tiles_changed", "Tiles that changed, counted once however many see them.")

        self.settings_unread = self._gauge("settings_unread", "1 while the settings of the store cannot be read.")
        self._add_trust()

    def _add_trust(self) -> None:
        """Asked anew for each scrape, over all sites, watched or not; NaN where it is not known."""
        self.ledger_unread = self._gauge("ledger_unread", "1 while the ledger cannot be read.")
        self.silent_sites = self._gauge("silent_sites", "Sites whose worker is silent: boards mark all of it.")
        self.catching_up_sites = self._gauge("catching_up_sites", "Sites whose worker is behind the log.")
        self.silent_sources = self._gauge("silent_sources", "Sources that are silent: boards mark what they tell of.")

    def settings_read(self, read: bool) -> None:
        self.settings_unread.set(not read)

    def refused(self, limit: Limit) -> None:
        self.limits.labels(limit).inc()

    def sent(self, type_: FrameType, size_bytes: int) -> None:
        self._frames_of[type_].inc()
        self.sent_bytes.inc(size_bytes)

    def _counter(self, name: str, documentation: str, *labels: str) -> Counter:
        return Counter(f"tavle_web_{name}", documentation, labels, registry=self.registry)

    def _gauge(self, name: str, documentation: str) -> Gauge:
        return Gauge(f"tavle_web_{name}", documentation, registry=self.registry)
