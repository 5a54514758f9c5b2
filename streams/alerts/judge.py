"""The alerts of one site, from first suspicion to last message. Pure: events, a floor and moments in, changes and
notifications out.

`apply` takes an event in, `tick` judges: after `Floor.tick` of the same moment, and before `streams.floor.saved.save`,
which forgets what of the floor changed. The same floor, events and ticks give the same alerts.
"""

from __future__ import annotations

from typing import NamedTuple

from streams.alerts.alert_book import AlertBook, Change
from streams.alerts.deadlines import Deadlines
from streams.alerts.grouping import Grouping
from streams.alerts.last_week import LastWeek
from streams.alerts.levels import Levels
from streams.alerts.notification import Alert, Notification, alert_of
from streams.alerts.policy import AlertPolicy
from streams.alerts.rule import encode_rule
from streams.alerts.silence import Silences
from streams.alerts.trust import Trust
from streams.events import AlertAcknowledged, AlertSilenced, AlertUnsilenced, AnyEvent
from streams.events.instant import HOUR_MS, to_ms
from streams.floor.floor import Floor


class Turn(NamedTuple):
    """What came of one moment: which alerts changed their state, and what is to be sent."""

    changes: list[Change]
    notifications: list[Notification]


class SiteAlerts:
    """`unmatched` counts acknowledgements of alerts that are not open."""

    def __init__(
        self, site: str, policy: AlertPolicy, floor: Floor | None = None, last_week: LastWeek | None = None
    ) -> None:
        self.site = site
        self.now = 0
        self.unmatched = 0
        self.book = AlertBook(site)
        self.trust = Trust()
        self.last_week = last_week or LastWeek()
        self.silences = Silences()
        self.grouping = Grouping(self.book, self.silences)
        self.tidied = 0
        self._use(policy, floor)

    def apply(self, event: AnyEvent) -> None:
        """Takes in what people do about alerts; all other events are for the floor."""
        match event:
            case AlertAcknowledged():
                known = self.book.acknowledge(event.data.alert, event.data.by, to_ms(event.time))
                self.unmatched += not known
            case AlertSilenced():
                self.silences.begin(event)
            case AlertUnsilenced():
                self.silences.lift(event)

    def tick(self, floor: Floor, now: int, *, lag_ms: int = 0) -> Turn:
        """Judges the floor as it stands at `now` (ms). `lag_ms` is how far the worker is behind its log."""
        policy = self.policy
        self.trust.judge(floor, self.book, policy.trust, now, lag_ms)
        self.deadlines.judge(floor, now)
        self.levels.judge(floor, now)
        self.grouping.mute(now)
        sent = self.grouping.send(policy.by_key, now)
        if now // HOUR_MS != self.tidied:
            self.tidied = now // HOUR_MS
            self.book.forget_ends(now)
            self.silences.forget(now)
            self.last_week.forget(now)
        self.now = max(self.now, now)
        changes = sorted(self.book.changes, key=lambda change: change.id)
        self.book.changes.clear()
        return Turn(changes, sent)

    def adopt(self, policy: AlertPolicy, floor: Floor) -> None:
        """Other rules hold: alerts of rules that are gone or changed end, and are told to have ended."""
        known = {key: encode_rule(rule) for key, rule in self.policy.by_key.items()}
        rules = {key: encode_rule(rule) for key, rule in policy.by_key.items()}
        self.end_alerts_of({key for key, rule in known.items() if rules.get(key) != rule})
        line, second = self.levels.line, self.levels.second
        self._use(policy, floor)
        self.levels.line, self.levels.second = line, second

    def end_alerts_of(self, rules: set[str]) -> None:
        """Of rules that no longer hold."""
        for episode in self.book.of_rules(frozenset(rules)):
            self.book.end(episode, self.now, "rule changed")

    def alerts(self) -> list[Alert]:
        """Pending and open ones, as they are shown."""
        return [alert_of(episode) for episode in self.book.episodes.values()]

    def counters(self) -> dict[str, int]:
        """What did not go as it should: shown, never hidden."""
        return {
            "alerts_refused": self.book.refused,
            "silences_refused": self.silences.refused,
            "last_week_refused": self.last_week.refused,
            "acknowledgements_unmatched": self.unmatched,
            "scopes_in_line": len(self.levels.line),
        }

    def _use(self, policy: AlertPolicy, floor: Floor | None) -> None:
        self.policy = policy
        self.levels = Levels(policy, self.book, self.trust, self.last_week)
        self.deadlines = Deadlines(policy, self.book, self.trust)
        if floor is not None:
            self.deadlines.schedule_all(floor)
