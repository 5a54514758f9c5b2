from __future__ import annotations

from typing import Any

import pytest

from streams.events import ContactWrapped, FeedbackGiven
from streams.events.decode import RejectedEvent, decode, encode
from streams.events.feedback import Feedback, FeedbackKind, scale_of
from tests.streams.events.record import record

GIVEN = "tavle.feedback.given"


def given(**data: Any) -> Feedback:
    event = decode(record(GIVEN, **data))
    assert isinstance(event, FeedbackGiven)
    return event.data


@pytest.mark.parametrize(
    ("kind", "scale"),
    [
        ("nps", (0, 10)),
        ("csat", (1, 5)),
        ("ces", (1, 7)),
        ("smiley", (1, 3)),
        ("thumb", (0, 1)),
        ("stars", (1, 5)),
    ],
)
def test_without_a_scale_the_usual_one_of_its_kind_holds_with_both_its_ends(
    kind: FeedbackKind, scale: tuple[int, int]
) -> None:
    low, high = scale
    assert [scale_of(given(kind=kind, score=score)) for score in scale] == [scale, scale]
    for score in (low - 1, high + 1):
        with pytest.raises(RejectedEvent, match=rf"score {score} is off the scale \[{low}, {high}\]"):
            decode(record(GIVEN, kind=kind, score=score))


def test_a_stated_scale_wins() -> None:
    assert scale_of(given(kind="nps", score=10, scale=[1, 10])) == (1, 10)
    assert given(kind="csat", score=87.5, scale=[0, 100]).score == 87.5


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({"kind": "nps", "score": 0, "scale": [1, 10]}, r"score 0 is off the scale \[1, 10\]"),
        ({"kind": "nps", "score": 3, "scale": [0, 5]}, r"scale \[0, 5\] is none of NPS"),
        ({"kind": "csat", "score": 3, "scale": [5, 1]}, r"scale \[5, 1\] is none"),
        ({"kind": "csat", "score": 3, "scale": [3, 3]}, r"scale \[3, 3\] is none"),
        ({"kind": "csat", "score": 3, "scale": [1, 3, 5]}, "length 2"),
        ({"kind": "csat", "score": 3, "scale": [0, 1e6]}, r"<= 1000\.0 - at `\$\.data\.scale"),
        ({"kind": "csat", "score": "3"}, "Expected `float`"),
        ({"kind": "csat"}, "missing required field `score`"),
        ({"score": 3}, "missing required field `kind`"),
        ({"kind": "applause", "score": 3}, "Invalid enum value - at"),
        ({"kind": "csat", "score": 3, "comment": "x" * 2001}, "length <= 2000"),
    ],
)
def test_feedback_that_nobody_could_have_given_is_rejected_with_the_reason(data: dict[str, Any], reason: str) -> None:
    with pytest.raises(RejectedEvent, match=reason):
        decode(record(GIVEN, **data))


@pytest.mark.parametrize("number", [b"1e999", b"-1e999", b"NaN", b"Infinity", b"9" * 400])
def test_a_score_that_is_no_finite_number_is_rejected(number: bytes) -> None:
    with pytest.raises(RejectedEvent):
        decode(record(GIVEN, kind="csat", score=4).replace(b'"score": 4', b'"score": ' + number))


def test_a_score_beside_fields_of_a_newer_producer_is_still_held_against_its_scale() -> None:
    unknown: list[int] = []
    assert decode(record(GIVEN, kind="csat", score=4, mood="fine"), unknown.append) == decode(
        record(GIVEN, kind="csat", score=4)
    )
    assert unknown == [1]
    with pytest.raises(RejectedEvent, match="off the scale"):
        decode(record(GIVEN, kind="csat", score=6, mood="fine"))


def test_whether_it_was_the_same_matter_is_told_by_agent_or_customer_or_by_nobody() -> None:
    assert [given(kind="csat", score=4, **said).same_matter for said in ({}, {"same_matter": False})] == [None, False]
    wrapped = decode(record("tavle.contact.wrapped", contact="c1", same_matter=True))
    assert isinstance(wrapped, ContactWrapped)
    assert wrapped.data.same_matter is True
    assert b"same_matter" not in encode(decode(record("tavle.contact.wrapped", contact="c1")))
