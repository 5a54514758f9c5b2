"""What judges a board must itself be caught by nothing: wrong figures, frozen marks, and lost frames are found."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.fault.story import Judge, Patience, Seen, Story
from tests.fault.wall import Wall

SECOND = 1000
PATIENCE = Patience(accepted_ms=8 * SECOND, happened_ms=16 * SECOND, ahead_ms=500)


def counts(offered: int) -> dict[str, int]:
    return {"offered": offered, "answered": 0, "abandoned": 0}


def judge(*, accepted: bool = True) -> Judge:
    """One contact a second for a minute, each accepted at once or not at all."""
    happened, taken = Story(), Story()
    for number in range(1, 61):
        happened.note(number * SECOND, counts(number))
        if accepted:
            taken.note(number * SECOND, counts(number))
    return Judge(happened, taken, PATIENCE)


def offered(at_s: float, value: int | None, *marks: str) -> Seen:
    return Seen(round(at_s * SECOND), "offered", value, frozenset(marks))


@pytest.mark.parametrize("seen", [offered(30, 30), offered(30, 23), offered(30.4, 30), offered(5, None)])
def test_a_board_that_is_a_little_behind_is_no_fault(seen: Seen) -> None:
    assert judge().fault_of(seen) is None


def test_a_figure_of_more_than_has_happened_is_found_marked_or_not() -> None:
    assert "31, but only 30 have happened" in str(judge().fault_of(offered(30, 31)))
    assert "31, but only 30 have happened" in str(judge().fault_of(offered(30, 31, "worker")))


def test_an_old_figure_is_found_unless_a_mark_says_so() -> None:
    assert "offered 21 without a mark, but 22 had accepted" in str(judge().fault_of(offered(30, 21)))
    assert judge().fault_of(offered(30, 21, "worker")) is None


def test_no_figure_at_all_is_an_old_one() -> None:
    assert "offered None without a mark" in str(judge().fault_of(offered(30, None)))


def test_what_a_source_could_not_tell_may_be_missing_only_until_its_silence_is_marked() -> None:
    cut = judge(accepted=False)
    assert cut.fault_of(offered(16, 0)) is None
    assert "had happened 16000 ms before" in str(cut.fault_of(offered(18, 0)))
    assert cut.fault_of(offered(18, 0, "source")) is None


def test_who_has_just_come_has_seen_nothing_old_yet() -> None:
    assert judge().fault_of(Seen(30_000, "offered", 0, frozenset(), started_at=25_000)) is None


def test_only_the_first_faults_are_kept_and_all_looks_are_counted() -> None:
    one = judge()
    for _ in range(100):
        one.look(offered(30, 99))
    one.look(offered(30, 1, "worker"))
    assert (one.looks, one.marked, len(one.faults)) == (101, 1, 20)


class Line:
    """Where a wall's questions go."""

    def __init__(self) -> None:
        self.asked: list[Any] = []

    async def send(self, text: str) -> None:
        self.asked.append(json.loads(text))


def tile(value: int, **more: Any) -> dict[str, Any]:
    return {"figure": {"value": value}, **more}


async def a_wall(frozen: bool = False) -> tuple[Wall, Line, Judge]:
    one, line = judge(), Line()
    wall = Wall(0, "faults", one)
    wall.started_at = 0
    stale = {"stale": {"part": "worker", "since": 1}} if frozen else {}
    frame = {"t": "snapshot", "epoch": "e", "seq": 4, "tiles": {"offered": tile(1, **stale)}}
    await wall._take(line, frame)  # type: ignore[arg-type]
    return wall, line, one


async def test_a_wall_marks_what_it_has_heard_nothing_of() -> None:
    wall, _, _ = await a_wall()
    assert wall.seen()[0].marks == {"connection"}


async def test_a_delta_that_does_not_fit_is_not_taken_and_a_snapshot_asked_for() -> None:
    wall, line, _ = await a_wall()
    await wall._take(line, {"t": "delta", "epoch": "e", "seq": 7, "prev": 6, "tiles": {"offered": tile(2)}})  # type: ignore[arg-type]
    assert wall.misfits == 1
    assert wall.tiles["offered"] == tile(1)
    assert line.asked[-1]["boards"]["faults"] == {"epoch": None, "seq": None}


async def test_a_wall_on_which_the_mark_is_taken_away_too_early_is_caught_at_its_next_frame() -> None:
    wall, line, one = await a_wall(frozen=True)
    assert one.faults == []
    wall._frame_at = float("inf")  # the connection is well
    await wall._take(line, {"t": "delta", "epoch": "e", "seq": 5, "prev": 4, "tiles": {"offered": tile(1)}})  # type: ignore[arg-type]
    assert len(one.faults) == 1
    assert "offered 1 without a mark" in one.faults[0]
