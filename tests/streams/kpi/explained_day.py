"""A day told in literal steps, and questions about what stands behind its figures."""

from __future__ import annotations

from typing import Any

from streams.events import AnyEvent
from streams.events.instant import HOUR_MS
from streams.floor.floor import Floor
from streams.floor.floor_rules import FloorRules
from streams.floor.rule import ServiceLevelRule, queue_rules
from streams.kpi.explain import explain
from streams.kpi.explanation import Explanation, ScopeId
from tests.streams.floor.histories import START, event
from tests.streams.floor.ticket_lines import RULES as PROMISES

RULE = ServiceLevelRule(profile="genesys_short_excluded")
RULES = FloorRules(rules=queue_rules([RULE]), promises=PROMISES, source_lag_limit_ms=10 * HOUR_MS)
SITE = ScopeId("site")
SALES = ScopeId("queue", "sales")


Step = tuple[float, str, dict[str, Any]]
"""Seconds after the start, kind of the event, its data."""


def told(contact: str, *steps: Step) -> list[AnyEvent]:
    """The events of a contact."""
    return [
        event(f"{contact}.{n}", f"contact.{kind}", START + round(seconds * 1000), contact=contact, **data)
        for n, (seconds, kind, data) in enumerate(steps)
    ]


def queued(seconds: float = 0, **data: Any) -> Step:
    return seconds, "queued", {"queue": "sales", **data}


def floor_of(*events: AnyEvent, rules: FloorRules = RULES, seconds: float = 600) -> tuple[Floor, int]:
    floor, at = Floor("aarhus", rules), START + round(seconds * 1000)
    for one in events:
        floor.apply(one, at)
    return floor, at


def ask(
    metric: str, *events: AnyEvent, scope: ScopeId = SITE, window: str | None = "today", seconds: float = 600,
    rules: FloorRules = RULES,
) -> Explanation:  # fmt: skip
    floor, at = floor_of(*events, rules=rules, seconds=seconds)
    return explain(floor, at, metric, scope, window)


def verdicts(explained: Explanation) -> dict[str, str]:
    return {entry.id: entry.verdict for entry in explained.entries}


def excluded(explained: Explanation) -> dict[str, int]:
    return {left.reason: left.count for left in explained.excluded}


ANSWERED = (
    queued(),
    (12, "answered", {"agent": "ann"}),
    (72, "ended", {"agent": "ann", "after_call_work": "reported"}),
    (80, "wrapped", {"agent": "ann"}),
)
DAY = [
    *told("in_time", *ANSWERED),
    *told("late", queued(), (30, "answered", {"agent": "bo"})),
    *told("short", queued(), (3, "left", {"reason": "abandoned"})),
    *told("gave_up", queued(), (15, "left", {"reason": "abandoned"})),
    *told("full", queued(), (40, "left", {"reason": "overflowed"})),
    *told("back", queued(), (10, "left", {"reason": "callback"})),
    *told("gone", queued(), (10, "left", {"reason": "lost"})),
    *told("direct", (5, "answered", {"agent": "cy", "queue": "sales"}), (65, "ended", {"after_call_work": "none"})),
    *told("hopes", queued(595)),
    *told("waits", queued(300)),
]
