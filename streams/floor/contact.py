"""A contact: its facts in order, and their fold. What a contact is depends on the set of its facts alone.

A fact later than all known ones is one more step. Any other takes the contact's whole contribution out, and puts the
contribution of the reordered facts in.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence
from itertools import groupby

from streams.events import ContactEnded, ContactLeft, ContactQueued, ContactTransferred
from streams.floor.agent import Agent, Span, SpanKey
from streams.floor.fold import STEPS, Fact, Fold, Site, is_known


class Contact:
    """`clock` is the moment (ms) up to which its timers have passed; `visited` whether its customer's book has heard
    of it."""

    __slots__ = ("_orderly", "_site", "clock", "facts", "fold", "id", "visited")

    def __init__(self, site: Site, id_: str) -> None:
        self.id = id_
        self._site = site
        self.facts: list[Fact] = []
        self.clock = 0
        self.fold = Fold(site, id_, 1)
        self._orderly = True
        self.visited = False

    @property
    def open(self) -> bool:
        return self.fold.open

    @property
    def awaits(self) -> bool:
        return self.fold.open

    @property
    def last_time(self) -> int:
        return self.facts[-1].time

    def add(self, fact: Fact) -> bool:
        """Takes a fact in. False when it is known already."""
        facts = self.facts
        if not facts or fact.time > facts[-1].time:
            self._orderly = True
            self._step(fact)
            return True
        if is_known(fact, facts):
            return False
        last = facts[-1]
        if fact.time == last.time and fact.rank > last.rank and self._orderly and self.fold.applies(fact.rank):
            self._step(fact)
        else:
            self._refold(fact)
        return True

    def pass_timers(self, clock: int) -> None:
        """Lets deadlines before `clock` (ms) pass."""
        self.clock = max(self.clock, clock)
        self.fold.pass_timers(self.clock)
        self._move_spans()

    def restore(self, facts: Sequence[Fact], clock: int) -> None:
        """Rebuilds the state from saved facts; counts nothing, for the counts were saved too."""
        self._leave_queues()
        self.facts, self.clock = list(facts), clock
        self.fold = Fold(self._site, self.id, 0)
        run(self.fold, self.facts, clock)
        self.fold.sign = 1
        self.fold.moved.clear()
        self._orderly = False

    def restore_spans(self) -> None:
        """Tells its agents, whose timelines know them already."""
        for key, (agent, span) in self.fold.spans.items():
            agent.restore_span(key, span)

    def forget(self) -> None:
        """Its agents need its spans no longer."""
        for key, (agent, _span) in self.fold.spans.items():
            agent.forget_span(key)

    def _step(self, fact: Fact) -> None:
        self.facts.append(fact)
        fold = self.fold
        if self._orderly and not fold.applies(fact.rank):
            self._orderly = False
        if fold.work_pending:
            fold.pass_work(fact.time)
        STEPS[type(fact.event)](fold, fact.time, fact.event.data)
        if self.clock:  # what this fact began may be over already
            fold.pass_timers(self.clock)
        if fold.moved:
            self._move_spans()

    def _refold(self, fact: Fact) -> None:
        self.take_out()
        insort(self.facts, fact)
        self.put_in()

    def take_out(self) -> None:
        """Takes the contact's whole contribution out of the counts."""
        self._leave_queues()
        run(Fold(self._site, self.id, -1), self.facts, self.clock)

    def put_in(self) -> None:
        """Puts the contribution of its facts, as they are now, into the counts."""
        old = self.fold
        self.fold = Fold(self._site, self.id, 1)
        self._orderly = run(self.fold, self.facts, self.clock)
        self.fold.moved.clear()
        self._replace_spans(old.spans)

    def tell(self, site: Site) -> None:
        """Tells its facts to a site that takes note of what they count; nothing here changes."""
        fold = Fold(site, self.id, 1)
        run(fold, self.facts, self.clock)
        for leg in fold.legs:
            leg.queue.waiting.clear()  # leg and queue refer to each other

    def renew(self) -> None:
        """Its queues go by other rules: its state is told anew under them, and counted nowhere."""
        self.restore(self.facts, self.clock)
        self.restore_spans()

    def _leave_queues(self) -> None:
        """Before the facts are read anew: where it waits or talks will be seen then."""
        for leg in self.fold.legs:
            leg.queue.waiting.pop(self.id, None)
            leg.queue.talking.discard(self.id)
            if leg.wait_ms is not None:
                leg.queue.forget_answer(leg)

    def _move_spans(self) -> None:
        spans, moved = self.fold.spans, self.fold.moved
        if len(moved) == 2:  # the commonest: one span gives way to the next, and the state changes once
            (agent, span), (other, following) = spans[moved[0]], spans[moved[1]]
            followed = other is agent and following.end is None and following.start == span.end
            agent.set_span(moved[0], span, followed=followed)
            other.set_span(moved[1], following)
        else:
            for key in moved:
                agent, span = spans[key]
                agent.set_span(key, span)
        moved.clear()

    def _replace_spans(self, old: dict[SpanKey, tuple[Agent, Span]]) -> None:
        new = self.fold.spans
        for key, (agent, _span) in old.items():
            if key not in new or new[key][0] is not agent:
                agent.drop_span(key)
        for key, (agent, span) in new.items():
            agent.set_span(key, span)


def run(fold: Fold, facts: Sequence[Fact], clock: int) -> bool:
    """Folds sorted facts. At one moment, whatever applies comes first, by rank; if nothing does, the lowest rank.

    A caller who left one queue, entered another and was answered, all at once, was answered in the other.

    Answers whether the facts of the last moment came in plain rank order, each applying in its turn.
    """
    orderly = True
    for _, moment in groupby(facts, key=lambda fact: fact.time):
        left = list(moment)
        orderly = True
        while left:
            index = _next(fold, left)
            orderly = orderly and index == 0
            fact = left.pop(index or 0)
            if fold.work_pending:  # fixed after-call work that was over before it
                fold.pass_work(fact.time)
            STEPS[type(fact.event)](fold, fact.time, fact.event.data)
    fold.pass_timers(clock)
    return orderly


def _next(fold: Fold, facts: Sequence[Fact]) -> int | None:
    """Which of some facts of one moment, sorted by rank, comes next; None when none applies."""
    if fold.phase == "waiting":
        kinds = {type(fact.event) for fact in facts}
        if {ContactLeft, ContactQueued} <= kinds and not kinds & {ContactTransferred, ContactEnded}:
            return next(i for i, fact in enumerate(facts) if type(fact.event) is ContactLeft)
    return next((i for i, fact in enumerate(facts) if fold.applies(fact.rank)), None)
