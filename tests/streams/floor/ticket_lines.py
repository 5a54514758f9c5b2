"""Time lines of one ticket.

The desk in Copenhagen is open on weekdays from 09:00 to 17:00, the night watch every day from 00:00 to 08:00; 14 May
2026 is a holiday.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from streams.events.instant import MINUTE_MS, parse_rfc3339, to_ms
from streams.floor.business_hours import BusinessHours
from streams.floor.counts import Count
from streams.floor.promise import Promise, PromiseRule, PromiseRules
from tests.streams.floor.ticket_floor import TicketFloor, ticket_event

H = 60 * MINUTE_MS
DESK_HOURS = BusinessHours(
    "Europe/Copenhagen", (((540, 1020),),) * 5 + ((), ()), holidays=frozenset({date(2026, 5, 14)})
)
NIGHT_HOURS = BusinessHours("Europe/Copenhagen", (((0, 480),),) * 7)
PROMISES = (Promise("first_reply", 4 * H), Promise("next_reply", 8 * H), Promise("resolution", 16 * H))
RULES = PromiseRules(
    (
        PromiseRule("urgent", DESK_HOURS, (Promise("first_reply", H),), priorities=frozenset({"urgent"})),
        PromiseRule("desk", DESK_HOURS, PROMISES, queues=frozenset({"orders", "returns"})),
        PromiseRule("night", NIGHT_HOURS, PROMISES, queues=frozenset({"night"})),
        PromiseRule("closed", BusinessHours("UTC", ((),) * 7), PROMISES, queues=frozenset({"shut"})),
    )
)
Line = tuple[str, str, dict[str, Any]]
"""Local moment, kind of the event, its data."""

OPENED: Line = ("2026-05-11T10:00+02:00", "opened", {"queue": "orders", "customer": "k1"})
REPLIED: Line = ("2026-05-11T11:00+02:00", "message", {"by": "agent", "agent": "ann"})
NAMES = {key: name for name, key in vars(Count).items() if not name.startswith("_")}


def at(text: str) -> int:
    return parse_rfc3339(text)


def lived(*lines: Line, until: str = "2026-05-11T12:00+02:00", backwards: bool = False) -> TicketFloor:
    """One ticket's life, all that is due before `until` passed."""
    told = [ticket_event(f"e{n}", kind, at(text), **data) for n, (text, kind, data) in enumerate(lines)]
    floor = TicketFloor(RULES)
    for event in reversed(told) if backwards else told:
        floor.pass_deadlines(min(to_ms(event.time), at(until)))
        floor.apply(event)
    floor.pass_deadlines(at(until))
    return floor


def named(floor: TicketFloor, scope: str = "q:orders") -> dict[str, int]:
    """Sums over all time, the histograms left out."""
    total: dict[str, int] = {}
    for (of, _moment, key), amount in floor.counts().items():
        if of == scope and key in NAMES:
            total[NAMES[key]] = total.get(NAMES[key], 0) + amount
    return total


def moment_of(floor: TicketFloor, key: int, scope: str = "q:orders") -> int:
    (moment,) = (moment for of, moment, known in floor.counts() if of == scope and known == key)
    return moment


def status(text: str, to: str) -> Line:
    return text, "status", {"status": to}


def by_customer(text: str) -> Line:
    return text, "message", {"by": "customer"}


def by_agent(text: str, agent: str | None = "ann") -> Line:
    return text, "message", {"by": "agent", "agent": agent}
