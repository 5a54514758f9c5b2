"""Whole days of simulated floors, for tests, load and replay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import merge

from streams.events import AnyEvent
from streams.events.instant import HOUR_MS
from streams.sources.arrivals import DayProfile, LateMorning
from streams.sources.floor_plan import FloorPlan
from streams.sources.simulated_floor import SimulatedFloor
from streams.sources.simulated_shift import EndlessShifts, WorkdayShifts

_SLICE_MS = 5 * 60_000


def simulate_day(
    seed: int,
    start_ms: int,
    site: str,
    hours: float = 24,
    *,
    plan: FloorPlan | None = None,
    midnight_ms: int | None = None,
    always_busy: bool = False,
    calls_only: bool = False,
    zone: str = "UTC",
) -> Iterator[AnyEvent]:
    """The events of one site over `hours` from `start_ms`, in the order of their times; the same for the same
    arguments.

    `midnight_ms` is the site's midnight (by default `start_ms` is one): a working day with two peaks and shifts
    around it. `always_busy` makes it one long late morning instead, wherever it starts. `calls_only` leaves out all but
    contacts and agents; otherwise tickets opened before `start_ms` come first, and `zone` says which days the reported
    measures are about. No beats.
    """
    midnight_ms = start_ms if midnight_ms is None else midnight_ms
    floor = SimulatedFloor(
        seed=seed,
        began_ms=start_ms,
        site=site,
        plan=plan or FloorPlan(),
        profile=LateMorning(start_ms) if always_busy else DayProfile(midnight_ms),
        shifts=EndlessShifts(start_ms) if always_busy else WorkdayShifts(midnight_ms),
        calls_only=calls_only,
        zone=zone,
    )
    end_ms = start_ms + round(hours * HOUR_MS)
    for until_ms in range(start_ms + _SLICE_MS, end_ms + _SLICE_MS, _SLICE_MS):
        yield from floor.advance(min(until_ms, end_ms))


def simulate_sites(
    seed: int,
    start_ms: int,
    sites: Sequence[str],
    hours: float = 24,
    *,
    plan: FloorPlan | None = None,
    always_busy: bool = False,
) -> Iterator[AnyEvent]:
    """Several sites side by side, each with its own luck, merged in the order of their times."""
    days = [simulate_day(seed, start_ms, site, hours, plan=plan, always_busy=always_busy) for site in sites]
    return merge(*days, key=lambda event: event.time)
