"""Codes, names and reports of screens; what a process remembers of tries and of what was said."""

from __future__ import annotations

import pytest

from app.devices.code import LENGTH, LETTERS, UnfitCode, fit_code, new_code
from app.devices.message import UnfitMessage, fit_text
from app.devices.naming import BOARDS_LIMIT, UnfitScreen, fit_boards, fit_name
from app.devices.report import LIVE_MS, WRITTEN_EVERY_MS, Report, state_of
from app.devices.tries import WINDOW_S, Tries

NOW = 1_764_060_000_000


def test_a_code_is_eight_consonants_none_of_which_looks_like_another() -> None:
    drawn = iter("BCDFHJKL")
    assert new_code(lambda letters: next(drawn)) == "BCDFHJKL"
    assert (LENGTH, len(set(LETTERS)), set(LETTERS) & set("AEIOUY")) == (8, 16, set())
    assert all(len(set(LETTERS) & set(alike)) <= 1 for alike in ("CGQ", "MNW", "VYU", "SZ"[:1]))


@pytest.mark.parametrize("typed", ["BCDFHJKL", "bcdf hjkl", " bcdf-hjkl ", "b c d f h j k l"])
def test_a_code_is_the_same_however_it_is_typed(typed: str) -> None:
    assert fit_code(typed) == "BCDFHJKL"


@pytest.mark.parametrize("typed", ["", "BCDF", "BCDFHJKLM", "BCDFHJKA", "12345678", "💥" * 8])
def test_what_is_no_code_is_told_from_one(typed: str) -> None:
    with pytest.raises(UnfitCode, match="8 letters"):
        fit_code(typed)


def test_a_name_is_trimmed_and_bounded() -> None:
    assert fit_name("  North\t wall ") == "North wall"
    for unfit in ("", "  ", "x" * 65, "a\u202eb", "a\x00b"):
        with pytest.raises(UnfitScreen, match="1 to 64 characters"):
            fit_name(unfit)


def test_a_screen_has_each_board_once_and_not_too_many() -> None:
    assert fit_boards(["b", "a", "b"]) == ("b", "a")
    for unfit in ([], [str(n) for n in range(BOARDS_LIMIT + 1)], ["x" * 257], [""]):
        with pytest.raises(UnfitScreen):
            fit_boards(unfit)


def test_a_message_is_short_and_on_one_line() -> None:
    assert fit_text(" Fire\ndrill  at 11 ") == "Fire drill at 11"
    for unfit in ("", " \n ", "x" * 161, "a\u202eb"):
        with pytest.raises(UnfitMessage, match="1 to 160"):
            fit_text(unfit)


def test_a_screen_is_live_while_it_is_heard_of_and_away_once_its_connection_ended() -> None:
    there, gone = Report(), Report(connected=False)
    assert state_of(None, None, NOW) == "never"
    assert state_of(NOW, there, NOW + LIVE_MS) == "live"
    assert state_of(NOW, there, NOW + LIVE_MS + 1) == "away"
    assert state_of(NOW, gone, NOW) == "away"
    assert 2 * WRITTEN_EVERY_MS < LIVE_MS


def test_time_that_goes_by_is_no_change_of_a_report() -> None:
    report = Report(board="a", build="1", uptime_s=1, heap_bytes=5, clock_offset_ms=1)
    assert not report.model_copy(update={"uptime_s": 5.0, "heap_bytes": 6, "clock_offset_ms": 2}).differs(report)
    assert report.model_copy(update={"board": "b"}).differs(report)
    assert report.differs(None)


def test_so_many_tries_are_taken_within_a_quarter_of_an_hour() -> None:
    now = [0.0]
    tries = Tries(2, lambda: now[0])
    assert [tries.wait_s("a"), tries.wait_s("a"), tries.wait_s("b")] == [0, 0, 0]
    assert tries.wait_s("a") == WINDOW_S
    tries.give_back("a")
    assert tries.wait_s("a") == 0
    now[0] = WINDOW_S
    assert tries.wait_s("a") == 0
