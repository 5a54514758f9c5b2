"""Events of a call centre that runs now, as another program would send them."""

from __future__ import annotations

import time
from typing import Any

from streams.events.instant import rfc3339

Event = dict[str, Any]


def now_ms() -> int:
    """The wall clock, ms since 1970: the parts under test live by it too."""
    return time.time_ns() // 1_000_000


class Floor:
    """Tells what happens at `site`, as the source of that name; instants are given as seconds before now."""

    def __init__(self, site: str, source: str = "test/pbx") -> None:
        self.site, self.source = site, source
        self._told = 0

    def event(self, type_: str, ago_s: float, **data: Any) -> Event:
        self._told += 1
        return {
            "specversion": "1.0",
            "id": f"e{self._told}",
            "source": self.source,
            "type": f"tavle.{type_}",
            "time": rfc3339(now_ms() - round(ago_s * 1000)),
            "site": self.site,
            "data": data,
        }

    def queued(self, contact: str, queue: str, ago_s: float) -> Event:
        return self.event("contact.queued", ago_s, contact=contact, queue=queue)

    def answered(self, contact: str, agent: str, ago_s: float) -> Event:
        return self.event("contact.answered", ago_s, contact=contact, agent=agent)

    def abandoned(self, contact: str, ago_s: float) -> Event:
        return self.event("contact.left", ago_s, contact=contact, reason="abandoned")

    def ended(self, contact: str, agent: str, ago_s: float) -> Event:
        return self.event("contact.ended", ago_s, contact=contact, agent=agent)

    def beat(self, interval_s: float) -> Event:
        """A sign of life, as the source gives one each `interval_s`."""
        return self.event("source.beat", 0, interval_s=interval_s)

    def opened(self, ticket: str, queue: str, ago_s: float) -> Event:
        return self.event("ticket.opened", ago_s, ticket=ticket, queue=queue, channel="email")

    def agent(self, agent: str, state: str, ago_s: float) -> Event:
        return self.event("agent.state", ago_s, agent=agent, state=state)

    def member(self, agent: str, queue: str, ago_s: float) -> Event:
        return self.event("agent.member", ago_s, agent=agent, queue=queue, joined=True)
