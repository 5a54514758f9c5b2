"""What happened to a ticket: the fold of its facts, one step a fact, without any judgement of it.

What the steps leave behind (clocks, replies, places) is judged by streams.floor.ticket_story: see its definitions.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol

from streams.events import ticket as t
from streams.events.envelope import Event
from streams.events.feedback import Feedback, FeedbackGiven
from streams.floor.promise import PromiseKind, PromiseRule, PromiseRules
from streams.floor.queue import UNASSIGNED
from streams.floor.ticket_clock import TicketClock

CHANNEL = "email"
"""The channel of a ticket that was never seen opened: the one that an opening means when it names none."""

OVER = frozenset({"solved", "closed"})
STANDS = frozenset({"pending", "on_hold"})


class TicketFact(Protocol):
    """A fact of a ticket: when (ms), and one of the events of `TICKET_RANKS`."""

    @property
    def time(self) -> int: ...

    @property
    def event(self) -> Any: ...


class Place(NamedTuple):
    """Where a ticket lies from a moment on."""

    time: int
    queue: str
    agent: str | None
    channel: str


class Reply(NamedTuple):
    """A reply by `writer`, that ended `clock`; `place` and `rule` are those of that moment."""

    kind: PromiseKind
    clock: TicketClock
    rule: PromiseRule | None
    place: Place
    writer: str | None


class Solution(NamedTuple):
    """The place and rule of the moment when it was solved, and how many public messages agents had written."""

    place: Place
    rule: PromiseRule | None
    agent_messages: int


class TicketFold:
    """`running` are the clocks that have not ended, by promise; some of them may stand. `unanswered_since` is the
    oldest message of a customer that no public one of an agent followed, the opening by a customer included."""

    __slots__ = (
        "_messages_owed", "_rules", "agent", "agent_messages", "channel", "customer", "opened", "places", "priority",
        "queue", "reassignments", "reopenings", "replies", "resolution", "running", "seen_opened", "solution", "status",
        "surveys", "unanswered_since",
    )  # fmt: skip

    def __init__(self, rules: PromiseRules) -> None:
        self._rules = rules
        self.opened, self.seen_opened = 0, False
        self.queue: str | None = None
        self.agent: str | None = None
        self.status: t.TicketState = "new"
        self.channel = CHANNEL
        self.priority: str | None = None
        self.customer: str | None = None
        self.places: list[Place] = []
        self.resolution = TicketClock()
        self.running: dict[PromiseKind, TicketClock] = {"resolution": self.resolution}
        self.replies: list[Reply] = []
        self.agent_messages = self._messages_owed = 0
        self.unanswered_since: int | None = None
        self.solution: Solution | None = None
        self.reopenings: list[Place] = []
        self.reassignments: list[Place] = []
        self.surveys: list[tuple[Place, Feedback]] = []

    @property
    def over(self) -> bool:
        return self.status in OVER

    @property
    def rule(self) -> PromiseRule | None:
        """The rule that holds now."""
        return self._rules.first_match(self.customer, self.queue or UNASSIGNED, self.priority, self.channel)

    def run(self, facts: Sequence[TicketFact]) -> None:
        """Takes sorted facts (one or more), the opening first; what bears an earlier time came with the opening. A
        ticket that only a survey tells of is over."""
        opening = next((fact for fact in facts if type(fact.event) is t.TicketOpened), None)
        told = [fact for fact in facts if type(fact.event) is not FeedbackGiven]
        self.opened = opening.time if opening is not None else (told or facts)[0].time
        if opening is not None:
            self._seen_opened(opening.event.data)
        self.places.append(self._place(self.opened))
        self.resolution.go(self.opened)
        for fact in facts:
            TICKET_STEPS[type(fact.event)](self, max(fact.time, self.opened), fact.event.data)
        if not told:
            self.status = "closed"
            self.running.clear()

    def place_at(self, time: int) -> Place:
        """Where it lay at `time`, which is not before its opening."""
        return self.places[bisect_right(self.places, time, key=lambda place: place.time) - 1]

    # The steps: one for every type of event

    def opened_again(self, _time: int, _data: t.Opened) -> None:
        """The opening was taken first; any other of the same ticket says nothing new."""

    def changed(self, time: int, data: t.Changed) -> None:
        if data.priority is not None:
            self.priority = data.priority
        self._move(time, data.queue, None)

    def assigned(self, time: int, data: t.Assigned) -> None:
        self._move(time, data.queue, data.agent)

    def message(self, time: int, data: t.Message) -> None:
        if not data.public or data.by == "bot":
            return
        if data.by == "agent":
            self._answer(time, data.agent or self.agent)
            return
        if self.unanswered_since is None:
            self.unanswered_since = time
        if "first_reply" not in self.running and "next_reply" not in self.running:
            self._start("next_reply", time)

    def changed_status(self, time: int, data: t.Status) -> None:
        was_over, self.status = self.over, data.status
        if not self.over:
            if was_over:
                self._reopen(time)
            if self.status in STANDS:
                self.resolution.stop(time)
            else:
                self.resolution.go(time)
            return
        for clock in self.running.values():
            clock.stop(time)
        if self.solution is None and (data.status == "solved" or data.resolved is not False):
            self.solution = Solution(self._place(time), self.rule, self.agent_messages)

    def survey(self, time: int, data: Feedback) -> None:
        """A survey's answer about the ticket: for the queue, agent and channel that it names, else the ticket's."""
        self.surveys.append((self._place(time), data))

    # What the steps consist of

    def _seen_opened(self, data: t.Opened) -> None:
        self.seen_opened = True
        self.queue, self.channel = data.queue, data.channel
        self.priority, self.customer = data.priority, data.customer
        if data.opened_by == "customer":
            self.unanswered_since, self._messages_owed = self.opened, 1
        else:
            self._messages_owed = 2
        self._start("first_reply", self.opened)

    def _place(self, time: int) -> Place:
        return Place(time, self.queue or UNASSIGNED, self.agent, self.channel)

    def _start(self, kind: PromiseKind, time: int) -> None:
        clock = self.running[kind] = TicketClock()
        if not self.over:
            clock.go(time)

    def _move(self, time: int, queue: str | None, agent: str | None) -> None:
        queue, agent = queue or self.queue, agent or self.agent
        if (queue, agent) == (self.queue, self.agent):
            return
        handed_over = (self.queue is not None and queue != self.queue) or (
            self.agent is not None and agent != self.agent
        )
        self.queue, self.agent = queue, agent
        self.places.append(self._place(time))
        if handed_over:
            self.reassignments.append(self.places[-1])

    def _answer(self, time: int, writer: str | None) -> None:
        self.agent_messages += 1
        self.unanswered_since = None
        kind: PromiseKind = "first_reply" if "first_reply" in self.running else "next_reply"
        if self.agent_messages < self._messages_owed or kind not in self.running:
            return
        clock = self.running.pop(kind)
        clock.stop(time)
        if clock.runs:  # one that began after the solution, and never ran, was nobody's promise
            self.replies.append(Reply(kind, clock, self.rule, self._place(time), writer))

    def _reopen(self, time: int) -> None:
        self.solution = None
        self.reopenings.append(self._place(time))
        for clock in self.running.values():
            clock.go(time)


TICKET_STEPS: dict[type[Event], Callable[[TicketFold, int, Any], None]] = {
    t.TicketOpened: TicketFold.opened_again,
    t.TicketChanged: TicketFold.changed,
    t.TicketAssigned: TicketFold.assigned,
    t.TicketMessage: TicketFold.message,
    t.TicketStatus: TicketFold.changed_status,
    FeedbackGiven: TicketFold.survey,
}
TICKET_RANKS: dict[type[Event], int] = {type_: rank for rank, type_ in enumerate(TICKET_STEPS)}
"""At the same moment a fact of a lower rank comes first."""
