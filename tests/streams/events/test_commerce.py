from __future__ import annotations

from typing import Any

import pytest

from streams.events import SaleMade
from streams.events.commerce import Sale
from streams.events.decode import RejectedEvent, decode
from tests.streams.events.record import record


def test_a_sale_may_say_nothing_but_that_it_happened() -> None:
    event = decode(record("tavle.sale.made"))
    assert isinstance(event, SaleMade)
    assert event.data == Sale()


@pytest.mark.parametrize(
    ("type_", "data", "reason"),
    [
        ("tavle.sale.made", {"amount": -1}, r"Expected `float` >= 0\.0"),
        ("tavle.sale.made", {"amount": 1e13}, r"<= 1000000000000\.0"),
        ("tavle.sale.made", {"currency": "eur"}, "matching regex"),
        ("tavle.sale.made", {"currency": "EURO"}, "length <= 3"),
        ("tavle.sale.made", {"currency": "EUR\n"}, "length <= 3"),
        ("tavle.sale.made", {"kind": "gift"}, "Invalid enum value - at"),
        ("tavle.sale.made", {"agent": "bo\n"}, "unprintable characters in `agent`"),
        ("tavle.retention.tried", {"agent": "bo"}, "missing required field `saved`"),
        ("tavle.retention.tried", {"saved": 1}, "Expected `bool`"),
        ("tavle.customer.changed", {}, "missing required field `change`"),
        ("tavle.customer.changed", {"change": "moved"}, "Invalid enum value - at"),
    ],
)
def test_an_outcome_that_cannot_be_is_rejected_with_the_reason(type_: str, data: dict[str, Any], reason: str) -> None:
    with pytest.raises(RejectedEvent, match=reason):
        decode(record(type_, **data))


def test_an_infinite_amount_is_rejected() -> None:
    with pytest.raises(RejectedEvent, match="out of range"):
        decode(record("tavle.sale.made", amount=7).replace(b": 7", b": 1e999"))
