"""The dead-man signal: an outside watcher hears from us while the worker works, and calls somebody when it does not."""

from __future__ import annotations

from collections.abc import Callable

import structlog

from app.notify.attempt import Failed
from app.notify.channel import Surroundings
from app.notify.metrics import NotifyMetrics
from app.notify.outward import Outward

logger = structlog.get_logger(__name__)


class DeadMan:
    """`alive` says whether the worker really turns: while it does not, nothing is sent, which is the signal."""

    def __init__(
        self, outward: Outward, every_s: float, alive: Callable[[], bool], around: Surroundings, metrics: NotifyMetrics
    ) -> None:
        self._outward, self._every_s, self._alive, self._around = outward, every_s, alive, around
        self._metrics = metrics

    async def run(self) -> None:
        """Sends until it is cancelled."""
        try:
            while True:
                await self._beat()
                await self._around.pause(self._every_s)
        finally:
            await self._outward.close()

    async def _beat(self) -> None:
        if not self._alive():
            self._metrics.dead_man("held_back")
            logger.error("dead_man_held_back", why="the worker stands still")
            return
        try:
            await self._outward.ask("GET", self._around.clock())
        except Failed as failure:
            self._metrics.dead_man("failed")
            logger.warning("dead_man_failed", why=str(failure))
        else:
            self._metrics.dead_man("sent")
