"""The naive reading of tickets: de-duplicated, sorted events, looked through from the beginning for every question.

No state is carried along: what held after the n-th event is asked of the first n events each time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from streams.events.instant import to_ms
from streams.floor.counts import REPLY_HIST, RESOLUTION_HIST, Count
from streams.floor.histogram import bin_of
from streams.floor.promise import Promise, PromiseKind, PromiseRule, PromiseRules
from streams.floor.view import DueView, TicketsNow, TicketView
from tests.streams.floor.oracle_matter import feedback_counts

ORDER = ("opened", "changed", "assigned", "message", "status")
OVER = ("solved", "closed")
FOREVER = 10**15
Counted = Counter[tuple[str, int, int]]
Segment = tuple[int, int]


class Hours(Protocol):
    def worked_ms(self, start: int, end: int) -> int: ...

    def due(self, start: int, business_ms: int) -> int: ...


def kind_of(event: Any) -> str:
    return str(type(event).__struct_config__.tag).removeprefix("tavle.ticket.")


def is_survey(event: Any) -> bool:
    return str(type(event).__struct_config__.tag) == "tavle.feedback.given"


@dataclass
class Told:
    """One event at its moment; the opening of a ticket never seen opened has no data. `told_at` is its own time, which
    may lie before the opening."""

    time: int
    kind: str
    data: Any = None
    told_at: int = 0


def told_in_order(events: Iterable[Any]) -> list[Told]:
    unique = {(event.source, event.id): event for event in events if not is_survey(event)}.values()
    if not unique:
        return []
    sorting = sorted(unique, key=lambda e: (to_ms(e.time), ORDER.index(kind_of(e)), e.source, e.id))
    told = [Told(to_ms(event.time), kind_of(event), event.data, to_ms(event.time)) for event in sorting]
    openings = [one for one in told if one.kind == "opened"]
    first = openings[0] if openings else Told(told[0].time, "opened")
    others = (one for one in told if one.kind != "opened")
    return [first, *(Told(max(one.time, first.time), one.kind, one.data, one.told_at) for one in others)]


class TicketOracle:
    """All there is to say about one ticket's events when deadlines before `clock` have passed. `calendars` has the
    naive business hours of each rule, by its name."""

    def __init__(self, events: Iterable[Any], rules: PromiseRules, clock: int, calendars: dict[str, Hours]) -> None:
        events = list(events)
        self.told = told_in_order(events)
        self.surveys = {(event.source, event.id): event for event in events if is_survey(event)}.values()
        self.rules, self.clock, self.calendars = rules, clock, calendars
        self.last = len(self.told) - 1
        self.only_asked = not self.told
        self.opening = self.told[0] if self.told else Told(0, "opened")
        self.by_agent = [i for i, one in enumerate(self.told) if self.is_public(one, "agent")]
        self.by_customer = [i for i, one in enumerate(self.told) if self.is_public(one, "customer")]
        self.counts: Counted = Counter()
        self.running: list[tuple[Promise, int | None, int | None, int]] = []
        self.count_all()

    @staticmethod
    def is_public(one: Told, by: str) -> bool:
        return one.kind == "message" and one.data.public and one.data.by == by

    # What held after the n-th event

    def newest(self, n: int, field: str, kinds: Sequence[str], otherwise: Any) -> Any:
        found = [getattr(one.data, field, None) for one in self.told[: n + 1] if one.kind in kinds]
        return next((value for value in reversed(found) if value is not None), otherwise)

    def queue(self, n: int) -> str:
        return str(self.newest(n, "queue", ("opened", "changed", "assigned"), "unassigned"))

    def agent(self, n: int) -> str | None:
        agent: str | None = self.newest(n, "agent", ("assigned",), None)
        return agent

    def status(self, n: int) -> str:
        return str(self.newest(n, "status", ("status",), "new"))

    def priority(self, n: int) -> str | None:
        priority: str | None = self.newest(n, "priority", ("opened", "changed"), None)
        return priority

    def rule(self, n: int) -> PromiseRule | None:
        of_ticket = {
            "customers": self.newest(n, "customer", ("opened",), None),
            "queues": self.queue(n),
            "priorities": self.priority(n),
            "channels": self.newest(n, "channel", ("opened",), "email"),
        }
        for rule in self.rules.rules:
            wanted = {name: getattr(rule, name) for name in of_ticket}
            if all(values is None or of_ticket[name] in values for name, values in wanted.items()):
                return rule
        return None

    # Clocks

    def segments(self, start: int, end: int | None, stops: Sequence[str]) -> list[Segment]:
        """The time between the events `start` and `end` (None: for ever) in which the status was none of `stops`."""
        edges = [one.time for one in self.told] + [FOREVER]
        last = self.last + 1 if end is None else end
        return [(edges[n], edges[n + 1]) for n in range(start, last) if self.status(n) not in stops]

    def shown_ms(self, segments: list[Segment], rule: PromiseRule | None) -> int:
        if rule is None:
            return sum(end - start for start, end in segments)
        return sum(self.calendars[rule.name].worked_ms(a, b) for a, b in segments if b < FOREVER)

    def reached(self, segments: list[Segment], rule: PromiseRule, target_ms: int) -> int | None:
        hours, left_ms = self.calendars[rule.name], target_ms
        for start, end in segments:
            if end == FOREVER:
                return hours.due(start, left_ms)
            shown_ms = hours.worked_ms(start, end)
            if shown_ms >= left_ms:
                return hours.due(start, left_ms)
            left_ms -= shown_ms
        return None

    # Counts

    def count(self, queue: str, agent: str | None, time: int, key: int, amount: int = 1) -> None:
        self.count_in(queue, agent, self.newest(0, "channel", ("opened",), "email"), time, key, amount)

    def count_in(self, queue: str, agent: str | None, channel: str, time: int, key: int, amount: int) -> None:
        for scope in [f"q:{queue}", f"h:{channel}"] + [f"a:{agent}"] * (agent is not None):
            self.counts[scope, time, key] += amount

    def count_at(self, n: int, key: int) -> None:
        self.count(self.queue(n), self.agent(n), self.told[n].time, key)

    def count_all(self) -> None:
        self.count_surveys()
        if not self.only_asked:
            if self.opening.data is not None:
                self.count(self.opening.data.queue, None, self.opening.time, Count.tickets_opened)
            self.count_turns()
            first = self.count_first_reply()
            self.count_next_replies(first)
            self.count_resolution()
        self.counts = Counter({key: amount for key, amount in self.counts.items() if amount})

    def count_surveys(self) -> None:
        for event in self.surveys:
            d, time = event.data, max(to_ms(event.time), self.opening.time)
            before = (n for n, one in enumerate(self.told) if one.told_at <= to_ms(event.time))
            n = max(before, default=0)
            channel = d.channel or self.newest(0, "channel", ("opened",), "email")
            for name, amount in feedback_counts(d).items():
                key = vars(Count)[name]
                self.count_in(d.queue or self.queue(n), d.agent or self.agent(n), channel, time, key, amount)

    def count_turns(self) -> None:
        steps = range(1, self.last + 1)
        reopened = [n for n in steps if self.status(n - 1) in OVER and self.status(n) not in OVER]
        reassigned = [n for n in steps if self.other_queue(n) or self.agent(n - 1) not in (None, self.agent(n))]
        for turns, once, each in (
            (reopened, Count.tickets_reopened, Count.reopenings),
            (reassigned, Count.tickets_reassigned, Count.reassignments),
        ):
            for n in turns:
                self.count_at(n, each)
            if turns:
                self.count_at(turns[0], once)

    def other_queue(self, n: int) -> bool:
        before = self.newest(n - 1, "queue", ("opened", "changed", "assigned"), None)
        return before is not None and before != self.queue(n)

    def count_first_reply(self) -> int:
        """Answers which event the first reply was; that of a ticket never seen opened came before all events, and one
        that is still owed comes after."""
        if self.opening.data is None:
            return -1
        owed = 1 if self.opening.data.opened_by == "customer" else 2
        replies = self.by_agent[owed - 1 : owed]
        segments = self.segments(0, replies[0] if replies else None, OVER)
        if not replies:
            self.judge_running("first_reply", segments)
            return self.last + 1
        self.count_reply(replies[0], segments, "first_reply")
        return replies[0]

    def count_next_replies(self, first: int) -> None:
        waiting = [n for n in self.by_customer if n > first]
        while waiting:
            asked = waiting[0]
            replies = [n for n in self.by_agent if n > asked]
            segments = self.segments(asked, replies[0] if replies else None, OVER)
            if not replies:
                self.judge_running("next_reply", segments)
                return
            if segments:
                self.count_reply(replies[0], segments, "next_reply")
            waiting = [n for n in waiting if n > replies[0]]

    def count_reply(self, n: int, segments: list[Segment], kind: PromiseKind) -> None:
        writer = self.told[n].data.agent or self.agent(n)
        shown_ms = self.shown_ms(segments, self.rule(n))
        keys = {Count.first_replies: 1, Count.first_reply_ms: shown_ms, REPLY_HIST + bin_of(shown_ms): 1}
        if kind == "next_reply":
            keys = {Count.next_replies: 1, Count.next_reply_ms: shown_ms}
        for key, amount in keys.items():
            self.count(self.queue(n), writer, self.told[n].time, key, amount)
        self.judge_ended(kind, segments, n)

    def count_resolution(self) -> None:
        stops = (*OVER, "pending", "on_hold")
        if self.status(self.last) not in OVER:
            self.judge_running("resolution", self.segments(0, None, stops))
            return
        over = max(n for n in range(self.last + 1) if self.status(n) in OVER and self.status(n - 1) not in OVER)
        solving = [n for n in range(over, self.last + 1) if self.solves(self.told[n])]
        if not solving:
            self.judge_running("resolution", self.segments(0, over, stops))
            return
        solved = solving[0]
        segments, full_ms = self.segments(0, solved, stops), self.told[solved].time - self.opening.time
        for key, amount in {
            Count.tickets_solved: 1,
            Count.resolution_ms: self.shown_ms(segments, self.rule(solved)),
            Count.full_resolution_ms: full_ms,
            RESOLUTION_HIST + bin_of(full_ms): 1,
            Count.one_touch: len([n for n in self.by_agent if n < solved]) <= 1,
        }.items():
            self.count(self.queue(solved), self.agent(solved), self.told[solved].time, key, int(amount))
        self.judge_ended("resolution", segments, solved)

    @staticmethod
    def solves(one: Told) -> bool:
        return one.kind == "status" and (one.data.status == "solved" or one.data.resolved is not False)

    # Verdicts

    def promised(self, kind: PromiseKind, n: int) -> tuple[PromiseRule, Promise] | None:
        rule = self.rule(n)
        made = [promise for promise in rule.promises if promise.kind == kind] if rule else []
        return (rule, made[0]) if rule and made else None

    def judge_ended(self, kind: PromiseKind, segments: list[Segment], n: int) -> None:
        if promised := self.promised(kind, n):
            due = self.reached(segments, promised[0], promised[1].target_ms)
            if due is not None and due < self.told[n].time:
                self.count_missed(kind, due)
            else:
                self.count_at(n, vars(Count)[f"{kind}_met"])

    def judge_running(self, kind: PromiseKind, segments: list[Segment]) -> None:
        if promised := self.promised(kind, self.last):
            rule, promise = promised
            due = self.reached(segments, rule, promise.target_ms)
            at_risk = self.reached(segments, rule, promise.at_risk_ms)
            left_ms = promise.target_ms - self.shown_ms(segments, rule)
            self.running.append((promise, due, at_risk, left_ms))
            if due is not None and due < self.clock:
                self.count_missed(kind, due)

    def count_missed(self, kind: PromiseKind, due: int) -> None:
        then = max(n for n, one in enumerate(self.told) if one.time <= due)
        self.count(self.queue(then), self.agent(then), due, vars(Count)[f"{kind}_missed"])

    # The present

    @property
    def open(self) -> bool:
        return not self.only_asked and self.status(self.last) not in OVER

    def view(self) -> TicketView:
        asked = [0] * (self.opening.data is not None and self.opening.data.opened_by == "customer") + self.by_customer
        waiting = [n for n in asked if not any(reply > n for reply in self.by_agent)]
        dues = [
            DueView(promise.kind, promise.target_ms, *((None, None, left) if due is None else (due, at_risk)))
            for promise, due, at_risk, left in self.running
        ]
        return TicketView(
            self.queue(self.last), self.opening.time, self.status(self.last),
            self.newest(0, "channel", ("opened",), "email"), self.priority(self.last), self.agent(self.last),
            not self.by_agent, self.told[waiting[0]].time if waiting else None, dues if self.open else [],
        )  # fmt: skip


def now_of(tickets: Iterable[TicketOracle]) -> TicketsNow:
    still = [(ticket, ticket.view()) for ticket in tickets if ticket.open]
    dues = [[due for due in view.dues if due.due is not None] for _, view in still]
    late = [any((due.due or 0) < ticket.clock for due in of) for (ticket, _), of in zip(still, dues, strict=True)]
    near = [any((due.at_risk or 0) < ticket.clock for due in of) for (ticket, _), of in zip(still, dues, strict=True)]
    to_come = [
        due.due
        for (ticket, _), of in zip(still, dues, strict=True)
        for due in of
        if due.due and due.due >= ticket.clock
    ]
    opened = [view.opened for _, view in still]
    return TicketsNow(
        len(still), sum(view.unanswered for _, view in still),
        sum(risk and not breach for risk, breach in zip(near, late, strict=True)), sum(late),
        min(to_come, default=None), min(opened, default=None), sum(opened),
    )  # fmt: skip
