"""A site that is watched: its newest figures, what changed since, and what to do when the ledger is silent."""

from __future__ import annotations

import asyncio

import structlog

from app.boards.freshness import Silence, freshness_of
from app.boards.scene import Naming, Scene
from app.boards.tile import Freshness, Stale
from app.boards.veil import PeopleShown, Veil
from app.web.metrics import WebMetrics
from app.web.site_copy import SiteFigures
from app.web.site_reader import SiteReader, UnknownSite
from streams.floor.view import Pulse
from streams.ledger.port import LedgerError

REREAD_S = 10.0
"""Wakes may be lost: everything is read again this often."""
PULSE_S = 1.5
"""Without a wake the pulse is read this often, so that a lost wake is not taken for a silent worker."""

logger = structlog.get_logger(__name__)


class SiteFeed:
    """`site` is None for boards whose site is not known yet. `changed` names the hashes to read in the next round."""

    def __init__(
        self, site: str | None, reader: SiteReader, naming: Naming, silence: Silence, least_n: int, metrics: WebMetrics
    ) -> None:
        self.site = site
        self.changed: set[str] = set()
        self._reader, self._naming, self._silence = reader, naming, silence
        self._least_n, self._metrics = least_n, metrics
        self._figures: SiteFigures | None = None
        self._signs: tuple[Pulse, int, Freshness] | None = None
        self._everything = True
        self._all_read_at_s = self._read_at_s = float("-inf")
        self._failing = False
        self._failed_since: int | None = None
        self._first = asyncio.Lock()

    def all_changed(self) -> None:
        self._everything = True

    async def fill(self) -> None:
        """Reads for the first time; those who come together wait for the one read."""
        async with self._first:
            if self._figures is None and self.site is not None and not self._failing:
                await self._read(everything=True)

    async def refresh(self, now_s: float) -> None:
        """Reads what changed; what cannot be read stays noted."""
        everything = self._everything or now_s - self._all_read_at_s > REREAD_S
        if not (everything or self.changed or now_s - self._read_at_s > PULSE_S):
            return
        if await self._read(everything=everything):
            self._read_at_s = now_s
            self._all_read_at_s = now_s if everything else self._all_read_at_s

    def scene(self, people: PeopleShown, veil: Veil) -> Scene | None:
        """The newest figures, with people as a board shows them; None when nothing was read yet."""
        figures = self._figures
        if figures is None:
            return None
        zone = figures.pulse.zone
        return Scene(figures.view, self._naming, self._least_n, zone, people=people, veil=veil, alerts=figures.alerts)

    @property
    def zone(self) -> str | None:
        return self._figures.pulse.zone if self._figures is not None else None

    def freshness(self, now: int) -> Freshness:
        """At `now` by the server's clock (ms)."""
        if self._figures is None:
            return self._nothing_known(now)
        pulse = self._figures.pulse
        if self._signs is None or self._signs[0] is not pulse or self._signs[1] != now:
            # One round shows every board of the site at one moment: their tiles share what follows from it.
            self._signs = pulse, now, freshness_of(pulse, now, self._silence)
        return self._signs[2]

    async def _read(self, *, everything: bool) -> bool:
        if self.site is None:
            return False
        changed, self.changed, self._everything = self.changed, set(), False
        try:
            figures = await self._reader.read(self.site, None if everything else changed)
        except UnknownSite:
            figures = None
        except LedgerError as error:
            self.changed |= changed
            self._everything |= everything
            self.failed(error)
            return False
        self.answered()
        # Without a pulse the ledger was emptied: what was shown stays, and is marked once its pulse is too old.
        # The site may come back in another partition, so everything is looked for anew.
        self._figures = figures or self._figures
        self._everything |= figures is None
        return True

    def answered(self) -> None:
        """The ledger can be read."""
        if self._failing:
            logger.info("site_read_again", site=self.site)
        self._failing = False

    def failed(self, error: LedgerError) -> None:
        """The ledger cannot be read now."""
        self._metrics.ledger_failures.inc()
        if not self._failing:
            logger.warning("site_not_read", site=self.site, error=str(error))
        self._failing = True

    def _nothing_known(self, now: int) -> Freshness:
        """A floor that never sent anything is not stale; one that cannot be read is, since we know of it."""
        if not self._failing:
            self._failed_since = None
            return Freshness(as_of=None)
        self._failed_since = self._failed_since or now
        return Freshness(as_of=None, stale=Stale(part="worker", since=self._failed_since))
