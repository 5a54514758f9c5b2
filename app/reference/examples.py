"""One example of every event type: a call at a small centre, as the reference pages and the schema show it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from streams.events import AnyEvent
from streams.events import agent as a
from streams.events import contact as c
from streams.events import source as s
from streams.events.envelope import Data

E = TypeVar("E")

_NINE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
_CUSTOMER = "hmac-sha256:3b1f0c"


def _at(seconds: float) -> datetime:
    return _NINE + timedelta(seconds=seconds)


def _event(make: Callable[..., E], number: int, at_s: float, data: Data) -> E:
    """That `data` is of the right type is checked by the tests, which decode each example."""
    return make(id=f"pbx1-{number:04}", source="asterisk/pbx1", time=_at(at_s), site="aarhus", data=data)


_TALK = c.OfContact(contact="call-8814")

EXAMPLES: Mapping[type[Any], AnyEvent] = {
    type(event): event
    for event in (
        _event(c.ContactQueued, 4, 2.5, c.Queued(contact="call-8814", queue="sales", customer=_CUSTOMER, priority=1)),
        _event(c.ContactOffered, 5, 6.0, c.Offered(contact="call-8814", agent="ida", queue="sales")),
        _event(c.ContactRefused, 6, 12.0, c.Refused(contact="call-8814", agent="ida", rang_ms=6000)),
        _event(c.ContactAnswered, 7, 16.5, c.Answered(contact="call-8814", agent="bo", queue="sales",
                                                      waited_ms=14_000)),
        _event(c.ContactHeld, 8, 60.0, _TALK),
        _event(c.ContactResumed, 9, 75.0, _TALK),
        _event(c.ContactTransferred, 10, 120.0,
               c.Transferred(contact="call-8814", to_queue="support", kind="attended", talked_ms=103_500)),
        _event(c.ContactLeft, 11, 190.0, c.Left(contact="call-8814", queue="support", reason="abandoned",
                                                waited_ms=70_000)),
        _event(c.ContactEnded, 12, 240.0, c.Ended(contact="call-8815", agent="bo", ended_by="customer",
                                                  talked_ms=96_000, after_call_work="reported")),
        _event(c.ContactWrapped, 13, 270.0, c.Wrapped(contact="call-8815", agent="bo", category="order",
                                                      topic="delivery date", resolved=True, value_to="both")),
        _event(a.AgentState, 1, -600.0, a.State(agent="bo", state="available")),
        _event(a.AgentMember, 2, -600.0, a.Member(agent="bo", queue="sales", joined=True)),
        _event(a.AgentDescribed, 3, -600.0, a.Described(agent="bo", name="Bo Lind", team="north", location="Aarhus")),
        _event(s.SourceBeat, 14, 275.0, s.Beat(interval_s=5)),
        _event(s.SourceReset, 15, 300.0, s.Reset(reason="the PBX was restarted")),
        _event(s.SourceGap, 16, 302.0, s.Gap(start=_at(290), end=_at(300), reason="the log was rotated away")),
    )
}  # fmt: skip
