"""A record of the log is an event that the floor can take, or it is rejected with a reason: there is no third."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.reference.examples import EXAMPLES
from streams.events.decode import RejectedEvent, decode, encode
from streams.events.instant import from_ms
from tests.fuzz.amount import tries
from tests.fuzz.documents import INSTANTS, Json, mutated, written
from tests.fuzz.targets import NOW, take_records
from tests.streams.events.record import record

EVENTS: list[Json] = [json.loads(encode(event)) for event in EXAMPLES.values()]
SECRET = "+4512345678"


def _ahead(event: Json) -> bytes:
    return json.dumps({**event, "time": from_ms(NOW + 60_000).isoformat()}).encode()


def _nested(depth: int) -> bytes:
    return b'{"a":' * depth + b"1" + b"}" * depth


@given(st.binary(max_size=200))
@example(_nested(100_000))
@example(b"[" * 100_000)
@example(b'{"type":"tavle.x","type":"tavle.y"}')
@example(b"1" * 5000)
@example(b"\xef\xbb\xbf{}")
@tries(100)
def test_no_bytes_do_harm(raw: bytes) -> None:
    take_records([raw])


@given(st.lists(written(mutated(EVENTS)), min_size=1, max_size=3))
@example([_ahead(EVENTS[0])] * 2)
@example([_ahead(event) for event in EVENTS] * 2)
@example([json.dumps({**event, "time": INSTANTS[0]}).encode() for event in EVENTS])
@tries(100)
def test_a_real_event_with_something_wrong_in_it_is_taken_or_rejected(records: list[bytes]) -> None:
    take_records(records)


@pytest.mark.parametrize(
    "raw",
    [
        record("tavle.contact.left", contact="c", reason=SECRET),
        record("tavle.contact.left", contact="c", reason=f"'{SECRET}' - at `$.x"),
        record("tavle.contact.left", contact=SECRET, reason=[SECRET]),
        record("tavle.ticket.message", ticket="t", by=SECRET),
        record(SECRET),
        record("tavle.measure.reported", measure=SECRET, value=1, period="2026-11"),
        record("tavle.measure.reported", measure="revenue", value=1, period=SECRET),
        record("tavle.feedback.given", kind="nps", score=SECRET),
        b'"' + SECRET.encode() + b'"',
        SECRET.encode(),
    ],
)
def test_a_reason_names_the_field_and_does_not_repeat_what_stood_there(raw: bytes) -> None:
    with pytest.raises(RejectedEvent) as rejected:
        decode(raw)
    assert SECRET.strip("+") not in rejected.value.reason


def test_a_reason_is_short_however_long_the_value() -> None:
    with pytest.raises(RejectedEvent, match=r"^wrong fields: Invalid enum value - at `\$.data.reason`$"):
        decode(record("tavle.contact.left", contact="c", reason="x" * 60_000))
