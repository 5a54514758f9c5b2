"""What may happen to a ticket: a matter in writing, from its opening through replies to its solution."""

from __future__ import annotations

from typing import Literal

from streams.events.envelope import Data, Event, Id, Text

TicketState = Literal["new", "open", "pending", "on_hold", "solved", "closed"]


class Opened(Data, frozen=True):
    ticket: Id
    queue: Id
    channel: Id = "email"
    priority: Id | None = None
    customer: Id | None = None
    subject_class: Text | None = None
    opened_by: Literal["customer", "agent"] = "customer"


class TicketOpened(Event, frozen=True, tag="tavle.ticket.opened"):
    """A new ticket in this queue. Opened by a customer it waits for its first reply; opened by an agent, for the
    second."""

    data: Opened


class Assigned(Data, frozen=True):
    ticket: Id
    agent: Id | None = None
    queue: Id | None = None


class TicketAssigned(Event, frozen=True, tag="tavle.ticket.assigned"):
    """Whose it is from now on. What is not named stays as it was."""

    data: Assigned


class Message(Data, frozen=True):
    ticket: Id
    by: Literal["customer", "agent", "bot"]
    public: bool = True
    agent: Id | None = None


class TicketMessage(Event, frozen=True, tag="tavle.ticket.message"):
    """A reply or a note. First and next reply clocks follow from the public ones; a bot's reply answers nothing."""

    data: Message


class Status(Data, frozen=True):
    ticket: Id
    status: TicketState
    resolved: bool | None = None


class TicketStatus(Event, frozen=True, tag="tavle.ticket.status"):
    """`pending` and `on_hold` stop the clock, `solved` ends it, `open` after `solved` is a reopening."""

    data: Status


class Changed(Data, frozen=True):
    ticket: Id
    priority: Id | None = None
    queue: Id | None = None
    category: Text | None = None
    topic: Text | None = None


class TicketChanged(Event, frozen=True, tag="tavle.ticket.changed"):
    """Other properties of the ticket. What is not named stays as it was."""

    data: Changed
