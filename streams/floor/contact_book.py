"""The contacts of one site: found by id, told when their moments pass, forgotten a day after they ended."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from heapq import heappop, heappush
from typing import Protocol

from streams.events import FeedbackGiven, SourceReset
from streams.floor.contact import Contact
from streams.floor.customer_book import CustomerBook
from streams.floor.floor_rules import FloorRules
from streams.floor.fold import Fact
from streams.floor.fold import Site as FoldSite
from streams.floor.source_clock import SourceClock
from streams.floor.staff import RESET_RANK


class Site(FoldSite, Protocol):
    """What contacts need of their floor."""

    rules: FloorRules
    sources: dict[str, SourceClock]
    customers: CustomerBook
    changed_queues: set[str]
    changed_agents: set[str]
    changed_channels: set[str]
    late: int
    duplicates: int


class ContactBook:
    """What is new, changed or gone since it was last saved is noted by contact id. Facts of unknown contacts that are
    not younger than `horizon` (ms) cannot be told from repeats."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self.contacts: dict[str, Contact] = {}
        self.deadlines: list[tuple[int, str]] = []
        self.closing: deque[tuple[int, str]] = deque()
        self.horizon = 0
        self.new_facts: list[tuple[str, Fact, bytes | None]] = []
        self.changed_clocks: set[str] = set()
        self.gone: list[Contact] = []

    def take(self, id_: str, source: SourceClock, fact: Fact, raw: bytes | None, now: int) -> None:
        """Takes a fact of the contact `id_` in; one that came late marks the figures that it corrects."""
        site = self._site
        contact = self.contacts.get(id_)
        if contact is None:
            if fact.time <= self.horizon:
                site.late += 1
                return
            contact = self.contacts[id_] = Contact(site, id_)
            site.customers.set_aside(id_)
        if not contact.add(fact):
            site.duplicates += 1
        else:
            self._changed(contact)
            self.new_facts.append((id_, fact, raw))
            if now - fact.time > site.rules.source_lag_limit_ms:
                for leg in contact.fold.legs:
                    leg.queue.correct(now, fact.time)
        if source.resets and type(fact.event) is not FeedbackGiven:
            for time, reset_id, reset in source.resets:
                if time >= fact.time:
                    self._reset(contact, Fact(time, RESET_RANK, fact.source, reset_id, reset))

    def reset(self, *resets: tuple[int, str, SourceReset]) -> None:
        """A source restarted: what it held open is lost."""
        for contact in list(self.contacts.values()):
            for reset in self.resets_for(contact, *resets):
                self._reset(contact, reset)

    def resets_for(self, contact: Contact, *resets: tuple[int, str, SourceReset]) -> list[Fact]:
        """Which resets (by default all known) a contact has to know: those after an event of their source, while it
        is open or has events after them. The source of a survey does not hold the contact."""
        facts = [fact for fact in contact.facts if type(fact.event) is not FeedbackGiven]
        return [
            Fact(time, RESET_RANK, event.source, id_, event)
            for source in {fact.source for fact in facts}
            for time, id_, event in resets or self._site.sources[source].resets
            if event.source == source
            and any(fact.source == source and fact.time <= time for fact in facts)
            and (contact.fold.open or contact.last_time >= time)
        ]

    def pass_deadlines(self, now: int, clock_of: Callable[[str, int], int]) -> None:
        """Thresholds and work due before `now` pass, as far as the contact's source has come."""
        waiting_for_source: list[tuple[int, str]] = []
        while self.deadlines and self.deadlines[0][0] < now:
            due, id_ = heappop(self.deadlines)
            contact = self.contacts.get(id_)
            if contact is None or not contact.fold.open:
                continue
            clock = clock_of(contact.facts[-1].source, now)
            if due < clock:
                contact.pass_timers(clock)
                self.changed_clocks.add(id_)
                self._changed(contact)
            else:
                waiting_for_source.append((due, id_))
        for deadline in waiting_for_source:
            heappush(self.deadlines, deadline)

    def forget(self, now: int) -> None:
        """Closed contacts leave after `keep_ms`, or sooner when there are more than `contacts_kept`."""
        rules = self._site.rules
        oldest_kept = now - rules.keep_ms
        self.horizon = max(self.horizon, oldest_kept)
        while self.closing and (self.closing[0][0] <= oldest_kept or len(self.closing) > rules.contacts_kept):
            time, id_ = self.closing.popleft()
            contact = self.contacts.get(id_)
            if contact is None or contact.fold.open or contact.last_time > time:
                continue
            contact.forget()
            del self.contacts[id_]
            self.horizon = max(self.horizon, time)
            self.gone.append(contact)

    def settle_in(self, contact: Contact) -> None:
        """A restored contact takes its place."""
        contact.visited = contact.id in self._site.customers.visits
        contact.restore_spans()
        if not contact.fold.open:
            self.closing.append((contact.last_time, contact.id))

    def _reset(self, contact: Contact, reset: Fact) -> None:
        if contact.add(reset):
            self._changed(contact)

    def _changed(self, contact: Contact) -> None:
        fold, site = contact.fold, self._site
        queues, agents, channels = site.changed_queues, site.changed_agents, site.changed_channels
        for leg in fold.legs:
            queues.add(leg.queue.id)
            channels.add(leg.channel)
            if leg.agent is not None:
                agents.add(leg.agent.id)
        if fold.matter is not None or contact.visited:
            visit = fold.visit
            contact.visited = visit is not None
            site.customers.tell(contact.id, visit)
        if not fold.open:
            self.closing.append((contact.last_time, contact.id))
