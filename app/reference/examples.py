"""One example of every event type: a call and a ticket at a small centre, as the reference pages and the schema show
them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from streams.events import AnyEvent
from streams.events import agent as a
from streams.events import alert as al
from streams.events import commerce as m
from streams.events import contact as c
from streams.events import feedback as f
from streams.events import source as s
from streams.events import ticket as t
from streams.events.envelope import Data
from streams.events.measure import Measure, MeasureReported

E = TypeVar("E")

_NINE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
_CUSTOMER = "hmac-sha256:3b1f0c"


def _at(seconds: float) -> datetime:
    return _NINE + timedelta(seconds=seconds)


def _event(make: Callable[..., E], number: int, at_s: float, data: Data, source: str = "asterisk/pbx1") -> E:
    """That `data` is of the right type is checked by the tests, which decode each example."""
    id_ = f"{source.partition('/')[2]}-{number:04}"
    return make(id=id_, source=source, time=_at(at_s), site="aarhus", data=data)


_DESK, _SURVEY, _SHOP, _OFFICE = "helpdesk/main", "survey/mail", "shop/web", "finance/ledger"
_PAGE = "tavle/web"


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
                                                      topic="delivery date", resolved=True, value_to="both",
                                                      same_matter=False)),
        _event(a.AgentState, 1, -600.0, a.State(agent="bo", state="available")),
        _event(a.AgentMember, 2, -600.0, a.Member(agent="bo", queue="sales", joined=True)),
        _event(a.AgentDescribed, 3, -600.0, a.Described(agent="bo", name="Bo Lind", team="north", location="Aarhus")),
        _event(t.TicketOpened, 1, -3600.0, t.Opened(ticket="t-2207", queue="mail", priority="high", customer=_CUSTOMER,
                                                    subject_class="complaint"), _DESK),
        _event(t.TicketAssigned, 2, -3000.0, t.Assigned(ticket="t-2207", agent="ida", queue="complaints"), _DESK),
        _event(t.TicketMessage, 3, -1800.0, t.Message(ticket="t-2207", by="agent", agent="ida"), _DESK),
        _event(t.TicketStatus, 4, -1790.0, t.Status(ticket="t-2207", status="pending"), _DESK),
        _event(t.TicketChanged, 5, -1700.0, t.Changed(ticket="t-2207", priority="urgent", category="order",
                                                      topic="damaged goods"), _DESK),
        _event(f.FeedbackGiven, 1, 900.0, f.Feedback(kind="nps", score=9, scale=(0, 10), comment="Quick and friendly",
                                                     contact="call-8815", queue="support", agent="bo", channel="voice",
                                                     customer=_CUSTOMER, same_matter=False), _SURVEY),
        _event(m.SaleMade, 1, 230.0, m.Sale(agent="bo", queue="sales", kind="upsell", amount=49.5, currency="EUR",
                                            customer=_CUSTOMER), _SHOP),
        _event(m.RetentionTried, 2, 235.0, m.Retention(saved=True, agent="bo", queue="sales", customer=_CUSTOMER),
               _SHOP),
        _event(m.CustomerChanged, 3, 236.0, m.CustomerChange(change="joined", customer=_CUSTOMER), _SHOP),
        _event(MeasureReported, 1, 600.0, Measure(measure="revenue", value=184_250.75, period="2026-11-23"), _OFFICE),
        _event(s.SourceBeat, 14, 275.0, s.Beat(interval_s=5)),
        _event(s.SourceReset, 15, 300.0, s.Reset(reason="the PBX was restarted")),
        _event(s.SourceGap, 16, 302.0, s.Gap(start=_at(290), end=_at(300), reason="the log was rotated away")),
        _event(s.SourceRetired, 17, 900.0, s.Retired(reason="moved to another PBX")),
        _event(al.AlertAcknowledged, 1, 400.0, al.Acknowledgement(alert="5b0c94a1f2d83e76", by="mette"), _PAGE),
        _event(al.AlertSilenced, 2, 410.0, al.Silence(silence="s-17", by="mette", reason="new phones are put in",
                                                      until=_at(7200), queue="support"), _PAGE),
        _event(al.AlertUnsilenced, 3, 3600.0, al.SilenceEnd(silence="s-17", by="mette"), _PAGE),
    )
}  # fmt: skip
