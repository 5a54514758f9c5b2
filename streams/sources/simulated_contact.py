"""A contact of a simulated floor, and the distributions of its life."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random
from typing import Literal, NamedTuple

from streams.sources.floor_plan import QueuePlan
from streams.sources.simulated_topic import Topic

# A bank's call centre in 1999: handling times and patience as measured there (Brown et al. 2005, JASA 100:36–50).
TALK_MEAN_S = 176.0
TALK_CV = 1.23
PATIENCE_SHAPE = 0.91
PATIENCE_SCALE_S = 389.0
WRAP_MEAN_S = 45.0
WRAP_CV = 0.8
RING_S = (3.0, 12.0)
UNANSWERED_RING_S = 15.0

NO_ANSWER_SHARE = 0.03
HOLD_SHARE = 0.14
TRANSFER_SHARE = 0.05
CALLBACK_SHARE = 0.12
RETURNING_SHARE = 0.15
CUSTOMERS_REMEMBERED = 2000

_LATEST_MS = 6 * 3_600_000

Fate = Literal["abandoned", "callback", "overflowed"]


class Deadline(NamedTuple):
    """What happens to a contact that still waits at `at_ms`."""

    at_ms: int
    fate: Fate


@dataclass(slots=True, eq=False)
class Contact:
    """One leg in a queue, and what the contact brought with it. `turn` counts everything that moved it on, so that an
    old deadline knows that it has passed. `about` is the matter of a customer who calls again."""

    id: str
    customer: str
    queue: QueuePlan
    entered_ms: int
    patient_until_ms: int
    callback_at_ms: int | None = None
    overflowed: bool = False
    waiting: bool = True
    turn: int = 0
    waited_ms: int = 0
    about: Topic | None = None

    def deadline(self, now_ms: int) -> Deadline:
        """The first thing that ends its waiting unanswered."""
        ends = [Deadline(self.patient_until_ms, "abandoned")]
        if self.callback_at_ms is not None:
            ends.append(Deadline(self.callback_at_ms, "callback"))
        if self.queue.overflow_to is not None and not self.overflowed:
            ends.append(Deadline(self.entered_ms + self.queue.overflow_after_s * 1000, "overflowed"))
        at_ms, fate = min(ends)
        return Deadline(max(now_ms, at_ms), fate)


class Customers:
    """Hashes as a real source makes them; some customers come again."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._known: list[str] = []

    def next(self) -> str:
        """The customer of a new contact."""
        random, known = self._random, self._known
        if known and random.random() < RETURNING_SHARE:
            return random.choice(known)
        customer = f"{random.getrandbits(128):032x}"
        if len(known) < CUSTOMERS_REMEMBERED:
            known.append(customer)
        else:
            known[random.randrange(len(known))] = customer
        return customer


def patience_ms(random: Random) -> int:
    """How long a caller waits before he hangs up: Weibull."""
    return _whole_ms(random.weibullvariate(PATIENCE_SCALE_S, PATIENCE_SHAPE))


def talk_ms(random: Random, scale: float) -> int:
    """A conversation: log-normal."""
    return _whole_ms(_lognormal(random, TALK_MEAN_S * scale, TALK_CV))


def wrap_ms(random: Random, scale: float) -> int:
    """After-call work: log-normal."""
    return _whole_ms(_lognormal(random, WRAP_MEAN_S * scale, WRAP_CV))


def ring_ms(random: Random) -> int:
    """Until the agent takes the call."""
    return _whole_ms(random.uniform(*RING_S))


def _lognormal(random: Random, mean: float, cv: float) -> float:
    variance = math.log(1 + cv * cv)
    return random.lognormvariate(math.log(mean) - variance / 2, math.sqrt(variance))


def _whole_ms(seconds: float) -> int:
    return min(max(1, round(seconds * 1000)), _LATEST_MS)
