"""Which data can be trusted: sources that are silent or lag, what derives from them, and what their silence left out
of the windows."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from streams.alerts.alert_book import AlertBook
from streams.alerts.condition import Finding
from streams.alerts.episode import Timing
from streams.alerts.rule import Subject, TrustRule
from streams.events import AnyEvent
from streams.events.instant import DAY_MS, HOUR_MS
from streams.floor.floor import Floor

HOLES_KEPT = 100
HOLES_KEPT_MS = DAY_MS + HOUR_MS
FEEDS_KEPT = 16
LOG = Subject("log")
BAD, GOOD = Finding("bad"), Finding("good")

Feeds = dict[Subject, dict[str, int]]
"""By queue and agent: which sources told of it, and the last hour (since 1970) in which each did."""


class Trust:
    """`mistrusted` are the sources whose data is not judged now: unfit, or with an alert that is still open. `holes`
    are the spans in which a source was mistrusted, the last one open (end None). `begun` is when the data begins."""

    def __init__(self) -> None:
        self.feeds: Feeds = {}
        self.changed_feeds: set[Subject] = set()
        self.holes: dict[str, list[tuple[int, int | None]]] = {}
        self.mistrusted: set[str] = set()
        self.behind = False
        self.begun: int | None = None

    def note(self, event: AnyEvent, time: int) -> None:
        """The source of the event tells of these queues and agents."""
        data: Any = event.data
        hour = time // HOUR_MS
        for kind, id_ in (
            ("queue", getattr(data, "queue", None)),
            ("queue", getattr(data, "to_queue", None)),
            ("agent", getattr(data, "agent", None)),
        ):
            if id_ is not None:
                self._feed(Subject(kind, id_), event.source, hour)  # type: ignore[arg-type]

    def _feed(self, subject: Subject, source: str, hour: int) -> None:
        known = self.feeds.setdefault(subject, {})
        if known.get(source, -1) < hour and (source in known or len(known) < FEEDS_KEPT):
            known[source] = hour
            self.changed_feeds.add(subject)

    def judge(self, floor: Floor, book: AlertBook, rule: TrustRule, now: int, lag_ms: int) -> None:
        """Opens and closes the alerts of sources and of the log; then tells what is mistrusted."""
        timing = Timing(rule.for_ms, rule.keep_firing_ms)
        unfit = dict(self._unfit(floor, now))
        if lag_ms > rule.log_limit_ms:
            unfit[LOG] = now
        watched = {episode.of for episode in book.of_rules(frozenset((rule.key,)))}
        for subject in sorted({*unfit, *watched}):
            found = BAD if subject in unfit else GOOD
            book.judge(rule, subject, found, now, timing, began=unfit.get(subject))
        alerted = {episode.of for episode in book.of_rules(frozenset((rule.key,)))}
        self.behind = LOG in unfit or LOG in alerted
        self._mistrust({subject.id for subject in {*unfit, *alerted} if subject.kind == "source"}, now)
        if self.begun is None and floor.newest:
            self.begun = _first_counted(floor, now)

    def missing(self, floor: Floor, subject: Subject, now: int) -> bool:
        """Whether figures of the subject derive from data that is mistrusted now."""
        return self.behind or not self.mistrusted.isdisjoint(self._sources_of(floor, subject, now))

    def uncovered_ms(self, floor: Floor, subject: Subject, start: int, now: int) -> int:
        """How much of [start, now) the subject's data does not cover: before it began, and where a source was
        mistrusted or said that it missed events."""
        before = max(0, (now if self.begun is None else self.begun) - start)
        return before + max(
            (self._holes_ms(floor, source, start, now) for source in self._sources_of(floor, subject, now)), default=0
        )

    def _unfit(self, floor: Floor, now: int) -> Iterable[tuple[Subject, int]]:
        rules = floor.rules
        for id_, source in floor.sources.items():
            silent = source.silent_since(now, rules.silent_after_beats)
            if silent is not None:
                yield Subject("source", id_), silent + round(rules.silent_after_beats * source.interval_ms)
            elif source.lag_ms > rules.source_lag_limit_ms:
                yield Subject("source", id_), source.received

    def _mistrust(self, mistrusted: set[str], now: int) -> None:
        for source in sorted(mistrusted - self.mistrusted):
            holes = self.holes.setdefault(source, [])
            holes.append((now, None))
            del holes[:-HOLES_KEPT]
        for source in self.mistrusted - mistrusted:
            self.holes[source][-1] = (self.holes[source][-1][0], now)
        self.mistrusted = mistrusted
        for source, holes in list(self.holes.items()):
            holes[:] = [hole for hole in holes if hole[1] is None or now - hole[1] <= HOLES_KEPT_MS]
            if not holes:
                del self.holes[source]

    def _sources_of(self, floor: Floor, subject: Subject, now: int) -> Collection[str]:
        """Queues and agents have those that told of them of late, a team has its agents'; all others have every one."""
        if subject.kind in ("queue", "agent"):
            return self._fed_by(subject, floor, now)
        if subject.kind == "team":
            team = [id_ for id_, agent in floor.agents.items() if agent.described.team == subject.id]
            return {source for id_ in team for source in self._fed_by(Subject("agent", id_), floor, now)}
        return floor.sources

    def _fed_by(self, subject: Subject, floor: Floor, now: int) -> list[str]:
        since = (now - floor.rules.keep_ms) // HOUR_MS
        return [source for source, hour in self.feeds.get(subject, {}).items() if hour >= since]

    def _holes_ms(self, floor: Floor, source: str, start: int, now: int) -> int:
        clock = floor.sources.get(source)
        holes = [*self.holes.get(source, ()), *(clock.gaps if clock is not None else ())]
        return sum(max(0, min(now, now if end is None else end) - max(start, begin)) for begin, end in holes)


def _first_counted(floor: Floor, now: int) -> int:
    """When the counts of the floor begin, at the latest at `now`."""
    firsts = [
        min((*series.panes, *(index * 30 for index in series.long)), default=now // 10_000)
        for series in (queue.series for queue in floor.queues.values())
    ]
    return min([now, *(index * 10_000 for index in firsts)])
