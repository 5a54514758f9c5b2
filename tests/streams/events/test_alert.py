"""A silence has an author, a reason and an end; whoever sees to an alert is named."""

from __future__ import annotations

from typing import Any

import pytest

from streams.events.decode import RejectedEvent, decode
from tests.streams.events.record import record

SILENCED = {"silence": "s1", "by": "mette", "reason": "new phones", "until": "2026-11-24T12:00:00Z"}


def test_a_silence_is_of_everything_unless_it_names_something() -> None:
    data: Any = decode(record("tavle.alert.silenced", **SILENCED)).data

    assert (data.rule, data.queue, data.team) == (None, None, None)


@pytest.mark.parametrize("missing", ["silence", "by", "reason", "until"])
def test_a_silence_without_author_reason_or_end_is_rejected(missing: str) -> None:
    with pytest.raises(RejectedEvent, match=missing):
        decode(record("tavle.alert.silenced", **{key: value for key, value in SILENCED.items() if key != missing}))


def test_an_empty_reason_and_a_name_that_cannot_be_printed_are_rejected() -> None:
    with pytest.raises(RejectedEvent, match="length"):
        decode(record("tavle.alert.silenced", **{**SILENCED, "reason": ""}))
    with pytest.raises(RejectedEvent, match="`by`"):
        decode(record("tavle.alert.acknowledged", alert="5b0c94a1f2d83e76", by="met\u0007te"))
