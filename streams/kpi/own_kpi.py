"""A person's own KPI: an expression over counts, shown and judged like any metric of the registry."""

from __future__ import annotations

import re
from dataclasses import dataclass

from streams.kpi.aggregate import Aggregate
from streams.kpi.expression import Expression
from streams.kpi.keys import Unit
from streams.kpi.metric import Better
from streams.kpi.period_metrics import PERIOD_METRICS
from streams.kpi.registry import METRICS

_KEY = re.compile(r"[a-z][a-z0-9_]{0,63}")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnKpi:
    """`version` rises with each change of the expression, so that a figure tells by which it was counted.

    A share is 0 to 1, whatever is shown as per cent; `ms` are milliseconds. It can be counted of every scope and over
    every window. Raises ValueError for a key that is no name, or that Tavle's own metrics have.
    """

    key: str
    name: str
    expression: Expression
    unit: Unit = "number"
    better: Better | None = None
    version: int = 1

    def __post_init__(self) -> None:
        if not _KEY.fullmatch(self.key):
            raise ValueError(f"{self.key!r} is no key: use 1 to 64 of a–z, 0–9 and _, a letter first")
        if self.key in METRICS or self.key in PERIOD_METRICS:
            raise ValueError(f"{self.key!r} is one of Tavle's own metrics: choose another key")

    def value(self, aggregate: Aggregate) -> float | None:
        """None where something is divided by zero."""
        return self.expression.evaluate(aggregate.counts)

    def n(self, aggregate: Aggregate) -> int | None:
        """How many stand behind the figure, if it is a ratio."""
        return self.expression.n(aggregate.counts)
