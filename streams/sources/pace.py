"""When recorded events are let go, and what time they then wear."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any, TypeVar

import msgspec

from streams.events import AnyEvent
from streams.events.instant import to_ms

LONGEST_SLEEP_S = 0.5
_ID_LIMIT = 128
T = TypeVar("T")


class Pace:
    """Spreads events as they were, `speed` times as fast; None lets them go at once.

    With `rebase` all times move so that the first event happens now, and ids get the moment of the run behind them:
    the same recording can be played again without being taken for duplicates. Out-of-order events go at once.
    """

    def __init__(
        self,
        *,
        speed: float | None,
        rebase: bool,
        clock_ms: Callable[[], int],
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        if speed is not None and not 0 < speed <= 100_000:
            raise ValueError(f"speed {speed:g} is outside 0 to 100,000: 1 is as it was, 60 makes an hour a minute")
        self._speed, self._rebase = speed, rebase
        self._clock_ms, self._sleep = clock_ms, sleep
        self._first_ms = 0
        self._began_ms: int | None = None

    @property
    def moves_times(self) -> bool:
        """Events are rewritten, not only held back."""
        return self._rebase

    def wait_ms(self, event: AnyEvent) -> int:
        """How much longer this event is to be held back, 0 or more. The first one sets the clock going."""
        at_ms, now_ms = to_ms(event.time), self._clock_ms()
        if self._began_ms is None:
            self._first_ms, self._began_ms = at_ms, now_ms
        if self._speed is None:
            return 0
        return max(0, self._began_ms + round((at_ms - self._first_ms) / self._speed) - now_ms)

    async def until_due(self, event: AnyEvent) -> None:
        """Returns when the event is due. Sleeps are short, so that a clock put right is noticed."""
        while (wait_ms := self.wait_ms(event)) > 0:
            await self._sleep(min(wait_ms / 1000, LONGEST_SLEEP_S))

    async def let_go(self, entries: Iterable[tuple[T, AnyEvent | None]]) -> AsyncGenerator[list[T | AnyEvent], None]:
        """Entries in groups, each when it is due: whatever is due together goes together. An entry comes with the event
        that it holds, and goes as that event when times move; one that holds none goes with those before it."""
        due: list[T | AnyEvent] = []
        for entry, event in entries:
            if event is None:
                due.append(entry)
                continue
            if due and self.wait_ms(event):
                yield due
                due = []
            await self.until_due(event)
            due.append(self.dressed(event) if self.moves_times else entry)
        if due:
            yield due

    def dressed(self, event: AnyEvent) -> AnyEvent:
        """The event as it goes out; call `wait_ms` or `until_due` before."""
        if not self._rebase or self._began_ms is None:
            return event
        return rebased(event, self._began_ms - self._first_ms, f"@{self._began_ms:x}")


def rebased(event: AnyEvent, by_ms: int, id_suffix: str) -> AnyEvent:
    """The event moved by `by_ms`, with all instants in it, and an id of its own."""
    by = timedelta(milliseconds=by_ms)
    moved: dict[str, Any] = {}
    for field in event.data.__struct_fields__:
        value = getattr(event.data, field)
        if isinstance(value, datetime):
            moved[field] = value + by
    data = msgspec.structs.replace(event.data, **moved) if moved else event.data
    id_ = event.id + id_suffix
    if len(id_) > _ID_LIMIT:
        id_ = blake2b(id_.encode(), digest_size=16).hexdigest()
    dressed: AnyEvent = msgspec.structs.replace(event, id=id_, time=event.time + by, data=data)
    return dressed
