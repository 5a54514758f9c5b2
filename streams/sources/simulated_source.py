"""The simulated floor as a live source: what `tavle demo` shows."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence

from streams.events import AnyEvent, SourceReset
from streams.events.instant import HOUR_MS, from_ms
from streams.events.source import Reset
from streams.sources.arrivals import LateMorning
from streams.sources.floor_plan import FloorPlan
from streams.sources.port import Batch, Position
from streams.sources.simulated_floor import SimulatedFloor
from streams.sources.simulated_shift import EndlessShifts

POLL_S = 0.25
SAVE_EVERY_MS = 2_000
SLICE_MS = 10 * 60_000
LONGEST_LIFE_MS = 72 * HOUR_MS
SHORTEST_PAST_MS = HOUR_MS
SPEED_LIMIT = 20.0
_VERSION = 2


class LiveFloor:
    """A floor that has been busy for a while and goes on by the wall clock: always a late morning, whatever the hour.

    At a first start it gives the past since `past_since_ms` as fast as possible, so that windows are full at once; the
    tickets that were open then were opened before. Its position says when the floor began and how far it came; since
    the same seed lives the same life, a restart lives through it again, gives what is missing, and goes on with the
    same ids. A floor that was left for longer than three days ago, or with other settings, begins anew after a reset.
    `zone` is that of the days its reported measures are about.
    """

    def __init__(
        self,
        *,
        site: str,
        seed: int,
        plan: FloorPlan,
        past_since_ms: Callable[[int], int],
        clock_ms: Callable[[], int],
        speed: float = 1.0,
        zone: str = "UTC",
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        if not 0 < speed <= SPEED_LIMIT:
            raise ValueError(f"speed {speed:g}: a live floor goes at most {SPEED_LIMIT:g} times as fast as life")
        self._site, self._seed, self._plan, self._speed = site, seed, plan, speed
        self._zone = zone
        self._past_since_ms, self._clock_ms, self._sleep = past_since_ms, clock_ms, sleep
        self._settings = [seed, len(plan.queues), plan.agents, plan.contacts_a_minute, speed, zone]

    @property
    def id(self) -> str:
        return f"simulated/{self._site}"

    @property
    def site(self) -> str:
        return self._site

    async def batches(self, position: Position | None) -> AsyncGenerator[Batch, None]:
        now_ms = self._clock_ms()
        began_ms, came_to_ms = self._resume(position, now_ms)
        floor = self._floor(began_ms)
        for until_ms in _slices(began_ms, came_to_ms):
            floor.advance(until_ms)
            await self._sleep(0)
        if came_to_ms == began_ms and position is not None:
            yield Batch([self._reset(began_ms)])
        for until_ms in _slices(came_to_ms, now_ms):
            yield Batch(floor.advance(until_ms), self._position(began_ms, until_ms))
        saved_ms = now_ms
        while True:
            # A clock put back gives nothing until it is where it was.
            now_ms = max(now_ms, self._clock_ms())
            events = floor.advance(now_ms)
            if now_ms - saved_ms >= SAVE_EVERY_MS:
                saved_ms = now_ms
                yield Batch(events, self._position(began_ms, now_ms), now_ms)
            else:
                yield Batch(events, None, now_ms)
            await self._sleep(POLL_S)

    def _resume(self, position: Position | None, now_ms: int) -> tuple[int, int]:
        """When the floor began, and up to when its events were given."""
        if position is not None and position.get("version") == _VERSION and position.get("settings") == self._settings:
            began_ms, came_to_ms = int(position["began_ms"]), int(position["came_to_ms"])
            if began_ms <= came_to_ms <= now_ms <= began_ms + LONGEST_LIFE_MS:
                return began_ms, came_to_ms
        began_ms = self._past_since_ms(now_ms)
        if position is not None and isinstance(left_ms := position.get("came_to_ms"), int):
            began_ms = min(now_ms, max(began_ms, left_ms))  # what the floor before gave is not lived twice
        return began_ms, began_ms

    def _floor(self, began_ms: int) -> SimulatedFloor:
        return SimulatedFloor(
            seed=self._seed,
            began_ms=began_ms,
            site=self._site,
            plan=self._plan,
            profile=LateMorning(began_ms),
            shifts=EndlessShifts(began_ms),
            speed=self._speed,
            zone=self._zone,
        )

    def _position(self, began_ms: int, came_to_ms: int) -> Position:
        return {"version": _VERSION, "settings": self._settings, "began_ms": began_ms, "came_to_ms": came_to_ms}

    def _reset(self, at_ms: int) -> AnyEvent:
        data = Reset(reason="the simulated floor begins anew")
        return SourceReset(id=f"{at_ms:x}-reset", source=self.id, time=from_ms(at_ms), site=self._site, data=data)


def _slices(from_ms: int, to_ms: int) -> Sequence[int]:
    """The ends of slices short enough not to hold up the loop; the last one is `to_ms`."""
    ends = list(range(from_ms + SLICE_MS, to_ms, SLICE_MS))
    return [*ends, to_ms] if to_ms > from_ms else ends


def past_since(midnight_ms: Callable[[int], int], hours: float) -> Callable[[int], int]:
    """The site's midnight, or `hours` ago if that is later; but an hour at least, so that a start at night is full
    too."""

    def since(now_ms: int) -> int:
        ago_ms = now_ms - round(hours * HOUR_MS)
        return min(max(ago_ms, midnight_ms(now_ms)), now_ms - min(SHORTEST_PAST_MS, round(hours * HOUR_MS)))

    return since
