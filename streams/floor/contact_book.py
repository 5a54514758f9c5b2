"""The contacts of one site, and what each changes in queues, agents and its customer's book."""

from __future__ import annotations

from typing import Protocol

from streams.events import FeedbackGiven, SourceReset
from streams.floor.book import Book
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


class ContactBook(Book[Contact]):
    def __init__(self, site: Site) -> None:
        super().__init__()
        self._site = site

    def take(self, id_: str, source: SourceClock, fact: Fact, raw: bytes | None, now: int) -> None:
        """Takes a fact of the contact `id_` in; one that came late marks the figures that it corrects."""
        site = self._site
        contact = self.by_id.get(id_)
        if contact is None:
            if fact.time <= self.horizon:
                site.late += 1
                return
            contact = self.by_id[id_] = Contact(site, id_)
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
        for contact in list(self.by_id.values()):
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

    def forget(self, now: int) -> None:
        """Closed contacts leave after `keep_ms`, or sooner when there are more than `contacts_kept`."""
        rules = self._site.rules
        self._forget(now, keep_ms=rules.keep_ms, kept=rules.contacts_kept)

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
