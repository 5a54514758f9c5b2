from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from streams.events import AnyEvent, MeasureReported, SourceReset, TicketEvent
from streams.events.instant import HOUR_MS, parse_rfc3339, to_ms
from streams.events.measure import period_kind
from streams.sources.floor_plan import FloorPlan
from streams.sources.port import Batch, Position, RawRecord
from streams.sources.simulated_floor import SimulatedFloor
from streams.sources.simulated_source import LONGEST_LIFE_MS, LiveFloor, past_since
from streams.sources.site_midnight import midnight_before

NIGHT_MS = parse_rfc3339("2026-11-24T03:00:00Z")


class Clock:
    def __init__(self, now_ms: int) -> None:
        self.now_ms = now_ms

    def __call__(self) -> int:
        return self.now_ms

    async def sleep(self, duration_s: float) -> None:
        self.now_ms += round(duration_s * 1000)
        await asyncio.sleep(0)


def live(clock: Clock, *, seed: int = 1, speed: float = 1.0, hours: float = 2) -> LiveFloor:
    past = past_since(midnight_before("UTC"), hours)
    return LiveFloor(
        site="demo", seed=seed, plan=FloorPlan(), past_since_ms=past, clock_ms=clock, speed=speed, sleep=clock.sleep
    )


async def run(floor: LiveFloor, clock: Clock, until_ms: int, position: Position | None = None) -> list[Batch]:
    """Everything the floor gives until the clock has reached `until_ms`."""
    given = []
    batches = floor.batches(position)
    async for batch in batches:
        given.append(batch)
        if clock.now_ms >= until_ms and batch.caught_up_at_ms is not None:
            break
    await batches.aclose()
    return given


def events_of(batches: Sequence[Batch]) -> list[AnyEvent]:
    return [entry for batch in batches for entry in batch.entries if not isinstance(entry, RawRecord)]


def last_position(batches: Sequence[Batch]) -> Position:
    return next(batch.position for batch in reversed(batches) if batch.position is not None)


async def test_the_past_comes_first_and_then_life_by_the_wall_clock_at_any_hour() -> None:
    clock = Clock(NIGHT_MS)
    batches = await run(live(clock), clock, NIGHT_MS + 60_000)
    past = events_of([batch for batch in batches if batch.caught_up_at_ms is None])
    now = events_of([batch for batch in batches if batch.caught_up_at_ms is not None])
    assert to_ms(past[0].time) < NIGHT_MS - 2 * HOUR_MS
    assert all(to_ms(event.time) < NIGHT_MS for event in past)
    assert len(past) > 4_000
    assert 20 <= len(now) <= 150
    for batch in batches:
        if batch.caught_up_at_ms is not None:
            assert all(to_ms(event.time) < batch.caught_up_at_ms for event in events_of([batch]))


async def test_a_restart_goes_on_with_the_same_life_and_the_same_ids() -> None:
    clock = Clock(NIGHT_MS)
    whole = events_of(await run(live(clock), clock, NIGHT_MS + 120_000))
    clock = Clock(NIGHT_MS)
    before = await run(live(clock), clock, NIGHT_MS + 30_000)
    clock.now_ms += 20_000
    after = await run(live(clock), clock, NIGHT_MS + 120_000, last_position(before))
    joined = {event.id: event for event in events_of([*before, *after])}
    again = {event.id: event for event in whole}
    common = joined.keys() & again.keys()
    assert {id_: joined[id_] for id_ in common} == {id_: again[id_] for id_ in common}
    assert len(common) >= min(len(joined), len(again))  # one is a beginning of the other


@pytest.mark.parametrize("changed", ["seed", "age", "version"])
async def test_a_floor_that_cannot_go_on_begins_anew_after_a_reset(changed: str) -> None:
    clock = Clock(NIGHT_MS)
    position = dict(last_position(await run(live(clock), clock, NIGHT_MS + 5_000)))
    if changed == "age":
        clock.now_ms += LONGEST_LIFE_MS
    elif changed == "version":
        position["version"] = 0
    now_ms = clock.now_ms
    batches = await run(live(clock, seed=2 if changed == "seed" else 1), clock, now_ms + 5_000, position)
    events = events_of(batches)
    assert isinstance(events[0], SourceReset)
    assert all(to_ms(event.time) >= position["came_to_ms"] for event in events if not isinstance(event, TicketEvent))


async def test_at_ten_times_the_speed_times_stay_those_of_the_wall_clock() -> None:
    began_ms = NIGHT_MS - HOUR_MS
    clock = Clock(NIGHT_MS)
    fast = events_of(await run(live(clock, speed=10, hours=1), clock, NIGHT_MS + 10_000))
    times = [to_ms(event.time) for event in fast if not isinstance(event, TicketEvent)]
    assert began_ms <= times[0] <= times[-1] <= NIGHT_MS + 10_000
    assert len(fast) > 20_000


@pytest.mark.parametrize("speed", [0, 21])
def test_an_impossible_speed_is_refused(speed: float) -> None:
    with pytest.raises(ValueError, match="speed"):
        live(Clock(0), speed=speed)


@pytest.mark.parametrize(
    ("now", "zone", "since"),
    [
        ("2026-11-24T10:00:00Z", "UTC", "2026-11-24T06:00:00Z"),
        ("2026-11-24T02:30:00Z", "UTC", "2026-11-24T00:00:00Z"),
        ("2026-11-24T00:05:00Z", "UTC", "2026-11-23T23:05:00Z"),
        ("2026-11-24T01:30:00Z", "Europe/Oslo", "2026-11-23T23:00:00Z"),
        ("2026-11-24T20:30:00Z", "Asia/Kolkata", "2026-11-24T18:30:00Z"),
    ],
)
def test_the_past_goes_back_to_midnight_or_four_hours_but_an_hour_at_least(now: str, zone: str, since: str) -> None:
    assert past_since(midnight_before(zone), 4)(parse_rfc3339(now)) == parse_rfc3339(since)


def test_a_floor_advanced_in_any_steps_is_the_same_floor() -> None:
    clock = Clock(NIGHT_MS)
    floors: list[SimulatedFloor] = [live(clock)._floor(NIGHT_MS) for _ in range(2)]
    at_once = floors[0].advance(NIGHT_MS + HOUR_MS)
    in_steps = [event for at_ms in range(0, HOUR_MS + 1, 777) for event in floors[1].advance(NIGHT_MS + at_ms)]
    in_steps += floors[1].advance(NIGHT_MS + HOUR_MS)
    assert in_steps == at_once


async def test_the_measures_are_about_days_in_its_own_zone() -> None:
    clock = Clock(parse_rfc3339("2026-11-24T23:30:00Z"))
    for zone, day in (("UTC", "2026-11-24"), ("Europe/Oslo", "2026-11-25")):
        floor = LiveFloor(
            site="demo",
            seed=1,
            plan=FloorPlan(),
            past_since_ms=lambda now_ms: now_ms,
            clock_ms=clock,
            zone=zone,
            sleep=clock.sleep,
        )
        events = events_of(await run(floor, clock, clock.now_ms + 1_000))
        days = [e.data.period for e in events if isinstance(e, MeasureReported) if period_kind(e.data.period) == "day"]
        assert max(days) == day
