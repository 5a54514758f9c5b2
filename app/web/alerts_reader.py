"""Reads the alerts of sites from the ledger, as the worker saved them last."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import NamedTuple

from app.web.site_copy import UnreadableFigures
from app.web.site_reader import UnknownSite
from streams.alerts.saved import AlertsMismatch
from streams.alerts.shown import ShownAlerts, shown
from streams.alerts.silence import SILENCES_LIMIT
from streams.ledger.names import alerts_hash, names_hash
from streams.ledger.port import LedgerReader

READ_EVERY_S = 0.5
"""However many look at the alerts of a site, they are read no more often than this."""
SITES_KEPT = 64


class SiteAlertsSeen(NamedTuple):
    """`queues` are the ids of those that the site has; `full` says that it keeps as many silences as it may."""

    alerts: ShownAlerts
    queues: frozenset[str]
    full: bool


class AlertsReader:
    """`now_s` is monotonic."""

    def __init__(self, ledger: LedgerReader, now_s: Callable[[], float]) -> None:
        self._ledger, self._now_s = ledger, now_s
        self._read: dict[str, tuple[float, SiteAlertsSeen]] = {}
        self._one_at_a_time = asyncio.Lock()

    async def newest(self, site: str) -> SiteAlertsSeen:
        """As they were at most `READ_EVERY_S` ago. Raises `UnknownSite`, `LedgerError`."""
        async with self._one_at_a_time:
            held = self._read.get(site)
            if held is not None and self._now_s() - held[0] < READ_EVERY_S:
                return held[1]
            seen = await self.read(site)
            self._read.pop(site, None)
            self._read[site] = (self._now_s(), seen)
            if len(self._read) > SITES_KEPT:
                del self._read[next(iter(self._read))]
            return seen

    async def read(self, site: str) -> SiteAlertsSeen:
        """As they are now. Raises `UnknownSite`, `LedgerError`."""
        partitions = await self._ledger.site_partitions()
        if site not in partitions:
            raise UnknownSite(site, sorted(partitions))
        fields, names = await self._ledger.read(partitions[site], [alerts_hash(site), names_hash(site)])
        try:
            alerts = shown(fields)
        except AlertsMismatch as mismatch:
            raise UnreadableFigures(f"{mismatch} (site {site!r})") from mismatch
        kept = sum(field.startswith("s:") for field in fields)
        return SiteAlertsSeen(alerts, frozenset(names), kept >= SILENCES_LIMIT)
