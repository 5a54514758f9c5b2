from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.events import AnyEvent, ContactQueued, SourceGap, SourceReset
from streams.events.contact import Queued
from streams.events.decode import decode, encode
from streams.events.instant import from_ms, to_ms
from streams.events.source import Gap, Reset
from streams.sources.pace import LONGEST_SLEEP_S, Pace


class Clock:
    """A clock that moves only when someone sleeps."""

    def __init__(self, now_ms: int) -> None:
        self.now_ms = now_ms
        self.longest_s = 0.0

    def __call__(self) -> int:
        return self.now_ms

    async def sleep(self, duration_s: float) -> None:
        self.longest_s = max(self.longest_s, duration_s)
        self.now_ms += max(1, round(duration_s * 1000))


def at(ms: int) -> AnyEvent:
    return SourceReset(id=f"e{ms}", source="a", time=from_ms(ms), site="oslo", data=Reset())


@given(st.lists(st.integers(0, 600_000), min_size=1, max_size=20), st.sampled_from([0.5, 1.0, 60.0]))
async def test_events_go_out_when_they_are_due_at_the_given_speed(times_ms: list[int], speed: float) -> None:
    clock = Clock(5_000_000)
    pace = Pace(speed=speed, rebase=False, clock_ms=clock, sleep=clock.sleep)
    latest = 0.0
    for ms in times_ms:
        await pace.until_due(at(ms))
        latest = max(latest, (ms - times_ms[0]) / speed)  # an event out of order goes at once
        assert clock.now_ms - 5_000_000 == pytest.approx(latest, abs=1)
        assert pace.dressed(at(ms)) == at(ms)
    assert clock.longest_s <= LONGEST_SLEEP_S


async def test_without_a_speed_nothing_waits() -> None:
    clock = Clock(0)
    pace = Pace(speed=None, rebase=False, clock_ms=clock, sleep=clock.sleep)
    for ms in (0, 3_600_000):
        await pace.until_due(at(ms))
    assert clock.now_ms == 0


async def test_rebased_events_begin_now_with_every_instant_in_them_moved() -> None:
    clock = Clock(9_000_000)
    pace = Pace(speed=None, rebase=True, clock_ms=clock, sleep=clock.sleep)
    queued = Queued(contact="c", queue="q", entered_ivr_at=from_ms(900_000))
    entered = ContactQueued(id="1", source="a", time=from_ms(1_000_000), site="oslo", data=queued)
    missed = Gap(start=from_ms(1_000_000), end=from_ms(1_060_000))
    gap = SourceGap(id="2", source="a", time=from_ms(1_060_000), site="oslo", data=missed)
    dressed = []
    for event in (entered, gap):
        await pace.until_due(event)
        clock.now_ms += 50  # all move by the same, however long it takes
        dressed.append(pace.dressed(event))
    first, second = dressed
    assert isinstance(first, ContactQueued)
    assert isinstance(second, SourceGap)
    assert first.data.entered_ivr_at is not None
    assert (to_ms(first.time), to_ms(first.data.entered_ivr_at)) == (9_000_000, 8_900_000)
    assert (to_ms(second.data.start), to_ms(second.data.end), to_ms(second.time)) == (9_000_000, 9_060_000, 9_060_000)


async def test_a_second_rebased_run_is_not_taken_for_a_repetition() -> None:
    ids = set()
    for now_ms in (9_000_000, 9_000_001):
        clock = Clock(now_ms)
        pace = Pace(speed=None, rebase=True, clock_ms=clock, sleep=clock.sleep)
        for name in ("short", "x" * 128):
            event = SourceReset(id=name, source="a", time=from_ms(0), site="oslo", data=Reset())
            await pace.until_due(event)
            ids.add(decode(encode(pace.dressed(event))).id)
    assert len(ids) == 4


@pytest.mark.parametrize("speed", [0, -1, 100_001])
def test_an_impossible_speed_is_refused(speed: float) -> None:
    with pytest.raises(ValueError, match="outside"):
        Pace(speed=speed, rebase=False, clock_ms=lambda: 0)
