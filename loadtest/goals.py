"""What is to be reached, which command measures it, and what stands in the way where it is not reached.

The key of a goal is the name under which its command prints the value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal["%", "ms", "s", "ratio", "a second", "MB", "MB a minute", ""]


@dataclass(frozen=True, slots=True)
class Goal:
    """`limit` in the unit (a share as a fraction); None: told without a goal. `least`: at least so much, else at most.
    `lever`: where the time goes and what would help, told while the goal is missed."""

    key: str
    what: str
    unit: Unit
    command: str
    limit: float | None = None
    least: bool = False
    lever: str = ""

    def met(self, value: float) -> bool:
        if self.limit is None:
            return True
        return value >= self.limit if self.least else value <= self.limit


_CLIENTS = "make bench-clients"

GOALS = (
    Goal("many_web_core_share", "5,000 clients, about 1 KB changes a second: share of a core", "%", _CLIENTS, 0.20),
    Goal("many_p99_ms", "… frame made → received, p99", "ms", _CLIENTS),
    Goal("mixed_p99_ms", "10,000 clients held, 500 of them stuck: p99 of the healthy ones", "ms", _CLIENTS, 500),
    Goal("mixed_web_core_share", "… share of a core", "%", _CLIENTS),
    Goal("mixed_web_memory_mb", "… resident memory of the web process", "MB", _CLIENTS),
    Goal("mixed_memory_slope_mb_a_minute", "… growth of its memory, second half", "MB a minute", _CLIENTS, 1.0),
    Goal("mixed_all_released_s", "… all stuck and cut-off ones let go", "s", _CLIENTS, 30),
    Goal("storm_p99_ms", "2,000 clients at once after a restart of web: board received, p99", "ms", _CLIENTS),
)
