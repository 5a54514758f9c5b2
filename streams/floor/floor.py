"""A floor: the state of one site. Pure: events and moments in, figures out.

`apply` takes an event in, `tick` lets deadlines pass, `view` shows the site. Whatever order the events come in, and
however often each comes, the same set of events and the same `now` give the same figures, as long as no event is
older than what is kept (FloorRules.keep_ms).
"""

from __future__ import annotations

from collections import deque
from heapq import heappop, heappush

from streams.events import AgentDescribed, AgentMember, AgentState, AnyEvent, SourceBeat, SourceGap, SourceReset
from streams.events.instant import to_ms
from streams.floor.agent import Agent, Membership, PresenceFact
from streams.floor.contact import Contact
from streams.floor.floor_rules import FloorRules
from streams.floor.fold import RANKS, Fact
from streams.floor.queue import Queue
from streams.floor.source_clock import GAPS_KEPT, RESETS_KEPT, SourceClock
from streams.floor.timeline import HOUR_MS, OFFLINE
from streams.floor.window import WindowClock

_PRESENCE_RANK = 1
_RESET_RANK = 0


class Floor:
    """One site. What is new, changed or gone since it was last saved is noted for streams.floor.saved."""

    def __init__(self, site: str, rules: FloorRules) -> None:
        self.site = site
        self.rules = rules
        self.now = 0
        self.queues: dict[str, Queue] = {}
        self.agents: dict[str, Agent] = {}
        self.contacts: dict[str, Contact] = {}
        self.sources: dict[str, SourceClock] = {}
        self.windows = WindowClock(rules.zone_info)
        self.ahead: list[tuple[int, str, str, AnyEvent]] = []
        self.deadlines: list[tuple[int, str]] = []
        self.closing: deque[tuple[int, str]] = deque()
        self.horizon = 0
        self.late = 0
        self.duplicates = 0
        self.unmatched = 0
        self.new_facts: list[tuple[str, Fact, bytes | None]] = []
        self.changed_clocks: set[str] = set()
        self.changed_agents: set[str] = set()
        self.changed_queues: set[str] = set()
        self.gone_contacts: list[Contact] = []
        self.gone_hours: list[tuple[str, int]] = []
        self._tidied = 0

    # Events in

    def apply(self, event: AnyEvent, now: int, raw: bytes | None = None) -> None:
        """Takes an event in. One that happened at `now` or later waits until `tick` reaches it.

        `raw` is the event as it came: so it is saved, without being encoded again.
        """
        time = to_ms(event.time)
        if time >= now:
            heappush(self.ahead, (time, event.source, event.id, event))
        else:
            self._admit(event, time, now, raw)

    def tick(self, now: int) -> None:
        """Moves on to `now` (ms): events that waited are admitted, deadlines pass, old contacts are forgotten."""
        ahead = self.ahead
        while ahead and ahead[0][0] < now:
            time, _source, _id, event = heappop(ahead)
            self._admit(event, time, now, None)
        self._pass_deadlines(now)
        self._forget(now)
        self.now = max(self.now, now)

    def _admit(self, event: AnyEvent, time: int, now: int, raw: bytes | None) -> None:
        source = self.sources.get(event.source)
        if source is None:
            source = self.sources[event.source] = SourceClock()
        rank = RANKS.get(type(event), _RESET_RANK)
        if rank != _RESET_RANK:
            self._contact_fact(source, Fact(time, rank, event.source, event.id, event), raw)
        else:
            self._other(event, source, time)
        if time >= source.newest:
            source.newest, source.received, source.lag_ms = time, now, now - time

    def _contact_fact(self, source: SourceClock, fact: Fact, raw: bytes | None) -> None:
        id_ = fact.event.data.contact
        contact = self.contacts.get(id_)
        if contact is None:
            if fact.time <= self.horizon:
                self.late += 1
                return
            contact = self.contacts[id_] = Contact(self, id_)
        if self._add(contact, fact):
            self.new_facts.append((id_, fact, raw))
        for time, reset_id, reset in source.resets:
            if time >= fact.time:
                self._add(contact, Fact(time, _RESET_RANK, fact.source, reset_id, reset))

    def _add(self, contact: Contact, fact: Fact) -> bool:
        """False when the contact knows it already."""
        if not contact.add(fact):
            self.duplicates += fact.rank != _RESET_RANK
            return False
        self._changed(contact)
        return True

    def _changed(self, contact: Contact) -> None:
        fold = contact.fold
        for leg in fold.legs:
            self.changed_queues.add(leg.queue.id)
            if leg.agent is not None:
                self.changed_agents.add(leg.agent.id)
        if not fold.open:
            self.closing.append((contact.last_time, contact.id))

    def _other(self, event: AnyEvent, source: SourceClock, time: int) -> None:
        match event:
            case AgentState():
                self._presence(event, time, event.data.agent, event.data.state)
            case AgentMember():
                self._member(event, time)
            case AgentDescribed():
                self._described(event, time)
            case SourceBeat():
                if source.beat is None or time > source.beat:
                    source.beat, source.interval_ms = time, round(event.data.interval_s * 1000)
            case SourceReset():
                self._reset(event, source, time)
            case SourceGap():
                gap = (to_ms(event.data.start), to_ms(event.data.end))
                if gap not in source.gaps:
                    source.gaps = sorted([*source.gaps, gap])[-GAPS_KEPT:]
            case _:
                raise TypeError(f"no rule for {type(event).__name__}")  # a new event type without a place here

    def _presence(self, event: AnyEvent, time: int, id_: str, state: str) -> None:
        agent = self.agent(id_)
        if not agent.add_presence(PresenceFact(time, _PRESENCE_RANK, event.source, event.id, state)):
            self.duplicates += 1
        for reset_time, reset_id, _ in self.sources[event.source].resets:
            if reset_time >= time:
                agent.add_presence(PresenceFact(reset_time, _RESET_RANK, event.source, reset_id, OFFLINE))

    def _member(self, event: AgentMember, time: int) -> None:
        data = event.data
        self.queue(data.queue).members.add(data.agent)
        agent = self.agent(data.agent)
        newest = Membership(time, _PRESENCE_RANK, event.source, event.id, data.joined, data.paused)
        for reset_time, reset_id, _ in self.sources[event.source].resets:
            newest = max(newest, Membership(reset_time, _RESET_RANK, event.source, reset_id, False, False))
        known = agent.members.get(data.queue)
        if known is None or newest > known:
            agent.members[data.queue] = newest
            agent.told = True

    def _described(self, event: AgentDescribed, time: int) -> None:
        data, agent = event.data, self.agent(event.data.agent)
        agent.described = max(
            agent.described, (time, event.source, event.id, data.name, data.team), key=lambda d: d[:3]
        )

    def _reset(self, event: SourceReset, source: SourceClock, time: int) -> None:
        """Open contacts and logins of the source are gone. Closed ones are not touched by it, nor need to know."""
        if any(known[:2] == (time, event.id) for known in source.resets):
            self.duplicates += 1
            return
        source.resets = sorted([*source.resets, (time, event.id, event)], key=lambda known: known[:2])[-RESETS_KEPT:]
        for contact in list(self.contacts.values()):
            for reset in self.resets_for(contact, (time, event.id, event)):
                self._add(contact, reset)
        for agent in self.agents.values():
            if any(fact.source == event.source and fact.time <= time for fact in agent.presence):
                agent.add_presence(PresenceFact(time, _RESET_RANK, event.source, event.id, OFFLINE))
            for queue, known in agent.members.items():
                gone = Membership(time, _RESET_RANK, event.source, event.id, False, False)
                if known.source == event.source and gone > known:
                    agent.members[queue] = gone
                    agent.told = True
                    self.changed_agents.add(agent.id)

    def resets_for(self, contact: Contact, *resets: tuple[int, str, SourceReset]) -> list[Fact]:
        """Which resets (by default all known) a contact has to know: those after an event of their source, while it
        is open or has events after them."""
        return [
            Fact(time, _RESET_RANK, event.source, id_, event)
            for source in {fact.source for fact in contact.facts}
            for time, id_, event in resets or self.sources[source].resets
            if event.source == source
            and any(fact.source == source and fact.time <= time for fact in contact.facts)
            and (contact.fold.open or contact.last_time >= time)
        ]

    # What folds and views ask for

    def queue(self, id_: str) -> Queue:
        """The queue, new when first seen; whoever asks is about to change it."""
        queue = self.queues.get(id_)
        if queue is None:
            queue = self.queues[id_] = Queue(id_, self.rules.rule_of(id_))
        self.changed_queues.add(id_)
        return queue

    def agent(self, id_: str) -> Agent:
        """The agent, new when first seen; whoever asks is about to change it."""
        agent = self.agents.get(id_)
        if agent is None:
            agent = self.agents[id_] = Agent(id_, self.changed_agents)
        self.changed_agents.add(id_)
        return agent

    def schedule(self, due: int, contact: str) -> None:
        """Look at the contact again once `due` has passed."""
        heappush(self.deadlines, (due, contact))

    # Time

    def _pass_deadlines(self, now: int) -> None:
        waiting_for_source: list[tuple[int, str]] = []
        while self.deadlines and self.deadlines[0][0] < now:
            due, id_ = heappop(self.deadlines)
            contact = self.contacts.get(id_)
            if contact is None or not contact.fold.open:
                continue
            clock = self.clock_of(contact.facts[-1].source, now)
            if due < clock:
                contact.pass_timers(clock)
                self.changed_clocks.add(id_)
                self._changed(contact)
            else:
                waiting_for_source.append((due, id_))
        for deadline in waiting_for_source:
            heappush(self.deadlines, deadline)

    def clock_of(self, source: str, now: int) -> int:
        """Up to when the deadlines of this source's contacts may pass."""
        rules = self.rules
        return self.sources[source].clock(now, beats=rules.silent_after_beats, lag_limit_ms=rules.source_lag_limit_ms)

    def _forget(self, now: int) -> None:
        """Closed contacts leave after `keep_ms`, or sooner when there are more than `contacts_kept`."""
        oldest_kept = now - self.rules.keep_ms
        self.horizon = max(self.horizon, oldest_kept)
        while self.closing and (self.closing[0][0] <= oldest_kept or len(self.closing) > self.rules.contacts_kept):
            time, id_ = self.closing.popleft()
            contact = self.contacts.get(id_)
            if contact is None or contact.fold.open or contact.last_time > time:
                continue
            contact.forget()
            del self.contacts[id_]
            self.horizon = max(self.horizon, time)
            self.gone_contacts.append(contact)
        if now // HOUR_MS != self._tidied:
            self._tidied = now // HOUR_MS
            for agent in self.agents.values():
                self.gone_hours += [(agent.id, hour) for hour in agent.forget_before(oldest_kept)]

    def let_go(self) -> None:
        """Drops what it holds. Contacts and floor refer to each other, and the collector does not look for such circles
        in a worker (streams.collector)."""
        for held in (self.contacts, self.agents, self.queues, self.sources):
            held.clear()

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
        return f"<Floor {self.site}: {len(self.contacts)} contacts, {len(self.agents)} agents, now {self.now}>"
