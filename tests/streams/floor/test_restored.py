"""A floor goes on after a restart under the rules that hold now, and knows again what stood alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from streams.floor.business_hours import BusinessHours
from streams.floor.floor import Floor
from streams.floor.floor_rules import FloorRules, floor_rules
from streams.floor.promise import Promise, PromiseRule, PromiseRules
from streams.floor.restored import StateMismatch, restore
from streams.floor.rule import ServiceLevelRule, queue_rules
from streams.floor.saved import save
from streams.floor.saved_rules import decode_rules, encode_rules
from streams.floor.shown import site_view
from tests.streams.floor.histories import START, event
from tests.streams.floor.test_floor import answered, floor_of, queued
from tests.streams.floor.test_saved import saved_over

HOUR = 3_600_000
DAY = 24 * HOUR
OFFICE = BusinessHours(
    "Europe/Copenhagen",
    (((480, 960),),) * 5 + ((),) * 2,
    holidays=frozenset({date(2026, 12, 25), date(2026, 1, 1)}),
    special_days={date(2026, 12, 24): ((480, 720),)},
)
PROMISED = PromiseRules((
    PromiseRule("mail", OFFICE, (Promise("first_reply", 2 * HOUR),), queues=frozenset({"mail", "claims"})),
))  # fmt: skip


def test_rules_survive_being_saved() -> None:
    rules = FloorRules(
        queue_rules={
            "sales": queue_rules([ServiceLevelRule(10_000)], {"vendor": [ServiceLevelRule(profile="genesys")]})
        },
        promises=PROMISED,
    )
    assert decode_rules(encode_rules(rules), FloorRules()) == rules


def test_after_a_restart_with_another_threshold_the_day_is_judged_by_it() -> None:
    told = [queued("a", START), answered("a", START + 15_000), queued("b", START + 60_000)]
    floor = floor_of(*told, now=START + 75_000)
    before = site_view(floor, START + 75_000).queues["sales"].windows["today"].counts
    assert before["sl_answered_in"] == 1
    stricter = replace(floor_rules(ServiceLevelRule(10_000)), source_lag_limit_ms=HOUR)
    fields = saved_over(floor, {})
    again = restore("aarhus", stricter, fields)
    counts = site_view(again, START + 75_001).queues["sales"].windows["today"].counts
    assert (counts["sl_answered_late"], counts["sl_waiting_late"]) == (1, 1)
    assert "sl_answered_in" not in counts
    assert {name: n for name, n in counts.items() if name[:3] != "sl_"} == {
        name: n for name, n in before.items() if name[:3] != "sl_"
    }
    once_more = restore("aarhus", stricter, saved_over(again, fields))
    assert once_more.rules_saved
    assert site_view(once_more, START + 75_002).queues["sales"].windows["today"].counts == counts


def test_after_a_restart_with_other_promises_tickets_are_judged_by_them() -> None:
    opened = event("o", "ticket.opened", START, ticket="t", queue="mail")
    floor = floor_of(opened, now=START + 1)
    floor.tick(START + 20 * HOUR)
    fields = saved_over(floor, {})
    again = restore("aarhus", FloorRules(promises=PROMISED), fields)
    again.tick(START + 5 * DAY)
    view = site_view(again, START + 5 * DAY)
    assert view.queues["mail"].now.tickets.breached == 1
    assert view.queues["mail"].windows["month"].counts == {"tickets_opened": 1, "first_reply_missed": 1}
    known = restore("aarhus", FloorRules(promises=PROMISED), saved_over(again, fields))
    assert site_view(known, START + 5 * DAY).tickets == view.tickets


def test_what_stands_alone_is_known_again_and_forgotten_with_its_day() -> None:
    sale = event("s", "sale.made", START, agent="ann", amount=10.0)
    report = event("r", "measure.reported", START, measure="revenue", value=5.5, period="2026-11")
    floor = floor_of(sale, report, event("j", "customer.changed", START, change="joined"), now=START + 1)
    fields = saved_over(floor, {})
    again = restore("aarhus", FloorRules(), fields)
    again.apply(sale, START + 2)
    again.apply(report, START + 2)
    assert again.duplicates == 2
    view = site_view(again, START + 3)
    assert view.measures == {"revenue": {"2026-11": 5.5}}
    assert view.agents["ann"].windows["today"].counts["sales"] == 1
    assert view.staff.windows["month"].counts == {"customers_joined": 1}
    again.tick(START + 27 * HOUR)
    fields = saved_over(again, fields)
    assert not [field for field in fields if field.startswith("e\x1f")]
    again.apply(sale, START + 27 * HOUR)
    assert again.late == 1
    later = site_view(again, START + 27 * HOUR)
    assert later.agents["ann"].windows["week"].counts["sales_amount_cents"] == 1000


def test_an_event_that_came_and_went_between_two_saves_leaves_nothing() -> None:
    floor = Floor("aarhus", replace(FloorRules(), keep_ms=HOUR, ticket_keep_ms=HOUR))
    for told in (
        event("s", "sale.made", START, amount=1.0),
        event("o", "ticket.opened", START, ticket="t", queue="mail"),
        event("c", "ticket.status", START + 1, ticket="t", status="solved"),
    ):
        floor.apply(told, START + 2)
    floor.tick(START + 3 * HOUR)
    put, drop = save(floor)
    assert not [field for field in put if field[0] in "eT"]
    assert [field for field in drop if field.startswith("T")]


def test_a_visit_a_channel_and_a_settled_week_are_known_again() -> None:
    told = [
        event("q", "contact.queued", START, contact="c", queue="sales", customer="k"),
        answered("c", START + 1000),
        event("e", "contact.ended", START + 2000, contact="c", agent="ann"),
        event("w", "contact.wrapped", START + 3000, contact="c", agent="ann", topic="invoice", resolved=True),
        event("on", "agent.state", START, agent="ann", state="available"),
    ]
    floor = floor_of(*told, now=START + 4000)
    fields = saved_over(floor, {})
    for day in (1, 2, 3):
        floor.tick(START + day * DAY)
        site_view(floor, START + day * DAY)
        fields = saved_over(floor, fields)
        floor = restore("aarhus", FloorRules(), fields)
    view = site_view(floor, START + 3 * DAY)
    week = view.queues["sales"].windows["week"].counts
    assert (week["fcr_contacts"], week["fcr_resolved"], week["handled"]) == (1, 1, 1)
    assert view.channels["voice"]["week"].counts["handled"] == 1
    assert view.agents["ann"].windows["week"].counts["agent_days"] == 4
    assert view.agents["ann"].windows["week"].counts["available_ms"] == 3 * DAY - 1000
    floor.tick(START + 12 * DAY)
    assert not [field for field in saved_over(floor, fields) if field.startswith("v:")]


@pytest.mark.parametrize("field", ["meta", "rules"])
def test_state_that_cannot_be_read_is_refused(field: str) -> None:
    fields = saved_over(floor_of(queued("c", START), now=START + 1), {})
    del fields[field]
    if field == "meta":
        assert restore("aarhus", FloorRules(), fields).queues == {}
    else:
        with pytest.raises(StateMismatch, match="rules"):
            restore("aarhus", FloorRules(), fields)
