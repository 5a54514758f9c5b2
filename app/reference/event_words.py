"""What each field of an event means, in words: the one column of docs/events.md that does not follow from the code."""

from __future__ import annotations

from collections.abc import Mapping

from streams.events.feedback import SCALES

_SCALES = ", ".join(f"`{kind}` [{low:g}, {high:g}]" for kind, (low, high) in SCALES.items())

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
    "same_matter": "The answer to “was it the same matter as before?”: `false` is right the first time",
    "state": "What the agent does. `busy` only from a source that knows no better",
    "joined": "Serves this queue, or no longer",
    "paused": "Serves it, but takes nothing from it now",
    "penalty": "As the source has it; the lower, the sooner called",
    "name": "For display",
    "team": "For grouping",
    "location": "Where the agent works",
    "ticket": "The matter: one id from its opening to its end",
    "subject_class": "What kind of matter the source takes it for",
    "opened_by": "Who began it; one that an agent opened waits for his second message, not his first",
    "by": "Who wrote",
    "public": "The customer sees it; `false` is a note among colleagues",
    "status": "What the ticket is now",
    "score": "Within `scale`, its ends included; the higher, the better",
    "scale": f"[lowest, highest]. Without one: {_SCALES}. NPS is asked on [0, 10] or [1, 10] only",
    "comment": "In the customer's words",
    "saved": "The customer stays",
    "change": "One more, or one fewer",
    "amount": "In whole units of the currency",
    "currency": "ISO 4217. Without one, the site's own",
    "measure": "What was measured. `revenue` alone may be negative; `trustpilot_score` is 1 to 5; `customers` is how "
    "many there are",
    "value": "In whole units: money, hours, people",
    "period": "The ISO day, week or month it is about",
    "scope": "Whose figure, where it is not the whole site's",
    "interval_s": "How often it beats, in seconds; silent after 2.5 of them",
    "from": "Beginning of what was missed",
    "to": "End of what was missed",
    "alert": "The alert's id, as it was sent and is shown",
    "silence": "The silence: one id from its beginning to its end",
    "until": "When it ends by itself",
    "rule": "Only alerts of this rule; of any without one",
}
"""By the field's name in JSON."""

OF_TYPE: Mapping[tuple[str, str], str] = {
    ("tavle.contact.refused", "reason"): "Why nobody answered",
    ("tavle.contact.left", "reason"): "`abandoned`: gave up. `timed_out`: the queue's time limit. `overflowed`: to "
    "another queue, this one being too full or too slow. `redirected`: pressed a key. `callback`: asked to be called "
    "back. `withdrawn`: taken out. `closed`: the queue was emptied or shut. `lost`: outcome unknown",
    ("tavle.contact.queued", "queue"): "The queue that it enters",
    ("tavle.contact.transferred", "kind"): "`blind`, or `attended` (spoken with first)",
    ("tavle.ticket.opened", "queue"): "The queue that it is opened in",
    ("tavle.ticket.opened", "channel"): "How it came: `email`, `web`, `phone`, …",
    ("tavle.ticket.assigned", "queue"): "The queue that it is in from now on",
    ("tavle.ticket.assigned", "agent"): "Who has it from now on",
    ("tavle.ticket.message", "agent"): "The agent who wrote; without one, whose ticket it is",
    ("tavle.ticket.status", "resolved"): "Whether the matter is settled",
    ("tavle.ticket.changed", "queue"): "The queue that it is in from now on",
    ("tavle.feedback.given", "kind"): "What was asked: recommend us? (`nps`), content? (`csat`), was it easy? (`ces`), "
    "a face, a thumb, stars",
    ("tavle.feedback.given", "contact"): "The contact that it is about",
    ("tavle.feedback.given", "ticket"): "The ticket that it is about",
    ("tavle.feedback.given", "queue"): "The queue that it counts for",
    ("tavle.feedback.given", "agent"): "The agent it counts for",
    ("tavle.feedback.given", "channel"): "The channel it counts for",
    ("tavle.sale.made", "kind"): "A new customer's, more to one who has something, or the same again",
    ("tavle.sale.made", "queue"): "The queue that it counts for",
    ("tavle.retention.tried", "queue"): "The queue that it counts for",
    ("tavle.agent.state", "reason"): "As the source has it",
    ("tavle.agent.member", "queue"): "The queue that the agent serves",
    ("tavle.agent.member", "reason"): "Why paused",
    ("tavle.alert.acknowledged", "by"): "Who sees to it",
    ("tavle.alert.silenced", "by"): "Who silences",
    ("tavle.alert.silenced", "reason"): "Why, for those who wonder at the quiet",
    ("tavle.alert.silenced", "queue"): "Only alerts about this queue and what is in it; about any without one",
    ("tavle.alert.silenced", "team"): "Only alerts that go to this team; to any without one",
    ("tavle.alert.unsilenced", "by"): "Who ends it",
    ("tavle.source.reset", "reason"): "As the source has it",
    ("tavle.source.gap", "reason"): "Why they were missed",
    ("tavle.source.retired", "reason"): "Why it was taken out of service",
}
"""Where a field means something of its own in one type."""
