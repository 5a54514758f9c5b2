"""A client of the reading side: what it is shown of each site, and whether that is as old as it is told."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from random import Random
from typing import TYPE_CHECKING, cast

from app.boards.freshness import Silence
from app.boards.scene import Naming
from app.boards.tile import Freshness
from app.boards.veil import Veil
from app.web.metrics import WebMetrics
from app.web.patience import within
from app.web.site_feed import SiteFeed
from app.web.site_reader import SiteReader
from streams.floor.view import SiteView
from streams.ledger.port import LedgerUnavailable
from tests.sim.virtual_time import now_s

if TYPE_CHECKING:
    from tests.sim.world import World

FRESHNESS_S = 0.5
SILENCE = Silence()
CATCHING_UP_MS = 10_000


class Reader:
    """Reads and looks as the hub of a web process does. `slack_ms` is how long figures may wait for their turn."""

    def __init__(self, world: World, slack_ms: int) -> None:
        self.world, self.slack_ms = world, slack_ms
        self._rng = Random(f"{world.seed} reader")
        self.ledger = world.ledger(self._call)
        reader, metrics = SiteReader(self.ledger), WebMetrics()
        naming = cast(Naming, None)  # names are not looked at
        self.feeds = {site: SiteFeed(site, reader, naming, SILENCE, 10, metrics) for site in world.lives}
        self._changed = asyncio.Event()
        self.looks = 0

    async def _call(self, moment: str) -> None:
        world = self.world
        world.record.note("reader", moment)
        await asyncio.sleep(world.delay_s(self._rng))
        if max(world.out["readers"], world.out["ledger"]) > now_s():
            raise LedgerUnavailable("cut off")

    async def live(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            for work in (self._follow_wakes, self._read, self._look):
                tasks.create_task(work(), name=f"reader {work.__name__}")

    async def _follow_wakes(self) -> None:
        async with aclosing(self.ledger.wakes()) as wakes:
            async for _, names in wakes:
                for site, feed in self.feeds.items():
                    feed.changed.update(name for name in names if name.split(":")[1] == site)
                    if not names:
                        feed.all_changed()
                self._changed.set()

    async def _read(self) -> None:
        while True:
            await within(FRESHNESS_S, self._changed)
            for feed in self.feeds.values():
                await feed.refresh(now_s())
            await asyncio.sleep(0.25)

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(FRESHNESS_S)
            for site, feed in self.feeds.items():
                scene = feed.scene("names", Veil())
                if scene is not None:
                    self._judge(site, scene.view, feed.freshness(self.world.clock()))

    def view(self, site: str) -> SiteView | None:
        scene = self.feeds[site].scene("names", Veil())
        return scene.view if scene is not None else None

    def freshness(self, site: str) -> Freshness:
        return self.feeds[site].freshness(self.world.clock())

    def _judge(self, site: str, view: SiteView, freshness: Freshness) -> None:
        """Calls offered this week: at least those that were there when the figure says it is of, at most those that
        are there now."""
        self.looks += 1
        now, stale = self.world.clock(), freshness.stale
        shown = sum(queue.windows["week"].counts.get("offered", 0) for queue in view.queues.values() if queue.windows)
        if stale is not None and stale.part == "worker":
            said = stale.since - CATCHING_UP_MS
        elif stale is not None and stale.part == "catching_up" and stale.source is None:
            said = stale.since
        else:
            said = now - SILENCE.worker_ms - CATCHING_UP_MS
        known, least = self.world.offered(site, now + 1), self.world.offered(site, said - self.slack_ms)
        if not least <= shown <= known:
            told = "fresh" if stale is None else f"{stale.part} since {now - stale.since} ms"
            self.world.record.break_("I3", f"{site} shows {shown} calls, said {told}, of {least} to {known}")
