"""What each field of an event means, in words: the one column of docs/events.md that does not follow from the code."""

from __future__ import annotations

from collections.abc import Mapping

FIELDS: Mapping[str, str] = {
    "contact": "The call, chat or message: one id from its entry to its end",
    "queue": "The queue; without one, the contact's own, or `unassigned`",
    "agent": "The agent",
    "channel": "How the customer came: `voice`, `chat`, …",
    "customer": "Keyed hash of who it is, made at the source's edge; never a number or a name",
    "priority": "As the source has it",
    "language": "As the source has it",
    "entered_ivr_at": "When the voice menu began; not part of any wait",
    "rang_ms": "How long it rang, where no offer told when it began",
    "waited_ms": "Wait in this queue as the source measured it; wins over the difference of times",
    "to_queue": "Where it goes",
    "to_agent": "To whom it goes",
    "kind": "`blind`, or `attended` (spoken with first)",
    "talked_ms": "Connected time as the source measured it, holds included; wins over the difference of times",
    "ended_by": "Who hung up",
    "after_call_work": "`none`: the work ends with the conversation. `reported`: a `wrapped` event ends it. "
    "`fixed`: it lasts `after_call_work_ms`",
    "after_call_work_ms": "With `fixed`: how long",
    "category": "What it was about, coarsely",
    "topic": "What it was about",
    "outcome": "How it ended, in the words of the source",
    "resolved": "Whether the matter is settled",
    "value_to": "Who gained by the contact",
    "state": "What the agent does. `busy` only from a source that knows no better",
    "joined": "Serves this queue, or no longer",
    "paused": "Serves it, but takes nothing from it now",
    "penalty": "As the source has it; the lower, the sooner called",
    "name": "For display",
    "team": "For grouping",
    "location": "Where the agent works",
    "interval_s": "How often it beats, in seconds; silent after 2.5 of them",
    "from": "Beginning of what was missed",
    "to": "End of what was missed",
}
"""By the field's name in JSON."""

OF_TYPE: Mapping[tuple[str, str], str] = {
    ("tavle.contact.refused", "reason"): "Why nobody answered",
    ("tavle.contact.left", "reason"): "`abandoned`: gave up. `timed_out`: the queue's time limit. `overflowed`: to "
    "another queue, this one being too full or too slow. `redirected`: pressed a key. `callback`: asked to be called "
    "back. `withdrawn`: taken out. `closed`: the queue was emptied or shut. `lost`: outcome unknown",
    ("tavle.contact.queued", "queue"): "The queue that it enters",
    ("tavle.contact.transferred", "kind"): "`blind`, or `attended` (spoken with first)",
    ("tavle.agent.state", "reason"): "As the source has it",
    ("tavle.agent.member", "queue"): "The queue that the agent serves",
    ("tavle.agent.member", "reason"): "Why paused",
    ("tavle.source.reset", "reason"): "As the source has it",
    ("tavle.source.gap", "reason"): "Why they were missed",
}
"""Where a field means something of its own in one type."""
