"""An agent's states over time: when each began, and how long each had lasted by then.

State time is kept as intervals and clipped to the window: exact to the millisecond, for any window. The sums of all
states are noted at each change, so a window costs two look-ups.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from streams.events.instant import HOUR_MS
from streams.floor.counts import Count, Counts

OFFLINE = "offline"
STATES: tuple[str, ...] = (
    OFFLINE, "in_error", "ringing", "talking", "holding", "wrapping", "busy", "available", "break", "training",
    "meeting", "other_work",
)  # fmt: skip
_COUNT_OF: dict[str, int] = {
    "in_error": Count.in_error_ms,
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
}
_KEYS: tuple[int, ...] = (*dict.fromkeys(_COUNT_OF.values()), Count.unlogged_ms)
_NOWHERE = -1
_NOTHING = (0,) * len(_KEYS)

Entry = tuple[int, str, bool]
"""From when (ms), which state, and whether any source has told the agent's presence."""


def time_count(state: str, logged: bool) -> int | None:
    """What the time of a state is counted under; None while offline."""
    if state == OFFLINE:
        return None
    return _COUNT_OF[state] if logged else Count.unlogged_ms


def _place(state: str, logged: bool) -> int:
    count = time_count(state, logged)
    return _NOWHERE if count is None else _KEYS.index(count)


_PLACES = {(state, logged): _place(state, logged) for state in STATES for logged in (False, True)}


class Timeline:
    """Entries in order, neighbours different. `touched` names the hours that changed since they were last saved;
    `began` is when the state of the first entry began, where earlier entries of that state were forgotten."""

    __slots__ = ("_lasted", "_places", "began", "entries", "times", "touched")

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.times: list[int] = []
        self._places: list[int] = []
        self._lasted: list[tuple[int, ...]] = []
        self.touched: set[int] = set()
        self.began: int | None = None

    @property
    def state(self) -> str:
        return self.entries[-1][1] if self.entries else OFFLINE

    @property
    def since(self) -> int | None:
        """When the present state began; None when nothing is known."""
        return self._since(len(self.entries) - 1)

    def _since(self, index: int) -> int | None:
        """When the state of an entry began; it may have begun as an entry of the same state."""
        since = None
        for moment, state, _ in reversed(self.entries[: index + 1]):
            if state != self.entries[index][1]:
                return since
            since = moment
        return since if self.began is None else self.began

    @property
    def running(self) -> int | None:
        """What the time after the last entry is counted under."""
        return time_count(*self.entries[-1][1:]) if self.entries else None

    def change(self, moment: int, state: str, logged: bool) -> None:
        """From `moment` on, not before the last entry, the agent is in `state`."""
        if self.times and self.times[-1] == moment:
            self._drop_last()
        if self.entries:
            _, last_state, last_logged = self.entries[-1]
            if last_state == state and last_logged == logged:
                return
            lasted, place = self._lasted[-1], self._places[-1]
            if place != _NOWHERE:
                longer = list(lasted)
                longer[place] += moment - self.times[-1]
                lasted = tuple(longer)
        else:
            lasted = _NOTHING
        self.entries.append((moment, state, logged))
        self.times.append(moment)
        self._places.append(_PLACES[state, logged])
        self._lasted.append(lasted)
        self.touched.add(moment // HOUR_MS)

    def cut(self, moment: int) -> None:
        """Forgets what began at `moment` or later: it is to be told anew."""
        for _ in range(len(self.times) - bisect_left(self.times, moment)):
            self._drop_last()

    def totals(self, start: int, now: int) -> Counts:
        """Milliseconds by count over [start, now)."""
        if not self.times or now <= start:
            return {}
        first, last = bisect_right(self.times, start) - 1, bisect_right(self.times, now) - 1
        if first == last:
            place = self._places[last] if last >= 0 else _NOWHERE
            return {_KEYS[place]: now - start} if place != _NOWHERE else {}
        begin, end = self._lasted_by(first, start), self._lasted_by(last, now)
        return {key: b - a for key, a, b in zip(_KEYS, begin, end, strict=True) if b != a}

    def forget_before(self, moment: int) -> list[int]:
        """Drops whole hours that ended before `moment`, but for the entry that stands then; answers which hours."""
        keep_from = bisect_right(self.times, moment // HOUR_MS * HOUR_MS) - 1
        if keep_from <= 0:
            return []
        self.began = self._since(keep_from)
        gone = {time // HOUR_MS for time in self.times[:keep_from]} - {self.times[keep_from] // HOUR_MS}
        for column in (self.entries, self.times, self._places, self._lasted):
            del column[:keep_from]
        self.touched -= gone
        return sorted(gone)

    def of_hour(self, hour: int) -> list[Entry]:
        """The entries that began in this hour since 1970."""
        first, end = (bisect_left(self.times, moment * HOUR_MS) for moment in (hour, hour + 1))
        return self.entries[first:end]

    def _lasted_by(self, index: int, moment: int) -> list[int] | tuple[int, ...]:
        """`index` is the entry that stands at `moment`, -1 before the first."""
        if index < 0:
            return _NOTHING
        place = self._places[index]
        if place == _NOWHERE:
            return self._lasted[index]
        lasted = list(self._lasted[index])
        lasted[place] += moment - self.times[index]
        return lasted

    def _drop_last(self) -> None:
        self.touched.add(self.times[-1] // HOUR_MS)
        if len(self.times) == 1:
            self.began = None
        for column in (self.entries, self.times, self._places, self._lasted):
            column.pop()
