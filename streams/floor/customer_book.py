"""Who called again about the same matter: the settled question of first contact resolution (docs/metrics.md).

A visit is what one contact says of its customer: when it came, about what, and whether that was settled. A flagged
visit counts as resolved unless the same customer came again about the same topic within `days`; until those have passed
that is provisional. Visits outlive their contacts by so long.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from heapq import heappop, heappush
from typing import NamedTuple

from streams.events.instant import DAY_MS
from streams.floor.contribution import Contribution
from streams.floor.counts import Count

Add = Callable[[str, str, int, int, int], None]
"""Counts for a queue and an agent: their ids, moment, key, amount."""


class Visit(NamedTuple):
    """Moments in ms. `resolved` is None, and `flagged_at` 0, while nobody has said whether the matter is settled."""

    customer: str
    topic: str
    entered: int
    flagged_at: int
    resolved: bool | None
    queue: str
    agent: str


class CustomerBook:
    """Visits by customer and contact. `changed` and `gone` name the contacts whose visits are new or forgotten since
    they were last saved."""

    __slots__ = ("_add", "_by_customer", "_timers", "_within_ms", "changed", "clock", "gone", "keep_ms", "visits")

    def __init__(self, add: Add, days: int, keep_ms: int) -> None:
        self._add = add
        self._within_ms = days * DAY_MS
        self.keep_ms = keep_ms
        self.clock = 0
        self.visits: dict[str, Visit] = {}
        self._by_customer: dict[tuple[str, str], dict[str, Visit]] = {}
        self._timers: list[tuple[int, str]] = []
        self.changed: set[str] = set()
        self.gone: set[str] = set()

    def tell(self, contact: str, visit: Visit | None) -> None:
        """The contact now says this of its customer; None: nothing any more. What is long past was counted when it was
        not, and forgotten: it is not taken for new when its contact, open all the while, tells it again."""
        known = self.visits.get(contact)
        if known == visit or (known is None and visit is not None and self._forgets_at(visit) < self.clock):
            return
        if known is not None:
            self._change(known, contact, None)
        if visit is not None:
            self._change(visit, contact, visit)
        if visit is None:
            del self.visits[contact]
            self.gone.add(contact)
            self.changed.discard(contact)
        else:
            self._keep(contact, visit)
            self.changed.add(contact)
            self.gone.discard(contact)

    def set_aside(self, contact: str) -> None:
        """Another contact of this name begins: what an older one said stays as it is."""
        visit = self.visits.pop(contact, None)
        if visit is not None:
            aside = f"{contact}\x1f{visit.entered}"
            others = self._by_customer[visit.customer, visit.topic]
            others[aside] = others.pop(contact)
            self._keep(aside, visit)
            self.changed.discard(contact)
            self.changed.add(aside)
            self.gone.add(contact)

    def restore(self, contact: str, visit: Visit) -> None:
        """A visit as saved; what it counts was saved too."""
        self._by_customer.setdefault((visit.customer, visit.topic), {})[contact] = visit
        self._keep(contact, visit)

    def pass_time(self, clock: int) -> None:
        """Up to `clock` (ms): visits whose days have passed are settled, and forgotten a while later."""
        while self._timers and self._timers[0][0] < clock:
            due, contact = timer = heappop(self._timers)
            while self._timers and self._timers[0] == timer:  # told more than once
                heappop(self._timers)
            visit = self.visits.get(contact)
            if visit is None:
                continue
            if due == self._settles_at(visit):
                if visit.resolved is not None and due >= self.clock:
                    self._add(visit.queue, visit.agent, visit.flagged_at, Count.fcr_settled, 1)
                heappush(self._timers, (self._forgets_at(visit), contact))
            elif due == self._forgets_at(visit):
                self._forget(contact, visit)
        self.clock = max(self.clock, clock)

    def contributions(self, contact: str) -> list[Contribution]:
        """What the visit of `contact`, which is known, counts as things stand."""
        visit = self.visits[contact]
        if visit.resolved is None:
            return []
        others = self._by_customer[visit.customer, visit.topic].values()
        limit = visit.flagged_at + self._within_ms
        keys: list[int] = [Count.fcr_contacts]
        if visit.resolved and not any(visit.entered < other.entered <= limit for other in others):
            keys.append(Count.fcr_resolved)
        if self._settles_at(visit) < self.clock:
            keys.append(Count.fcr_settled)
        return [
            *(Contribution("q", visit.queue, visit.flagged_at, key, 1) for key in keys),
            *(Contribution("a", visit.agent, visit.flagged_at, key, 1) for key in keys),
        ]

    def _change(self, told: Visit, contact: str, visit: Visit | None) -> None:
        """Puts a visit among the others of its customer and topic, or takes it out, and counts them all anew."""
        others = self._by_customer.get((told.customer, told.topic))
        if others is None:
            others = self._by_customer[told.customer, told.topic] = {}
        else:
            self._count(others, -1)
        if visit is None:
            del others[contact]
        else:
            others[contact] = visit
        self._count(others, 1)
        if not others:
            del self._by_customer[told.customer, told.topic]

    def _count(self, visits: dict[str, Visit], sign: int) -> None:
        """Adds (or takes out) what the visits of one customer about one topic count."""
        entries = sorted(visit.entered for visit in visits.values()) if len(visits) > 1 else []
        for visit in visits.values():
            if visit.resolved is None:
                continue
            self._add(visit.queue, visit.agent, visit.flagged_at, Count.fcr_contacts, sign)
            following = bisect_right(entries, visit.entered)
            came_again = following < len(entries) and entries[following] <= visit.flagged_at + self._within_ms
            if visit.resolved and not came_again:
                self._add(visit.queue, visit.agent, visit.flagged_at, Count.fcr_resolved, sign)
            if self._settles_at(visit) < self.clock:
                self._add(visit.queue, visit.agent, visit.flagged_at, Count.fcr_settled, sign)

    def _keep(self, contact: str, visit: Visit) -> None:
        self.visits[contact] = visit
        heappush(self._timers, (self._settles_at(visit), contact))

    def _settles_at(self, visit: Visit) -> int:
        return max(visit.flagged_at, visit.entered) + self._within_ms

    def _forgets_at(self, visit: Visit) -> int:
        return self._settles_at(visit) + self.keep_ms

    def _forget(self, contact: str, visit: Visit) -> None:
        """Long past: its counts stay."""
        del self.visits[contact]
        others = self._by_customer[visit.customer, visit.topic]
        del others[contact]
        if not others:
            del self._by_customer[visit.customer, visit.topic]
        self.changed.discard(contact)
        self.gone.add(contact)
