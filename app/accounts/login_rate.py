"""How often a login may fail: by name and by address, within a quarter of an hour."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable

WINDOW_S = 900.0
FAILURES_A_NAME = 10
FAILURES_AN_ADDRESS = 100
KEPT = 10_000
"""Names and addresses that are remembered; the oldest goes first."""


class LoginRate:
    """A try counts as failed from its beginning, so that many at once are as many. `now_s` is a monotonic clock."""

    def __init__(self, now_s: Callable[[], float]) -> None:
        self._now_s = now_s
        self._failures: OrderedDict[tuple[str, str], list[float]] = OrderedDict()

    def wait_s(self, name: str, address: str) -> int:
        """For how long no try is taken; 0 takes this one, and counts it until `succeeded`."""
        now_s = self._now_s()
        waits = [self._wait_s(key, limit, now_s) for key, limit in _keys(name, address)]
        if any(waits):
            return max(waits)
        for key, _ in _keys(name, address):
            self._failures.setdefault(key, []).append(now_s)
            self._failures.move_to_end(key)
        while len(self._failures) > KEPT:
            self._failures.popitem(last=False)
        return 0

    def succeeded(self, name: str, address: str) -> None:
        """The password was right: failures of the name are forgotten, and the address has its try back."""
        self._failures.pop(("name", name), None)
        if tries := self._failures.get(("address", address)):
            tries.pop()

    def _wait_s(self, key: tuple[str, str], limit: int, now_s: float) -> int:
        tries = [at for at in self._failures.get(key, ()) if now_s - at < WINDOW_S]
        if key in self._failures:
            self._failures[key] = tries
        return math.ceil(tries[-limit] + WINDOW_S - now_s) if len(tries) >= limit else 0


def _keys(name: str, address: str) -> tuple[tuple[tuple[str, str], int], ...]:
    return (("name", name), FAILURES_A_NAME), (("address", address), FAILURES_AN_ADDRESS)
