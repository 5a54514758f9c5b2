"""A floor that knows tickets alone: what they count is written down, and their deadlines pass when time does."""

from __future__ import annotations

from collections import Counter
from heapq import heappop, heappush
from typing import Any

import msgspec

from streams.events import ticket as t
from streams.events.feedback import FeedbackGiven
from streams.events.instant import from_ms, to_ms
from streams.floor.contribution import ScopeKind
from streams.floor.fold import Fact
from streams.floor.promise import PromiseRules
from streams.floor.ticket import Ticket
from streams.floor.ticket_fold import TICKET_RANKS

Counted = Counter[tuple[str, int, int]]
_EVENTS = msgspec.json.Decoder(
    t.TicketOpened | t.TicketAssigned | t.TicketMessage | t.TicketStatus | t.TicketChanged | FeedbackGiven
)  # fmt: skip


def ticket_event(id_: str, what: str, time: int, ticket: str = "t", source: str = "test/desk", **data: Any) -> Any:
    """An event as a source would send it."""
    type_ = "tavle.feedback.given" if what == "survey" else f"tavle.ticket.{what}"
    envelope = {"id": id_, "source": source, "site": "aarhus", "type": type_, "time": from_ms(time)}
    return _EVENTS.decode(msgspec.json.encode({**envelope, "data": {"ticket": ticket, **data}}))


def fact_of(event: Any) -> Fact:
    return Fact(to_ms(event.time), TICKET_RANKS[type(event)], event.source, event.id, event)


class Written:
    """Takes counts of one scope, and notes them as a series would sum them."""

    def __init__(self, scope: str, counted: Counted) -> None:
        self.scope, self.counted = scope, counted

    def add(self, moment: int, key: int, amount: int) -> None:
        self.counted[self.scope, moment, key] += amount


class TicketFloor:
    def __init__(self, rules: PromiseRules) -> None:
        self.rules = rules
        self.clock = 0
        self.counted: Counted = Counter()
        self.tickets: dict[str, Ticket] = {}
        self.deadlines: list[tuple[int, str]] = []

    def series_of(self, kind: ScopeKind, id_: str) -> Written:
        return Written(f"{kind}:{id_}", self.counted)

    def schedule_ticket(self, due: int, ticket: str) -> None:
        heappush(self.deadlines, (due, ticket))

    def apply(self, event: Any) -> bool:
        id_ = event.data.ticket
        ticket = self.tickets.setdefault(id_, Ticket(self, id_, self.rules))
        new = ticket.add(fact_of(event))
        self.pass_deadlines(self.clock)
        return new

    def pass_deadlines(self, clock: int) -> None:
        self.clock = max(clock, self.clock)
        while self.deadlines and self.deadlines[0][0] < self.clock:
            self.tickets[heappop(self.deadlines)[1]].pass_timers(self.clock)

    def crash(self) -> None:
        """Everything but facts, clocks and counts is forgotten."""
        saved = [(id_, ticket.facts, ticket.clock) for id_, ticket in self.tickets.items()]
        self.tickets, self.deadlines = {}, []
        before = Counter(self.counted)
        for id_, facts, clock in saved:
            ticket = self.tickets[id_] = Ticket(self, id_, self.rules)
            ticket.restore(facts, clock)
        assert self.counted == before

    def counts(self) -> Counted:
        return Counter({key: amount for key, amount in self.counted.items() if amount})
