"""A floor and its alerts over a time line of events, a second at a time, as a worker would have judged it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from streams.alerts.judge import SiteAlerts, Turn
from streams.alerts.last_week import LastWeek
from streams.alerts.levels import RESTLESS
from streams.alerts.policy import AlertPolicy
from streams.events import AnyEvent
from streams.events.instant import MINUTE_MS, to_ms
from streams.floor.floor import Floor
from streams.floor.floor_rules import FloorRules
from streams.floor.saved import save

SECOND_MS = 1000


class Arrival(NamedTuple):
    """An event, and when it came (ms): its own time where nothing held it up."""

    at: int
    event: AnyEvent


class Rehearsal:
    """One site. Judged at every whole second from just after the first arrival on."""

    def __init__(self, site: str, rules: FloorRules, policy: AlertPolicy, last_week: LastWeek | None = None) -> None:
        self.floor = Floor(site, rules)
        self.alerts = SiteAlerts(site, policy, last_week=last_week)
        self.now = 0
        self._heard = False

    def run(self, arrivals: Iterable[Arrival], until: int, *, stride_ms: int = SECOND_MS) -> Iterator[tuple[int, Turn]]:
        """Every second, with what came of it, up to and including `until` (ms); arrivals must be in their order. It may
        be called again with what came later.

        With a longer stride, as long as nothing comes and no alert is about to change its state, seconds are passed
        over: what follows from the passing of time alone is found so much later.
        """
        for arrival in arrivals:
            if not self.now:
                self.now = arrival.at // SECOND_MS * SECOND_MS
            while self.now + SECOND_MS <= (end := min(arrival.at, until)):
                yield self._judge(end, stride_ms)
            if arrival.at >= until:
                break
            self.floor.apply(arrival.event, self.now + SECOND_MS)
            self.alerts.apply(arrival.event)
            self._heard = True
        while self.now and self.now + SECOND_MS <= until:
            yield self._judge(until, stride_ms)

    def run_up(self, arrivals: Iterable[Arrival], until: int) -> None:
        """Counts what came before `until` (ms) and judges nothing, so that figures of the day are whole when judging
        begins. Before `run`; its first second then begins there."""
        for arrival in arrivals:
            if arrival.at >= until:
                break
            minute = arrival.at // MINUTE_MS * MINUTE_MS
            if minute > self.now:
                self.now = minute
                self._move_on()
            self.floor.apply(arrival.event, (arrival.at // SECOND_MS + 1) * SECOND_MS)
            self.alerts.apply(arrival.event)
        self.now = until // SECOND_MS * SECOND_MS
        self._move_on()

    def _move_on(self) -> None:
        self.floor.tick(self.now)
        self.commit()

    def _judge(self, end: int, stride_ms: int) -> tuple[int, Turn]:
        restless = any(episode.state in RESTLESS for episode in self.alerts.book.episodes.values())
        restless, self._heard = restless or self._heard, False
        self.now += SECOND_MS if restless else min(stride_ms, (end - self.now) // SECOND_MS * SECOND_MS)
        self.floor.tick(self.now)
        turn = self.alerts.tick(self.floor, self.now)
        self.commit()
        return self.now, turn

    def commit(self) -> None:
        """What a worker writes after every turn; here it is forgotten."""
        save(self.floor)


def in_order(events: Iterable[AnyEvent]) -> list[Arrival]:
    """Events that came as they happened."""
    return sorted((Arrival(to_ms(event.time), event) for event in events), key=lambda told: (told.at, told.event.id))
