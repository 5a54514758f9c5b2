"""What may happen to a contact: a call, chat or message on its way through queues and agents."""

from __future__ import annotations

from typing import Literal

from streams.events.envelope import Data, Event, Id, Instant, Millis, Text

LeftReason = Literal["abandoned", "timed_out", "overflowed", "redirected", "callback", "withdrawn", "closed", "lost"]
RefusedReason = Literal["no_answer", "declined", "failed"]


class Queued(Data, frozen=True):
    contact: Id
    queue: Id
    channel: Id = "voice"
    customer: Id | None = None
    priority: int | None = None
    language: Id | None = None
    entered_ivr_at: Instant | None = None


class ContactQueued(Event, frozen=True, tag="tavle.contact.queued"):
    """Waits in this queue from `time`. The same contact may enter again: each entry is a leg."""

    data: Queued


class Offered(Data, frozen=True):
    contact: Id
    agent: Id
    queue: Id | None = None


class ContactOffered(Event, frozen=True, tag="tavle.contact.offered"):
    """Rings at an agent."""

    data: Offered


class Refused(Data, frozen=True):
    contact: Id
    agent: Id
    reason: RefusedReason = "no_answer"
    rang_ms: Millis | None = None


class ContactRefused(Event, frozen=True, tag="tavle.contact.refused"):
    """The offer ended unanswered; one contact may have many."""

    data: Refused


class Answered(Data, frozen=True):
    contact: Id
    agent: Id
    queue: Id | None = None
    waited_ms: Millis | None = None


class ContactAnswered(Event, frozen=True, tag="tavle.contact.answered"):
    """Connected. `waited_ms`, when the source states it, wins over the difference of times."""

    data: Answered


class OfContact(Data, frozen=True):
    contact: Id


class ContactHeld(Event, frozen=True, tag="tavle.contact.held"):
    """The customer is put on hold."""

    data: OfContact


class ContactResumed(Event, frozen=True, tag="tavle.contact.resumed"):
    """The conversation goes on."""

    data: OfContact


class Transferred(Data, frozen=True):
    contact: Id
    to_queue: Id | None = None
    to_agent: Id | None = None
    kind: Literal["blind", "attended"] = "blind"
    talked_ms: Millis | None = None


class ContactTransferred(Event, frozen=True, tag="tavle.contact.transferred"):
    """The leg ends here as handled; a queued or answered event of the next leg follows."""

    data: Transferred


class Left(Data, frozen=True):
    contact: Id
    reason: LeftReason
    queue: Id | None = None
    waited_ms: Millis | None = None


class ContactLeft(Event, frozen=True, tag="tavle.contact.left"):
    """Left the queue unanswered. `lost` means that the outcome is unknown."""

    data: Left


class Ended(Data, frozen=True):
    contact: Id
    agent: Id | None = None
    ended_by: Literal["agent", "customer", "system"] | None = None
    talked_ms: Millis | None = None
    after_call_work: Literal["none", "reported", "fixed"] = "none"
    after_call_work_ms: Millis = 0


class ContactEnded(Event, frozen=True, tag="tavle.contact.ended"):
    """The conversation is over.

    `talked_ms`, when stated, is the connected time, holds included. `after_call_work` says what follows: `none`,
    `reported` (a wrapped event will end it) or `fixed` (it lasts `after_call_work_ms`).
    """

    data: Ended


class Wrapped(Data, frozen=True):
    contact: Id
    agent: Id | None = None
    category: Text | None = None
    topic: Text | None = None
    outcome: Text | None = None
    resolved: bool | None = None
    value_to: Literal["customer", "company", "both", "none"] | None = None
    same_matter: bool | None = None


class ContactWrapped(Event, frozen=True, tag="tavle.contact.wrapped"):
    """After-call work is done; what the contact was about."""

    data: Wrapped
