"""What one rule would have done over a day that is past: its alerts, each with its moments and its worst figure."""

from __future__ import annotations

from dataclasses import dataclass, field

from streams.alerts.alert_book import AlertBook, Change
from streams.alerts.episode import FIRES, Episode, State
from streams.alerts.judge import Turn
from streams.alerts.rule import AnyRule, LevelRule, Subject

LISTED = 200
"""So many alerts are told at most; all are counted."""
KEPT = 10_000
"""So many are followed; what would be more is only counted."""


@dataclass
class RehearsedAlert:
    """Moments in ms since 1970; None: it never came to that. `recovering_at` is when it began to be well for the last
    time. `state` is the last one, `worst` the worst figure while it was not well, `why` what ended it or is missing."""

    id: str
    subject: Subject
    pending_at: int
    state: State = "pending"
    fired_at: int | None = None
    recovering_at: int | None = None
    ended_at: int | None = None
    worst: float | None = None
    why: str | None = None

    def note(self, change: Change) -> None:
        self.state, self.why = change.state, change.why
        if change.state in FIRES:
            self.fired_at = change.at if self.fired_at is None else self.fired_at
            self.recovering_at = None
        elif change.state == "recovering":
            self.recovering_at = change.at
        elif change.state in ("resolved", "inactive"):
            self.ended_at = change.at


@dataclass
class Rehearsed:
    """The alerts of `rule`, by id, in the order in which they began; `more` counts those that are not followed."""

    rule: AnyRule
    alerts: dict[str, RehearsedAlert] = field(default_factory=dict)
    more: int = 0

    def note(self, turn: Turn, book: AlertBook) -> None:
        """After each second."""
        for change in turn.changes:
            if change.rule == self.rule.key:
                self._change(change)
        for episode in book.of_rules(frozenset((self.rule.key,))):
            self._figure(episode)

    @property
    def fired(self) -> int:
        return sum(alert.fired_at is not None for alert in self.alerts.values())

    @property
    def listed(self) -> list[RehearsedAlert]:
        """Those that fired before those that did not, `LISTED` together at most; the first to begin first."""
        ordered = sorted(self.alerts.values(), key=lambda alert: (alert.fired_at is None, alert.pending_at, alert.id))
        return sorted(ordered[:LISTED], key=lambda alert: (alert.pending_at, alert.id))

    def _change(self, change: Change) -> None:
        alert = self.alerts.get(change.id)
        if alert is None:
            if len(self.alerts) >= KEPT:
                self.more += change.state not in ("resolved", "inactive")
                return
            alert = self.alerts[change.id] = RehearsedAlert(change.id, change.subject, change.at)
        alert.note(change)

    def _figure(self, episode: Episode) -> None:
        alert = self.alerts.get(episode.id)
        if alert is None or episode.value is None or episode.state not in ("pending", *FIRES):
            return
        rises = not isinstance(self.rule, LevelRule) or self.rule.rises
        known = episode.value if alert.worst is None else alert.worst
        alert.worst = max(known, episode.value) if rises else min(known, episode.value)
