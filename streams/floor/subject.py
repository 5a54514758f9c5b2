"""What a source tells of: its subjects, and in which queues. So its silence says which figures are no longer true."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from streams.events import (
    AgentEvent,
    ContactEvent,
    ContactWrapped,
    CustomerChanged,
    Event,
    FeedbackGiven,
    MeasureReported,
    RetentionTried,
    SaleMade,
    TicketEvent,
)

Subject = Literal["contacts", "wrap_up", "agents", "tickets", "surveys", "sales", "measures"]

QUEUES_TOLD = 500
"""A source that names more queues than this in one subject is taken to tell of all of them."""

SUBJECTS: Mapping[type[Event], Subject] = {
    **dict.fromkeys(get_args(ContactEvent), "contacts"),
    ContactWrapped: "wrap_up",
    **dict.fromkeys(get_args(AgentEvent), "agents"),
    **dict.fromkeys(get_args(TicketEvent), "tickets"),
    FeedbackGiven: "surveys",
    **dict.fromkeys((SaleMade, RetentionTried, CustomerChanged), "sales"),
    MeasureReported: "measures",
}
"""Beats, resets and gaps of a source tell of no subject, nor what people say of alerts."""

Told = dict[Subject, set[str] | None]
"""The queues that were named in each subject; none when it named none, None when it named too many."""


def note(told: Told, event: Event) -> None:
    """Notes what the event is about."""
    subject = SUBJECTS.get(type(event))
    if subject is None:
        return
    if subject not in told:
        told[subject] = set()
    queues = told[subject]
    queue: str | None = getattr(event.data, "queue", None)  # type: ignore[attr-defined]
    if queue is None or queues is None or queue in queues:
        return
    if len(queues) < QUEUES_TOLD:
        queues.add(queue)
    else:
        told[subject] = None


def view(told: Told) -> dict[Subject, list[str]]:
    """As boards read it: no queue means any."""
    return {subject: sorted(queues or ()) for subject, queues in sorted(told.items())}
