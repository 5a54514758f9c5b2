"""The tickets of one site, and where each of them lies now."""

from __future__ import annotations

from typing import Protocol

from streams.floor.agent import Agent
from streams.floor.book import Book
from streams.floor.contribution import ScopeKind
from streams.floor.floor_rules import FloorRules
from streams.floor.fold import Fact
from streams.floor.queue import Queue
from streams.floor.series import Series
from streams.floor.ticket import Ticket, now_of


class Site(Protocol):
    """What tickets need of their floor."""

    rules: FloorRules
    queues: dict[str, Queue]
    agents: dict[str, Agent]

    def queue(self, id_: str) -> Queue: ...

    def agent(self, id_: str) -> Agent: ...

    def series_of(self, kind: ScopeKind, id_: str) -> Series: ...

    def schedule_ticket(self, due: int, ticket: str) -> None: ...


class TicketBook(Book[Ticket]):
    """`changed` names the tickets that are to be shown anew."""

    def __init__(self, site: Site) -> None:
        super().__init__()
        self._site = site
        self.changed: set[str] = set()
        self._places: dict[str, tuple[str, str | None]] = {}
        self._unsummed: set[Queue | Agent] = set()

    def take(self, id_: str, fact: Fact, raw: bytes | None) -> bool | None:
        """Takes a fact in: None when its ticket is unknown and it is too old to be told from a repeat, False when it
        is known already."""
        ticket = self.by_id.get(id_)
        if ticket is None:
            if fact.time <= self.horizon:
                return None
            ticket = self.by_id[id_] = Ticket(self._site, id_, self._site.rules.promises)
        if not ticket.add(fact):
            return False
        self.new_facts.append((id_, fact, raw))
        self._changed(ticket)
        return True

    def forget(self, now: int) -> None:
        """Solved tickets leave after `ticket_keep_ms`, or sooner when there are more than `tickets_kept`."""
        rules = self._site.rules
        self._forget(now, keep_ms=rules.ticket_keep_ms, kept=rules.tickets_kept)

    def settle_in(self, ticket: Ticket) -> None:
        """A restored ticket takes its place."""
        self.by_id[ticket.id] = ticket
        self._changed(ticket)

    def sum_up(self) -> None:
        """Brings the present tickets of every queue and agent up to date."""
        for scope in self._unsummed:
            scope.tickets_now = now_of(self.by_id[id_] for id_ in scope.tickets)
        self._unsummed.clear()

    def _changed(self, ticket: Ticket) -> None:
        self.changed.add(ticket.id)
        story = ticket.story
        place = (story.queue, story.agent) if ticket.open else None
        known = self._places.get(ticket.id)
        for scope in self._scopes(known):
            scope.tickets.discard(ticket.id)
            self._unsummed.add(scope)
        for scope in self._scopes(place):
            scope.tickets.add(ticket.id)
            self._unsummed.add(scope)
        if place is not None:
            self._places[ticket.id] = place
        else:
            self._places.pop(ticket.id, None)
            self.closing.append((ticket.last_time, ticket.id))

    def _scopes(self, place: tuple[str, str | None] | None) -> list[Queue | Agent]:
        """The queue and the agent of a place, marked as changed."""
        if place is None:
            return []
        queue, agent = place
        return [self._site.queue(queue), *([self._site.agent(agent)] if agent is not None else [])]
