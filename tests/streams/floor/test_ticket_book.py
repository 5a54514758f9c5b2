"""Tickets on a whole floor: found, due, summed up, forgotten and known again, beside everything else."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from streams.events.instant import to_ms
from streams.floor.counts import NAMES, REPLY_HIST, RESOLUTION_HIST
from streams.floor.floor import Floor
from streams.floor.floor_rules import FloorRules
from streams.floor.restored import restore
from streams.floor.shown import site_view
from streams.floor.view import TicketsNow, WindowView
from tests.streams.floor import ticket_oracle
from tests.streams.floor.test_saved import saved_over
from tests.streams.floor.test_ticket_against_oracle import BEGINNINGS, RULES, calendars, ticket_lives
from tests.streams.floor.ticket_floor import ticket_event
from tests.streams.floor.ticket_oracle import TicketOracle

H = 3_600_000
DAY = 24 * H
START = 1_795_431_600_000
SITE = FloorRules(zone="Europe/Copenhagen", promises=RULES, source_lag_limit_ms=10**12)


def counted(window: WindowView) -> Counter[str]:
    return Counter({
        **window.counts,
        **{f"reply {bin_}": n for bin_, n in window.reply_hist.items()},
        **{f"resolution {bin_}": n for bin_, n in window.resolution_hist.items()},
    })  # fmt: skip


def name_of(key: int) -> str:
    if key >= RESOLUTION_HIST:
        return f"resolution {key - RESOLUTION_HIST}"
    return f"reply {key - REPLY_HIST}" if key >= REPLY_HIST else NAMES[key]


@settings(max_examples=80, deadline=None, print_blob=True, suppress_health_check=list(HealthCheck))
@given(data=st.data(), order=st.randoms(use_true_random=False), beginning=st.sampled_from(BEGINNINGS))
def test_a_floor_counts_tickets_as_the_naive_reading_does(data: st.DataObject, order: Any, beginning: int) -> None:
    told = [event for n in range(data.draw(st.integers(1, 2))) for event in data.draw(ticket_lives(n, beginning))]
    order.shuffle(told)
    hours = calendars(beginning)
    floor, fields, delivered = Floor("aarhus", SITE), dict[str, bytes](), list[Any]()
    now = max(to_ms(event.time) for event in told) + 1
    while told:
        for event in [told.pop() for _ in range(min(len(told), data.draw(st.integers(1, 6))))]:
            floor.apply(event, now)
            delivered.append(event)
        now += data.draw(st.integers(0, 30 * H))
        view = site_view(floor, now)
        tickets = {event.data.ticket for event in delivered}
        oracles = {
            id_: TicketOracle([event for event in delivered if event.data.ticket == id_], RULES, now, hours)
            for id_ in tickets
        }
        expected: dict[str, Counter[str]] = {}
        for oracle in oracles.values():
            for (scope, moment, key), amount in oracle.counts.items():
                if view.staff.windows["month"].start <= moment < now:
                    expected.setdefault(scope, Counter())[name_of(key)] += amount
        shown = {f"q:{id_}": counted(queue.windows["month"]) for id_, queue in view.queues.items()}
        shown.update((f"a:{id_}", counted(agent.windows["month"])) for id_, agent in view.agents.items())
        shown.update((f"h:{id_}", counted(windows["month"])) for id_, windows in view.channels.items())
        assert {scope: counts for scope, counts in shown.items() if counts} == expected
        assert set(view.tickets) == {id_ for id_, oracle in oracles.items() if oracle.open}
        at_now = [
            TicketOracle([e for e in delivered if e.data.ticket == id_], RULES, now + 1, hours) for id_ in tickets
        ]
        together = ticket_oracle.now_of(at_now)
        assert sum(queue.now.tickets.open for queue in view.queues.values()) == together.open
        assert sum(queue.now.tickets.breached for queue in view.queues.values()) == together.breached
        assert sum(queue.now.tickets.at_risk for queue in view.queues.values()) == together.at_risk
        if data.draw(st.booleans()):
            fields = saved_over(floor, fields)
            floor = restore("aarhus", SITE, fields)
        now += 1


def opened(ticket: str, time: int) -> Any:
    return ticket_event(f"{ticket}.o", "opened", time, ticket, queue="orders")


def solved(ticket: str, time: int) -> Any:
    return ticket_event(f"{ticket}.s", "status", time, ticket, status="solved")


def test_repeats_are_counted_and_facts_of_forgotten_tickets_are_late() -> None:
    floor = Floor("aarhus", replace(SITE, ticket_keep_ms=DAY))
    for event in (opened("a", START), solved("a", START + H), solved("a", START + H)):
        floor.apply(event, START + 2 * H)
    assert floor.duplicates == 1
    floor.tick(START + 3 * DAY)
    assert floor.tickets.by_id == {}
    floor.apply(opened("a", START), START + 3 * DAY)
    assert (floor.late, floor.tickets.by_id) == (1, {})


def test_no_more_solved_tickets_are_kept_than_there_is_room_for_and_a_reopened_one_stays() -> None:
    floor = Floor("aarhus", replace(SITE, tickets_kept=2))
    for number in range(5):
        floor.apply(opened(f"t{number}", START + number), START + DAY)
        floor.apply(solved(f"t{number}", START + H + number), START + DAY)
    floor.apply(ticket_event("again", "status", START + 2 * H, "t0", status="open"), START + DAY)
    floor.tick(START + DAY)
    assert set(floor.tickets.by_id) == {"t0", "t3", "t4"}


def test_due_moments_wait_for_a_source_that_lags() -> None:
    floor = Floor("aarhus", replace(SITE, source_lag_limit_ms=10_000))
    floor.apply(opened("a", START), START + H)
    later = START + 30 * DAY
    assert site_view(floor, later).queues["orders"].now.tickets == TicketsNow(
        open=1, unanswered=1, next_due=site_view(floor, later).queues["orders"].now.tickets.next_due, oldest=START,
        opened_sum=START,
    )  # fmt: skip
    floor.apply(opened("b", later), later + 1)
    assert site_view(floor, later + 2).queues["orders"].now.tickets.breached == 1


def test_a_survey_about_an_unknown_ticket_opens_none() -> None:
    floor = Floor("aarhus", SITE)
    floor.apply(ticket_event("f", "survey", START, "t", kind="nps", score=9), START + 1)
    view = site_view(floor, START + 40 * DAY)
    assert (view.tickets, view.queues) == ({}, {})
    floor = Floor("aarhus", SITE)
    floor.apply(ticket_event("f", "survey", START, "t", kind="nps", score=9), START + 1)
    assert site_view(floor, START + 1).queues["unassigned"].windows["today"].counts == {
        "nps_promoters": 1, "nps_milli": 9000,
    }  # fmt: skip
