"""Whatever order events of tickets come in, however often, and through any crash: counts and present equal the naive
reading of all events."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from streams.events.instant import MINUTE_MS, parse_rfc3339
from streams.floor.business_hours import BusinessHours
from streams.floor.promise import Promise, PromiseRule, PromiseRules
from streams.floor.ticket import now_of
from tests.streams.floor import ticket_oracle
from tests.streams.floor.business_hours_oracle import NaiveHours
from tests.streams.floor.ticket_floor import TicketFloor, ticket_event
from tests.streams.floor.ticket_oracle import Hours, TicketOracle

H = 60 * MINUTE_MS
BEGINNINGS = tuple(parse_rfc3339(text) for text in ("2026-03-27T09:00:00+01:00", "2026-10-23T09:00:00+02:00"))
DAYS_LOOKED_UP = 60
DESK = BusinessHours(
    "Europe/Copenhagen", (((540, 1020),),) * 5 + ((), ()), holidays=frozenset({date(2026, 3, 31), date(2026, 10, 27)})
)
NIGHTS = BusinessHours("Europe/Copenhagen", (((0, 480),),) * 7)


def three_promises(name: str, hours: BusinessHours, *targets_ms: int, **match: frozenset[str]) -> PromiseRule:
    first, following, solved = targets_ms
    promises = (Promise("first_reply", first), Promise("next_reply", following), Promise("resolution", solved))
    return PromiseRule(name, hours, promises, **match)


RULES = PromiseRules(
    (
        three_promises("urgent", NIGHTS, H, 2 * H, 12 * H, priorities=frozenset({"urgent"})),
        PromiseRule("returns", DESK, (Promise("resolution", 16 * H, at_risk=0.5),), queues=frozenset({"returns"})),
        three_promises("orders", DESK, 4 * H, 6 * H, 24 * H, queues=frozenset({"orders"})),
    )
)


class LookedUp:
    """The minutes of the naive hours, summed once: the same figures without a walk for each question."""

    def __init__(self, hours: BusinessHours, beginning: int) -> None:
        self.naive = NaiveHours(hours, beginning // MINUTE_MS, DAYS_LOOKED_UP * 1440)
        self.before = [0]
        for is_open in self.naive.open:
            self.before.append(self.before[-1] + is_open * MINUTE_MS)

    def until(self, at: int) -> int:
        minute = at // MINUTE_MS - self.naive.first
        return self.before[minute] + (at % MINUTE_MS if self.naive.open[minute] else 0)

    def worked_ms(self, start: int, end: int) -> int:
        return self.until(end) - self.until(start)

    def due(self, start: int, business_ms: int) -> int:
        return self.naive.due(start, business_ms)


@cache
def calendars(beginning: int) -> dict[str, Hours]:
    desk, nights = LookedUp(DESK, beginning), LookedUp(NIGHTS, beginning)
    return {"urgent": nights, "returns": desk, "orders": desk}


QUEUES = ("orders", "returns", "other")
AGENTS = ("ann", "bo")
PAUSES_MS = (0, 7, 20 * MINUTE_MS, H, 2 * H, 4 * H, 8 * H, 12 * H, 16 * H, 24 * H, 30 * H, 40 * H, 60 * H)
ODD_MS = (0, 0, 1, 12_345)
MAYBE_AGENT = st.sampled_from([None, *AGENTS])
TURNS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "assigned": st.fixed_dictionaries({"agent": MAYBE_AGENT, "queue": st.sampled_from([None, None, *QUEUES])}),
    "asked": st.just({"by": "customer"}),
    "answered": st.fixed_dictionaries({"by": st.just("agent"), "agent": MAYBE_AGENT}),
    "message": st.fixed_dictionaries(
        {
            "by": st.sampled_from(["customer", "agent", "bot"]),
            "public": st.sampled_from([True, False]),
            "agent": MAYBE_AGENT,
        }
    ),
    "status": st.fixed_dictionaries(
        {
            "status": st.sampled_from(["open", "solved"] * 3 + ["new", "pending", "on_hold", "closed", "closed"]),
            "resolved": st.sampled_from([None, False]),
        }
    ),
    "changed": st.fixed_dictionaries(
        {
            "priority": st.sampled_from([None, "urgent", "low"]),
            "queue": st.sampled_from([None, None, *QUEUES]),
            "topic": st.just("parcel"),
        }
    ),
    "survey": st.fixed_dictionaries(
        {
            "kind": st.just("nps"),
            "score": st.sampled_from([3, 8, 10]),
            "queue": st.sampled_from([None, None, *QUEUES]),
            "channel": st.sampled_from([None, "sms"]),
            "agent": MAYBE_AGENT,
        }
    ),
}
OPENING = st.fixed_dictionaries(
    {
        "queue": st.sampled_from(QUEUES),
        "priority": st.sampled_from([None, None, "urgent"]),
        "opened_by": st.sampled_from(["customer", "customer", "agent"]),
    }
)


@st.composite
def ticket_lives(draw: st.DrawFn, number: int, beginning: int) -> list[Any]:
    """One ticket: usually opened, rarely twice, at times only after its first facts."""
    ticket, time = f"t{number}", beginning + draw(st.integers(0, 24 * H))
    told: list[Any] = []
    kinds = st.sampled_from(
        ["asked", "answered", "asked", "answered", "status", "status", "message", "assigned", "changed", "survey"]
    )
    opening = draw(st.sampled_from([["opened"]] * 6 + [[], ["message", "opened"], ["opened"] * 2]))
    for kind in [*opening, *draw(st.lists(kinds, min_size=4, max_size=9)), *draw(st.sampled_from([[], ["status"]]))]:
        data = draw(OPENING if kind == "opened" else TURNS[kind])
        kind = "message" if kind in ("asked", "answered") else kind
        told.append(ticket_event(f"{ticket}.{len(told)}", kind, time, ticket, **data))
        time += draw(st.sampled_from(PAUSES_MS)) + draw(st.sampled_from(ODD_MS))
    return told


def assert_equals_oracle(floor: TicketFloor, delivered: list[Any], calendars: dict[str, Hours]) -> None:
    counted: Counter[tuple[str, int, int]] = Counter()
    oracles = {}
    for id_, ticket in floor.tickets.items():
        events = [event for event in delivered if event.data.ticket == id_]
        oracle = oracles[id_] = TicketOracle(events, RULES, floor.clock, calendars)
        counted.update(oracle.counts)
        if ticket.open:
            assert ticket.story.view() == oracle.view()
        assert ticket.open == oracle.open
    assert floor.counts() == counted
    assert now_of(floor.tickets.values()) == ticket_oracle.now_of(oracles.values())


def pass_time(floor: TicketFloor, draw: st.DataObject) -> None:
    """Time comes exactly to a deadline, just past it, anywhere, or past all that was told."""
    beyond_ms = draw.draw(st.one_of(st.sampled_from([0, 1]), st.integers(0, 40 * H)))
    told = [ticket.last_time for ticket in floor.tickets.values()]
    ahead = [due for due, _ticket in floor.deadlines]
    floor.pass_deadlines(draw.draw(st.sampled_from([floor.clock, *ahead, *told])) + beyond_ms)


@settings(max_examples=300, deadline=None, print_blob=True, suppress_health_check=list(HealthCheck))
@given(
    data=st.data(), order=st.randoms(use_true_random=False), tidy=st.booleans(), beginning=st.sampled_from(BEGINNINGS)
)
def test_tickets_equal_the_naive_reading_of_their_events(
    data: st.DataObject, order: Any, tidy: bool, beginning: int
) -> None:
    told = [
        event for number in range(data.draw(st.integers(1, 2))) for event in data.draw(ticket_lives(number, beginning))
    ]
    told.sort(key=lambda event: event.time)
    if not tidy:
        order.shuffle(told)
    floor = TicketFloor(RULES)
    floor.pass_deadlines(beginning)
    for n, event in enumerate(told, 1):
        assert floor.apply(event)
        turn = data.draw(st.sampled_from(["none", "none", "time", "time", "crash", "again"]))
        if turn == "time":
            pass_time(floor, data)
        elif turn == "crash":
            floor.crash()
        elif turn == "again":
            assert not floor.apply(data.draw(st.sampled_from(told[:n])))
        assert_equals_oracle(floor, told[:n], calendars(beginning))
    pass_time(floor, data)
    assert_equals_oracle(floor, told, calendars(beginning))
