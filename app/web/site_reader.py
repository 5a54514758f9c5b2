"""Reads sites from the ledger. What did not change since the last read is not decoded again and stays the same object,
so that who compares by identity sees at once what is new."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from app.web.site_copy import SiteCopy, SiteFigures, decode_pulse
from streams.floor.view import (
    Pulse,
)
from streams.ledger.names import (
    names_hash,
    pulse_hash,
)
from streams.ledger.port import HashName, LedgerError, LedgerReader


class UnknownSite(LookupError):
    """No worker has written anything of this site."""

    def __init__(self, site: str, known: Sequence[str]) -> None:
        super().__init__(f"there is no site {site!r}")
        self.site, self.known = site, tuple(known)


class NoFigures(LedgerError):
    """The ledger holds nothing of the site yet, or no more: its worker is starting, or a rebuild has only begun."""


class SiteReader:
    """Keeps the last read of every site asked for."""

    def __init__(self, ledger: LedgerReader) -> None:
        self._ledger = ledger
        self._partitions: Mapping[str, int] = {}
        self._copies: dict[str, SiteCopy] = {}

    async def sites(self) -> Sequence[str]:
        """Every known site. Raises `LedgerError`."""
        self._partitions = await self._ledger.site_partitions()
        return sorted(self._partitions)

    async def sites_with(self, site: str | None) -> Sequence[str]:
        """Every known site, from memory when `site` (None: any) is among them. Raises `LedgerError`."""
        known = self._partitions
        return sorted(known) if (site in known or (site is None and known)) else await self.sites()

    async def figures(self, site: str) -> SiteFigures:
        """The site as it is now, all of it. Raises `UnknownSite`, `NoFigures`, `LedgerError`."""
        found = await self.read(site)
        if found is None:
            raise NoFigures(f"there are no figures of site {site!r} yet")
        return found

    async def read(self, site: str, changed: Collection[HashName] | None = None) -> SiteFigures | None:
        """The site as it is now; None when the ledger has no pulse of it (it was emptied, or a rebuild has only begun).

        `changed` names the hashes to read again besides the pulse; costs one round trip, a second one when queues are
        new or trends due. None reads all, and before that in which partition the site is; trends, which are large, only
        once more of their panes have closed. Raises `UnknownSite`, `LedgerError`.
        """
        if (changed is None or site not in self._partitions) and site not in await self.sites():
            raise UnknownSite(site, sorted(self._partitions))
        copy = self._copies.setdefault(site, SiteCopy(site))
        async with copy.lock:  # an older reply must not overwrite a newer one
            return await self._refresh(copy, changed)

    async def pulses(self, sites: Sequence[str]) -> Mapping[str, Pulse | None]:
        """The signs of life of many sites, one round trip a partition."""
        found: dict[str, Pulse | None] = dict.fromkeys(sites)
        by_partition: dict[int, list[str]] = {}
        for site in sites:
            if site in self._partitions:
                by_partition.setdefault(self._partitions[site], []).append(site)
        for partition, some in by_partition.items():
            read = await self._ledger.read(partition, [pulse_hash(site) for site in some])
            found.update({site: decode_pulse(fields) for site, fields in zip(some, read, strict=True)})
        return found

    async def _refresh(self, copy: SiteCopy, changed: Collection[HashName] | None) -> SiteFigures | None:
        partition = self._partitions[copy.site]
        wanted = copy.whole if changed is None else [name for name in copy.names if name in changed]
        wanted = list(dict.fromkeys([pulse_hash(copy.site), names_hash(copy.site), *wanted]))
        copy.take(dict(zip(wanted, await self._ledger.read(partition, wanted), strict=True)))
        if new := list(dict.fromkeys([*copy.unread(), *(copy.due_trends() if changed is None else ())])):
            copy.take(dict(zip(new, await self._ledger.read(partition, new), strict=True)))
        return copy.figures()
