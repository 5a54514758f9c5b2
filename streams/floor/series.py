"""The counts of one scope (a queue, an agent, a channel, the site) over time, and their sums over every window.

Counts lie in panes of 10 s; after an hour those move into panes of 5 min, kept for 26 h; what of the week and the month
is older than that is one sum each. Each window keeps the sum of its closed panes; the pane that holds `now` is added
when asked. So a count costs one addition, and a view costs what has changed. Everything in a pane at or before `now`
happened before `now`: the floor sees to that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from streams.events.instant import HOUR_MS
from streams.floor.counts import Counts, add_into
from streams.floor.topics import Topics
from streams.floor.view import Windows, WindowView
from streams.floor.window import DAY, LONG_PANE_MS, PANE_MS, PERIODS, SHORT, WINDOWS

PANES_A_LONG = LONG_PANE_MS // PANE_MS
SHORT_KEPT = HOUR_MS // PANE_MS
LONG_KEPT = 26 * HOUR_MS // LONG_PANE_MS
_SHORT_WINDOWS = range(len(SHORT))
_CALENDAR_FROM = len(WINDOWS) - len(DAY) - len(PERIODS)
_PERIODS_FROM = len(WINDOWS) - len(PERIODS)


class Series:
    """`touched` and `dropped` name panes of 10 s, `touched_long` and `dropped_long` those of 5 min, that changed and
    went since they were last saved. `before` has of each period, from its start in `before_starts` on, the sum of what
    lies in no pane any more; `before_touched` says that it changed."""

    __slots__ = (
        "_index", "_late", "_pane", "before", "before_starts", "before_touched", "closed_to", "dropped", "dropped_long",
        "kept_from", "long", "panes", "starts", "sums", "touched", "touched_long",
    )  # fmt: skip

    def __init__(self) -> None:
        self.panes: dict[int, Counts] = {}
        self.long: dict[int, Counts] = {}
        self.closed_to = 0
        self.kept_from = 0
        self.starts: tuple[int, ...] = (0,) * len(WINDOWS)
        self.sums: list[Counts] = [{} for _ in WINDOWS]
        self.before: list[Counts] = [{} for _ in PERIODS]
        self.before_starts: tuple[int, ...] = (0,) * len(PERIODS)
        self.before_touched = False
        self.touched: set[int] = set()
        self.dropped: set[int] = set()
        self.touched_long: set[int] = set()
        self.dropped_long: set[int] = set()
        self._late: dict[int, Counts] = {}  # counted in closed panes, not yet in the sums
        self._index, self._pane = -1, Counts()  # the pane last counted in, while it is open and marked as touched

    def add(self, moment: int, key: int, amount: int) -> None:
        """Counts `amount` under `key` at `moment` (ms)."""
        index = moment // PANE_MS
        if index != self._index:
            if index < self.closed_to:
                self._add_late(index, ((key, amount),), 1)
                return
            self._open(index)
        pane = self._pane
        pane[key] = pane.get(key, 0) + amount

    def add_all(self, moment: int, counts: Sequence[tuple[int, int]], sign: int) -> None:
        """Counts several keys, each with its amount, at one moment."""
        index = moment // PANE_MS
        if index != self._index:
            if index < self.closed_to:
                self._add_late(index, counts, sign)
                return
            self._open(index)
        pane = self._pane
        get = pane.get
        for key, amount in counts:
            pane[key] = get(key, 0) + sign * amount

    def _open(self, index: int) -> None:
        pane = self.panes.get(index)
        if pane is None:
            pane = self.panes[index] = {}
        self._index, self._pane = index, pane
        self.touched.add(index)

    def saved(self) -> None:
        """What changed has been saved."""
        for names in (self.touched, self.dropped, self.touched_long, self.dropped_long):
            names.clear()
        self.before_touched = False
        self._index = -1

    @property
    def counted(self) -> bool:
        """Whether anything is counted in any pane or period."""
        kept = (*self.panes.values(), *self.long.values(), *self.before)
        return any(any(pane.values()) for pane in kept)

    def advance(self, now: int, starts: tuple[int, ...]) -> None:
        """Closes the panes before `now` and moves every window to its start in `starts`."""
        closed_to = now // PANE_MS
        if closed_to <= self.closed_to:
            return
        self._sum_late()
        self._begin_periods(starts)
        fresh = [(i, self.panes[i]) for i in _among(self.panes, self.closed_to, closed_to)]
        for window, start in enumerate(starts):
            total = self.sums[window]
            if start != self.starts[window]:
                if window >= _CALENDAR_FROM:
                    total.clear()
                    self._sum_into(total, start, self.closed_to)
                else:
                    self._expire(total, window, start)
            for index, pane in fresh:
                if index * PANE_MS >= start:
                    add_into(total, pane)
        self.starts, self.closed_to, self._index = starts, closed_to, -1
        self._retire(closed_to)

    def windows(self, topics: Topics, more: Sequence[Counts] | None = None) -> Windows:
        """Every window as of the last `advance`, the open pane included. `more` has for each window what is to be
        added: time, which is not kept in panes."""
        return {name: self.window(name, topics, more) for name in WINDOWS}

    def window(self, name: str, topics: Topics, more: Sequence[Counts] | None = None) -> WindowView:
        """One of the windows, as `windows` has it."""
        window = WINDOWS.index(name)
        return topics.window_view(self.starts[window], self.total(window, more[window] if more else None))

    def total(self, window: int, more: Counts | None = None) -> Counts:
        """The counts of one of `WINDOWS`, by its place in them, as of the last `advance`; not to be changed."""
        self._sum_late()
        total = self.sums[window]
        parts = [part for part in (self.panes.get(self.closed_to), more) if part]
        if parts:
            total = dict(total)
            for part in parts:
                add_into(total, part)
        return total

    def move(self, moves: Mapping[int, int | None]) -> None:
        """Counts what was counted under one key under another, or (None) not at all."""
        if all(key == to for key, to in moves.items()):
            return
        self._sum_late()
        for counts in (*self.panes.values(), *self.long.values(), *self.before, *self.sums):
            taken = {key: counts.pop(key) for key in moves if key in counts}
            for key, amount in taken.items():
                if (to := moves[key]) is not None:
                    counts[to] = amount
        self.touched.update(self.panes)
        self.touched_long.update(self.long)
        self.before_touched = True

    def rebuild(self, now: int, starts: tuple[int, ...]) -> None:
        """Computes the window sums anew from the panes (after they were loaded)."""
        self.closed_to, self.starts = now // PANE_MS, starts
        self.kept_from = min((*self.panes, _keep_from(self.closed_to)))
        self._late.clear()
        self._begin_periods(starts)
        for window, (total, start) in enumerate(zip(self.sums, starts, strict=True)):
            total.clear()
            if window >= _PERIODS_FROM:
                total.update(self.before[window - _PERIODS_FROM])
            self._sum_into(total, start, self.closed_to)

    def _begin_periods(self, starts: tuple[int, ...]) -> None:
        """A new week or month begins with nothing before its panes."""
        if starts[_PERIODS_FROM:] == self.before_starts:
            return
        for period, start in enumerate(starts[_PERIODS_FROM:]):
            if start != self.before_starts[period] and self.before[period]:
                self.before[period].clear()
                self.before_touched = True
        self.before_starts = starts[_PERIODS_FROM:]

    def _add_late(self, index: int, counts: Sequence[tuple[int, int]], sign: int) -> None:
        """Facts of a closed pane go where they belong; the windows that cover it are corrected when next asked for:
        an hour's backlog is all late."""
        if index >= self.kept_from:
            pane = self.panes.setdefault(index, {})
            self.touched.add(index)
        else:
            pane = self.long.setdefault(index // PANES_A_LONG, {})
            self.touched_long.add(index // PANES_A_LONG)
        late = self._late.setdefault(index, {})
        for key, amount in counts:
            pane[key] = pane.get(key, 0) + sign * amount
            late[key] = late.get(key, 0) + sign * amount

    def _sum_late(self) -> None:
        if not self._late:
            return
        for index, counts in self._late.items():
            moment = index * PANE_MS
            for total, start in zip(self.sums, self.starts, strict=True):
                if moment >= start:
                    add_into(total, counts)
        self._late.clear()

    def _expire(self, total: Counts, window: int, start: int) -> None:
        """Takes out what a rolling window has left behind."""
        old_start = self.starts[window]
        if window in _SHORT_WINDOWS:
            gone = _among(self.panes, old_start // PANE_MS, min(start // PANE_MS, self.closed_to))
            panes = self.panes
        else:
            if start // PANE_MS > self.kept_from:  # a jump over panes not yet retired: rare, so simply anew
                total.clear()
                self._sum_into(total, start, self.closed_to)
                return
            gone = _among(self.long, old_start // LONG_PANE_MS, start // LONG_PANE_MS)
            panes = self.long
        for index in gone:
            add_into(total, panes[index], -1)

    def _sum_into(self, total: Counts, start: int, closed_to: int) -> None:
        for index, pane in self.long.items():
            if index * LONG_PANE_MS >= start:
                add_into(total, pane)
        for index, pane in self.panes.items():
            if index * PANE_MS >= start and index < closed_to:
                add_into(total, pane)

    def _retire(self, closed_to: int) -> None:
        """Moves panes older than an hour into long ones, whole 5 minutes at a time, and the oldest long ones into what
        lies before the panes."""
        keep_from = _keep_from(closed_to)
        for index in _among(self.panes, self.kept_from, keep_from):
            add_into(self.long.setdefault(index // PANES_A_LONG, {}), self.panes.pop(index))
            self.touched.discard(index)
            self.dropped.add(index)
            self.touched_long.add(index // PANES_A_LONG)
        self.kept_from = max(self.kept_from, keep_from)
        oldest = closed_to // PANES_A_LONG - LONG_KEPT
        while self.long and (index := min(self.long)) < oldest:
            pane = self.long.pop(index)
            for period, start in enumerate(self.before_starts):
                if index * LONG_PANE_MS >= start:
                    add_into(self.before[period], pane)
                    self.before_touched = True
            self.touched_long.discard(index)
            self.dropped_long.add(index)


def _keep_from(closed_to: int) -> int:
    """The first pane of 10 s that is kept: those before it lie in panes of 5 min."""
    return (closed_to - SHORT_KEPT) // PANES_A_LONG * PANES_A_LONG


def _among(panes: dict[int, Counts], first: int, end: int) -> Iterable[int]:
    """The indices of `panes` in [first, end), whichever way is shorter to find them."""
    if end - first <= len(panes):
        return [index for index in range(first, end) if index in panes]
    return sorted(index for index in panes if first <= index < end)
