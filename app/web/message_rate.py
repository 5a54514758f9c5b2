"""How many messages a client may send: a bucket that fills steadily."""

from __future__ import annotations

from collections.abc import Callable


class MessageRate:
    """Allows `a_second` messages a second, and as many more at once after a silence."""

    def __init__(self, a_second: int, now_s: Callable[[], float]) -> None:
        self._a_second, self._now_s = a_second, now_s
        self._left = 2.0 * a_second
        self._at_s = now_s()

    def allows(self) -> bool:
        """Whether one more message may come now; takes its place if so."""
        now_s = self._now_s()
        self._left = min(2.0 * self._a_second, self._left + (now_s - self._at_s) * self._a_second)
        self._at_s = now_s
        if self._left < 1:
            return False
        self._left -= 1
        return True
