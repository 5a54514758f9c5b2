"""The alerts of one site: at most one episode of a rule and a subject at a time, and how often each ended of late."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from streams.alerts.condition import Finding
from streams.alerts.episode import FLAP_MS, Acknowledged, Episode, State, Timing, episode_id, resolve, step
from streams.alerts.rule import AnyRule, Severity, Subject

EPISODES_LIMIT = 5_000
"""So many alerts a site has at once at most, pending ones among them; what would be more is counted as refused."""

Key = tuple[str, Subject]
AT_ONCE = Timing(0, 0)


class Change(NamedTuple):
    """An alert entered a state at `at` (ms)."""

    at: int
    id: str
    rule: str
    severity: Severity
    subject: Subject
    state: State
    why: str | None


class AlertBook:
    """`ended` are told episodes whose end is still to be told, by id; `changes` what happened since they were taken."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.episodes: dict[Key, Episode] = {}
        self.ended: dict[str, Episode] = {}
        self.ends: dict[Key, list[int]] = {}
        self.changes: list[Change] = []
        self.refused = 0

    def judge(
        self, rule: AnyRule, subject: Subject, finding: Finding, now: int, timing: Timing = AT_ONCE,
        *, began: int | None = None, queue: str | None = None, team: str | None = None, why: str | None = None,
    ) -> None:  # fmt: skip
        """Takes what was found into account. `began` is when it became so, if not just now; `queue` is where a
        contact or ticket lies."""
        episode = self.episodes.get((rule.key, subject))
        if episode is None:
            if finding.outcome != "bad":
                return
            episode = self._open(rule, subject, now if began is None else began, team)
            if episode is None:
                return
            episode.lies_in = queue
            episode.since = now
            changed = step(episode, finding, now, timing, self.ends.get((rule.key, subject), []), why)
            if not changed:
                self._note(episode, now)
        else:
            changed = step(episode, finding, now, timing, self.ends.get((rule.key, subject), []), why)
        if changed:
            self._note(episode, now)

    def end(self, episode: Episode, now: int, why: str) -> None:
        """It is over for another reason than its figure; one that was still pending came to nothing."""
        if episode.open:
            resolve(episode, now, why)
        else:
            episode.state, episode.since = "inactive", now
        self._note(episode, now)

    def acknowledge(self, id_: str, by: str, at: int) -> bool:
        """Whether there is such an alert; the first acknowledgement stands."""
        for episode in self.episodes.values():
            if episode.id == id_ and episode.open:
                if episode.acknowledged is None:
                    episode.acknowledged = Acknowledged(by, at)
                return True
        return False

    def of_rules(self, keys: frozenset[str]) -> list[Episode]:
        return [episode for (rule, _), episode in self.episodes.items() if rule in keys]

    @property
    def open(self) -> Iterator[Episode]:
        """Those that have fired and not ended."""
        return (episode for episode in self.episodes.values() if episode.open)

    def forget_ends(self, now: int) -> None:
        """What ended longer ago than an alert is called flapping for."""
        for key, ends in list(self.ends.items()):
            ends[:] = [end for end in ends if now - end <= FLAP_MS]
            if not ends:
                del self.ends[key]

    def _open(self, rule: AnyRule, subject: Subject, began: int, team: str | None) -> Episode | None:
        if len(self.episodes) >= EPISODES_LIMIT:
            self.refused += 1
            return None
        # Not before the one before it ended: facts out of order would else give two episodes one id.
        began = max(began, *self.ends.get((rule.key, subject), [began]))
        episode = self.episodes[rule.key, subject] = Episode(
            id=episode_id(self.site, rule.key, rule.version, subject, began),
            rule=rule.key, version=rule.version, severity=rule.severity, about=rule.about,
            kind=subject.kind, subject=subject.id, team=rule.team or team, began=began, since=began,
        )  # fmt: skip
        return episode

    def _note(self, episode: Episode, now: int) -> None:
        self.changes.append(
            Change(now, episode.id, episode.rule, episode.severity, episode.of, episode.state, episode.why)
        )
        if episode.over:
            del self.episodes[episode.rule, episode.of]
        if episode.state == "resolved":
            self.ends.setdefault((episode.rule, episode.of), []).append(now)
            if episode.told is not None:
                self.ended[episode.id] = episode
