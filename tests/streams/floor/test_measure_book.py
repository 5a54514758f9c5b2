"""Reported figures: the newest word on a period stands, whatever order the words came in."""

from __future__ import annotations

from typing import cast

import pytest

from streams.events import MeasureReported
from streams.floor import measure_book
from streams.floor.measure_book import MeasureBook
from tests.streams.floor.histories import START, event


def reported(id_: str, time: int, value: float, period: str = "2026-11", **more: str) -> MeasureReported:
    told = event(id_, "measure.reported", time, measure="revenue", value=value, period=period, **more)
    return cast(MeasureReported, told)


def test_the_newest_report_of_a_period_stands() -> None:
    book = MeasureBook()
    assert book.tell(reported("b", START + 2, 20.5), START + 2)
    assert not book.tell(reported("a", START + 1, 10), START + 1)
    assert not book.tell(reported("b", START + 2, 20.5), START + 2)
    assert book.tell(reported("c", START, 7, "2026-11-24"), START)
    assert book.view() == {"revenue": {"2026-11": 20.5, "2026-11-24": 7.0}}


def test_what_is_reported_of_a_part_is_kept_and_not_shown_as_the_site() -> None:
    book = MeasureBook()
    book.tell(reported("a", START, 10, scope="north"), START)
    assert book.view() == {}
    assert set(book.values) == {("revenue", "2026-11", "north")}


def test_the_oldest_periods_go_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measure_book, "MEASURES_KEPT", 2)
    book = MeasureBook()
    for day in (3, 1, 2):
        book.tell(reported(f"d{day}", START, day, f"2026-11-0{day}"), START)
    assert set(book.view()["revenue"]) == {"2026-11-02", "2026-11-03"}
    assert book.gone == {("revenue", "2026-11-01", "")}
    book.tell(reported("again", START + 9, 1, "2026-11-01"), START + 9)
    assert book.gone == {("revenue", "2026-11-01", "")}
