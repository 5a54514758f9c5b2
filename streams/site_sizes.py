"""Tells of sites that are larger than this is made for: they go on, and somebody should know."""

from __future__ import annotations

from collections.abc import Iterable

import structlog

from streams.floor.floor import Floor

logger = structlog.get_logger()


class SiteSizes:
    """A site with more than so many queues or agents is warned of once in each process."""

    def __init__(self, queues: int, agents: int) -> None:
        self._queues, self._agents = queues, agents
        self._told: set[str] = set()

    def look(self, floors: Iterable[Floor]) -> int:
        """How many of the sites are too large; logs each the first time."""
        large = 0
        for floor in floors:
            queues, agents = len(floor.queues), len(floor.agents)
            if queues <= self._queues and agents <= self._agents:
                continue
            large += 1
            if floor.site not in self._told:
                self._told.add(floor.site)
                logger.warning("site_large", site=floor.site, queues=queues, agents=agents,
                               queues_warned_of=self._queues, agents_warned_of=self._agents)  # fmt: skip
        return large
