"""The naive recomputation of what contacts were about: surveys, repeated calls, first time right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

DAY_MS = 86_400_000


class Visit(NamedTuple):
    customer: str
    topic: str
    entered: int
    flagged_at: int
    resolved: bool | None
    queue: str
    agent: str | None


def scopes(queue: str, agent: str | None) -> list[str]:
    return [f"q:{queue}", *([f"a:{agent}"] if agent else [])]


def feedback_counts(d: Any) -> dict[str, int]:
    """On the usual scales only: NPS 0 to 10, CSAT and stars 1 to 5, CES 1 to 7, smileys 1 to 3, thumbs 0 and 1."""
    counts = {"comments": 1} if d.comment else {}
    if d.kind == "nps":
        group = "promoters" if d.score in (9, 10) else "passives" if d.score in (7, 8) else "detractors"
        return {**counts, f"nps_{group}": 1, "nps_milli": d.score * 1000}
    if d.kind == "smiley":
        return {**counts, {1: "smiley_sad", 2: "smiley_neutral", 3: "smiley_happy"}[d.score]: 1}
    if d.kind == "thumb":
        return {**counts, "thumbs_up" if d.score else "thumbs_down": 1}
    if d.kind == "csat" and d.score >= 4:
        counts["csat_top"] = 1
    return {**counts, f"{d.kind}_n": 1, f"{d.kind}_milli": d.score * 1000}


def answers(asked: list[tuple[bool, int, str, str | None, bool]]) -> Iterator[tuple[str, int, str]]:
    """The last answer of a survey, or else of an agent."""
    chosen = [one for one in asked if one[0]] or asked
    if chosen:
        _, moment, queue, agent, right = chosen[-1]
        for scope in scopes(queue, agent):
            yield scope, moment, "ftr_asked"
            if right:
                yield scope, moment, "ftr_right"


def fcr_counts(visits: Iterable[Visit], now: int, days: int) -> Iterator[tuple[str, tuple[int, str, int]]]:
    """Dated counts of every flagged visit: whether it was the last of its customer about its topic for so many days."""
    visits = list(visits)
    for visit in visits:
        if visit.resolved is None:
            continue
        until = visit.flagged_at + days * DAY_MS
        again = [
            other
            for other in visits
            if (other.customer, other.topic) == (visit.customer, visit.topic) and visit.entered < other.entered <= until
        ]
        for scope in scopes(visit.queue, visit.agent):
            yield scope, (visit.flagged_at, "fcr_contacts", 1)
            if visit.resolved and not again:
                yield scope, (visit.flagged_at, "fcr_resolved", 1)
            if max(visit.flagged_at, visit.entered) + days * DAY_MS < now:
                yield scope, (visit.flagged_at, "fcr_settled", 1)


def outcome_counts(name: str, time: int, d: Any, currency: str) -> Iterator[tuple[str, tuple[int, str, int]]]:
    """Dated counts of what stands alone; without a queue it is the unassigned one's."""
    if name == "customer.changed":
        yield "s:", (time, f"customers_{d.change}", 1)
        return
    counts: dict[str, int] = {}
    if name == "sale.made":
        kinds = {"new": "sales_new", "upsell": "upsells", "repurchase": "repurchases"}
        counts = {"sales": 1, **({kinds[d.kind]: 1} if d.kind else {})}
        if d.amount is not None and d.currency in (None, currency):
            counts.update(sales_with_amount=1, sales_amount_cents=round(d.amount * 100))
        elif d.amount is not None:
            counts["sales_other_currency"] = 1
    elif name == "retention.tried":
        counts = {"retentions_tried": 1, **({"retentions_saved": 1} if d.saved else {})}
    else:
        counts = feedback_counts(d)
    channel = getattr(d, "channel", None)
    for scope in (*scopes(d.queue or "unassigned", d.agent), *([f"h:{channel}"] if channel else [])):
        for key, amount in counts.items():
            yield scope, (time, key, amount)
