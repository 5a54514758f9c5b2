"""Which data can be trusted: sources that are silent or lag, what derives from them, and what their silence left out
of the windows."""

from __future__ import annotations

from collections.abc import Iterable

from streams.alerts.alert_book import AlertBook
from streams.alerts.condition import Finding
from streams.alerts.episode import Timing
from streams.alerts.rule import Subject, TrustRule
from streams.events.instant import DAY_MS, HOUR_MS
from streams.floor.floor import Floor
from streams.floor.source_clock import SourceClock
from streams.floor.subject import Subject as Told
from streams.kpi.subjects import Subjects

HOLES_KEPT = 100
HOLES_KEPT_MS = DAY_MS + HOUR_MS
LOG = Subject("log")
BAD, GOOD = Finding("bad"), Finding("good")


class Trust:
    """`mistrusted` are the sources whose data is not judged now: unfit, or with an alert that is still open. `holes`
    are the spans in which a source was mistrusted, the last one open (end None). `begun` is when the data begins."""

    def __init__(self) -> None:
        self.holes: dict[str, list[tuple[int, int | None]]] = {}
        self.mistrusted: set[str] = set()
        self.behind = False
        self.begun: int | None = None

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

    def missing(self, floor: Floor, subjects: Subjects, of: Subject) -> bool:
        """Whether figures that follow from these subjects derive from data that is mistrusted now."""
        return self.behind or not self.mistrusted.isdisjoint(_sources(floor, subjects, of))

    def uncovered_ms(self, floor: Floor, subjects: Subjects, of: Subject, start: int, now: int) -> int:
        """How much of [start, now) their data does not cover: before it began, and where a source was mistrusted or
        said that it missed events."""
        before = max(0, (now if self.begun is None else self.begun) - start)
        sources = _sources(floor, subjects, of)
        return before + max((self._holes_ms(floor.sources[id_], id_, start, now) for id_ in sources), default=0)

    def _unfit(self, floor: Floor, now: int) -> Iterable[tuple[Subject, int]]:
        rules = floor.rules
        for id_, source in floor.sources.items():
            if source.silent_since(now, rules.silent_after_beats) is not None:
                yield Subject("source", id_), source.heard + round(rules.silent_after_beats * source.interval_ms)
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

    def _holes_ms(self, source: SourceClock, id_: str, start: int, now: int) -> int:
        holes = [*self.holes.get(id_, ()), *source.gaps]
        return sum(max(0, min(now, now if end is None else end) - max(start, begin)) for begin, end in holes)


def _sources(floor: Floor, subjects: Subjects, of: Subject) -> list[str]:
    """Those that tell of the subjects, for a queue those that named it or none; what has told of nothing yet may."""
    queue = of.id if of.kind == "queue" else None
    return [
        id_
        for id_, source in floor.sources.items()
        if not source.tells or any(_tells(source, subject, queue) for subject in subjects)
    ]


def _tells(source: SourceClock, subject: Told, queue: str | None) -> bool:
    if subject not in source.tells:
        return False
    queues = source.tells[subject]
    return queue is None or not queues or queue in queues


def _first_counted(floor: Floor, now: int) -> int:
    """When the counts of the floor begin, at the latest at `now`."""
    firsts = [
        min((*series.panes, *(index * 30 for index in series.long)), default=now // 10_000)
        for series in (queue.series for queue in floor.queues.values())
    ]
    return min([now, *(index * 10_000 for index in firsts)])
