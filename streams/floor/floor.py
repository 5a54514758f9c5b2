"""A floor: the state of one site. Pure: events and moments in, figures out.

`apply` takes an event in, `tick` lets deadlines pass, streams.floor.shown shows the site. Whatever order the events
come in, and however often each comes, the same set of events and the same `now` give the same figures, as long as no
event is older than what is kept (FloorRules.keep_ms).
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import Any, get_args

from streams.events import (
    AlertEvent,
    AnyEvent,
    CustomerChanged,
    FeedbackGiven,
    MeasureReported,
    OutcomeEvent,
    RetentionTried,
    SaleMade,
    SourceBeat,
    SourceGap,
    SourceReset,
    SourceRetired,
)
from streams.events.instant import HOUR_MS, to_ms
from streams.floor.agent import Agent
from streams.floor.contact_book import ContactBook
from streams.floor.contribution import Contribution, ScopeKind
from streams.floor.customer_book import CustomerBook
from streams.floor.floor_rules import FloorRules
from streams.floor.fold import RANKS, Fact
from streams.floor.judgement import count, verdicts_of
from streams.floor.measure_book import MeasureBook
from streams.floor.outcome_book import OutcomeBook
from streams.floor.queue import Queue
from streams.floor.series import Series
from streams.floor.source_clock import GAPS_KEPT, RESETS_KEPT, SourceClock
from streams.floor.staff import RESET_RANK, STAFF_STEPS, reset_agents
from streams.floor.subject import note
from streams.floor.ticket_book import TicketBook
from streams.floor.ticket_fold import TICKET_RANKS
from streams.floor.topics import Topics
from streams.floor.window import WindowClock

OF_ALERTS = frozenset(get_args(AlertEvent))
"""What people do about alerts is no fact of the floor, and says nothing of a source of facts (streams.alerts)."""

CHANNELS_KEPT = 64
OTHER_CHANNELS = "…"
"""Under this name count the channels that are met after `CHANNELS_KEPT` others."""


Ahead = tuple[int, str, str, int, AnyEvent]
"""An event that waits for its time (ms): time, source, id, and the how manieth it was that came to wait."""


class Floor:
    """One site. What is new, changed or gone since it was last saved is noted for streams.floor.saved."""

    def __init__(self, site: str, rules: FloorRules) -> None:
        self.site = site
        self.rules = rules
        self.now = 0
        self.queues: dict[str, Queue] = {}
        self.agents: dict[str, Agent] = {}
        self.channels: dict[str, Series] = {}
        self.series = Series()
        self.contacts = ContactBook(self)
        self.tickets = TicketBook(self)
        self.outcomes = OutcomeBook(rules.currency)
        self.customers = CustomerBook(self._count_visit, rules.fcr_days, rules.keep_ms)
        self.measures = MeasureBook()
        self.topics = Topics()
        self.sources: dict[str, SourceClock] = {}
        self.windows = WindowClock(rules.zone_info)
        self.ahead: list[Ahead] = []
        self._came = 0
        self.late = 0
        self.duplicates = 0
        self.unmatched = 0
        self.changed_agents: set[str] = set()
        self.changed_queues: set[str] = set()
        self.changed_channels: set[str] = set()
        self.rules_saved = False
        self.gone_hours: list[tuple[str, int]] = []
        self._tidied = 0

    # Events in

    def apply(self, event: AnyEvent, now: int, raw: bytes | None = None, time: int | None = None) -> None:
        """Takes an event in. One that happened at `now` or later waits until `tick` reaches it.

        `raw` is the event as it came: so it is saved, without being encoded again. `time` is its time in ms, if the
        caller knows that already.
        """
        if time is None:
            time = to_ms(event.time)
        if type(event) in OF_ALERTS:
            return
        if time >= now:
            self.wait_for(event, time)
        else:
            self._admit(event, time, now, raw)

    def wait_for(self, event: AnyEvent, time: int) -> None:
        """It happens at `time`, which has not come. Events of one id wait in the order in which they came."""
        self._came += 1
        heappush(self.ahead, (time, event.source, event.id, self._came, event))

    def tick(self, now: int) -> None:
        """Moves on to `now` (ms): events that waited are admitted, deadlines pass, old contacts are forgotten."""
        ahead = self.ahead
        while ahead and ahead[0][0] < now:
            time, _source, _id, _came, event = heappop(ahead)
            self._admit(event, time, now, None)
        self.contacts.pass_deadlines(now, self.clock_of)
        self.tickets.pass_deadlines(now, self.clock_of)
        self.customers.pass_time(now)
        self._forget(now)
        self.now = max(self.now, now)

    def _admit(self, event: AnyEvent, time: int, now: int, raw: bytes | None) -> None:
        source = self.sources.get(event.source)
        if source is None:
            source = self.sources[event.source] = SourceClock()
        note(source.tells, event)
        data: Any = event.data
        rank = RANKS.get(type(event), RESET_RANK)
        if rank != RESET_RANK and data.contact is not None:
            self.contacts.take(data.contact, source, Fact(time, rank, event.source, event.id, event), raw, now)
        elif (step := STAFF_STEPS.get(type(event))) is not None:
            step(self, event, source, time)
        elif type(event) in TICKET_RANKS and data.ticket is not None:
            fact = Fact(time, TICKET_RANKS[type(event)], event.source, event.id, event)
            taken = self.tickets.take(data.ticket, fact, raw)
            self.late += taken is None
            self.duplicates += taken is False
        else:
            self._other(event, source, time, raw)
        if time >= source.newest:
            source.newest, source.received, source.lag_ms = time, now, now - time

    def _other(self, event: AnyEvent, source: SourceClock, time: int, raw: bytes | None) -> None:
        match event:
            case SourceBeat():
                if source.beat is None or time > source.beat:
                    source.beat, source.interval_ms = time, round(event.data.interval_s * 1000)
            case SourceRetired():
                source.retired = max(source.retired, time)
            case SourceReset():
                self._reset(event, source, time)
            case SourceGap():
                gap = (to_ms(event.data.start), to_ms(event.data.end))
                if gap not in source.gaps:
                    source.gaps = sorted([*source.gaps, gap])[-GAPS_KEPT:]
            case MeasureReported():
                self.duplicates += not self.measures.tell(event, time)
            case FeedbackGiven() | SaleMade() | RetentionTried() | CustomerChanged():
                self._outcome(event, time, raw)
            case _:  # pragma: no cover
                raise TypeError(f"no rule for {type(event).__name__}")  # a new event type without a place here

    def _outcome(self, event: OutcomeEvent, time: int, raw: bytes | None) -> None:
        if time <= self.contacts.horizon:
            self.late += 1
            return
        counted = self.outcomes.take(event, time, raw)
        self.duplicates += counted is None
        for contribution in counted or ():
            self._count(contribution)

    def _count(self, contribution: Contribution) -> None:
        kind, id_, moment, key, amount = contribution
        self.series_of(kind, id_).add(moment, key, amount)

    def _count_visit(self, queue: str, agent: str, moment: int, key: int, amount: int) -> None:
        for series in (self.queue(queue).series, self.agent(agent).series):
            series.add(moment, key, amount)

    def _reset(self, event: SourceReset, source: SourceClock, time: int) -> None:
        """Open contacts and logins of the source are gone. Closed ones are not touched by it, nor need to know."""
        if any(known[:2] == (time, event.id) for known in source.resets):
            self.duplicates += 1
            return
        source.resets = sorted([*source.resets, (time, event.id, event)], key=lambda known: known[:2])[-RESETS_KEPT:]
        self.contacts.reset((time, event.id, event))
        reset_agents(self, event, time)

    def adopt(self, rules: FloorRules) -> None:
        """Other service-level rules or promises hold: whatever is still known by its facts is judged anew by them. All
        that a queue shows is by its rules, so every queue has changed."""
        contacts = self.contacts.by_id.values()
        count(verdicts_of(contacts, self), self, -1)
        self.rules = rules
        for queue in self.queues.values():
            queue.judge_by(rules.rules_of(queue.id))
        for contact in contacts:
            contact.renew()
        count(verdicts_of(contacts, self), self, 1)
        for ticket in self.tickets.by_id.values():
            ticket.judge_by(rules.promises)
        self.changed_queues.update(self.queues)
        self.rules_saved = False

    # What folds and views ask for

    def queue(self, id_: str) -> Queue:
        """The queue, new when first seen; whoever asks is about to change it."""
        queue = self.queues.get(id_)
        if queue is None:
            queue = self.queues[id_] = Queue(id_, self.rules.rules_of(id_))
        self.changed_queues.add(id_)
        return queue

    def agent(self, id_: str) -> Agent:
        """The agent, new when first seen; whoever asks is about to change it."""
        agent = self.agents.get(id_)
        if agent is None:
            agent = self.agents[id_] = Agent(id_, self.changed_agents)
        self.changed_agents.add(id_)
        return agent

    def channel(self, id_: str) -> Series:
        """The counts of a channel, new when first seen; whoever asks is about to change it."""
        series = self.channels.get(id_)
        if series is None:
            if len(self.channels) >= CHANNELS_KEPT:
                id_ = OTHER_CHANNELS
            series = self.channels.setdefault(id_, Series())
        self.changed_channels.add(id_)
        return series

    def series_of(self, kind: ScopeKind, id_: str) -> Series:
        """The counts of a scope; whoever asks is about to change them."""
        if kind == "q":
            return self.queue(id_).series
        if kind == "a":
            return self.agent(id_).series
        return self.channel(id_) if kind == "h" else self.series

    def topic_key(self, topic: str) -> int:
        return self.topics.key(topic)

    def schedule(self, due: int, contact: str) -> None:
        """Look at the contact again once `due` has passed."""
        heappush(self.contacts.deadlines, (due, contact))

    def schedule_ticket(self, due: int, ticket: str) -> None:
        """Look at the ticket again once `due` has passed."""
        heappush(self.tickets.deadlines, (due, ticket))

    # Time

    def clock_of(self, source: str, now: int) -> int:
        """Up to when the deadlines of this source's contacts may pass."""
        rules = self.rules
        return self.sources[source].clock(now, beats=rules.silent_after_beats, lag_limit_ms=rules.source_lag_limit_ms)

    def _forget(self, now: int) -> None:
        oldest_kept = now - self.rules.keep_ms
        self.contacts.forget(now)
        self.tickets.forget(now)
        self.outcomes.forget(oldest_kept)
        if now // HOUR_MS != self._tidied:
            self._tidied = now // HOUR_MS
            for agent in self.agents.values():
                gone = agent.forget_before(oldest_kept, self.windows, now)
                self.gone_hours += [(agent.id, hour) for hour in gone]

    def let_go(self) -> None:
        """Drops all that it holds, to be used no more. Its parts refer to it and to each other, and the collector does
        not look for such circles in a worker (streams.collector)."""
        for queue in self.queues.values():
            queue.waiting.clear()
        vars(self).clear()

    def counters(self) -> dict[str, int]:
        """What did not go as it should: shown, never hidden."""
        return {
            "late": self.late,
            "duplicates": self.duplicates,
            "unmatched": self.unmatched,
            "ahead": len(self.ahead),
        }

    @property
    def newest(self) -> int:
        """Time of the newest event of any source; 0 when there was none."""
        return max((source.newest for source in self.sources.values()), default=0)

    def __repr__(self) -> str:
        return f"<Floor {self.site}: {len(self.contacts.by_id)} contacts, {len(self.agents)} agents, now {self.now}>"
