from __future__ import annotations

from typing import Any

import pytest

from streams.events import TicketMessage, TicketOpened
from streams.events.decode import RejectedEvent, decode
from streams.events.ticket import Message, Opened
from tests.streams.events.record import record


def test_a_ticket_is_mail_from_a_customer_and_a_message_public_unless_said_otherwise() -> None:
    opened = decode(record("tavle.ticket.opened", ticket="t1", queue="mail"))
    assert isinstance(opened, TicketOpened)
    assert opened.data == Opened(ticket="t1", queue="mail", channel="email", opened_by="customer")
    message = decode(record("tavle.ticket.message", ticket="t1", by="agent"))
    assert isinstance(message, TicketMessage)
    assert message.data == Message(ticket="t1", by="agent", public=True, agent=None)


@pytest.mark.parametrize(
    ("type_", "data", "reason"),
    [
        ("opened", {"ticket": "t1"}, "missing required field `queue`"),
        ("opened", {"queue": "mail"}, "missing required field `ticket`"),
        ("opened", {"ticket": "", "queue": "mail"}, "length >= 1"),
        ("opened", {"ticket": "t1\t", "queue": "mail"}, "unprintable characters in `ticket`"),
        ("opened", {"ticket": "t1", "queue": "mail", "priority": 1}, "Expected `str"),
        ("opened", {"ticket": "t1", "queue": "mail", "priority": "high\u0000"}, "unprintable characters in `priority`"),
        ("opened", {"ticket": "t1", "queue": "mail", "opened_by": "bot"}, "Invalid enum value - at"),
        ("assigned", {"agent": "ida"}, "missing required field `ticket`"),
        ("message", {"ticket": "t1"}, "missing required field `by`"),
        ("message", {"ticket": "t1", "by": "robot"}, "Invalid enum value - at"),
        ("status", {"ticket": "t1"}, "missing required field `status`"),
        ("status", {"ticket": "t1", "status": "waiting"}, "Invalid enum value - at"),
        ("changed", {"priority": "high"}, "missing required field `ticket`"),
    ],
)
def test_what_no_ticket_can_do_is_rejected_with_the_reason(type_: str, data: dict[str, Any], reason: str) -> None:
    with pytest.raises(RejectedEvent, match=reason):
        decode(record(f"tavle.ticket.{type_}", **data))


def test_a_contact_s_priority_is_a_number_and_no_id() -> None:
    event = decode(record("tavle.contact.queued", contact="båt", queue="sales", priority=1))
    assert event.data.priority == 1  # type: ignore[union-attr]
