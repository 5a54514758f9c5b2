"""An alert from pending to its end: an episode opens once and closes once, whatever comes between."""

from __future__ import annotations

from hashlib import blake2b
from typing import Literal, NamedTuple

from msgspec import Struct

from streams.alerts.condition import Finding
from streams.alerts.rule import Severity, Subject, SubjectKind
from streams.events.instant import HOUR_MS, MINUTE_MS

State = Literal["inactive", "pending", "firing", "recovering", "no_data", "flapping", "resolved"]
"""docs/alerts.md says what each means. `inactive` is a pending one that came to nothing."""

OPEN: frozenset[State] = frozenset(("firing", "recovering", "no_data", "flapping"))
FIRES: frozenset[State] = frozenset(("firing", "flapping"))
FLAPS = 3
"""An alert that ended so often within `FLAP_MS` flaps when it fires again."""
FLAP_MS = HOUR_MS
CALM_MS = 15 * MINUTE_MS
"""A flapping alert ends after so long without relapse."""


class Acknowledged(Struct, frozen=True, array_like=True):
    by: str
    at: int


class Episode(Struct, kw_only=True, omit_defaults=True):
    """One alert of one rule about one subject. Moments in ms since 1970.

    `began` is when the condition first held, `fired` when it had held for long enough, `since` when the state began,
    `calm_since` since when a flapping one is good. `told`, `told_last` and `escalated` say when it was sent first, last
    and higher up. `why` says, for an ended one, what ended it; for one without data, what is missing.
    `lies_in` is the queue that its contact or ticket lies in, and lay in last when it has ended.
    """

    id: str
    rule: str
    version: int
    severity: Severity
    about: str
    kind: SubjectKind
    subject: str
    lies_in: str | None = None
    team: str | None = None
    state: State = "pending"
    began: int
    since: int
    fired: int | None = None
    ended: int | None = None
    calm_since: int | None = None
    value: float | None = None
    n: int | None = None
    last_week: float | None = None
    why: str | None = None
    told: int | None = None
    told_last: int | None = None
    escalated: int | None = None
    acknowledged: Acknowledged | None = None
    muted: str | None = None

    @property
    def of(self) -> Subject:
        return Subject(self.kind, self.subject)

    @property
    def queue(self) -> str | None:
        """The queue that it is about, or that its contact or ticket lies in."""
        return self.subject if self.kind == "queue" else self.lies_in

    @property
    def open(self) -> bool:
        """It has fired and has not ended."""
        return self.state in OPEN

    @property
    def fires(self) -> bool:
        return self.state in FIRES

    @property
    def over(self) -> bool:
        return self.state in ("inactive", "resolved")


class Timing(NamedTuple):
    """How long a condition must hold to fire and to recover, in ms."""

    for_ms: int
    keep_firing_ms: int


def episode_id(site: str, rule: str, version: int, subject: Subject, began: int) -> str:
    """The same episode has the same id after a crash and after a replay."""
    told = "\x1f".join((site, rule, str(version), *subject, str(began)))
    return blake2b(told.encode(), digest_size=8).hexdigest()


def flaps(ends: list[int], now: int) -> bool:
    """Whether an alert that ended at these moments flaps when it fires at `now`."""
    return sum(now - end <= FLAP_MS for end in ends) >= FLAPS


def step(episode: Episode, finding: Finding, now: int, timing: Timing, ends: list[int], why: str | None = None) -> bool:
    """Takes the episode on by what is found at `now`. Answers whether its state changed.

    `ends` are when earlier episodes of the same rule and subject ended; `why` is what is missing when nothing is found.
    """
    before = episode.state
    if finding.outcome != "none":
        episode.value, episode.n, episode.last_week = finding.value, finding.n, finding.last_week
    if before == "pending":
        _step_pending(episode, finding, now, timing, ends)
    elif before == "flapping":
        _step_flapping(episode, finding, now)
    elif finding.outcome == "none":
        _enter(episode, "no_data", now)
        episode.why = why
    elif finding.outcome != "good":
        _enter(episode, "firing", now)
    else:
        _enter(episode, "recovering", now)
        if now - episode.since >= timing.keep_firing_ms:
            resolve(episode, now, "recovered")
    return episode.state != before


def resolve(episode: Episode, now: int, why: str) -> None:
    """It ends at `now`."""
    _enter(episode, "resolved", now)
    episode.ended, episode.why = now, why


def _step_pending(episode: Episode, finding: Finding, now: int, timing: Timing, ends: list[int]) -> None:
    if finding.outcome != "bad":
        _enter(episode, "inactive", now)
    elif now - episode.began >= timing.for_ms:
        episode.fired = now
        _enter(episode, "flapping" if flaps(ends, now) else "firing", now)


def _step_flapping(episode: Episode, finding: Finding, now: int) -> None:
    if finding.outcome != "good":
        episode.calm_since = None
    elif episode.calm_since is None:
        episode.calm_since = now
    elif now - episode.calm_since >= CALM_MS:
        resolve(episode, now, "recovered")


def _enter(episode: Episode, state: State, now: int) -> None:
    if episode.state != state:
        episode.state, episode.since = state, now
        episode.why = None
