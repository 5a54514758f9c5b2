"""Writes down what happens on a simulated floor, as events."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from streams.events import AnyEvent
from streams.events.instant import from_ms


class Diary:
    """Events of one site in the order in which they are written. Ids count on from the floor's beginning, so the same
    floor gives the same ids."""

    def __init__(self, site: str, began_ms: int, speed: float, now_ms: Callable[[], int]) -> None:
        self._site, self._source = site, f"simulated/{site}"
        self._began_ms, self._speed, self._now_ms = began_ms, speed, now_ms
        self._prefix = f"{began_ms:x}"
        self._written = 0
        self._events: list[AnyEvent] = []

    @property
    def at_ms(self) -> int:
        """Now, in the time that events wear."""
        return self._began_ms + self.scaled(self._now_ms() - self._began_ms)

    def write(self, type_: type[Any], data: Any) -> None:
        """It happens now."""
        self.write_at(self.at_ms, type_, data)

    def write_at(self, at_ms: int, type_: type[Any], data: Any) -> None:
        """It happened at `at_ms`, in the time that events wear."""
        self._written += 1
        time = from_ms(at_ms)
        id_ = f"{self._prefix}-{self._written}"
        self._events.append(type_(id=id_, source=self._source, time=time, site=self._site, data=data))

    def scaled(self, duration_ms: int) -> int:
        """A duration of the floor's own life, as the wall clock sees it."""
        return duration_ms if self._speed == 1 else round(duration_ms / self._speed)

    def take(self) -> list[AnyEvent]:
        """Everything written since the last call."""
        events, self._events = self._events, []
        return events
