"""When contacts come: a Poisson process whose rate follows the day."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Protocol

from streams.events.instant import DAY_MS, HOUR_MS

_HALF_HOUR_MS = HOUR_MS // 2

# Every half-hour from midnight, as a share of what the whole roster could serve at once: the two peaks of an ordinary
# working day, and as much around them as the shifts of `simulated_shift` have people for.
_NIGHT = (0.010,) * 12
_MORNING = (0.03, 0.05, 0.06, 0.12, 0.30, 0.40, 0.50, 0.56, 0.62, 0.66, 0.68, 0.64)
_AFTERNOON = (0.56, 0.54, 0.60, 0.66, 0.68, 0.66, 0.55, 0.42, 0.34, 0.27, 0.24, 0.20)
_EVENING = (0.14, 0.12, 0.09, 0.09, 0.08, 0.07, 0.05, 0.03, 0.02, 0.02, 0.015, 0.010)
WORKDAY = (*_NIGHT, *_MORNING, *_AFTERNOON, *_EVENING)


class Profile(Protocol):
    """How busy it is at an instant, as a share of the busiest: 0 to 1."""

    def share(self, at_ms: int) -> float: ...


@dataclass(frozen=True, slots=True)
class DayProfile:
    """A working day in half-hours, repeated; `midnight_ms` is any midnight of the site."""

    midnight_ms: int
    half_hours: tuple[float, ...] = WORKDAY

    def share(self, at_ms: int) -> float:
        return self.half_hours[(at_ms - self.midnight_ms) % DAY_MS // _HALF_HOUR_MS]


@dataclass(frozen=True, slots=True)
class LateMorning:
    """A busy late morning that never ends: waves of 47 and 19 minutes around 84 % of the peak."""

    began_ms: int

    def share(self, at_ms: int) -> float:
        minutes = (at_ms - self.began_ms) / 60_000
        return 0.84 + 0.10 * math.sin(math.tau * minutes / 47) + 0.06 * math.sin(math.tau * minutes / 19)


def arrivals_ms(random: Random, profile: Profile, peak_a_minute: float, from_ms: int) -> Iterator[int]:
    """The instants of a non-homogeneous Poisson process, by thinning (Lewis and Shedler 1979); without end."""
    at_ms = float(from_ms)
    while True:
        at_ms += random.expovariate(peak_a_minute) * 60_000
        if random.random() < profile.share(int(at_ms)):
            yield int(at_ms)
