"""An agent: presence, queues served, and what contacts make of their time.

The state at any moment is a function of two sets of facts: presence events, and spans (ringing, talking, holding,
wrapping) that follow from contacts. Facts in order add to the timeline; an earlier one has it told anew from there.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence
from typing import Literal, NamedTuple

from msgspec import Struct

from streams.floor.counts import Counts
from streams.floor.series import Series
from streams.floor.timeline import OFFLINE, Timeline

SpanKind = Literal["ringing", "talking", "holding", "wrapping"]
SpanKey = tuple[str, int, SpanKind]
"""Contact, number within the contact, kind."""

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


Described = tuple[int, str, str, str | None, str | None]
"""Time, source and id of the event, then name and team."""


class Span(Struct, frozen=True, gc=False):
    start: int
    end: int | None
    kind: SpanKind
    queue: str | None


class Agent:
    """`series` holds the counts of contacts. Whenever something of the agent changes, its id goes into `changed`;
    `told` says that presence, queues or description did, which are saved by themselves."""

    __slots__ = (
        "_changed", "_newest", "_open", "described", "id", "members", "presence", "series", "spans", "timeline", "told",
    )  # fmt: skip

    def __init__(self, id_: str, changed: set[str]) -> None:
        self.id = id_
        self._changed = changed
        self.series = Series()
        self.timeline = Timeline()
        self.described: Described = (0, "", "", None, None)
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

    def set_span(self, key: SpanKey, span: Span) -> None:
        """A new span, or a new end of a known one."""
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
            self._settle(end)
        elif known != span:
            self._store(key, span)
            self._tell_anew(min(known.start, span.start))

    def drop_span(self, key: SpanKey) -> None:
        """The span was never so: its contact was read anew."""
        span = self.spans.pop(key, None)
        if span is not None:
            self._open.pop(key, None)
            self._tell_anew(span.start)

    def restore(self, presence: list[PresenceFact], members: dict[str, Membership], described: Described) -> None:
        """What was told, as saved; the timeline is restored by itself."""
        self.presence, self.members, self.described = presence, members, described
        self._newest = max((fact.time for fact in presence), default=0)
        self.told = False

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
        if self._open:
            state = _binding({span.kind for span in self._open.values()}, presence)
        self.timeline.change(moment, state, bool(self.presence))

    def _tell_anew(self, moment: int) -> None:
        """The timeline from `moment` on, from the facts alone."""
        self._changed.add(self.id)
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

    def times(self, starts: Sequence[int], now: int) -> list[Counts]:
        """Milliseconds by state, for each window that began at one of `starts` and ends at `now`."""
        return [self.timeline.totals(start, now) for start in starts]

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

    def forget_before(self, moment: int) -> list[int]:
        """Drops presence that ended before `moment`, keeping what stands then; answers the hours that went."""
        while len(self.presence) > 1 and self.presence[1].time <= moment:
            del self.presence[0]
        return self.timeline.forget_before(moment)


def _binding(kinds: set[SpanKind], presence: str) -> str:
    """The most binding of what goes on: an error, ringing, talking, holding, wrapping, else the presence."""
    if not kinds or presence == "in_error":
        return presence
    for kind in _BINDING:
        if kind in kinds:
            return kind
    raise AssertionError("a span has one of the four kinds")
