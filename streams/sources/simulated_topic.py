"""What the contacts and tickets of a simulated floor are about."""

from __future__ import annotations

from random import Random
from typing import Literal, NamedTuple

ValueTo = Literal["customer", "company", "both", "none"]


class Topic(NamedTuple):
    """A matter. `queues` is where it comes up; `solved` the share that one conversation settles; `value_to` who gains
    when it is talked about."""

    category: str
    name: str
    queues: frozenset[str]
    solved: float
    value_to: ValueTo


def _topic(category: str, name: str, queues: str, solved: float, value_to: ValueTo) -> Topic:
    return Topic(category, name, frozenset(queues.split()), solved, value_to)


# The most frequent first: the frequencies follow Zipf's law.
TOPICS = (
    _topic("Delivery", "Where is it", "chat sales mail", 0.86, "customer"),
    _topic("Invoice", "Amount", "billing chat mail", 0.80, "none"),
    _topic("Broadband", "Slow", "support", 0.62, "customer"),
    _topic("Account", "Password", "chat support", 0.95, "none"),
    _topic("Payment", "Card declined", "billing", 0.84, "company"),
    _topic("Delivery", "Damaged goods", "chat claims", 0.66, "customer"),
    _topic("Broadband", "No connection", "support", 0.55, "customer"),
    _topic("Subscription", "Change of plan", "sales retention mail", 0.90, "both"),
    _topic("Delivery", "Return", "chat claims mail", 0.82, "customer"),
    _topic("Offers", "Price", "sales retention", 0.88, "company"),
    _topic("Invoice", "Reminder", "billing claims", 0.78, "company"),
    _topic("Mobile", "Roaming", "support", 0.85, "customer"),
    _topic("Subscription", "Moving", "retention sales", 0.80, "both"),
    _topic("Subscription", "Notice", "retention", 0.72, "none"),
)


def pick_topic(random: Random, queue_id: str) -> Topic:
    """What one contact in this queue is about; `sales-2` is about what `sales` is."""
    topics, weights = _OF_QUEUE.get(queue_id.partition("-")[0], _ALL)
    return random.choices(topics, cum_weights=weights)[0]


def _weighted(queue: str | None) -> tuple[list[Topic], list[float]]:
    topics, weights, total = [], [], 0.0
    for rank, topic in enumerate(TOPICS, start=1):
        if queue is None or queue in topic.queues:
            total += 1 / rank
            topics.append(topic)
            weights.append(total)
    return topics, weights


_ALL = _weighted(None)
_OF_QUEUE = {queue: _weighted(queue) for queue in frozenset().union(*(topic.queues for topic in TOPICS))}
