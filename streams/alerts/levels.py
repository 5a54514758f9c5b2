"""Rules about figures: which scopes are judged when, and what is found.

A scope is judged when its counts changed, and every 10 s because windows move; one with an alert that is pending or
recovering every second. Figures of a week or month are sums over many panes: they are judged once a minute. A site with
more than `SCOPES_A_PART` queues is judged in up to ten parts, one a second. At most `SCOPES_A_SECOND` are judged a
second; the rest keep their place in the line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from zlib import crc32

from streams.alerts.alert_book import AlertBook
from streams.alerts.comparison import compared
from streams.alerts.condition import NO_READING, NOTHING, Finding, burn, level
from streams.alerts.episode import Timing
from streams.alerts.last_week import Compared, LastWeek, week_before
from streams.alerts.policy import AlertPolicy
from streams.alerts.quiet import missing_then, quiet
from streams.alerts.reading import Readings
from streams.alerts.rule import BurnRule, FigureRule, LevelRule, Subject, SubjectKind, widest
from streams.alerts.trust import Trust
from streams.floor.floor import Floor
from streams.floor.window import PERIODS

SCOPES_A_SECOND = 250
SCOPES_A_PART = 100
PARTS = 10
SLOW_WINDOWS = frozenset(PERIODS)
SLOW_EVERY_S, TURN_S = 60, 10
RESTLESS = ("pending", "recovering", "flapping")


class Levels:
    """`line` are the scopes to be judged, in the order in which they came; `second` is the last one judged in."""

    def __init__(self, policy: AlertPolicy, book: AlertBook, trust: Trust, last_week: LastWeek) -> None:
        self.line: dict[Subject, None] = {}
        self.second = 0
        self._policy, self._book, self._trust, self._last_week = policy, book, trust, last_week
        self._rules: dict[SubjectKind, list[FigureRule]] = {}
        for rule in policy.figures:
            self._rules.setdefault(rule.scope, []).append(rule)
        self._keys = frozenset(rule.key for rule in policy.figures)

    def judge(self, floor: Floor, now: int) -> None:
        """Once a second; what changed is noted each time."""
        self._note(_changed(floor))
        second = now // 1000
        if second <= self.second:
            return
        first = max(self.second + 1, second - PARTS + 1)
        self._note(self._turn(floor, {moment % PARTS for moment in range(first, second + 1)}))
        self.second = second
        restless = [e.of for e in self._book.of_rules(self._keys) if e.state in RESTLESS]
        due = dict.fromkeys([*restless, *list(self.line)[:SCOPES_A_SECOND]])
        readings = Readings(floor, now)
        for subject in due:
            self.line.pop(subject, None)
            for rule in self._rules.get(subject.kind, ()):
                if rule.judges(subject.id) and self._is_due(rule, subject, second):
                    self._judge(rule, subject, floor, readings, now)

    def _is_due(self, rule: FigureRule, subject: Subject, second: int) -> bool:
        """In the first turn of a minute all are; one that is about to change its state always."""
        if second % SLOW_EVERY_S < TURN_S or widest(rule) not in SLOW_WINDOWS:
            return True
        episode = self._book.episodes.get((rule.key, subject))
        return episode is not None and episode.state in RESTLESS

    def _judge(self, rule: FigureRule, subject: Subject, floor: Floor, readings: Readings, now: int) -> None:
        why = quiet(rule, subject, self._policy, self._trust, floor, now)
        if why is not None:
            finding = NOTHING
        elif isinstance(rule, LevelRule) and rule.compare:
            finding, why = self._compare(rule, subject, floor, readings, now)
        else:
            finding = self._find(rule, subject, readings)
        timing = Timing(rule.for_ms, rule.keep_firing_ms)
        team = _team(floor, subject)
        self._book.judge(rule, subject, finding, now, timing, team=team, why=why or "no figure")

    def _find(self, rule: FigureRule, subject: Subject, readings: Readings) -> Finding:
        if isinstance(rule, BurnRule):
            short, long = (
                readings.of("service_level", rule.scope, subject.id, window) for window in (rule.short, rule.long)
            )
            return burn(rule, readings.goal_permille(subject), short, long)
        factor = readings.due(rule.window) if rule.paced else 1.0
        return level(rule, readings.of(rule.metric, rule.scope, subject.id, rule.window), factor)

    def _compare(
        self, rule: LevelRule, subject: Subject, floor: Floor, readings: Readings, now: int
    ) -> tuple[Finding, str | None]:
        """Against the same time last week; and this week's figure is noted for the next."""
        figure = Compared.of(rule, subject)
        reading = readings.of(rule.metric, rule.scope, subject.id, rule.window)
        self._last_week.note(figure, now, reading)
        then = week_before(now, floor.rules.zone_info)
        before = NO_READING if then is None else self._last_week.at(figure, then)
        if then is not None and before.value is not None and missing_then(rule, subject, self._trust, floor, then):
            before = NO_READING
        return compared(rule, reading, before)

    def _note(self, subjects: Iterable[Subject]) -> None:
        for subject in subjects:
            if subject.kind in self._rules:
                self.line.setdefault(subject, None)

    def _turn(self, floor: Floor, parts: set[int]) -> Iterator[Subject]:
        """The scopes whose turn it is in these seconds of ten."""
        of = min(PARTS, 1 + (len(floor.queues) - 1) // SCOPES_A_PART) if floor.queues else 1
        for kind in self._rules:
            for id_ in _ids(floor, kind):
                if crc32(id_.encode()) % of in parts:
                    yield Subject(kind, id_)


def _changed(floor: Floor) -> Iterator[Subject]:
    """In the order of their names: sets have none that a restart would keep."""
    yield from (Subject("queue", id_) for id_ in sorted(floor.changed_queues))
    yield from (Subject("agent", id_) for id_ in sorted(floor.changed_agents))
    yield from (Subject("channel", id_) for id_ in sorted(floor.changed_channels))


def _ids(floor: Floor, kind: SubjectKind) -> Iterable[str]:
    if kind == "queue":
        return sorted(floor.queues)
    if kind == "agent":
        return sorted(floor.agents)
    if kind == "channel":
        return sorted(floor.channels)
    if kind == "team":
        return sorted({team for agent in floor.agents.values() if (team := agent.described.team) is not None})
    return ("",)


def _team(floor: Floor, subject: Subject) -> str | None:
    if subject.kind == "team":
        return subject.id
    agent = floor.agents.get(subject.id) if subject.kind == "agent" else None
    return agent.described.team if agent is not None else None
