"""An old queue_log as if it happened now."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from streams.events import AnyEvent
from streams.events.instant import to_ms
from streams.sources.pace import Pace
from streams.sources.paced import PacedSource
from streams.sources.port import Batch, Position, Source
from tests.streams.floor.histories import START, event


class Recording:
    """Two batches of three events, a second apart."""

    id, site = "test/recording", "aarhus"

    def __init__(self) -> None:
        self.began_at: list[Position | None] = []

    async def batches(self, position: Position | None) -> AsyncGenerator[Batch, None]:
        self.began_at.append(position)
        for first in (0, 3):
            told = [
                event(f"e{n}", "contact.queued", START + 1000 * n, contact=f"c{n}", queue="q")
                for n in range(first, first + 3)
            ]
            yield Batch(told, {"read": first + 3})


class Clock:
    def __init__(self) -> None:
        self.now = START + 86_400_000

    async def sleep(self, seconds: float) -> None:
        self.now += round(seconds * 1000)


async def played(source: Source, position: Position | None = None) -> tuple[list[AnyEvent], list[Position | None]]:
    events: list[AnyEvent] = []
    positions: list[Position | None] = []
    async for batch in source.batches(position):
        events += [entry for entry in batch.entries if not isinstance(entry, tuple)]
        positions.append(batch.position)
    return events, positions


async def test_events_go_as_they_happened_only_faster() -> None:
    clock = Clock()
    began = clock.now
    pace = Pace(speed=10, rebase=False, clock_ms=lambda: clock.now, sleep=clock.sleep)
    events, positions = await played(PacedSource(Recording(), pace))
    assert [one.id for one in events] == [f"e{n}" for n in range(6)]
    assert clock.now - began == 500
    assert [one for one in positions if one] == [{"read": 3}, {"read": 6}]


async def test_moved_to_the_present_they_happen_now_and_no_position_is_kept() -> None:
    clock, recording = Clock(), Recording()
    began = clock.now
    pace = Pace(speed=1, rebase=True, clock_ms=lambda: clock.now, sleep=clock.sleep)
    events, positions = await played(PacedSource(recording, pace), {"read": 3})
    assert [to_ms(one.time) - began for one in events] == [0, 1000, 2000, 3000, 4000, 5000]
    assert set(positions) == {None}
    assert recording.began_at == [None]
