"""What a ticket means: its contribution to every count, its present, and the moments at which either will change by
themselves. A pure function of its facts, the promises, and the moment up to which deadlines have passed.

Definitions, beyond docs/metrics.md:

- `first_reply` runs from the opening to the first public message of an agent, or the second when an agent opened it.
  `next_reply` runs from the oldest unanswered message of a customer after the first reply to the next public message
  of an agent. Bots and notes answer nothing. `resolution` runs from the opening to the last solution.
- Resolution stands while the ticket is pending or on hold. No clock runs while it is solved or closed; reopening sets
  them going again, and takes the solution back with all that was counted for it. Closed without solved is solved then,
  unless the event says that it was not (`resolved` false): then nothing was solved.
- The rule that holds is the first match on customer, queue, priority and channel: of the moment when the clock ended,
  or of now while it has not. It judges the whole life of the clock, so a change of priority or queue may move a due
  moment, back into the past too.
- The due moment is the first at which the clock shows the target. What ends at it or before is kept, and counts then;
  anything else is missed, and counts at the due moment, to the queue and agent of that moment. A promise that is
  neither counts nowhere: its clock is within its time, or stands for good within it.
- Times are business hours of the rule; without one, around the clock. `full_resolution_ms` is always the calendar's.
- The reassigned and the reopened count to the queue and agent that the ticket had after it. What is named for the first
  time is no reassignment, except a queue other than the one opened in.
- A ticket never seen opened is taken to be opened at its first fact, of an unknown customer and priority, in the queue
  `unassigned` until one is named. It counts as solved, not as opened, and what its customer writes awaits a next reply.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from streams.floor.business_hours import ALWAYS, BusinessHours
from streams.floor.contribution import Contribution
from streams.floor.counts import REPLY_HIST, RESOLUTION_HIST, Count
from streams.floor.feedback import scored
from streams.floor.histogram import bin_of
from streams.floor.promise import Promise, PromiseKind, PromiseRule, PromiseRules
from streams.floor.ticket_clock import TicketClock
from streams.floor.ticket_fold import Place, Reply, Solution, TicketFact, TicketFold
from streams.floor.view import DueView, TicketView

_MET_MISSED: dict[PromiseKind, tuple[int, int]] = {
    "first_reply": (Count.first_reply_met, Count.first_reply_missed),
    "next_reply": (Count.next_reply_met, Count.next_reply_missed),
    "resolution": (Count.resolution_met, Count.resolution_missed),
}
_KINDS: tuple[PromiseKind, ...] = ("first_reply", "next_reply", "resolution")


@dataclass(frozen=True, slots=True)
class TicketStory:
    """A ticket as of `clock`: deadlines before it have passed. All moments in ms since 1970.

    `waiting_since` is the oldest message of the customer, or the opening, that no agent has answered. `unanswered`:
    never replied to publicly. `timers` are the moments at or after `clock`, sorted, that change the story by passing.
    `dues` are the promises of an open ticket that have not ended.
    """

    clock: int
    opened: int
    queue: str
    agent: str | None
    status: str
    priority: str | None
    channel: str
    customer: str | None
    unanswered: bool
    waiting_since: int | None
    open: bool
    contributions: list[Contribution]
    timers: list[int]
    dues: list[DueView]

    @property
    def breached(self) -> bool:
        """Whether a promise that has not ended is past its due moment."""
        return any(due.breached_at(self.clock) for due in self.dues)

    @property
    def at_risk(self) -> bool:
        """Whether a promise that has not ended is past its at-risk moment, and none is past its due moment."""
        return not self.breached and any(due.at_risk_at(self.clock) for due in self.dues)

    @property
    def next_due(self) -> int | None:
        """The earliest due moment that has not passed."""
        return min((due.due for due in self.dues if due.due is not None and due.due >= self.clock), default=None)

    def view(self) -> TicketView:
        return TicketView(
            queue=self.queue,
            opened=self.opened,
            status=self.status,
            channel=self.channel,
            priority=self.priority,
            agent=self.agent,
            unanswered=self.unanswered,
            waiting_since=self.waiting_since,
            dues=self.dues,
        )


class Deadline(NamedTuple):
    """A promise whose clock has not ended, and when it will be due and at risk as things stand."""

    promise: Promise
    clock: TicketClock
    hours: BusinessHours
    due: int | None
    at_risk: int | None

    def view(self) -> DueView:
        kind, target_ms = self.promise.kind, self.promise.target_ms
        if self.due is None:
            return DueView(kind, target_ms, left_ms=target_ms - self.clock.worked_ms(self.hours))
        return DueView(kind, target_ms, self.due, self.at_risk)


def read(facts: Sequence[TicketFact], rules: PromiseRules, clock: int) -> TicketStory:
    """The story of sorted facts (`streams.floor.ticket_fold.TICKET_RANKS` within a moment), at least one.

    `clock`: deadlines before it have passed. A fact beyond it counts all the same.
    """
    fold = TicketFold(rules)
    fold.run(facts)
    deadlines = list(_deadlines(fold))
    moments = {moment for deadline in deadlines for moment in (deadline.due, deadline.at_risk) if moment is not None}
    return TicketStory(
        clock=clock,
        opened=fold.opened,
        queue=fold.places[-1].queue,
        agent=fold.agent,
        status=fold.status,
        priority=fold.priority,
        channel=fold.channel,
        customer=fold.customer,
        unanswered=fold.agent_messages == 0,
        waiting_since=fold.unanswered_since,
        open=not fold.over,
        contributions=list(_contributions(fold, deadlines, clock)),
        timers=sorted(moment for moment in moments if moment >= clock),
        dues=[] if fold.over else [deadline.view() for deadline in deadlines],
    )


def _deadlines(fold: TicketFold) -> Iterator[Deadline]:
    rule = fold.rule
    for kind in _KINDS:
        promise = rule.promise(kind) if rule is not None else None
        clock = fold.running.get(kind)
        if rule is None or promise is None or clock is None or (kind == "resolution" and fold.solution is not None):
            continue
        due = clock.reaches(rule.hours, promise.target_ms)
        yield Deadline(promise, clock, rule.hours, due, clock.reaches(rule.hours, promise.at_risk_ms))


def _contributions(fold: TicketFold, deadlines: Sequence[Deadline], clock: int) -> Iterator[Contribution]:
    first = fold.places[0]
    if fold.seen_opened:
        yield from _count(first._replace(agent=None), {Count.tickets_opened: 1})
    for places, once, each in (
        (fold.reopenings, Count.tickets_reopened, Count.reopenings),
        (fold.reassignments, Count.tickets_reassigned, Count.reassignments),
    ):
        for place in places[:1]:
            yield from _count(place, {once: 1})
        for place in places:
            yield from _count(place, {each: 1})
    for place, survey in fold.surveys:
        of = Place(
            place.time, survey.queue or place.queue, survey.agent or place.agent, survey.channel or place.channel
        )
        yield from _count(of, dict(scored(survey)))
    for reply in fold.replies:
        yield from _of_reply(reply)
        yield from _verdict(fold, reply.kind, reply.clock, reply.rule, reply.place)
    if fold.solution is not None:
        yield from _of_solution(fold, fold.solution)
        yield from _verdict(fold, "resolution", fold.resolution, fold.solution.rule, fold.solution.place)
    for deadline in deadlines:
        if deadline.due is not None and deadline.due < clock:
            yield from _missed(fold, deadline.promise.kind, deadline.due)


def _count(place: Place, counts: dict[int, int]) -> Iterator[Contribution]:
    for key, amount in counts.items():
        if amount:
            yield Contribution("q", place.queue, place.time, key, amount)
            yield Contribution("h", place.channel, place.time, key, amount)
            if place.agent is not None:
                yield Contribution("a", place.agent, place.time, key, amount)


def _of_reply(reply: Reply) -> Iterator[Contribution]:
    reply_ms = reply.clock.worked_ms(_hours(reply.rule))
    if reply.kind == "first_reply":
        counts = {Count.first_replies: 1, Count.first_reply_ms: reply_ms, REPLY_HIST + bin_of(reply_ms): 1}
    else:
        counts = {Count.next_replies: 1, Count.next_reply_ms: reply_ms}
    yield from _count(reply.place._replace(agent=reply.writer), counts)


def _of_solution(fold: TicketFold, solution: Solution) -> Iterator[Contribution]:
    full_ms = solution.place.time - fold.opened
    counts = {
        Count.tickets_solved: 1,
        Count.resolution_ms: fold.resolution.worked_ms(_hours(solution.rule)),
        Count.full_resolution_ms: full_ms,
        RESOLUTION_HIST + bin_of(full_ms): 1,
        Count.one_touch: int(solution.agent_messages <= 1),
    }
    yield from _count(solution.place, counts)


def _verdict(
    fold: TicketFold, kind: PromiseKind, clock: TicketClock, rule: PromiseRule | None, ended: Place
) -> Iterator[Contribution]:
    promise = rule.promise(kind) if rule is not None else None
    if rule is None or promise is None:
        return
    due = clock.reaches(rule.hours, promise.target_ms)
    if due is not None and due < ended.time:
        yield from _missed(fold, kind, due)
    else:
        yield from _count(ended, {_MET_MISSED[kind][0]: 1})


def _missed(fold: TicketFold, kind: PromiseKind, due: int) -> Iterator[Contribution]:
    yield from _count(fold.place_at(due)._replace(time=due), {_MET_MISSED[kind][1]: 1})


def _hours(rule: PromiseRule | None) -> BusinessHours:
    return rule.hours if rule is not None else ALWAYS
