"""Bad luck by a seed: what goes wrong, when, and for how long. Seconds are virtual ones since the beginning."""

from __future__ import annotations

from random import Random
from typing import Literal, NamedTuple

Kind = Literal[
    "kill", "kill at an await", "freeze", "freeze for good", "second worker", "stop", "ledger refuses", "ledger stalls",
    "replies are lost", "ledger emptied", "log unreachable", "source silent", "readers cut off", "channels fail",
]  # fmt: skip
KINDS: tuple[Kind, ...] = (
    "kill", "kill at an await", "kill at an await", "freeze", "freeze for good", "second worker", "stop",
    "ledger refuses", "ledger stalls", "replies are lost", "replies are lost", "ledger emptied", "log unreachable",
    "source silent", "readers cut off", "channels fail",
)  # fmt: skip
"""How often each is drawn."""
FIRST_S, LAST_S = 4.0, 34.0
LASTING: frozenset[Kind] = frozenset(
    ("freeze", "second worker", "ledger refuses", "ledger stalls", "log unreachable", "source silent",
     "readers cut off", "channels fail")
)  # fmt: skip


class Fault(NamedTuple):
    at_s: float
    kind: Kind
    lasts_s: float = 0.0
    number: int = 0


class Luck(NamedTuple):
    """`delayed` is the share of calls that take up to `delay_s` longer. `refresh_scopes` is how many figures the worker
    writes at a time."""

    faults: tuple[Fault, ...]
    delayed: float
    delay_s: float
    refresh_scopes: int
    poll_records: int

    @property
    def last_s(self) -> float:
        """When the last fault is over."""
        return max((fault.at_s + fault.lasts_s for fault in self.faults), default=0.0)

    @property
    def empties(self) -> bool:
        return any(fault.kind == "ledger emptied" for fault in self.faults)


def luck_of(rng: Random) -> Luck:
    faults = []
    for _ in range(rng.randint(1, 5)):
        kind = rng.choice(KINDS)
        lasts_s = rng.choice((rng.uniform(0.5, 4), rng.uniform(4, 15))) if kind in LASTING else 0.0
        faults.append(Fault(rng.uniform(FIRST_S, LAST_S), kind, lasts_s, rng.randint(1, 60)))
    return Luck(
        faults=tuple(sorted(faults)),
        delayed=rng.choice((0.0, 0.05, 0.2)),
        delay_s=rng.choice((0.05, 0.5, 2.0)),
        refresh_scopes=rng.choice((3, 64)),
        poll_records=rng.choice((5, 2000)),
    )
