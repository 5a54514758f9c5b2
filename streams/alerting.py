"""The alerts of one site as its worker has them: judged with the floor, saved with it, sent after the commit."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import structlog

from streams.alerts.judge import SiteAlerts
from streams.alerts.last_week import LastWeek
from streams.alerts.policy import AlertPolicy
from streams.alerts.saved import AlertsMismatch, SavedAlerts, restore
from streams.events import AnyEvent
from streams.floor.floor import Floor
from streams.ledger.names import alerts_hash, last_week_hash, outbox_hash
from streams.outbox import Delivery, Outbox

logger = structlog.get_logger()

Hashes = dict[str, dict[str, bytes]]
NOBODY_SEES = "meta"
"""The field that changes with every commit, and is not shown."""


class Alerting:
    """`fields` and `parcels` are what the ledger has."""

    def __init__(
        self, floor: Floor, policy: AlertPolicy, delivery: Delivery,
        fields: Mapping[str, bytes] | None = None, parcels: Mapping[str, bytes] | None = None,
        last_week: Mapping[str, bytes] | None = None,
    ) -> None:  # fmt: skip
        self._floor = floor
        self.alerts = _restored(floor, policy, fields or {}, last_week_of(floor.site, last_week or {}))
        self.outbox = _outbox(floor.site, delivery, parcels or {})
        self._saved = SavedAlerts(fields)

    def apply(self, event: AnyEvent) -> None:
        self.alerts.apply(event)

    def adopt(self, policy: AlertPolicy) -> None:
        """Other rules hold."""
        self.alerts.adopt(policy, self._floor)

    def judge(self, now: int, lag_ms: int) -> None:
        """After the floor has moved on to `now`, and before it is saved."""
        for notification in self.alerts.tick(self._floor, now, lag_ms=lag_ms).notifications:
            self.outbox.put(notification)

    def save(self, put: Hashes, drop: dict[str, list[str]]) -> bool:
        """Adds what is to be written; answers whether something of it is shown."""
        name = alerts_hash(self._floor.site)
        fields, gone = self._saved.save(self.alerts)
        _add(put, drop, name, fields, gone)
        _add(put, drop, last_week_hash(self._floor.site), *self.alerts.last_week.save())
        _add(put, drop, outbox_hash(self._floor.site), *self.outbox.save())
        return bool(gone) or any(field != NOBODY_SEES for field in fields)


def _add(put: Hashes, drop: dict[str, list[str]], name: str, fields: dict[str, bytes], gone: list[str]) -> None:
    if fields:
        put[name] = fields
    if gone:
        drop[name] = gone


def _restored(floor: Floor, policy: AlertPolicy, fields: Mapping[str, bytes], last_week: LastWeek) -> SiteAlerts:
    """What cannot be read is begun anew: an alert that still holds is raised once more."""
    try:
        return restore(floor.site, policy, fields, floor, last_week)
    except AlertsMismatch as mismatch:
        logger.error("alerts_begun_anew", site=floor.site, reason=str(mismatch))
        return SiteAlerts(floor.site, policy, floor, last_week)


def last_week_of(site: str, fields: Mapping[str, bytes]) -> LastWeek:
    """What cannot be read is not known: rules that compare with it do not judge until there is a week again."""
    try:
        return LastWeek.restored(fields)
    except (msgspec.MsgspecError, ValueError) as error:
        logger.error("last_week_unreadable", site=site, fields=len(fields), reason=str(error))
        return LastWeek()


def _outbox(site: str, delivery: Delivery, parcels: Mapping[str, bytes]) -> Outbox:
    try:
        return Outbox(site, delivery, parcels)
    except msgspec.MsgspecError as error:
        logger.error("outbox_unreadable", site=site, parcels=len(parcels), reason=str(error))
        return Outbox(site, delivery)
