"""A believable contact centre, in time of its own: the same seed gives the same day, event for event."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from random import Random
from typing import Any, Literal, cast

import simpy

from streams.events import (
    AgentDescribed,
    AgentMember,
    AgentState,
    AnyEvent,
    ContactAnswered,
    ContactEnded,
    ContactHeld,
    ContactLeft,
    ContactOffered,
    ContactQueued,
    ContactRefused,
    ContactResumed,
    ContactTransferred,
)
from streams.events.agent import Described, Member, Presence, State
from streams.events.contact import Answered, Ended, Left, OfContact, Offered, Queued, Refused, Transferred
from streams.sources import simulated_contact as life
from streams.sources.arrivals import Profile, arrivals_ms
from streams.sources.floor_plan import FloorPlan, QueuePlan
from streams.sources.simulated_agent import Agent, Pause, pauses, roster
from streams.sources.simulated_company import found_company
from streams.sources.simulated_contact import Contact, Customers, Fate
from streams.sources.simulated_diary import Diary
from streams.sources.simulated_outcome import FIRST_CALLS_SHARE, Notes, Outcome
from streams.sources.simulated_shift import ShiftPlan
from streams.sources.simulated_waiting import WaitingRoom

_Steps = Generator[simpy.Event, Any, None]
_AFTER_REFUSAL_MS = 8_000
_PAUSE_WAITS_MS = 15 * 60_000


class SimulatedFloor:
    """One site from `began_ms` on. `advance` lets time pass and gives the events in the order of their times.

    `speed` lets everything happen so many times as fast: a talk of 180 s lasts 18 s at speed 10. Event times and
    stated durations are of the faster life, so they stay comparable with the wall clock. `shifts` are the agents'
    working times, `(from, to)` in milliseconds. `calls_only` leaves out all but contacts and agents: no tickets,
    feedback, sales, customers or measures, and nobody calls again. `zone` is that of its books.
    """

    def __init__(
        self,
        *,
        seed: int,
        began_ms: int,
        site: str,
        plan: FloorPlan,
        profile: Profile,
        shifts: ShiftPlan,
        speed: float = 1.0,
        calls_only: bool = False,
        zone: str = "UTC",
    ) -> None:
        luck = f"{seed}/{site}"
        self._random = Random(luck)
        self._env = simpy.Environment(initial_time=began_ms)
        self._began_ms, self._speed, self._plan = began_ms, speed, plan
        self._diary = Diary(site, began_ms, speed, lambda: self._now)
        self._emit, self._scaled = self._diary.write, self._diary.scaled
        self._queues = {queue.id: queue for queue in plan.queues}
        self._room = WaitingRoom(plan.queues)
        self._contacts = 0
        self._customers = Customers(self._random)
        agents = roster(plan, self._random)
        self._outcome: Outcome = Notes(self._random, self._emit)
        first_calls = plan.contacts_a_minute
        if not calls_only:
            first_calls *= FIRST_CALLS_SHARE
            self._outcome = found_company(
                luck, self._env, self._diary, plan, profile, agents, self._call_again, speed=speed, zone=zone
            )
        for number, agent in enumerate(agents):
            self._env.process(self._working_life(agent, shifts.of_agent(number, self._random)))
        weights = sum(queue.weight for queue in plan.queues)
        for queue in plan.queues:
            self._env.process(self._arrivals(queue, profile, first_calls * queue.weight / weights))

    def advance(self, until_ms: int) -> list[AnyEvent]:
        """The events since the last call, up to and without `until_ms` (in the time the events wear)."""
        until = self._began_ms + round((until_ms - self._began_ms) * self._speed)
        if until > self._now:
            self._env.run(until=until)
        return self._diary.take()

    @property
    def _now(self) -> int:
        """Milliseconds since 1970 in the floor's own time: every delay is a whole number, so this is."""
        return cast(int, self._env.now)

    # Contacts

    def _arrivals(self, queue: QueuePlan, profile: Profile, peak_a_minute: float) -> _Steps:
        random = Random(self._random.random())
        for at_ms in arrivals_ms(random, profile, peak_a_minute, self._began_ms):
            yield self._env.timeout(at_ms - self._now)
            self._enter(self._contact(self._customers.next(), queue), queue)

    def _contact(self, customer: str, queue: QueuePlan) -> Contact:
        self._contacts += 1
        return Contact(f"c{self._began_ms:x}-{self._contacts}", customer, queue, 0, 0)

    def _call_again(self, before: Contact) -> None:
        """The same customer about the same matter."""
        contact = self._contact(before.customer, before.queue)
        contact.about = before.about
        self._enter(contact, contact.queue)

    def _enter(self, contact: Contact, queue: QueuePlan, priority: int | None = None) -> None:
        """Begins a leg: waiting from now."""
        now, random = self._now, self._random
        contact.queue, contact.entered_ms, contact.waiting = queue, now, True
        contact.patient_until_ms = now + life.patience_ms(random)
        asks = random.random() < life.CALLBACK_SHARE and queue.channel == "voice"
        contact.callback_at_ms = now + random.randint(25_000, 60_000) if asks else None
        customer, channel = contact.customer, queue.channel
        data = Queued(contact=contact.id, queue=queue.id, channel=channel, customer=customer, priority=priority)
        self._emit(ContactQueued, data)
        self._room.enter(contact)
        agent = self._room.agent_for(contact)
        if agent is not None:
            self._offer(agent, contact)
        else:
            self._wait(contact)

    def _wait(self, contact: Contact) -> None:
        now = self._now
        contact.waiting = True
        contact.turn += 1
        deadline = contact.deadline(now)
        timer = self._env.timeout(deadline.at_ms - now, (contact, contact.turn, deadline.fate))
        timer.callbacks.append(self._deadline_passed)

    def _deadline_passed(self, timer: simpy.Event) -> None:
        contact, turn, fate = cast("tuple[Contact, int, Fate]", timer.value)
        if contact.waiting and contact.turn == turn:
            self._leave(contact, fate)

    def _leave(self, contact: Contact, fate: Fate) -> None:
        self._room.leave(contact)
        contact.waiting = False
        contact.turn += 1
        self._emit(ContactLeft, Left(contact=contact.id, reason=fate, queue=contact.queue.id))
        if fate == "overflowed" and contact.queue.overflow_to is not None:
            contact.overflowed = True
            self._enter(contact, self._queues[contact.queue.overflow_to])

    def _offer(self, agent: Agent, contact: Contact) -> None:
        self._room.leave(contact)
        self._room.take(agent)
        contact.waiting, agent.busy = False, True
        contact.turn += 1
        self._env.process(self._serve(agent, contact))

    def _serve(self, agent: Agent, contact: Contact) -> _Steps:
        """From ringing to the end of after-call work."""
        env, random = self._env, self._random
        self._emit(ContactOffered, Offered(contact=contact.id, agent=agent.id, queue=contact.queue.id))
        unanswered = random.random() < life.NO_ANSWER_SHARE
        ring_ms = round(life.UNANSWERED_RING_S * 1000) if unanswered else life.ring_ms(random)
        patient_ms = max(0, contact.patient_until_ms - self._now)
        yield env.timeout(min(ring_ms, patient_ms))
        if patient_ms < ring_ms:
            self._leave(contact, "abandoned")
        elif unanswered:
            yield from self._refuse(agent, contact, ring_ms)
        else:
            yield from self._talk(agent, contact)
        self._released(agent)

    def _refuse(self, agent: Agent, contact: Contact, rang_ms: int) -> _Steps:
        data = Refused(contact=contact.id, agent=agent.id, reason="no_answer", rang_ms=self._scaled(rang_ms))
        self._emit(ContactRefused, data)
        other = self._room.agent_for(contact)
        if other is not None:
            self._offer(other, contact)
        else:
            self._room.enter_first(contact)
            self._wait(contact)
        yield self._env.timeout(_AFTER_REFUSAL_MS)

    def _talk(self, agent: Agent, contact: Contact) -> _Steps:
        env, random, queue = self._env, self._random, contact.queue
        contact.waited_ms = self._now - contact.entered_ms
        waited_ms = self._scaled(contact.waited_ms)
        data = Answered(contact=contact.id, agent=agent.id, queue=queue.id, waited_ms=waited_ms)
        self._emit(ContactAnswered, data)
        talk_ms = life.talk_ms(random, queue.talk_scale)
        if talk_ms > 60_000 and random.random() < life.HOLD_SHARE:
            before_ms, hold_ms = talk_ms // 3, round(talk_ms * random.uniform(0.1, 0.4))
            yield env.timeout(before_ms)
            self._emit(ContactHeld, OfContact(contact=contact.id))
            yield env.timeout(hold_ms)
            self._emit(ContactResumed, OfContact(contact=contact.id))
            yield env.timeout(talk_ms - before_ms - hold_ms)
        else:
            yield env.timeout(talk_ms)
        others = [other for other in self._plan.queues if other.channel == queue.channel and other is not queue]
        if others and not contact.overflowed and random.random() < life.TRANSFER_SHARE:
            self._transfer(contact, random.choice(others), talk_ms)
        else:
            yield from self._wrap(agent, contact, talk_ms)

    def _transfer(self, contact: Contact, to: QueuePlan, talk_ms: int) -> None:
        contact.overflowed = True  # moved once already: it stays where it is now
        kind: Literal["blind", "attended"] = "blind" if self._random.random() < 0.5 else "attended"
        data = Transferred(contact=contact.id, to_queue=to.id, kind=kind, talked_ms=self._scaled(talk_ms))
        self._emit(ContactTransferred, data)
        self._enter(contact, to, priority=1)

    def _wrap(self, agent: Agent, contact: Contact, talk_ms: int) -> _Steps:
        random, queue = self._random, contact.queue
        self._emit(
            ContactEnded,
            Ended(
                contact=contact.id,
                agent=agent.id,
                ended_by="customer" if random.random() < 0.6 else "agent",
                talked_ms=self._scaled(talk_ms),
                after_call_work="reported",
            ),
        )
        yield self._env.timeout(life.wrap_ms(random, queue.wrap_scale))
        self._outcome.conclude(agent, contact)

    # Agents

    def _working_life(self, agent: Agent, shifts: Iterable[tuple[int, int]]) -> _Steps:
        env = self._env
        for begins_ms, ends_ms in shifts:
            yield env.timeout(max(0, begins_ms - self._now) + self._random.randint(0, 40_000))
            while agent.online:  # the last contact of the shift before is still on
                yield env.timeout(30_000)
            self._log_on(agent)
            for pause in pauses(self._random, begins_ms):
                if pause.at_ms + pause.lasts_ms <= self._now or pause.at_ms >= ends_ms:
                    continue
                yield env.timeout(max(0, pause.at_ms - self._now))
                agent.due = pause
                self._consider(agent)
            yield env.timeout(max(0, ends_ms - self._now))
            agent.leaves = True
            self._consider(agent)

    def _log_on(self, agent: Agent) -> None:
        agent.online, agent.leaves, agent.due = True, False, None
        self._emit(AgentDescribed, Described(agent=agent.id, name=agent.name, team=agent.team, location=agent.location))
        for queue, penalty in agent.skills:
            self._emit(AgentMember, Member(agent=agent.id, queue=queue.id, joined=True, penalty=penalty))
        self._turn(agent, "available")
        self._released(agent)

    def _consider(self, agent: Agent) -> None:
        """Something is due: at once if he is free, else when he will be."""
        if agent.online and not agent.busy and not agent.away:
            self._room.take(agent)
            self._released(agent)

    def _released(self, agent: Agent) -> None:
        """Free again: home, a pause, the next contact, or waiting for one."""
        agent.busy = False
        if agent.away or not agent.online:
            return
        if agent.leaves:
            agent.online = False
            for queue, _ in agent.skills:
                self._emit(AgentMember, Member(agent=agent.id, queue=queue.id, joined=False))
            self._turn(agent, "offline")
            return
        contact = self._room.contact_for(agent, self._now)
        # A pause can wait a little while somebody waits in his queues.
        if agent.due is not None and (contact is None or self._now > agent.due.at_ms + _PAUSE_WAITS_MS):
            pause, agent.due, agent.away = agent.due, None, True
            self._env.process(self._pause(agent, pause))
        elif contact is not None:
            self._offer(agent, contact)
        else:
            self._room.free(agent)

    def _pause(self, agent: Agent, pause: Pause) -> _Steps:
        self._turn(agent, pause.presence, pause.reason)
        remaining_ms = pause.at_ms + pause.lasts_ms - self._now
        yield self._env.timeout(max(pause.lasts_ms // 2, min(pause.lasts_ms, remaining_ms)))
        agent.away = False
        self._turn(agent, "available")
        self._released(agent)

    def _turn(self, agent: Agent, presence: Presence, reason: str | None = None) -> None:
        self._emit(AgentState, State(agent=agent.id, state=presence, reason=reason))
