"""Silences: some alerts are not sent for a while, with an end, an author and a reason."""

from __future__ import annotations

from msgspec import Struct

from streams.alerts.episode import Episode
from streams.events import AlertSilenced, AlertUnsilenced
from streams.events.instant import DAY_MS, to_ms

SILENCES_LIMIT = 500
KEPT_MS = 7 * DAY_MS
"""So long an ended silence is known, for a repeat of its beginning not to begin it again."""


class Silence(Struct, kw_only=True, omit_defaults=True):
    """From `since` up to `until` (ms). `told` is the time of the newest event about it."""

    id: str
    by: str
    reason: str
    since: int
    until: int
    told: int
    rule: str | None = None
    queue: str | None = None
    team: str | None = None

    def covers(self, episode: Episode, now: int) -> bool:
        return (
            self.since <= now < self.until
            and self.rule in (None, episode.rule)
            and self.queue in (None, episode.queue)
            and self.team in (None, episode.team)
        )


class Silences:
    """By id. In whatever order the events come, the newest about a silence holds."""

    def __init__(self) -> None:
        self.by_id: dict[str, Silence] = {}
        self.refused = 0

    def begin(self, event: AlertSilenced) -> None:
        data, time = event.data, to_ms(event.time)
        known = self.by_id.get(data.silence)
        if known is not None and known.told >= time:
            return
        if known is None and len(self.by_id) >= SILENCES_LIMIT:
            self.refused += 1
            return
        self.by_id[data.silence] = Silence(
            id=data.silence, by=data.by, reason=data.reason, since=time, until=to_ms(data.until), told=time,
            rule=data.rule, queue=data.queue, team=data.team,
        )  # fmt: skip

    def lift(self, event: AlertUnsilenced) -> None:
        """One not known yet is over before it began."""
        id_, time = event.data.silence, to_ms(event.time)
        known = self.by_id.get(id_)
        if known is None:
            known = self.by_id[id_] = Silence(id=id_, by=event.data.by, reason="", since=time, until=time, told=time)
        elif known.told <= time:
            known.until, known.told = min(known.until, time), time

    def forget(self, now: int) -> None:
        for id_, silence in list(self.by_id.items()):
            if now - silence.until > KEPT_MS:
                del self.by_id[id_]
