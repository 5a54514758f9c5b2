"""How long to wait before the next try: full jitter, so that many sources do not come back in step."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

FIRST_S = 0.2
LONGEST_S = 5.0
"""With the time that a connection takes, boards are live again well within 15 s after a log that was away for long."""


@dataclass(slots=True)
class Backoff:
    """Between 0 and a ceiling that doubles from `first_s` to `longest_s`. The number of tries has no bound: giving up
    would skip events; the wait has."""

    random: Random
    first_s: float = FIRST_S
    longest_s: float = LONGEST_S
    tries: int = 0

    def next_s(self) -> float:
        """Seconds to wait now."""
        ceiling_s = min(self.longest_s, self.first_s * 2.0 ** min(self.tries, 30))
        self.tries += 1
        return self.random.uniform(0, ceiling_s)

    def reset(self) -> None:
        """It worked: the next trouble starts small again."""
        self.tries = 0
