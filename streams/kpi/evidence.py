"""What each contact, ticket, visit and event that a floor still knows counts: the floor's own code, counted apart.

A contact's facts are folded once more, into series that write down what is added instead of summing it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from streams.floor.agent import Agent
from streams.floor.contact import Contact, run
from streams.floor.contribution import Contribution, ScopeKind
from streams.floor.counts import Count
from streams.floor.floor import Floor
from streams.floor.fold import Fold
from streams.floor.leg import Leg
from streams.floor.queue import Queue
from streams.floor.rule import QueueRules
from streams.floor.series import Series
from streams.kpi.explanation import Behind

_FACTS = frozenset(
    {Count.offers, Count.refused, Count.ftr_asked, Count.ftr_right, *range(Count.nps_promoters, Count.comments + 1)}
)
"""Counts of a single fact of a contact: each is told by itself, not with the leg that it happened on."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one leg of a contact counts, or one fact; one moment of a ticket; one visit of a customer; one event."""

    kind: Behind
    id: str
    notes: list[Contribution]
    leg: Leg | None = None


def evidence(floor: Floor, since: int) -> Iterator[Evidence]:
    """Of everything known; of contacts only those that can count at `since` (ms) or later."""
    for contact in floor.contacts.by_id.values():
        if contact.fold.open or _last_count(contact) >= since:
            yield from of_contact(floor, contact)
    for id_, ticket in floor.tickets.by_id.items():
        moments: dict[int, list[Contribution]] = {}
        for note in ticket.story.contributions:
            moments.setdefault(note.moment, []).append(note)
        yield from (Evidence("ticket", id_, notes) for notes in moments.values())
    for id_ in floor.customers.visits:
        yield Evidence("contact", id_.partition("\x1f")[0], floor.customers.contributions(id_))
    for event in floor.outcomes.facts:
        yield Evidence("event", event[1], floor.outcomes.contributions(event))


def of_contact(floor: Floor, contact: Contact) -> Iterator[Evidence]:
    """What the contact counts, leg by leg; facts that are told by themselves, moment by moment."""
    site = _NotedSite(floor)
    fold = Fold(site, contact.id, 1)
    run(fold, contact.facts, contact.clock)
    legs: dict[int, Leg] = {}
    for leg in fold.legs:
        for series in (*leg.series, *([leg.agent.series] if leg.agent is not None else [])):
            legs.setdefault(id(series), leg)
    of_legs: dict[int, tuple[Leg, list[Contribution]]] = {}
    of_facts: dict[int, list[Contribution]] = {}
    for noted, moment, key, amount in site.notes:
        note = Contribution(noted.kind, noted.id, moment, key, amount)
        on = legs.get(id(noted))
        if on is None or key in _FACTS:
            of_facts.setdefault(moment, []).append(note)
        else:
            of_legs.setdefault(id(on), (on, []))[1].append(note)
    for leg in fold.legs:
        leg.queue.waiting.clear()  # leg and queue refer to each other
    yield from (Evidence("contact", contact.id, notes, leg) for leg, notes in of_legs.values())
    yield from (Evidence("contact", contact.id, notes) for notes in of_facts.values())


def _last_count(contact: Contact) -> int:
    """No count of a closed contact is later: fixed after-call work may end after the last fact."""
    return max(contact.last_time, *(leg.worked_at or 0 for leg in contact.fold.legs), 0)


class _NotedSeries(Series):
    __slots__ = ("_notes", "id", "kind")

    def __init__(self, kind: ScopeKind, id_: str, notes: list[_Noted]) -> None:
        self.kind, self.id = kind, id_
        self._notes = notes

    def add(self, moment: int, key: int, amount: int) -> None:
        self._notes.append((self, moment, key, amount))

    def add_all(self, moment: int, counts: Sequence[tuple[int, int]], sign: int) -> None:
        self._notes.extend((self, moment, key, sign * amount) for key, amount in counts)


_Noted = tuple[_NotedSeries, int, int, int]


class _NotedQueue(Queue):
    __slots__ = ()

    def __init__(self, id_: str, rules: QueueRules, series: Series) -> None:
        self.id, self.rules, self.series = id_, rules, series
        self.waiting, self.talking, self._answered = {}, set(), {}


class _NotedAgent(Agent):
    __slots__ = ()

    def __init__(self, id_: str, series: Series) -> None:
        self.id, self.series = id_, series


class _NotedSite:
    """The floor as a fold sees it. Whatever is asked for is new each time: so each leg has series of its own."""

    def __init__(self, floor: Floor) -> None:
        self.unmatched = 0
        self.notes: list[_Noted] = []
        self._floor = floor

    def queue(self, id_: str) -> Queue:
        return _NotedQueue(id_, self._floor.queues[id_].rules, _NotedSeries("q", id_, self.notes))

    def agent(self, id_: str) -> Agent:
        return _NotedAgent(id_, _NotedSeries("a", id_, self.notes))

    def channel(self, id_: str) -> Series:
        return _NotedSeries("h", id_, self.notes)

    def topic_key(self, topic: str) -> int:
        return self._floor.topic_key(topic)

    def schedule(self, due: int, contact: str) -> None:
        """Nothing is to come of it."""
