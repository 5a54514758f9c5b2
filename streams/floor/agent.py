"""An agent: presence, queues served, and what contacts make of their time.

The state at any moment is a function of two sets of facts: presence events, and spans (ringing, talking, holding,
wrapping) that follow from contacts. Wall-clock is counted by the most binding state, exact to the millisecond. Facts
in order cost one step; an earlier one takes the counted time after it out and counts it anew.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from msgspec import Struct

from streams.floor.counts import Count, Counts
from streams.floor.series import Series
from streams.floor.window import PANE_MS

SpanKind = Literal["ringing", "talking", "holding", "wrapping"]
SpanKey = tuple[str, int, SpanKind]
"""Contact, number within the contact, kind."""

_BINDING: tuple[SpanKind, ...] = ("ringing", "talking", "holding", "wrapping")
_TIME_OF: dict[str, int] = {
    "ringing": Count.ringing_ms,
    "talking": Count.on_contact_ms,
    "holding": Count.on_contact_ms,
    "wrapping": Count.wrapping_ms,
    "busy": Count.busy_ms,
    "available": Count.available_ms,
    "break": Count.break_ms,
    "training": Count.training_ms,
    "meeting": Count.meeting_ms,
    "other_work": Count.other_work_ms,
    "in_error": Count.in_error_ms,
}
OFFLINE = "offline"


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


class Span(Struct, frozen=True, gc=False):
    start: int
    end: int | None
    kind: SpanKind
    queue: str | None


class Agent:
    """`series` holds this agent's counts and time; every millisecond is also counted in `staff` (all of the site).
    Whenever something of it changes, its id goes into `changed`."""

    __slots__ = (
        "_changed", "_open", "accrued_to", "described", "id", "members", "presence", "presence_state", "series",
        "since", "spans", "staff", "state",
    )  # fmt: skip

    def __init__(self, id_: str, staff: Series, changed: set[str]) -> None:
        self.id = id_
        self.staff = staff
        self._changed = changed
        self.series = Series()
        self.described: tuple[int, str, str, str | None, str | None] = (0, "", "", None, None)
        self.presence: list[PresenceFact] = []
        self.members: dict[str, Membership] = {}
        self.spans: dict[SpanKey, Span] = {}
        self._open: dict[SpanKey, Span] = {}
        self.presence_state: str | None = None
        self.state: str = OFFLINE
        self.since: int | None = None
        self.accrued_to = 0

    # What changes the state

    def add_presence(self, fact: PresenceFact) -> bool:
        """False when it is known already."""
        if fact in self.presence:
            return False
        in_order = not self.presence or fact > self.presence[-1]
        if in_order and fact.time >= self.accrued_to:
            self.accrue(fact.time)
            self.presence.append(fact)
            self.presence_state = fact.state
            self._settle(fact.time)
        else:
            start = self._take_out(fact.time)
            insort(self.presence, fact)
            self._put_back(start, fact.time)
        return True

    def set_span(self, key: SpanKey, span: Span) -> None:
        """A new span, or a new end of a known one."""
        end = span.end
        known = self.spans.get(key)
        if known is None:
            if end is None and span.start >= self.accrued_to:
                self.accrue(span.start)
                self.spans[key] = self._open[key] = span
                self._settle(span.start)
            else:
                self._change(key, span, span.start)
        elif end is not None and known.end is None and known.start == span.start and end >= self.accrued_to:
            self.accrue(end)
            self.spans[key] = span
            del self._open[key]
            self._settle(end)
        elif known != span:
            self._change(key, span, min(known.start, span.start))

    def drop_span(self, key: SpanKey) -> None:
        """The span was never so: its contact was read anew."""
        span = self.spans.get(key)
        if span is not None:
            self._change(key, None, span.start)

    def restore_span(self, key: SpanKey, span: Span) -> None:
        """A span whose time was counted before it was saved."""
        self._store(key, span)

    def forget_span(self, key: SpanKey) -> None:
        """The span is too old to change any more; its time stays counted."""
        self.spans.pop(key, None)

    def _change(self, key: SpanKey, span: Span | None, changed_from: int) -> None:
        start = self._take_out(changed_from)
        self._store(key, span)
        self._put_back(start, (span.end or span.start) if span is not None else 0)

    def _store(self, key: SpanKey, span: Span | None) -> None:
        self._open.pop(key, None)
        if span is None:
            del self.spans[key]
            return
        self.spans[key] = span
        if span.end is None:
            self._open[key] = span

    def _settle(self, moment: int) -> None:
        """The state from `moment` on, which no known fact follows."""
        presence = self.presence_state or OFFLINE
        state = self._binding({span.kind for span in self._open.values()}, presence) if self._open else presence
        self._changed.add(self.id)
        if state != self.state or self.since is None:
            self.state, self.since = state, moment

    @staticmethod
    def _binding(kinds: set[SpanKind], presence: str) -> str:
        if not kinds or presence == "in_error":
            return presence
        return next(kind for kind in _BINDING if kind in kinds)

    # Counting time

    def accrue(self, until: int) -> None:
        """Counts the present state up to `until` (ms)."""
        start = self.accrued_to
        if until <= start:
            return
        self.accrued_to = until
        if self.state != OFFLINE:
            self._changed.add(self.id)
            self._count(start, until, self.state, self.presence_state, 1)

    @staticmethod
    def _time_count(state: str, presence: str | None) -> int | None:
        return Count.unlogged_ms if presence is None and state != OFFLINE else _TIME_OF.get(state)

    @property
    def running(self) -> int | None:
        """What the time since `accrued_to` will be counted under."""
        return self._time_count(self.state, self.presence_state)

    def running_in(self, starts: Sequence[int], now: int) -> list[Counts]:
        """For each window that began at one of `starts`: the time since `accrued_to`, as if nothing more changed."""
        count = self.running
        if count is None or now <= self.accrued_to:
            return [{} for _ in starts]
        return [{count: now - max(self.accrued_to, start)} for start in starts]

    def _count(self, start: int, end: int, state: str, presence: str | None, sign: int) -> None:
        key = self._time_count(state, presence)
        if key is None:
            return
        while start < end:
            pane_end = min(end, start - start % PANE_MS + PANE_MS)
            amount = sign * (pane_end - start)
            self.series.add(start, key, amount)
            self.staff.add(start, key, amount)
            start = pane_end

    def timeline(self, start: int, end: int) -> Iterator[tuple[int, int, str, str | None]]:
        """(from, to, state, presence) over [start, end), computed from the facts alone."""
        spans = [s for s in self.spans.values() if s.start < end and (s.end is None or s.end > start)]
        moments = {start, end}
        moments.update(fact.time for fact in self.presence if start < fact.time < end)
        for span in spans:
            moments.update(m for m in (span.start, span.end) if m is not None and start < m < end)
        edges = sorted(moments)
        presence: str | None = None
        told = iter(self.presence)
        following = next(told, None)
        for left, right in pairwise(edges):
            while following is not None and following.time <= left:
                presence, following = following.state, next(told, None)
            kinds = {s.kind for s in spans if s.start <= left and (s.end is None or s.end > left)}
            yield left, right, self._binding(kinds, presence or OFFLINE), presence

    def _take_out(self, moment: int) -> int:
        """Uncounts the time from `moment` on, before the facts change; answers from where to count anew."""
        start = min(moment, self.accrued_to)
        for left, right, state, presence in self.timeline(start, self.accrued_to):
            self._count(left, right, state, presence, -1)
        return start

    def _put_back(self, start: int, newest: int) -> None:
        """Counts the time from `start` on anew, by the changed facts; `newest` is the last moment they tell of."""
        self.accrued_to = max(self.accrued_to, newest)
        for left, right, state, presence in self.timeline(start, self.accrued_to):
            self._count(left, right, state, presence, 1)
        self.find_state()

    def find_state(self) -> None:
        """The present state and since when, from the facts alone."""
        self._changed.add(self.id)
        edges = {fact.time for fact in self.presence} | {span.start for span in self.spans.values()}
        edges |= {span.end for span in self.spans.values() if span.end is not None}
        self.presence_state = self.presence[-1].state if self.presence else None
        self.state = self._binding({span.kind for span in self._open.values()}, self.presence_state or OFFLINE)
        self.since = None
        if edges:
            pieces = list(self.timeline(min(edges), max(edges) + 1))
            self.since = pieces[-1][0]
            for left, _right, state, _presence in reversed(pieces):
                if state != self.state:
                    break
                self.since = left

    # What is shown

    def serves(self, queue: str) -> bool:
        member = self.members.get(queue)
        return member is not None and member.joined

    def state_in(self, queue: str) -> str:
        """The state as that queue sees it: paused there, a free agent is not available to it."""
        member = self.members.get(queue)
        return "break" if self.state == "available" and member is not None and member.paused else self.state

    def binding_span(self) -> tuple[str | None, str | None]:
        """The contact and queue behind a busy state."""
        for kind in _BINDING:
            for key, span in self._open.items():
                if span.kind == kind:
                    return key[0], span.queue
        return None, None

    def forget_before(self, moment: int) -> None:
        """Drops presence facts that ended before `moment`, keeping the one that stands then."""
        while len(self.presence) > 1 and self.presence[1].time <= moment:
            del self.presence[0]
