"""Events that stand alone: sales, retentions, customers who come and go, and answers to surveys about no contact or
ticket. Each is a fact by itself; what it counts follows from it and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from streams.events import CustomerChanged, FeedbackGiven, OutcomeEvent, RetentionTried, SaleMade
from streams.floor.contribution import Contribution, ScopeKind
from streams.floor.counts import Count
from streams.floor.feedback import Scored, scored
from streams.floor.queue import UNASSIGNED

_SALES = {"new": Count.sales_new, "upsell": Count.upsells, "repurchase": Count.repurchases}


def contributions(event: OutcomeEvent, moment: int, currency: str) -> list[Contribution]:
    """What the event counts, and for whom; `currency` is the site's, in which alone amounts are summed."""
    return [
        Contribution(kind, id_, moment, key, amount)
        for kind, id_ in _scopes(event)
        for key, amount in _counts(event, currency)
    ]


def _scopes(event: OutcomeEvent) -> Iterator[tuple[ScopeKind, str]]:
    if isinstance(event, CustomerChanged):
        yield "s", ""
        return
    yield "q", event.data.queue or UNASSIGNED
    if event.data.agent is not None:
        yield "a", event.data.agent
    if isinstance(event, FeedbackGiven) and event.data.channel is not None:
        yield "h", event.data.channel


def _counts(event: OutcomeEvent, currency: str) -> Scored:
    match event:
        case FeedbackGiven():
            return scored(event.data)
        case SaleMade():
            return _sale(event, currency)
        case RetentionTried():
            return [(Count.retentions_tried, 1), *([(Count.retentions_saved, 1)] if event.data.saved else [])]
        case _:
            return [(Count.customers_joined if event.data.change == "joined" else Count.customers_left, 1)]


def _sale(event: SaleMade, currency: str) -> Scored:
    data = event.data
    counts: Scored = [(Count.sales, 1)]
    if data.kind is not None:
        counts.append((_SALES[data.kind], 1))
    if data.amount is not None:
        if data.currency in (None, currency):
            counts += [(Count.sales_with_amount, 1), (Count.sales_amount_cents, round(data.amount * 100))]
        else:
            counts.append((Count.sales_other_currency, 1))
    return counts
