"""Who waits in truth: suspects leave the live figures with a visible count, and return with their next event."""

from __future__ import annotations

import pytest

from streams.events import AnyEvent
from streams.floor import queue as queue_module
from streams.floor.floor import Floor
from streams.floor.floor_rules import FloorRules
from streams.floor.queue import Queue
from streams.floor.shown import site_view
from streams.floor.view import Correction, QueueNow, Waiting
from tests.streams.floor.histories import START, event
from tests.streams.floor.test_floor import MINUTE, answered, floor_of

HOUR = 60 * MINUTE


def queued(contact: str, time: int, **more: object) -> AnyEvent:
    return event(f"{contact}.queued", "contact.queued", time, contact=contact, queue="sales", **more)


def now_of(floor: Floor, at: int) -> QueueNow:
    return site_view(floor, at).queues["sales"].now


def overtaken(times: int, **more: object) -> list[AnyEvent]:
    """One waits; so many later ones are answered."""
    told = [queued("ghost", START, **more)]
    for number in range(times):
        told += [queued(f"c{number}", START + 1000 + number), answered(f"c{number}", START + 9000 + number)]
    return told


def test_one_overtaken_by_three_is_a_suspect_and_counted_apart() -> None:
    floor = floor_of(*overtaken(2), now=START + 20_000)
    assert (now_of(floor, START + 20_000).waiting, now_of(floor, START + 20_001).suspect) == (1, 0)
    floor = floor_of(*overtaken(3), now=START + 20_000)
    now = now_of(floor, START + 20_000)
    assert (now.waiting, now.suspect, now.oldest, now.next_late) == (0, 1, [], None)
    assert now.suspects == [Waiting("ghost", START)]


def test_another_priority_overtakes_nobody() -> None:
    assert now_of(floor_of(*overtaken(3, priority=2), now=START + 20_000), START + 20_000).suspect == 0


def test_a_suspect_returns_with_its_next_event() -> None:
    floor = floor_of(*overtaken(3), now=START + 20_000)
    floor.apply(event("ring", "contact.offered", START + 21_000, contact="ghost", agent="bo"), START + 21_001)
    now = now_of(floor, START + 21_001)
    assert (now.waiting, now.suspect, now.oldest) == (1, 0, [Waiting("ghost", START)])


def test_who_waits_longer_than_the_channel_allows_is_a_suspect() -> None:
    floor = floor_of(queued("call", START), queued("mail", START, channel="email"), now=START + 1)
    assert now_of(floor, START + 2 * HOUR).suspect == 0
    later = now_of(floor, START + 2 * HOUR + 1)
    assert ([entry.contact for entry in later.suspects], later.waiting) == (["call"], 1)


def test_the_next_breach_is_of_the_one_who_is_still_in_time() -> None:
    floor = floor_of(queued("a", START), queued("b", START + 15_000), now=START + 15_001)
    assert now_of(floor, START + 20_000).next_late == START + 20_000
    assert now_of(floor, START + 20_001).next_late == START + 35_000
    assert now_of(floor, START + 35_001).next_late is None


def test_the_entries_of_the_answered_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue_module, "ENTRIES_KEPT", 8)
    floor = floor_of(*overtaken(40), now=START + 20_000)
    assert now_of(floor, START + 20_000).suspect == 1
    for number in range(40):  # read anew, each takes its entry back, whether it is still kept or not
        floor.apply(
            event(f"r{number}", "contact.offered", START + 5000, contact=f"c{number}", agent="bo"), START + 20_001
        )
    assert now_of(floor, START + 20_001).suspect == 1


def test_a_late_fact_marks_what_it_corrects_for_a_minute() -> None:
    floor = floor_of(queued("c", START), now=START + 1)
    site_view(floor, START + 10 * MINUTE)
    assert now_of(floor, START + 10 * MINUTE).corrected is None
    late_at = START + 10 * MINUTE + 500
    floor.apply(answered("c", START + 8000), late_at)
    assert now_of(floor, late_at).corrected == Correction(late_at, START + 8000)
    floor.apply(event("e", "contact.ended", START + 70_000, contact="c", agent="ann"), late_at + 20_000)
    assert now_of(floor, late_at + 20_000).corrected == Correction(late_at + 20_000, START + 70_000)
    assert now_of(floor, late_at + 79_999).corrected is not None
    assert now_of(floor, late_at + 80_000).corrected is None


@pytest.mark.parametrize(("second", "moment"), [(59_999, 5000), (60_000, 1000)])
def test_corrections_within_a_minute_are_one(second: int, moment: int) -> None:
    queue = Queue("sales", FloorRules().rules)
    queue.correct(START, 5000)
    queue.correct(START + second, 1000)
    assert queue.corrected == Correction(START + second, moment)
