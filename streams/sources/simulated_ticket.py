"""The mail of a simulated floor: tickets from their opening, some of it before the floor began, to their solution."""

from __future__ import annotations

import math
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Literal, NamedTuple, cast

import msgspec
import simpy

from streams.events import (
    FeedbackGiven,
    TicketAssigned,
    TicketChanged,
    TicketMessage,
    TicketOpened,
    TicketStatus,
)
from streams.events.instant import MINUTE_MS
from streams.events.ticket import Assigned, Changed, Message, Opened, Status, TicketState
from streams.sources.arrivals import Profile, arrivals_ms
from streams.sources.floor_plan import FloorPlan
from streams.sources.simulated_agent import Agent
from streams.sources.simulated_diary import Diary
from streams.sources.simulated_survey import ANSWERS_AFTER_S, answer, liking
from streams.sources.simulated_topic import Topic, pick_topic

MAIL, CLAIMS = "mail", "claims"
TICKETS_AN_AGENT_HOUR = 0.6
BACKLOG_AN_AGENT = 0.9
PRIORITIES, PRIORITY_WEIGHTS = ("urgent", "high", "normal", "low"), (5, 20, 60, 15)
_HASTE = {"urgent": 0.25, "high": 0.6, "normal": 1.0, "low": 1.8}

_ASSIGN_MEDIAN_MS, _REPLY_MEDIAN_MS, _CUSTOMER_MEDIAN_MS = 10 * MINUTE_MS, 40 * MINUTE_MS, 50 * MINUTE_MS
_NOBODY_IN_MS = 10 * MINUTE_MS
_CLOSED_AFTER_MS = 24 * 60 * MINUTE_MS
_LONGEST_MS = 12 * 60 * MINUTE_MS
_ROUNDS_LIMIT = 4

_BOT_SHARE, _NOTE_SHARE, _BY_AGENT_SHARE, _WRONG_QUEUE_SHARE = 0.3, 0.15, 0.08, 0.1
_ASKS_BACK_SHARE, _ON_HOLD_SHARE, _URGED_SHARE, _REOPENED_SHARE, _ANSWERED_SHARE = 0.45, 0.08, 0.05, 0.09, 0.3

_Steps = Generator[simpy.Event, Any, None]


@dataclass(slots=True, eq=False)
class Ticket:
    """One matter in writing and whose it is."""

    id: str
    queue: str
    priority: str
    customer: str
    topic: Topic
    opened_ms: int
    opened_by: Literal["customer", "agent"]
    agent: Agent | None = None


class _Past(NamedTuple):
    """Something that happened before the floor began."""

    at_ms: int
    type: type[Any]
    data: Any


class TicketDesk:
    """Agents who are there answer tickets between their contacts; a colleague takes over from one who went home. With
    luck of its own, so that the calls go on as they would without it."""

    def __init__(self, random: Random, env: simpy.Environment, diary: Diary, agents: Sequence[Agent]) -> None:
        self._random, self._env, self._diary, self._emit = random, env, diary, diary.write
        self._agents = agents
        self._prefix, self._tickets = f"t{self._now:x}", 0

    @property
    def _now(self) -> int:
        return cast(int, self._env.now)

    def arrivals(self, plan: FloorPlan, profile: Profile) -> _Steps:
        """Tickets come in, as contacts do."""
        random = Random(self._random.random())
        rate = plan.agents * TICKETS_AN_AGENT_HOUR / 60
        for at_ms in arrivals_ms(random, profile, rate, self._now):
            yield self._env.timeout(at_ms - self._now)
            ticket = self._ticket(self._now)
            ticket.agent = self._somebody() if ticket.opened_by == "agent" else None
            self._emit(TicketOpened, _opened(ticket))
            if ticket.agent is not None:
                self._emit(TicketAssigned, Assigned(ticket=ticket.id, agent=ticket.agent.id))
                self._emit(TicketMessage, Message(ticket=ticket.id, by="agent", agent=ticket.agent.id))
            elif self._random.random() < _BOT_SHARE:
                self._emit(TicketMessage, Message(ticket=ticket.id, by="bot"))
            self._env.process(self._life(ticket))

    def backlog(self) -> None:
        """What was open when the floor began: opened within the day before, much of it assigned, some replied to."""
        random, past = self._random, list[_Past]()
        for _ in range(round(len(self._agents) * BACKLOG_AN_AGENT)):
            ticket = self._ticket(self._now - round(random.triangular(0.2, 20, 1) * 60) * MINUTE_MS)
            ticket.opened_by = "customer"
            past.append(_Past(ticket.opened_ms, TicketOpened, _opened(ticket)))
            past += self._handled(ticket)
            self._env.process(self._life(ticket))
        for at_ms, type_, data in sorted(past, key=lambda one: one.at_ms):
            self._diary.write_at(at_ms, type_, data)

    def _handled(self, ticket: Ticket) -> list[_Past]:
        """What became of a ticket of the backlog before the floor began."""
        random, at_ms, past = self._random, ticket.opened_ms, list[_Past]()
        if random.random() < 0.7:
            at_ms = random.randint(at_ms, self._now - 1)
            ticket.agent = random.choice(self._agents)
            past.append(_Past(at_ms, TicketAssigned, Assigned(ticket=ticket.id, agent=ticket.agent.id)))
            if random.random() < 0.5:
                at_ms = random.randint(at_ms, self._now - 1)
                past.append(_Past(at_ms, TicketMessage, Message(ticket=ticket.id, by="agent", agent=ticket.agent.id)))
                past.append(_Past(at_ms, TicketStatus, Status(ticket=ticket.id, status="pending")))
                at_ms = random.randint(at_ms, self._now - 1)
                past.append(_Past(at_ms, TicketMessage, Message(ticket=ticket.id, by="customer")))
                past.append(_Past(at_ms, TicketStatus, Status(ticket=ticket.id, status="open")))
        return past

    def _ticket(self, opened_ms: int) -> Ticket:
        random = self._random
        self._tickets += 1
        queue = random.choices((MAIL, CLAIMS), (4, 1))[0]
        by: Literal["customer", "agent"] = "agent" if random.random() < _BY_AGENT_SHARE else "customer"
        return Ticket(
            id=f"{self._prefix}-{self._tickets}",
            queue=queue,
            priority=random.choices(PRIORITIES, PRIORITY_WEIGHTS)[0],
            customer=f"{random.getrandbits(128):032x}",
            topic=pick_topic(random, queue),
            opened_ms=opened_ms,
            opened_by=by,
        )

    # One ticket

    def _life(self, ticket: Ticket) -> _Steps:
        random = self._random
        yield from self._assign(ticket)
        for _ in range(_ROUNDS_LIMIT):
            yield from self._reply(ticket)
            if random.random() >= _ASKS_BACK_SHARE:
                break
            yield from self._ask_back(ticket)
        yield from self._solve(ticket)
        if random.random() < _REOPENED_SHARE:
            yield self._env.timeout(self._delay_ms(_CUSTOMER_MEDIAN_MS))
            self._written(ticket)
            yield from self._reply(ticket)
            yield from self._solve(ticket)
        yield self._env.timeout(_CLOSED_AFTER_MS)
        self._turn(ticket, "closed")

    def _assign(self, ticket: Ticket) -> _Steps:
        if ticket.agent is not None:
            return
        random = self._random
        yield self._env.timeout(self._delay_ms(_ASSIGN_MEDIAN_MS * _HASTE[ticket.priority]))
        if random.random() < _WRONG_QUEUE_SHARE:
            ticket.queue = CLAIMS if ticket.queue == MAIL else MAIL
            self._emit(TicketAssigned, Assigned(ticket=ticket.id, queue=ticket.queue))
            yield self._env.timeout(self._delay_ms(_ASSIGN_MEDIAN_MS))
        yield from self._hand_over(ticket)
        self._turn(ticket, "open")

    def _hand_over(self, ticket: Ticket) -> _Steps:
        """To somebody who is there."""
        while (agent := self._somebody()) is None:
            yield self._env.timeout(_NOBODY_IN_MS)
        ticket.agent = agent
        self._emit(TicketAssigned, Assigned(ticket=ticket.id, agent=agent.id))

    def _reply(self, ticket: Ticket) -> _Steps:
        """The next public message of the agent, and what may come before it."""
        random = self._random
        if random.random() < _URGED_SHARE and ticket.priority != "urgent":
            ticket.priority = "urgent"
            self._emit(TicketChanged, Changed(ticket=ticket.id, priority=ticket.priority))
        yield self._env.timeout(self._delay_ms(_REPLY_MEDIAN_MS * _HASTE[ticket.priority]))
        if ticket.agent is None or not ticket.agent.online:
            yield from self._hand_over(ticket)
        agent = cast(Agent, ticket.agent)
        if random.random() < _NOTE_SHARE:
            self._emit(TicketMessage, Message(ticket=ticket.id, by="agent", public=False, agent=agent.id))
        self._emit(TicketMessage, Message(ticket=ticket.id, by="agent", agent=agent.id))

    def _ask_back(self, ticket: Ticket) -> _Steps:
        self._turn(ticket, "on_hold" if self._random.random() < _ON_HOLD_SHARE else "pending")
        yield self._env.timeout(self._delay_ms(_CUSTOMER_MEDIAN_MS))
        self._written(ticket)

    def _written(self, ticket: Ticket) -> None:
        """The customer writes again."""
        self._emit(TicketMessage, Message(ticket=ticket.id, by="customer"))
        self._turn(ticket, "open")

    def _solve(self, ticket: Ticket) -> _Steps:
        random, topic = self._random, ticket.topic
        yield self._env.timeout(random.randint(5_000, 4 * MINUTE_MS))
        self._emit(TicketChanged, Changed(ticket=ticket.id, category=topic.category, topic=topic.name))
        resolved = random.random() < topic.solved
        self._emit(TicketStatus, Status(ticket=ticket.id, status="solved", resolved=resolved))
        if random.random() < _ANSWERED_SHARE:
            timer = self._env.timeout(random.randint(*ANSWERS_AFTER_S) * 1000, (ticket, resolved))
            timer.callbacks.append(lambda event: self._answered(*event.value))

    def _answered(self, ticket: Ticket, resolved: bool) -> None:
        random, agent = self._random, ticket.agent
        waited_ms = (self._now - ticket.opened_ms) // 60
        said = answer(random, "email", liking(random, waited_ms, resolved, 0.0))
        about: dict[str, Any] = {"ticket": ticket.id, "queue": ticket.queue, "customer": ticket.customer}
        self._emit(FeedbackGiven, msgspec.structs.replace(said, agent=agent and agent.id, **about))

    def _turn(self, ticket: Ticket, status: TicketState) -> None:
        self._emit(TicketStatus, Status(ticket=ticket.id, status=status))

    def _somebody(self) -> Agent | None:
        there = [agent for agent in self._agents if agent.online and not agent.leaves]
        return self._random.choice(there) if there else None

    def _delay_ms(self, median_ms: float) -> int:
        """Log-normal, at most twelve hours."""
        return min(_LONGEST_MS, max(1, round(self._random.lognormvariate(math.log(median_ms), 0.9))))


def _opened(ticket: Ticket) -> Opened:
    return Opened(
        ticket=ticket.id,
        queue=ticket.queue,
        priority=ticket.priority,
        customer=ticket.customer,
        subject_class=ticket.topic.category,
        opened_by=ticket.opened_by,
    )
