"""The sites that are watched: a board follows its own, and every one that a tile of it names."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence

from app.boards.board import Board
from app.web.live_board import LiveBoard
from app.web.site_feed import SiteFeed
from streams.ledger.names import split_name

READS_AT_ONCE = 16


class SiteFeeds:
    """`follow` makes the feed of a site; of None for boards whose site is not known yet."""

    def __init__(self, follow: Callable[[str | None], SiteFeed]) -> None:
        self._follow = follow
        self._feeds: dict[str, SiteFeed] = {}
        self.unbound = follow(None)

    def __len__(self) -> int:
        return len(self._feeds)

    async def fill(self, site: str | None, definition: Board) -> None:
        """Reads what a board of this site shows, where it was not read before. From then on it can be shown."""
        feeds = [self._feed(one) for one in _sites(site, definition)]
        await asyncio.gather(*(feed.fill() for feed in feeds))
        self._feeds.update({feed.site: feed for feed in feeds if feed.site is not None})

    def show(self, board: LiveBoard, now: int) -> int:
        """Evaluates the board on the newest figures, at `now` by the server's clock (ms): how many tiles changed."""
        own, definition = self._feed(board.site), board.definition
        sites = {}
        for site in definition.sites_named:
            feed = self._feed(site)
            sites[site] = board.seen(site, feed.scene(definition.people, board.veil_of(site)), feed.freshness(now))
        scene = own.scene(definition.people, board.veil)
        return board.update(scene, own.freshness(now), own.zone or board.zone, sites)

    async def refresh(self, now_s: float) -> None:
        """One round of reading what changed. What cannot be read now is read in the next round."""
        gate = asyncio.Semaphore(READS_AT_ONCE)

        async def one(feed: SiteFeed) -> None:
            async with gate:
                await feed.refresh(now_s)

        await asyncio.gather(*(one(feed) for feed in self._feeds.values()))

    def note(self, names: Sequence[str]) -> bool:
        """Notes what changed in the ledger; no names at all: everything may have. Answers whether any site of ours."""
        touched = not names
        if not names:
            for feed in self._feeds.values():
                feed.all_changed()
        for name in names:
            parts = split_name(name)
            if len(parts) > 1 and (found := self._feeds.get(parts[1])) is not None:
                found.changed.add(name)
                touched = True
        return touched

    def keep(self, boards: Iterable[LiveBoard]) -> None:
        """Lets go of sites that none of these boards shows."""
        followed = {site for board in boards for site in _sites(board.site, board.definition)}
        for site in [site for site in self._feeds if site not in followed]:
            del self._feeds[site]

    def _feed(self, site: str | None) -> SiteFeed:
        if site is None:
            return self.unbound
        if site not in self._feeds:
            self._feeds[site] = self._follow(site)
        return self._feeds[site]


def _sites(site: str | None, definition: Board) -> set[str | None]:
    return {site, *definition.sites_named}
