"""Tables: where callers give up, how content they were by wait, what they called about, who gained."""

from __future__ import annotations

from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from streams.floor.counts import BANDS
from streams.kpi.aggregate import Aggregate
from streams.kpi.keys import TableKey
from streams.kpi.tables import (
    TABLES,
    CurveBand,
    SatisfactionBand,
    TopicRow,
    ValueRow,
    abandon_curve,
    satisfaction_by_wait,
    top_topics,
    volume_by_value,
)

CURVE = Aggregate(
    {
        "curve_left_to_10": 4, "curve_answered_to_10": 30, "curve_answered_to_20": 40, "curve_left_to_30": 6,
        "curve_left_to_120": 9, "curve_answered_to_120": 1, "curve_answered_to_180": 5, "curve_left_beyond": 5,
        "curve_csat_n_to_10": 4, "curve_csat_top_to_10": 3, "curve_csat_n_beyond": 2,
    }
)  # fmt: skip


def test_every_table_has_its_entry() -> None:
    assert set(TABLES) == set(get_args(TableKey))
    assert all(table.key == key for key, table in TABLES.items())


def test_of_those_who_waited_into_a_band_so_many_left_there() -> None:
    assert abandon_curve(CURVE) == (
        CurveBand(0, 10, 4, 30, 100, 0.04, False),
        CurveBand(10, 20, 0, 40, 66, 0.0, False),
        CurveBand(20, 30, 6, 0, 26, 6 / 26, False),
        CurveBand(30, 60, 0, 0, 20, 0.0, False),
        CurveBand(60, 90, 0, 0, 20, 0.0, False),
        CurveBand(90, 120, 9, 1, 20, 0.45, True),
        CurveBand(120, 150, 0, 0, 10, 0.0, False),
        CurveBand(150, 180, 0, 5, 10, 0.0, True),
        CurveBand(180, 300, 0, 0, 5, 0.0, True),
        CurveBand(300, None, 5, 0, 5, 1.0, False),
    )


def test_a_band_that_nobody_waited_into_has_no_share() -> None:
    rows = abandon_curve(Aggregate({"curve_left_to_10": 1, "curve_answered_to_10": 1}))
    assert [row.left_share for row in rows] == [0.5] + [None] * 9


def test_pain_zones_are_where_one_puts_them() -> None:
    def painful(*zones_s: int) -> list[int]:
        return [row.from_s for row in abandon_curve(CURVE, zones_s) if row.pain]

    assert painful(0, 45, 400) == [0, 30, 300]
    assert painful() == []


@given(st.dictionaries(st.sampled_from([f"curve_{how}_{band}" for how in ("left", "answered") for band in BANDS]),
                       st.integers(0, 100)))  # fmt: skip
def test_whoever_waited_into_a_band_ended_in_it_or_later(counts: dict[str, int]) -> None:
    rows = abandon_curve(Aggregate(counts))
    assert sum(row.left + row.answered for row in rows) == sum(counts.values())
    for place, row in enumerate(rows):
        assert row.entered == sum(later.left + later.answered for later in rows[place:])
        assert row.left_share is None if row.entered == 0 else row.left_share == row.left / row.entered


def test_satisfaction_is_told_by_wait_with_its_n() -> None:
    rows = satisfaction_by_wait(CURVE)
    assert len(rows) == 10
    assert rows[0] == SatisfactionBand(0, 10, 4, 0.75)
    assert rows[1] == SatisfactionBand(10, 20, 0, None)
    assert rows[9] == SatisfactionBand(300, None, 2, 0.0)


def test_the_most_frequent_topics_come_first_and_ties_by_name() -> None:
    topics = {f"t{n:02}": 5 for n in range(12)} | {"delivery": 9, "invoice": 2, "gone": 0, "…": 50}
    rows = top_topics(Aggregate({"handled": 90}, topics=topics))
    assert rows[:3] == (TopicRow("delivery", 9, 0.1), TopicRow("t00", 5, 5 / 90), TopicRow("t01", 5, 5 / 90))
    assert len(rows) == 10
    assert [row.topic for row in top_topics(Aggregate(topics={"a": 1, "b": 2}), 1)] == ["b"]


def test_topics_of_nothing_handled_have_no_share() -> None:
    assert top_topics(Aggregate(topics={"delivery": 1})) == (TopicRow("delivery", 1, None),)


def test_volume_by_value_is_of_those_that_say_who_gained() -> None:
    assert volume_by_value(Aggregate({"handled": 10, "value_customer": 1, "value_both": 3})) == (
        ValueRow("customer", 1, 0.25),
        ValueRow("company", 0, 0.0),
        ValueRow("both", 3, 0.75),
        ValueRow("none", 0, 0.0),
    )


def test_nothing_to_tell_is_an_empty_table() -> None:
    assert {key: table.rows(Aggregate()) for key, table in TABLES.items()} == dict.fromkeys(TABLES, ())
