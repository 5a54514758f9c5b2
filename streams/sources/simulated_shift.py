"""When the people of a simulated floor work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Protocol

from streams.events.instant import DAY_MS, HOUR_MS
from streams.sources.simulated_agent import SHIFT_MS

_OFF_MS = 20 * 60_000


class ShiftPlan(Protocol):
    """Working times, `(from, to)` in milliseconds since 1970, in order and without end."""

    def of_agent(self, number: int, random: Random) -> Iterable[tuple[int, int]]: ...


# When a shift begins, in hours, for the next twenty people of the roster: half of them work office hours.
_NIGHT, _EVENING, _MIDDAY, _EARLY, _OFFICE = (22.0, 22.5), (13.5, 14.5), (9.5, 11.0), (5.75, 6.5), (7.5, 9.0)
_BEGIN_HOURS = (
    *(_OFFICE, _MIDDAY, _OFFICE, _EVENING, _EARLY, _OFFICE, _MIDDAY, _NIGHT, _EVENING, _OFFICE),
    *(_OFFICE, _MIDDAY, _OFFICE, _EVENING, _EARLY, _OFFICE, _MIDDAY, _OFFICE, _OFFICE, _OFFICE),
)


@dataclass(frozen=True, slots=True)
class WorkdayShifts:
    """Office hours, and fewer people early, late and at night. `midnight_ms` is a midnight of the site at or before
    the beginning."""

    midnight_ms: int

    def of_agent(self, number: int, random: Random) -> Iterator[tuple[int, int]]:
        hours = _BEGIN_HOURS[number % len(_BEGIN_HOURS)]
        begins_ms = self.midnight_ms - DAY_MS + round(random.uniform(*hours) * HOUR_MS)
        while True:
            if begins_ms + SHIFT_MS > self.midnight_ms:
                yield begins_ms, begins_ms + SHIFT_MS
            begins_ms += DAY_MS


@dataclass(frozen=True, slots=True)
class EndlessShifts:
    """The floor is always staffed: everyone is somewhere in his shift at the beginning, and back 20 minutes after
    each."""

    began_ms: int

    def of_agent(self, number: int, random: Random) -> Iterator[tuple[int, int]]:
        begins_ms = self.began_ms - round(random.random() * (SHIFT_MS - 15 * 60_000))
        while True:
            yield begins_ms, begins_ms + SHIFT_MS
            begins_ms += SHIFT_MS + _OFF_MS
