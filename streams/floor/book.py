"""How a site keeps contacts and tickets: found by id, told when moments pass, forgotten a while after they ended."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable
from heapq import heapify, heappop, heappush
from typing import Generic, Protocol, TypeVar

from streams.floor.fold import Fact


class Entity(Protocol):
    """What is known by its facts. `clock` is the moment (ms) up to which its timers have passed."""

    id: str
    facts: list[Fact]
    clock: int

    @property
    def open(self) -> bool: ...

    @property
    def awaits(self) -> bool:
        """Whether the passing of time may still change it."""

    @property
    def last_time(self) -> int: ...

    def pass_timers(self, clock: int) -> None: ...

    def forget(self) -> None: ...


E = TypeVar("E", bound=Entity)


class Book(ABC, Generic[E]):
    """What is new, changed or gone since it was last saved is noted by id. Facts of unknown entities that are not
    younger than `horizon` (ms) cannot be told from repeats."""

    def __init__(self) -> None:
        self.by_id: dict[str, E] = {}
        self.deadlines: list[tuple[int, str]] = []
        self.closing: deque[tuple[int, str]] = deque()
        self.horizon = 0
        self.new_facts: list[tuple[str, Fact, bytes | None]] = []
        self.changed_clocks: set[str] = set()
        self.gone: list[E] = []

    def pass_deadlines(self, now: int, clock_of: Callable[[str, int], int]) -> None:
        """Deadlines before `now` pass, as far as the source of each has come (`clock_of`)."""
        held: list[tuple[int, str]] = []
        while self.deadlines and self.deadlines[0][0] < now:
            due, id_ = heappop(self.deadlines)
            entity = self.by_id.get(id_)
            if entity is None or not entity.awaits:
                continue
            clock = clock_of(entity.facts[-1].source, now)
            if due < clock:
                entity.pass_timers(clock)
                self.changed_clocks.add(id_)
                self._changed(entity)
            else:
                held.append((due, id_))
        for deadline in held:
            heappush(self.deadlines, deadline)

    def in_order(self) -> None:
        """All that was saved has taken its place again: those that ended first are forgotten first, and deadlines that
        passed before it was saved are not passed again."""
        self.closing = deque(sorted(self.closing))
        self.deadlines = [(due, id_) for due, id_ in self.deadlines if due >= self.by_id[id_].clock]
        heapify(self.deadlines)

    @abstractmethod
    def _changed(self, entity: E) -> None:
        """Tells whoever shows or counts it; what has ended goes into `closing`."""

    def _forget(self, now: int, *, keep_ms: int, kept: int) -> None:
        """What ended leaves after `keep_ms`, or sooner when more than `kept` have."""
        oldest_kept = now - keep_ms
        self.horizon = max(self.horizon, oldest_kept)
        while self.closing and (self.closing[0][0] <= oldest_kept or len(self.closing) > kept):
            time, id_ = self.closing.popleft()
            entity = self.by_id.get(id_)
            if entity is None or entity.open or entity.last_time > time:
                continue
            entity.forget()
            del self.by_id[id_]
            self.horizon = max(self.horizon, time)
            self.gone.append(entity)
