"""An agent: presence, queues served, and what contacts make of their time.

The state at any moment is a function of two sets of facts: presence events, and spans (ringing, talking, holding,
wrapping) that follow from contacts. Facts in order add to the timeline; an earlier one has it told anew from there.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence
from typing import Literal, NamedTuple

from msgspec import Struct

from streams.floor.counts import Count, Counts, add_into
from streams.floor.series import Series
from streams.floor.timeline import OFFLINE, Timeline
from streams.floor.view import TicketsNow
from streams.floor.window import WINDOWS, WindowClock

SpanKind = Literal["ringing", "talking", "holding", "wrapping"]
SpanKey = tuple[str, int, SpanKind]
"""Contact, number within the contact, kind."""

_PERIODS = range(WINDOWS.index("week"), len(WINDOWS))
_DAYS_FROM = WINDOWS.index("today")
_BINDING: tuple[SpanKind, ...] = ("ringing", "talking", "holding", "wrapping")


class PresenceFact(NamedTuple):
    """Ordered by time, a reset of the source before anything else of the same moment."""

    time: int
    rank: int
    source: str
    id: str
    state: str


class Membership(NamedTuple):
    """The newest word on one queue."""

    time: int
    rank: int
    source: str
    id: str
    joined: bool
    paused: bool


class Described(NamedTuple):
    """The newest word on who the agent is."""

    time: int = 0
    source: str = ""
    id: str = ""
    name: str | None = None
    team: str | None = None
    location: str | None = None


class Settled(Struct, array_like=True):
    """State time of a week or month up to `Agent.settled_to`: it began at `start` (ms)."""

    start: int = 0
    counts: Counts = {}


class SavedAgent(Struct, array_like=True):
    """What is saved of an agent by itself; its timeline and counts are saved apart."""

    presence: list[PresenceFact]
    members: dict[str, Membership]
    described: Described
    settled_to: int
    settled: list[Settled]
    began: int | None


class Span(Struct, frozen=True, gc=False):
    start: int
    end: int | None
    kind: SpanKind
    queue: str | None


class Agent:
    """`series` holds the counts of contacts. Whenever something of the agent changes, its id goes into `changed`;
    `told` says that presence, queues or description did, which are saved by themselves. State time before `settled_to`,
    the beginning of a day, is in `settled` and changes no more."""

    __slots__ = (
        "_changed", "_newest", "_open", "described", "id", "members", "presence", "series", "settled", "settled_to",
        "spans", "tickets", "tickets_now", "timeline", "told",
    )  # fmt: skip

    def __init__(self, id_: str, changed: set[str]) -> None:
        self.id = id_
        self._changed = changed
        self.series = Series()
        self.timeline = Timeline()
        self.described = Described()
        self.settled = [Settled() for _ in _PERIODS]
        self.settled_to = 0
        self.tickets: set[str] = set()
        self.tickets_now = TicketsNow()
        self.presence: list[PresenceFact] = []
        self.members: dict[str, Membership] = {}
        self.spans: dict[SpanKey, Span] = {}
        self._open: dict[SpanKey, Span] = {}
        self.told = True
        self._newest = 0  # the last moment that any fact tells of

    @property
    def state(self) -> str:
        return self.timeline.state

    # What changes the state

    def add_presence(self, fact: PresenceFact) -> bool:
        """False when it is known already."""
        if fact in self.presence:
            return False
        self.told = True
        in_order = not self.presence or fact > self.presence[-1]
        insort(self.presence, fact)
        if in_order and fact.time >= self._newest:
            self._settle(fact.time)
        else:
            self._tell_anew(fact.time)
        return True

    def set_span(self, key: SpanKey, span: Span, *, followed: bool = False) -> None:
        """A new span, or a new end of a known one. `followed`: one that begins at its end is told next, and says what
        the state is from then on."""
        end = span.end
        newest = self._newest
        known = self.spans.get(key)
        if known is None:
            self.spans[key] = span
            if end is None:
                self._open[key] = span
                if span.start >= newest:
                    self._settle(span.start)
                    return
            self._tell_anew(span.start)
        elif end is not None and known.end is None and known.start == span.start and end >= newest:
            self.spans[key] = span
            del self._open[key]
            if not followed:
                self._settle(end)
        elif known != span:
            self._store(key, span)
            self._tell_anew(min(known.start, span.start))

    def drop_span(self, key: SpanKey) -> None:
        """The span was never so: its contact was read anew."""
        span = self.spans.pop(key)
        self._open.pop(key, None)
        self._tell_anew(span.start)

    def restore(self, saved: SavedAgent) -> None:
        """What was told, as saved; the timeline is restored by itself."""
        self.presence, self.members, self.described = saved.presence, saved.members, saved.described
        self.settled_to, self.settled, self.timeline.began = saved.settled_to, saved.settled, saved.began
        presence = saved.presence
        self._newest = max((fact.time for fact in presence), default=0)
        self.told = False

    def saved(self) -> SavedAgent:
        return SavedAgent(
            self.presence, self.members, self.described, self.settled_to, self.settled, self.timeline.began
        )

    def restore_span(self, key: SpanKey, span: Span) -> None:
        """A span that the saved timeline knows already."""
        self._store(key, span)
        self._newest = max(self._newest, span.end or span.start)

    def forget_span(self, key: SpanKey) -> None:
        """The span is too old to change any more; its time stays counted."""
        self.spans.pop(key, None)

    def _store(self, key: SpanKey, span: Span) -> None:
        self._open.pop(key, None)
        self.spans[key] = span
        if span.end is None:
            self._open[key] = span

    def _settle(self, moment: int) -> None:
        """The state from `moment` on, which no known fact follows."""
        self._changed.add(self.id)
        self._newest = moment
        presence = self.presence[-1].state if self.presence else OFFLINE
        state = presence
        if len(self._open) == 1 and presence != "in_error":
            for span in self._open.values():
                state = span.kind
        elif self._open:
            state = _binding({span.kind for span in self._open.values()}, presence)
        self.timeline.change(moment, state, bool(self.presence))

    def _tell_anew(self, moment: int) -> None:
        """The timeline from `moment` on, from the facts alone; not before what is settled."""
        self._changed.add(self.id)
        moment = max(moment, self.settled_to)
        self.timeline.cut(moment)
        spans = [span for span in self.spans.values() if span.end is None or span.end >= moment]
        edges = {moment, *(fact.time for fact in self.presence if fact.time > moment)}
        for span in spans:
            edges.update(edge for edge in (span.start, span.end) if edge is not None and edge > moment)
        self._newest = max(self._newest, *edges)
        presence: str | None = None
        told = iter(self.presence)
        following = next(told, None)
        for edge in sorted(edges):
            while following is not None and following.time <= edge:
                presence, following = following.state, next(told, None)
            kinds = {span.kind for span in spans if span.start <= edge and (span.end is None or span.end > edge)}
            self.timeline.change(edge, _binding(kinds, presence or OFFLINE), presence is not None)

    # What is shown

    def times(self, clock: WindowClock, now: int) -> list[Counts]:
        """Milliseconds by state, and days with any of it, for each window that ends at `now`."""
        starts = clock.starts(now)
        days = self._days(min(starts[_DAYS_FROM:]), clock, now)
        return [self._times_in(window, start, days, now) for window, start in enumerate(starts)]

    def times_in(self, window: int, clock: WindowClock, now: int) -> Counts:
        """What `times` has for one of `WINDOWS`, by its place in them."""
        start = clock.starts(now)[window]
        return self._times_in(window, start, self._days(start, clock, now) if window >= _DAYS_FROM else (), now)

    def _times_in(self, window: int, start: int, days: Sequence[int], now: int) -> Counts:
        times = self.timeline.totals(max(start, self.settled_to), now)
        if window >= _DAYS_FROM:
            if window in _PERIODS and (settled := self.settled[window - _PERIODS.start]).start == start:
                add_into(times, settled.counts)
            add_into(times, {Count.agent_days: sum(day >= start for day in days)})
        return times

    def _days(self, start: int, clock: WindowClock, now: int) -> list[int]:
        """The beginnings of the days, not yet settled, on which there is time since `start`."""
        if not self.timeline.times:
            return []
        since = max(start, self.settled_to, self.timeline.times[0])
        days = clock.days(since, now)
        return [begin for begin, end in days if self.timeline.totals(max(begin, since), min(end, now))]

    def serves(self, queue: str) -> bool:
        return (member := self.members.get(queue)) is not None and member.joined

    def state_in(self, queue: str) -> str:
        """The state as that queue sees it: paused there, a free agent is not available to it."""
        member = self.members.get(queue)
        return "break" if self.state == "available" and member is not None and member.paused else self.state

    def binding_span(self) -> tuple[str | None, str | None]:
        """The contact and queue behind a busy state; of several the one that began last."""
        for kind in _BINDING:
            open_ = [(span.start, key[0], span.queue) for key, span in self._open.items() if span.kind == kind]
            if open_:
                return max(open_, key=lambda one: one[:2])[1:]
        return None, None

    def forget_before(self, moment: int, clock: WindowClock, now: int) -> list[int]:
        """Settles the days that ended before `moment`, and drops their presence, keeping what stands then; answers the
        hours that went."""
        to = clock.day_start(moment)
        if to <= self.settled_to:
            return []
        self._settle_days(to, clock, now)
        while len(self.presence) > 1 and self.presence[1].time <= to:
            del self.presence[0]
        self.told = True
        self._changed.add(self.id)
        return self.timeline.forget_before(to)

    def _settle_days(self, to: int, clock: WindowClock, now: int) -> None:
        starts = clock.starts(now)
        for settled, window in zip(self.settled, _PERIODS, strict=True):
            if settled.start != starts[window]:
                settled.start, settled.counts = starts[window], {}
            since = max(self.settled_to, settled.start)
            if self.timeline.times and since < to:
                for begin, end in clock.days(max(since, self.timeline.times[0]), to - 1):
                    if day := self.timeline.totals(max(begin, since), min(end, to)):
                        add_into(settled.counts, {**day, Count.agent_days: 1})
        self.settled_to = to


def _binding(kinds: set[SpanKind], presence: str) -> str:
    """The most binding of what goes on: an error, ringing, talking, holding, wrapping, else the presence."""
    if not kinds or presence == "in_error":
        return presence
    for kind in _BINDING:
        if kind in kinds:
            return kind
    raise AssertionError("a span has one of the four kinds")
