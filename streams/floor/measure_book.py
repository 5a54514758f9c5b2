"""Figures that other systems reported (revenue, hours, heads), the newest word on each period."""

from __future__ import annotations

from typing import NamedTuple

from streams.events import MeasureReported
from streams.floor.view import Measures

MEASURES_KEPT = 5_000
"""How many values a site keeps: thirteen measures a day for a year. The oldest periods go first."""


class Reported(NamedTuple):
    """One word on a measure: the newest, by time, source and id, stands."""

    time: int
    source: str
    id: str
    value: float


MeasureKey = tuple[str, str, str]
"""Measure, period, scope (empty: the site)."""


class MeasureBook:
    """`changed` and `gone` name what is new or dropped since it was last saved."""

    __slots__ = ("changed", "gone", "values")

    def __init__(self) -> None:
        self.values: dict[MeasureKey, Reported] = {}
        self.changed: set[MeasureKey] = set()
        self.gone: set[MeasureKey] = set()

    def tell(self, event: MeasureReported, time: int) -> bool:
        """False when this very event, or a newer one, is known."""
        data = event.data
        key = (data.measure, data.period, data.scope or "")
        told = Reported(time, event.source, event.id, data.value)
        known = self.values.get(key)
        if known is not None and known >= told:
            return False
        self.values[key] = told
        self.changed.add(key)
        self.gone.discard(key)
        if len(self.values) > MEASURES_KEPT:
            self._drop(min(self.values, key=lambda kept: (kept[1], kept)))
        return True

    def view(self) -> Measures:
        """The values of the site itself, by measure and period."""
        shown: Measures = {}
        for (measure, period, scope), told in sorted(self.values.items()):
            if not scope:
                shown.setdefault(measure, {})[period] = told.value
        return shown

    def _drop(self, key: MeasureKey) -> None:
        del self.values[key]
        self.changed.discard(key)
        self.gone.add(key)
