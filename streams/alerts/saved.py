"""The alerts of a site as the ledger keeps them: one field an alert, so that a save costs what changed.

`meta` what there is once; `e:<id>` an alert that is pending or open, `x:<id>` an ended one whose end is still to be
told; `s:<id>` a silence. When deadlines pass follows from the floor, and is not saved.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from msgspec import Struct

from streams.alerts.episode import Episode
from streams.alerts.judge import SiteAlerts
from streams.alerts.last_week import LastWeek
from streams.alerts.policy import AlertPolicy
from streams.alerts.rule import Subject, SubjectKind
from streams.alerts.silence import Silence
from streams.floor.floor import Floor

VERSION = 1


class AlertsMismatch(Exception):
    """The saved alerts are of another version, and cannot be read."""


class Meta(Struct):
    """`rules` has a checksum of each rule that the alerts were judged by."""

    version: int
    now: int
    second: int
    tidied: int
    begun: int | None
    behind: bool
    counters: tuple[int, int, int]
    due: dict[str, int]
    line: list[tuple[SubjectKind, str]]
    ends: list[tuple[str, SubjectKind, str, list[int]]]
    holes: dict[str, list[tuple[int, int | None]]]
    mistrusted: list[str]
    rules: dict[str, int]


_encode = msgspec.json.Encoder().encode
_read_meta = msgspec.json.Decoder(Meta).decode
_read_episode = msgspec.json.Decoder(Episode).decode
_read_silence = msgspec.json.Decoder(Silence).decode

Fields = dict[str, bytes]


class SavedAlerts:
    """Writes the alerts of one site, each time what changed since; `written` is what the ledger has."""

    def __init__(self, written: Mapping[str, bytes] | None = None) -> None:
        self._written = dict(written or {})

    def save(self, alerts: SiteAlerts) -> tuple[Fields, list[str]]:
        """Fields to put and fields to drop."""
        told: Fields = {"meta": _encode(_meta(alerts))}
        told.update((f"e:{episode.id}", _encode(episode)) for episode in alerts.book.episodes.values())
        told.update((f"x:{id_}", _encode(episode)) for id_, episode in alerts.book.ended.items())
        told.update((f"s:{id_}", _encode(silence)) for id_, silence in alerts.silences.by_id.items())
        put = {field: value for field, value in told.items() if self._written.get(field) != value}
        drop = [field for field in self._written if field not in told]
        self._written.update(put)
        for field in drop:
            del self._written[field]
        return put, drop


def restore(
    site: str, policy: AlertPolicy, fields: Mapping[str, bytes], floor: Floor, last_week: LastWeek | None = None
) -> SiteAlerts:
    """The alerts that were saved, under the rules that hold now: those of rules that are gone or changed have ended.

    `floor` is the one that was saved with them, `last_week` what was saved beside them. Raises
    `AlertsMismatch` for what another version wrote.
    """
    if "meta" not in fields:
        return SiteAlerts(site, policy, floor, last_week)
    try:
        meta = _read_meta(fields["meta"])
        alerts = SiteAlerts(site, policy, last_week=last_week)
        _restore_entries(alerts, fields)
    except msgspec.MsgspecError as error:
        raise AlertsMismatch(f"alerts of site {site!r} cannot be read: {error}") from None
    if meta.version != VERSION:
        raise AlertsMismatch(f"alerts of site {site!r} have version {meta.version}, this worker writes {VERSION}")
    alerts.now, alerts.tidied = meta.now, meta.tidied
    alerts.unmatched, alerts.book.refused, alerts.silences.refused = meta.counters
    alerts.grouping.due = meta.due
    alerts.levels.second = meta.second
    alerts.levels.line = {Subject(*subject): None for subject in meta.line}
    alerts.book.ends = {(rule, Subject(kind, id_)): ends for rule, kind, id_, ends in meta.ends}
    trust = alerts.trust
    trust.begun, trust.behind, trust.holes, trust.mistrusted = meta.begun, meta.behind, meta.holes, set(meta.mistrusted)
    rules = policy.checksums
    alerts.end_alerts_of({key for key, known in meta.rules.items() if rules.get(key) != known})
    alerts.deadlines.schedule_all(floor)
    return alerts


def _meta(alerts: SiteAlerts) -> Meta:
    trust, book = alerts.trust, alerts.book
    return Meta(
        version=VERSION,
        now=alerts.now,
        second=alerts.levels.second,
        tidied=alerts.tidied,
        begun=trust.begun,
        behind=trust.behind,
        counters=(alerts.unmatched, book.refused, alerts.silences.refused),
        due=alerts.grouping.due,
        line=list(alerts.levels.line),
        ends=[(rule, *subject, ends) for (rule, subject), ends in book.ends.items()],
        holes=trust.holes,
        mistrusted=sorted(trust.mistrusted),
        rules=alerts.policy.checksums,
    )


def _restore_entries(alerts: SiteAlerts, fields: Mapping[str, bytes]) -> None:
    for field, raw in fields.items():
        kind, _, id_ = field.partition(":")
        if kind == "e":
            episode = _read_episode(raw)
            alerts.book.episodes[episode.rule, episode.of] = episode
        elif kind == "x":
            alerts.book.ended[id_] = _read_episode(raw)
        elif kind == "s":
            alerts.silences.by_id[id_] = _read_silence(raw)
