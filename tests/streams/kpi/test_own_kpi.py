"""A person's own KPI stands beside Tavle's metrics, and is counted like them."""

from __future__ import annotations

import pytest

from streams.kpi.aggregate import Aggregate, merged
from streams.kpi.expression import parse
from streams.kpi.own_kpi import OwnKpi

SOLD = OwnKpi(
    key="sold_per_contact", name="Sales per contact", expression=parse("sales / handled"), unit="share", better="higher"
)


def test_a_group_is_the_ratio_of_sums() -> None:
    parts = [Aggregate({"sales": 1, "handled": 2}), Aggregate({"sales": 1, "handled": 8})]

    assert [SOLD.value(part) for part in parts] == [0.5, 0.125]
    assert (SOLD.value(merged(parts)), SOLD.n(merged(parts))) == (0.2, 10)


def test_nothing_handled_is_no_value() -> None:
    assert (SOLD.value(Aggregate({"sales": 1})), SOLD.n(Aggregate({"sales": 1}))) == (None, 0)


@pytest.mark.parametrize("key", ["asa", "cost_share"])
def test_it_cannot_take_the_name_of_a_metric(key: str) -> None:
    with pytest.raises(ValueError, match=f"'{key}' is one of Tavle's own metrics: choose another key"):
        OwnKpi(key=key, name="Mine", expression=parse("sales"))


@pytest.mark.parametrize("key", ["", "Sold", "1st", "sold per contact", "a" * 65])
def test_its_key_is_a_name(key: str) -> None:
    with pytest.raises(ValueError, match="is no key: use 1 to 64 of a–z, 0–9 and _, a letter first"):
        OwnKpi(key=key, name="Mine", expression=parse("sales"))
