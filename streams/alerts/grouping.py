"""What is sent when: alerts of one site and team within 10 s are one message, and each is told once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from streams.alerts.alert_book import AlertBook
from streams.alerts.episode import Episode
from streams.alerts.notification import Kind, Notification, notification
from streams.alerts.rule import AnyRule
from streams.alerts.silence import Silences

GROUP_MS = 10_000
"""From the first of a group to its message; what comes meanwhile is in it."""


class Grouping:
    """`due` says of each group that has something to tell when it does."""

    def __init__(self, book: AlertBook, silences: Silences) -> None:
        self.due: dict[str, int] = {}
        self._book, self._silences = book, silences

    def mute(self, now: int) -> None:
        """Says of each open alert why it is not sent: a critical one says it already, or it is silenced."""
        worse = {(e.about, e.of) for e in self._book.open if e.severity == "critical"}
        silences = [silence for _, silence in sorted(self._silences.by_id.items())]
        for episode in self._book.open:
            episode.muted = None
            if episode.severity == "warning" and (episode.about, episode.of) in worse:
                episode.muted = "critical"
            elif silences:
                covering = next((one for one in silences if one.covers(episode, now)), None)
                episode.muted = None if covering is None else f"silence {covering.id}"

    def send(self, rules: Mapping[str, AnyRule], now: int) -> list[Notification]:
        """What is due to be sent at `now`; it counts as told then."""
        for episode in (*self._book.episodes.values(), *self._book.ended.values()):
            if wants(episode, rules.get(episode.rule), now):
                self.due.setdefault(self._group(episode), now + GROUP_MS)
        sent: list[Notification] = []
        for group, due in sorted(self.due.items(), key=lambda item: (item[1], item[0])):
            if due <= now:
                del self.due[group]
                sent += self._send(group, due, rules, now)
        return sent

    def _send(self, group: str, due: int, rules: Mapping[str, AnyRule], now: int) -> Iterator[Notification]:
        found: defaultdict[Kind, list[Episode]] = defaultdict(list)
        for episode in (*self._book.episodes.values(), *self._book.ended.values()):
            if self._group(episode) == group and (kind := wants(episode, rules.get(episode.rule), now)):
                found[kind].append(episode)
        for kind, episodes in sorted(found.items()):
            for episode in episodes:
                _tell(episode, kind, due)
                if kind == "resolved":
                    del self._book.ended[episode.id]
            yield notification(kind, group, due, episodes)

    def _group(self, episode: Episode) -> str:
        return f"{self._book.site}/{episode.team or ''}"


def wants(episode: Episode, rule: AnyRule | None, now: int) -> Kind | None:
    """What is to be told of the episode now. The end of what was told is always told, so that nobody waits for it."""
    if episode.state == "resolved":
        return "resolved"
    if rule is None or not episode.fires or episode.muted is not None:
        return None
    if episode.told is None or episode.told_last is None:
        return "firing"
    if episode.acknowledged is not None:
        return None
    if (
        rule.escalate_after_ms is not None
        and episode.escalated is None
        and now >= episode.told + rule.escalate_after_ms
    ):
        return "escalation"
    return "repeat" if now >= episode.told_last + rule.repeat_ms else None


def _tell(episode: Episode, kind: Kind, at: int) -> None:
    episode.told_last = at
    if kind == "firing":
        episode.told = at
    elif kind == "escalation":
        episode.escalated = at
