"""What is to be delivered: values that an outbox can take, each once."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import Literal

from msgspec import Struct

from streams.alerts.episode import Episode, State
from streams.alerts.rule import SEVERITIES, Severity, SubjectKind

Kind = Literal["firing", "resolved", "repeat", "escalation"]
ALERTS_LISTED = 50


class Alert(Struct, frozen=True, omit_defaults=True):
    """An alert as it is shown and sent. Moments in ms since 1970; `value` is in the metric's unit, for a burn how many
    times as fast as the goal allows, for a deadline the time that was allowed (ms); `last_week` is what it was compared
    with. `queue` is the one that it is
    about, or that its contact or ticket lies in; `team` is who is to be told."""

    id: str
    rule: str
    version: int
    severity: Severity
    kind: SubjectKind
    subject: str
    state: State
    began: int
    since: int
    fired: int | None = None
    ended: int | None = None
    value: float | None = None
    n: int | None = None
    last_week: float | None = None
    why: str | None = None
    queue: str | None = None
    team: str | None = None
    muted: str | None = None
    acknowledged_by: str | None = None


class Notification(Struct, frozen=True, omit_defaults=True):
    """`alerts` are the first `ALERTS_LISTED` of `count`, the worst and oldest first. `id` is the same when the same is
    to be sent again after a crash."""

    id: str
    at: int
    kind: Kind
    severity: Severity
    group: str
    alerts: tuple[Alert, ...]
    count: int


def alert_of(episode: Episode) -> Alert:
    known = episode.acknowledged
    return Alert(
        id=episode.id, rule=episode.rule, version=episode.version, severity=episode.severity, kind=episode.kind,
        subject=episode.subject, state=episode.state, began=episode.began, since=episode.since, fired=episode.fired,
        ended=episode.ended, value=episode.value, n=episode.n, last_week=episode.last_week, why=episode.why,
        queue=episode.queue, team=episode.team, muted=episode.muted,
        acknowledged_by=None if known is None else known.by,
    )  # fmt: skip


def notification(kind: Kind, group: str, at: int, episodes: Sequence[Episode]) -> Notification:
    """Expects at least one episode."""
    ordered = sorted(episodes, key=lambda one: (SEVERITIES.index(one.severity), one.began, one.id))
    told = "\x1f".join((group, kind, str(at), *(episode.id for episode in ordered)))
    return Notification(
        id=blake2b(told.encode(), digest_size=12).hexdigest(), at=at, kind=kind, severity=ordered[0].severity,
        group=group, alerts=tuple(map(alert_of, ordered[:ALERTS_LISTED])), count=len(ordered),
    )  # fmt: skip
