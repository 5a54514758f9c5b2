"""What a contact is: the fold of its facts, one step a fact. Every count it makes is made with `sign`, so that the same
steps put a contact's contribution in (+1), take it out (−1), or rebuild its state without counting (0)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from msgspec import Struct

from streams.events import contact as c
from streams.events import source as s
from streams.events.envelope import Event
from streams.events.feedback import Feedback, FeedbackGiven
from streams.floor.agent import Agent, Span, SpanKind
from streams.floor.counts import Count
from streams.floor.customer_book import Visit
from streams.floor.leg import Leg
from streams.floor.matter import Matter
from streams.floor.queue import UNASSIGNED, Queue
from streams.floor.series import Series


class Fact(Struct, frozen=True, order=True, gc=False):
    """An event in its order: by time, then by what must come first at the same moment, then by source and id."""

    time: int
    rank: int
    source: str
    id: str
    event: Any


CHANNEL = "voice"
"""The channel of a contact that was never seen to enter a queue: the one that an event means when it names none."""


def is_known(fact: Fact, facts: Iterable[Fact]) -> bool:
    """Whether this very event is among the facts: same source and id."""
    return any(known.time == fact.time and known.id == fact.id and known.source == fact.source for known in facts)


class Site(Protocol):
    """What a fold needs of its floor."""

    unmatched: int

    def queue(self, id_: str) -> Queue: ...

    def agent(self, id_: str) -> Agent: ...

    def channel(self, id_: str) -> Series: ...

    def topic_key(self, topic: str) -> int: ...

    def schedule(self, due: int, contact: str) -> None: ...


class Fold:
    """State of one contact. `spans` says which agent was ringing, talking, holding or wrapping when; `matter` what it
    was about, once somebody told."""

    __slots__ = (
        "_site", "contact", "customer", "leg", "legs", "matter", "moved", "n", "rings", "sign", "spans", "talk_key",
        "work_pending",
    )  # fmt: skip

    def __init__(self, site: Site, contact: str, sign: int) -> None:
        self._site = site
        self.contact = contact
        self.sign = sign
        self.legs: list[Leg] = []
        self.leg: Leg | None = None
        self.rings: dict[str, tuple[str, int, SpanKind]] = {}
        self.spans: dict[tuple[str, int, SpanKind], tuple[Agent, Span]] = {}
        self.moved: list[tuple[str, int, SpanKind]] = []
        self.talk_key: tuple[str, int, SpanKind] | None = None
        self.n = 0
        self.work_pending = False
        self.customer: str | None = None
        self.matter: Matter | None = None

    @property
    def phase(self) -> str:
        return self.leg.phase if self.leg is not None else "closed"

    @property
    def open(self) -> bool:
        """Whether something is still to come: waiting, talking, ringing, or work to be done."""
        if self.rings:
            return True
        for leg in self.legs:  # a loop costs half of any()
            if leg.phase != "closed":
                return True
        return False

    @property
    def visit(self) -> Visit | None:
        """What it says of its customer; None without a customer or a topic."""
        if self.matter is None or self.customer is None:
            return None
        return self.matter.visit(self.customer, self.legs)

    # The steps: one for every type of event

    def queued(self, time: int, data: c.Queued) -> None:
        self._close_leg(time)
        self.customer = data.customer or self.customer
        channel = data.channel
        series = self._site.channel(channel)
        self._enter(Leg(self._site.queue(data.queue), time, channel, series, priority=data.priority))

    def offered(self, time: int, data: c.Offered) -> None:
        agent = self._site.agent(data.agent)
        queue = self._queue_of(data.queue)
        if self.sign:
            queue.series.add(time, Count.offers, self.sign)
            agent.series.add(time, Count.offers, self.sign)
        self._touch(time)
        if data.agent not in self.rings:
            self.rings[data.agent] = self._open_span(agent, time, "ringing", queue)

    def refused(self, time: int, data: c.Refused) -> None:
        agent = self._site.agent(data.agent)
        queue = self._queue_of(None)
        if self.sign:
            queue.series.add(time, Count.refused, self.sign)
            agent.series.add(time, Count.refused, self.sign)
        self._touch(time)
        key = self.rings.pop(data.agent, None)
        if key is not None:
            self._close_span(key, time)
        elif data.rang_ms:
            self._close_span(self._open_span(agent, time - data.rang_ms, "ringing", queue), time)

    def answered(self, time: int, data: c.Answered) -> None:
        leg = self.leg
        if leg is None or leg.phase != "waiting":
            leg = self._answered_unqueued(time, data)
        self._stop_waiting(leg)
        agent = self._site.agent(data.agent)
        leg.phase, leg.agent, leg.answered_at = "talking", agent, time
        if leg.counted:
            leg.wait_ms = data.waited_ms if data.waited_ms is not None else time - leg.entered
            if self.sign:
                leg.count_answer(time, leg.wait_ms, self.sign)
            if self.sign >= 0:
                leg.queue.note_answer(leg)
        if self.sign:
            agent.series.add(time, Count.answered, self.sign)
        self._end_rings(time)
        self.talk_key = self._open_span(agent, time, "talking", leg.queue)
        if self.sign >= 0:
            leg.queue.talking.add(self.contact)

    def held(self, time: int, _data: c.OfContact) -> None:
        leg = self.leg
        if leg is None or leg.phase != "talking" or leg.held_since is not None:
            self._unmatched()
            return
        leg.held_since, leg.held = time, True
        self._switch_span(leg, time, "holding")

    def resumed(self, time: int, _data: c.OfContact) -> None:
        leg = self.leg
        if leg is None or leg.phase != "talking" or leg.held_since is None:
            self._unmatched()
            return
        leg.hold_ms += time - leg.held_since
        leg.held_since = None
        self._switch_span(leg, time, "talking")

    def transferred(self, time: int, data: c.Transferred) -> None:
        leg = self.leg
        if leg is None or leg.phase != "talking":
            self._unmatched()
            return
        leg.transferred = True
        self._end_talk(leg, time, data.talked_ms)
        self._work_done(leg, time)

    def left(self, time: int, data: c.Left) -> None:
        leg = self.leg
        if leg is None or leg.phase != "waiting":
            self._unmatched()
            return
        self._leave(leg, time, data.reason, data.waited_ms)

    def ended(self, time: int, data: c.Ended) -> None:
        leg = self.leg
        if leg is None or leg.phase != "talking":
            self._unmatched()
            if leg is not None and leg.phase == "waiting":  # over without an answer or an exit: outcome unknown
                self._leave(leg, time, "lost", None)
            return
        self._end_talk(leg, time, data.talked_ms)
        if self.sign and data.ended_by in ("agent", "customer"):
            by = Count.ended_by_agent if data.ended_by == "agent" else Count.ended_by_customer
            leg.queue.series.add(time, by, self.sign)
        if data.after_call_work == "none":
            self._work_done(leg, time)
            return
        leg.phase = "wrapping"
        if leg.agent is not None:  # pragma: no branch (who talks has an agent)
            leg.wrap_key = self.n
            self._open_span(leg.agent, time, "wrapping", leg.queue)
        if data.after_call_work == "fixed":
            leg.work_due = time + data.after_call_work_ms
            self.work_pending = True
            if self.sign >= 0:
                self._site.schedule(leg.work_due, self.contact)

    def wrapped(self, time: int, data: c.Wrapped) -> None:
        """After-call work that was not announced moves the handled conversation to when its work was done."""
        answered = self._leg_of(data.agent)
        if answered is not None:
            self._about().log(answered, time, data, self.sign)
        leg = self._leg_to_wrap(data.agent)
        if leg is None:
            self._unmatched()
            return
        if leg.work_due is not None:  # its length is fixed
            return
        if leg.worked_at is not None and self.sign:
            leg.count_work(leg.worked_at, -self.sign)
        self._work_done(leg, time)

    def feedback(self, time: int, data: Feedback) -> None:
        """A survey's answer about the contact."""
        self._about().take_feedback(self._leg_of(data.agent) or self.leg, time, data, self.sign)

    def reset(self, time: int, _data: s.Reset) -> None:
        """The source restarted: what was open is gone without an end, outcome unknown."""
        leg = self.leg
        self._end_rings(time)
        for wrapping in self.legs:
            if wrapping.phase == "wrapping":
                self._end_wrap(wrapping, time)
                wrapping.phase = "closed"
        if leg is None:
            return
        if leg.phase == "waiting":
            self._leave(leg, time, "lost", None)
        elif leg.phase == "talking":
            self._end_talk(leg, time, None)
            leg.phase = "closed"

    def pass_timers(self, clock: int) -> None:
        """Deadlines before `clock` have passed: a wait became a miss, fixed after-call work is done."""
        leg = self.leg
        if leg is not None and leg.phase == "waiting" and leg.counted:
            leg.pass_thresholds(clock, self.sign)
        self.pass_work(clock)

    def pass_work(self, clock: int) -> None:
        """Fixed after-call work that was due before `clock` is done."""
        for wrapping in self.legs:
            if wrapping.phase == "wrapping" and wrapping.work_due is not None and wrapping.work_due < clock:
                self._work_done(wrapping, wrapping.work_due)

    def applies(self, rank: int) -> bool:
        """Whether a fact of this rank makes sense next: settles the order of facts of the same moment."""
        if self.phase not in _PHASES_OF_RANK[rank]:
            return False
        if rank == _HELD or rank == _RESUMED:
            on_hold = self.leg is not None and self.leg.held_since is not None
            return on_hold == (rank == _RESUMED)
        return rank != _WRAPPED or bool(self.legs)

    # Parts of steps

    def _queue_of(self, named: str | None) -> Queue:
        if self.leg is not None and (self.leg.phase == "waiting" or named is None):
            return self.leg.queue
        return self._site.queue(named or UNASSIGNED)

    def _enter(self, leg: Leg) -> None:
        self.legs.append(leg)
        self.leg = leg
        if self.sign and leg.counted:
            leg.count_entry(self.sign)
        if self.sign >= 0 and leg.counted:
            leg.queue.waiting[self.contact] = leg
            for _, _, rule, _ in leg.rules:
                self._site.schedule(leg.entered + rule.threshold_ms, self.contact)

    def _answered_unqueued(self, time: int, data: c.Answered) -> Leg:
        """A stated wait tells of an entry that we did not see; without one it was a direct conversation."""
        queue = self._queue_of(data.queue)
        self._close_leg(time)
        counted = data.waited_ms is not None
        channel = self.legs[-1].channel if self.legs else CHANNEL
        leg = Leg(queue, time - (data.waited_ms or 0), channel, self._site.channel(channel), counted=counted)
        self._enter(leg)
        return leg

    def _close_leg(self, time: int) -> None:
        """What comes next shows that the leg is over, though nobody said so."""
        leg = self.leg
        if leg is None:
            return
        if leg.phase == "waiting":
            self._unmatched()
            self._leave(leg, time, "lost", None)
        elif leg.phase == "talking":
            self._end_talk(leg, time, None)
            self._work_done(leg, time)

    def _stop_waiting(self, leg: Leg) -> None:
        leg.take_back_late(self.sign)
        if self.sign >= 0:
            leg.queue.waiting.pop(self.contact, None)

    def _leave(self, leg: Leg, time: int, reason: str, waited_ms: int | None) -> None:
        self._stop_waiting(leg)
        self._end_rings(time)
        leg.phase = "closed"
        if self.sign:
            wait_ms = waited_ms if waited_ms is not None else time - leg.entered
            leg.count_exit(time, wait_ms, reason, self.sign)

    def _end_talk(self, leg: Leg, time: int, talked_ms: int | None) -> None:
        if leg.held_since is not None:
            leg.hold_ms += time - leg.held_since
            leg.held_since = None
        connected_ms = talked_ms if talked_ms is not None else time - leg.answered_at
        leg.talk_ms = max(0, connected_ms - leg.hold_ms)
        leg.ended_at = time
        self._end_rings(time)
        if self.talk_key is not None:  # pragma: no branch (set while talking)
            self._close_span(self.talk_key, time)
            self.talk_key = None
        if self.sign >= 0:
            leg.queue.talking.discard(self.contact)

    def _work_done(self, leg: Leg, time: int) -> None:
        self._end_wrap(leg, time)
        leg.phase, leg.worked_at = "closed", time
        if self.sign:
            leg.count_work(time, self.sign)

    def _end_wrap(self, leg: Leg, time: int) -> None:
        if leg.wrap_key is not None:
            self._close_span((self.contact, leg.wrap_key, "wrapping"), time)
            leg.wrap_key = None

    def _leg_to_wrap(self, agent: str | None) -> Leg | None:
        for leg in reversed(self.legs):
            if leg.agent is None or leg.phase not in ("wrapping", "closed") or (agent and leg.agent.id != agent):
                continue
            unwrapped = leg.phase == "wrapping" or leg.worked_at == leg.ended_at or leg.work_due is not None
            return leg if unwrapped else None
        return None

    def _touch(self, time: int) -> None:
        if self.leg is not None and self.leg.phase == "waiting":
            self.leg.touched = time

    def _leg_of(self, agent: str | None) -> Leg | None:
        """The newest leg that was answered, by this agent when one is named."""
        for leg in reversed(self.legs):
            if leg.agent is not None and agent in (None, leg.agent.id):
                return leg
        return None

    def _about(self) -> Matter:
        if self.matter is None:
            self.matter = Matter(self._site)
        return self.matter

    def _unmatched(self) -> None:
        self._site.unmatched += self.sign

    # Spans of agents

    def _open_span(self, agent: Agent, start: int, kind: SpanKind, queue: Queue) -> tuple[str, int, SpanKind]:
        key = (self.contact, self.n, kind)
        self.n += 1
        self.spans[key] = (agent, Span(start, None, kind, queue.id))
        self.moved.append(key)
        return key

    def _close_span(self, key: tuple[str, int, SpanKind], end: int) -> None:
        agent, span = self.spans[key]
        self.spans[key] = (agent, Span(span.start, max(end, span.start), span.kind, span.queue))
        self.moved.append(key)

    def _switch_span(self, leg: Leg, time: int, kind: SpanKind) -> None:
        if self.talk_key is not None and leg.agent is not None:  # pragma: no branch (both set while talking)
            self._close_span(self.talk_key, time)
            self.talk_key = self._open_span(leg.agent, time, kind, leg.queue)

    def _end_rings(self, time: int) -> None:
        for key in self.rings.values():
            self._close_span(key, time)
        self.rings.clear()


STEPS: dict[type[Event], Callable[[Fold, int, Any], None]] = {
    s.SourceReset: Fold.reset,
    c.ContactQueued: Fold.queued,
    c.ContactOffered: Fold.offered,
    c.ContactRefused: Fold.refused,
    c.ContactAnswered: Fold.answered,
    c.ContactHeld: Fold.held,
    c.ContactResumed: Fold.resumed,
    c.ContactTransferred: Fold.transferred,
    c.ContactLeft: Fold.left,
    c.ContactEnded: Fold.ended,
    c.ContactWrapped: Fold.wrapped,
    FeedbackGiven: Fold.feedback,
}
RANKS: dict[type[Event], int] = {type_: rank for rank, type_ in enumerate(STEPS)}
"""At the same moment a fact of a lower rank comes first, as far as it applies then."""

_HELD, _RESUMED, _WRAPPED = RANKS[c.ContactHeld], RANKS[c.ContactResumed], RANKS[c.ContactWrapped]
_ANYTIME = frozenset({"waiting", "talking", "wrapping", "closed"})
_APPLIES_IN: dict[type[Event], frozenset[str]] = {
    c.ContactQueued: frozenset({"wrapping", "closed"}),
    c.ContactAnswered: frozenset({"waiting"}),
    c.ContactLeft: frozenset({"waiting"}),
    c.ContactHeld: frozenset({"talking"}),
    c.ContactResumed: frozenset({"talking"}),
    c.ContactTransferred: frozenset({"talking"}),
    c.ContactEnded: frozenset({"talking"}),
    c.ContactWrapped: _ANYTIME - {"talking"},
}
_PHASES_OF_RANK = tuple(_APPLIES_IN.get(type_, _ANYTIME) for type_ in STEPS)
