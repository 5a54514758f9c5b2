"""A floor that gets a history in any order, and is saved and restored in between."""

from __future__ import annotations

from typing import Any

from hypothesis.stateful import RuleBasedStateMachine

from streams.events import AnyEvent
from streams.events.instant import to_ms
from streams.floor.floor import Floor
from streams.floor.floor_rules import FloorRules
from streams.floor.restored import restore
from streams.floor.saved import save
from tests.streams.floor.histories import START


class Deliveries(RuleBasedStateMachine):
    """Steps for a machine's rules. `undelivered` is taken from its end."""

    floor: Floor
    undelivered: list[AnyEvent]
    delivered: list[AnyEvent]
    saved: dict[str, bytes]
    now: int

    def begin_with(self, history: list[AnyEvent], rules: FloorRules, order: Any, *, tidy: bool) -> None:
        """In the order of `order`, unless `tidy`."""
        self.undelivered = list(history)
        if not tidy:
            order.shuffle(self.undelivered)
        self.undelivered.reverse()
        self.delivered, self.saved = [], {}
        self.now = START
        self.floor = Floor("aarhus", rules)

    def deliver_next(self, n: int) -> None:
        for _ in range(min(n, len(self.undelivered))):
            event = self.undelivered.pop()
            self.floor.apply(event, self.now)
            self.delivered.append(event)

    def pass_time(self, by_ms: int) -> None:
        self.now += by_ms
        self.floor.tick(self.now)

    def catch_up_with(self, told: list[AnyEvent]) -> None:
        """Time is past all of these."""
        self.now = max([self.now, *(to_ms(event.time) + 1 for event in told)])
        self.floor.tick(self.now)

    def crash_into(self, rules: FloorRules) -> None:
        """What was saved since the last time goes on top of what was saved before, and the floor comes from that."""
        put, drop = save(self.floor)
        assert not drop or set(drop).isdisjoint(put)
        self.saved.update(put)
        for field in drop:
            self.saved.pop(field, None)
        self.floor = restore("aarhus", rules, self.saved)
