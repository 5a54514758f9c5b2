"""A partition that this worker owns: the floors of its sites, where it stands in the log, what is not yet written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from streams.alerting import Alerting
from streams.events import AnyEvent, SourceBeat
from streams.events.decode import FROM_THE_FUTURE, RejectedEvent, UnknownType, decode
from streams.events.instant import to_ms
from streams.floor.floor import OF_ALERTS, Floor
from streams.floor.saved import save
from streams.floor.saved_rules import encode_rules
from streams.floor.view import Pulse, encode
from streams.ledger.names import alerts_hash, floor_hash, pulse_hash
from streams.ledger.port import Changes
from streams.log.port import Record, Rejection
from streams.outbox import Delivery, Nobody
from streams.published import PublishedFigures, merge
from streams.rule_book import RuleBook
from streams.worker_settings import WorkerSettings

BEHIND_MS = 1000
"""What was read longer after it was appended than this, we read late: it is no news."""

Told = tuple[AnyEvent, int, bytes]
"""An event, when it happened (ms), and the record it came in."""


class OwnedPartition:
    """`next_offset` is the first record not yet folded, `committed` the one the ledger has (None: nothing yet);
    `refreshed` says of how many queues, agents and channels the last changes hold figures. `unread`: what is known was
    taken over, and whether the log goes on after it has not been seen yet. Its figures may be of any age, and nobody is
    to be told of what may long be over."""

    def __init__(
        self, index: int, epoch: int, committed: int | None, rules: RuleBook, settings: WorkerSettings, worker: str,
        delivery: Delivery | None = None,
    ) -> None:  # fmt: skip
        self.index = index
        self.epoch = epoch
        self.committed = committed
        self.next_offset = committed or 0
        self.floors: dict[str, Floor] = {}
        self.counts: Counter[str] = Counter()
        self.lag_records: int | None = None
        self.lag_ms = 0
        self.unread = False
        self.dirty = False
        self.refreshed = 0
        self._begin_after: str | None = None
        self._told_late: dict[tuple[str, str], tuple[int, int]] = {}
        self._figures: dict[str, PublishedFigures] = {}
        self._alerts: dict[str, Alerting] = {}
        self._delivery = Nobody() if delivery is None or settings.clock == "log" else delivery
        self._rules = rules
        self._settings = settings
        self._worker = worker

    def restart_at(self, offset: int) -> None:
        """The log does not go on where we stood: read on from `offset`, and count that it happened."""
        self.next_offset = offset
        self.unread = bool(self.floors)
        self.counts["log_resets"] += 1
        self.dirty = True

    def add(
        self, floor: Floor, alerts: Mapping[str, bytes] | None = None, parcels: Mapping[str, bytes] | None = None,
        last_week: Mapping[str, bytes] | None = None,
    ) -> None:  # fmt: skip
        """`alerts`, `parcels` (its outbox) and `last_week` are what was saved with it."""
        self.floors[floor.site] = floor
        self._figures[floor.site] = PublishedFigures(floor)
        self._alerts[floor.site] = Alerting(
            floor, self._rules.alerts(floor.site), self._delivery, alerts, parcels, last_week
        )

    def judge_anew(self) -> list[str]:
        """Other rules hold: whatever is still known is judged by them. Answers the sites that this touched."""
        touched: list[str] = []
        for site, floor in self.floors.items():
            rules = self._rules(site)
            if encode_rules(rules) != encode_rules(floor.rules):
                floor.adopt(rules)
                self.dirty = True
                touched.append(site)
            self._alerts[site].adopt(self._rules.alerts(site))
        return touched

    def sent(self) -> None:
        """The ledger has what was to be written: messages may go out."""
        for alerting in self._alerts.values():
            alerting.outbox.committed()

    def let_go(self) -> None:
        """It is no longer ours: its floors are freed at once."""
        for floor in self.floors.values():
            floor.let_go()
        for alerting in self._alerts.values():
            alerting.outbox.close()
        self.floors.clear()
        self._alerts.clear()

    def fold(self, records: Sequence[Record], now: int) -> list[Rejection]:
        """Takes records in, in order; answers those that are not events. `now` is the wall clock (ms)."""
        events: list[Told] = []
        rejections: list[Rejection] = []
        limit = self._settings.future_limit_ms
        behind = now - records[0].appended_at_ms > BEHIND_MS
        unknown_fields = self._unknown_fields
        for record in records:
            try:
                event = decode(record.value, unknown_fields)
                time = to_ms(event.time)
                if time > record.appended_at_ms + limit:
                    raise RejectedEvent(FROM_THE_FUTURE)
                events.append((event, time, record.value))
                if behind:
                    self._note_late(event, time, record.appended_at_ms)
            except RejectedEvent as rejected:
                rejections.append(Rejection(self.index, record.offset, rejected.reason, record.value))
            except UnknownType:
                self.counts["unknown_types"] += 1
        self.apply(events, now)
        self.counts["events"] += len(events)
        self.counts["rejected"] += len(rejections)
        self.next_offset = records[-1].offset + 1
        self.lag_ms = max(0, now - records[-1].appended_at_ms)
        self.unread = False
        self.dirty = True
        return rejections

    def _note_late(self, event: AnyEvent, time: int, appended_at_ms: int) -> None:
        if type(event) not in OF_ALERTS and time >= self._told_late.get((event.site, event.source), (0, 0))[0]:
            self._told_late[event.site, event.source] = time, appended_at_ms

    def _caught_up(self) -> None:
        """That we read events late does not make their source late: once there is no more to read, it counts when the
        log had them. Else a quiet source would be mistrusted after every restart, until it tells something new."""
        for (site, id_), (time, appended_at_ms) in self._told_late.items():
            floor = self.floors.get(site)
            source = floor.sources.get(id_) if floor is not None else None
            if source is not None and source.newest == time:
                source.received, source.lag_ms = appended_at_ms, max(0, appended_at_ms - time)
        self._told_late.clear()

    def apply(self, events: Sequence[Told], now: int) -> None:
        """Folds decoded events; `now` is the wall clock (ms)."""
        moments: dict[str, int] = {}
        if self._settings.clock == "log":
            # Beats tell the wall clock of a source that runs now: they say nothing about an old day.
            events = [told for told in events if not isinstance(told[0], SourceBeat)]
            moments = self._log_times(events)
        for event, time, raw in events:
            site = event.site
            floor = self.floors.get(site)
            if floor is None:
                floor = Floor(site, self._rules(site))
                self.add(floor)
            floor.apply(event, moments.get(site, now), raw, time)
            if type(event) in OF_ALERTS:
                self._alerts[site].apply(event)

    def _log_times(self, events: Sequence[Told]) -> dict[str, int]:
        """Just after the newest event of each site: "now" in a run by the log's clock."""
        moments = {site: floor.now for site, floor in self.floors.items()}
        for event, time, _ in events:
            if time >= moments.get(event.site, 0):
                moments[event.site] = time + 1
        return moments

    def now_of(self, floor: Floor, wall: int) -> int:
        return max(floor.now, floor.newest + 1) if self._settings.clock == "log" else wall

    def changes(self, wall: int, *, figures: bool, scopes: int | None = None) -> Changes:
        """Moves every floor on and gathers what the ledger has to know; with `figures`, what boards read as well: of
        about so many `scopes` (queues, agents, channels), the rest next time; None: of all."""
        put: dict[str, dict[str, bytes]] = {}
        drop: dict[str, list[str]] = {}
        shown: dict[str, dict[str, bytes]] = {}
        woken: dict[str, None] = {}
        lag_ms = self.lag_ms if self.lag_records else 0
        self.unread = self.unread and self.lag_records != 0
        self.refreshed = 0
        if self.lag_records == 0 and self._told_late and self._settings.clock == "wall":
            self._caught_up()
        for site in self._in_turn():
            floor = self.floors[site]
            now = self.now_of(floor, wall)
            floor.tick(now)
            alerting, published = self._alerts[site], self._figures[site]
            if not self.unread:
                alerting.judge(now, lag_ms if self._settings.clock == "wall" else 0)
            if alerting.save(put, drop):
                woken[alerts_hash(site)] = None
            published.note_changes()
            if figures:
                refreshed = published.refresh(now, scopes)
                if scopes:
                    scopes -= refreshed.scopes
                    self._begin_after = site
                self.refreshed += refreshed.scopes
                merge(shown, refreshed.put.items())
                drop.update(refreshed.drop)
                woken.update(dict.fromkeys(refreshed.drop))
            if figures and published.whole:  # else the pulse before tells since when nothing is certain
                shown[pulse_hash(site)] = {"pulse": encode(self._pulse(floor, now, wall))}
            saved, gone = save(floor)
            put[floor_hash(site)] = saved
            if gone:
                drop[floor_hash(site)] = gone
        merge(put, shown.items())
        self.dirty = False
        return Changes(put=put, drop=drop, sites=list(self.floors), woken=list({**dict.fromkeys(shown), **woken}))

    def _in_turn(self) -> list[str]:
        """The sites, those first whose figures had to wait the last time."""
        sites = list(self.floors)
        if self._begin_after not in self.floors:
            return sites
        place = sites.index(self._begin_after) + 1
        return sites[place:] + sites[:place]

    @property
    def pending(self) -> bool:
        """Whether figures wait for their turn."""
        return any(figures.pending for figures in self._figures.values())

    def _pulse(self, floor: Floor, now: int, wall: int) -> Pulse:
        settings = self._settings
        behind = self.unread or (bool(self.lag_records) and self.lag_ms > settings.catching_up_ms)
        return Pulse(
            at=now,
            newest=floor.newest or None,
            written=wall,
            worker=self._worker,
            zone=floor.rules.zone,
            lag_records=self.lag_records,
            lag_ms=self.lag_ms if self.lag_records else 0,
            catching_up=behind and settings.clock == "wall",
            clock=settings.clock,
            counters={**floor.counters(), **self._alerts[floor.site].alerts.counters(), **self.counts},
            sources={id_: source.view() for id_, source in floor.sources.items()},
        )

    def _unknown_fields(self, n: int) -> None:
        self.counts["unknown_fields"] += n
