"""How often something may be tried by one caller, within a quarter of an hour."""

from __future__ import annotations

import math
from collections import OrderedDict, deque
from collections.abc import Callable

WINDOW_S = 900.0
KEPT = 10_000
"""Callers that are remembered; the oldest goes first."""


class Tries:
    """`now_s` is a monotonic clock. Counts by process."""

    def __init__(self, limit: int, now_s: Callable[[], float]) -> None:
        self._limit, self._now_s = limit, now_s
        self._tries: OrderedDict[str, deque[float]] = OrderedDict()

    def wait_s(self, caller: str) -> int:
        """For how long no try is taken; 0 takes this one, and counts it unless it is given back."""
        now_s = self._now_s()
        tries = self._tries.setdefault(caller, deque(maxlen=self._limit))
        self._tries.move_to_end(caller)
        while len(self._tries) > KEPT:
            self._tries.popitem(last=False)
        if len(tries) == self._limit and now_s - tries[0] < WINDOW_S:
            return math.ceil(tries[0] + WINDOW_S - now_s)
        tries.append(now_s)
        return 0

    def give_back(self, caller: str) -> None:
        """The last try did no harm."""
        if tries := self._tries.get(caller):
            tries.pop()
