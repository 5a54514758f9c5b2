"""A ticket: its facts in order, and what they mean. Its story is read anew at every fact and deadline, and only the
difference to the story before is counted. What a ticket is depends on the set of its facts alone."""

from __future__ import annotations

from bisect import insort
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Protocol

from streams.floor.contribution import ScopeKind
from streams.floor.fold import Fact, is_known
from streams.floor.promise import PromiseRules
from streams.floor.ticket_story import TicketStory, read
from streams.floor.view import TicketsNow


class Counting(Protocol):
    def add(self, moment: int, key: int, amount: int) -> None: ...


class TicketSite(Protocol):
    """What a ticket needs of its floor."""

    def series_of(self, kind: ScopeKind, id_: str) -> Counting: ...

    def schedule_ticket(self, due: int, ticket: str) -> None: ...


UNTOLD = TicketStory(0, 0, "", None, "new", None, "", None, False, None, False, [], [], [])
"""The story of a ticket without a fact."""


class Ticket:
    """`clock` is the moment (ms) up to which its deadlines have passed; `facts` are sorted, their rank taken from
    `streams.floor.ticket_fold.TICKET_RANKS`."""

    __slots__ = ("_rules", "_scheduled", "_site", "clock", "facts", "id", "story")

    def __init__(self, site: TicketSite, id_: str, rules: PromiseRules) -> None:
        self.id = id_
        self.facts: list[Fact] = []
        self.clock = 0
        self.story = UNTOLD
        self._site = site
        self._rules = rules
        self._scheduled: int | None = None

    @property
    def open(self) -> bool:
        """Neither solved nor closed."""
        return self.story.open

    @property
    def awaits(self) -> bool:
        return self.next_timer is not None

    @property
    def last_time(self) -> int:
        return self.facts[-1].time

    @property
    def next_timer(self) -> int | None:
        """The next moment that changes the story by passing: to be told to `pass_timers` once it has passed."""
        return self.story.timers[0] if self.story.timers else None

    def add(self, fact: Fact) -> bool:
        """Takes a fact in. False when it is known already."""
        if is_known(fact, self.facts):
            return False
        insort(self.facts, fact)
        self._retell()
        return True

    def pass_timers(self, clock: int) -> None:
        """Lets deadlines before `clock` (ms) pass."""
        self.clock = max(self.clock, clock)
        if self.next_timer is not None and self.next_timer < self.clock:
            self._retell()

    def restore(self, facts: Sequence[Fact], clock: int) -> None:
        """Takes its facts (one or more) back; counts nothing, for the counts were saved too."""
        self.facts, self.clock = list(facts), clock
        self.story = read(self.facts, self._rules, clock)
        self._schedule()

    def forget(self) -> None:
        """Its counts stay, and nobody else holds anything of it."""

    def judge_by(self, rules: PromiseRules) -> None:
        """Other promises hold: its story is told anew, and what differs is counted."""
        self._rules = rules
        self._retell()

    def _retell(self) -> None:
        old, self.story = self.story, read(self.facts, self._rules, self.clock)
        changes = Counter(self.story.contributions)
        changes.subtract(old.contributions)
        for (scope, id_, moment, key, amount), times in changes.items():
            if times:
                self._site.series_of(scope, id_).add(moment, key, times * amount)
        self._schedule()

    def _schedule(self) -> None:
        """Names its next deadline, once. An earlier one that was named and fell away is harmless."""
        due = self.next_timer
        if due is not None and due != self._scheduled:
            self._site.schedule_ticket(due, self.id)
        self._scheduled = due


def now_of(tickets: Iterable[Ticket]) -> TicketsNow:
    """The open ones among `tickets`, as of the clock of each."""
    stories = [ticket.story for ticket in tickets if ticket.open]
    return TicketsNow(
        open=len(stories),
        unanswered=sum(story.unanswered for story in stories),
        at_risk=sum(story.at_risk for story in stories),
        breached=sum(story.breached for story in stories),
        next_due=min((due for story in stories if (due := story.next_due) is not None), default=None),
        oldest=min((story.opened for story in stories), default=None),
        opened_sum=sum(story.opened for story in stories),
    )
