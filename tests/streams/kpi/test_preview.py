"""A preview tells what a worker shows that goes by the candidate's rules, and which contacts count otherwise."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from streams.events import AnyEvent
from streams.events.instant import DAY_MS
from streams.floor.floor import Floor
from streams.floor.floor_rules import FloorRules, floor_rules
from streams.floor.restored import restore
from streams.floor.rule import ServiceLevelRule
from streams.floor.shown import site_view
from streams.kpi.aggregate import of_queue_in
from streams.kpi.figures import site_aggregate
from streams.kpi.preview import Preview, preview
from tests.streams.floor.histories import START, event, histories
from tests.streams.floor.other_rules import LATER, SPAN_MS, lived, rules_of_a_site
from tests.streams.floor.test_floor import answered, floor_of, queued
from tests.streams.floor.test_saved import saved_over


def previewed(floor: Floor, rules: FloorRules) -> Preview:
    """As the web side does it: on what the worker saved."""
    return preview(restore("aarhus", floor.rules, saved_over(floor, {})), rules)


@given(told=histories(SPAN_MS), now=rules_of_a_site(), then=rules_of_a_site())
@settings(max_examples=300, deadline=None)
def test_it_equals_a_floor_that_lived_by_the_candidate(told: list[AnyEvent], now: FloorRules, then: FloorRules) -> None:
    floor = lived(told, now, until=LATER)
    other = site_view(lived(told, then, until=LATER), LATER)
    shown = site_view(floor, LATER)
    found = previewed(floor, then)
    assert found.older == 0
    for view, wanted in ((found.present, shown), (found.candidate, other)):
        assert view.queues.keys() == wanted.queues.keys()
        for id_, queue in wanted.queues.items():
            assert view.queues[id_].windows == queue.windows
            assert of_queue_in(view.queues[id_], "today") == of_queue_in(queue, "today")
        assert site_aggregate(view, "today").service_level == site_aggregate(wanted, "today").service_level
    before, after = (site_aggregate(view, "today").service_level for view in (shown, other))
    moved = sum(found.otherwise.values())
    assert moved >= max(abs(a - b) for a, b in zip(before, after, strict=True))
    if now == then:
        assert not moved


def test_it_counts_the_contacts_that_count_otherwise() -> None:
    told = [
        queued("a", START), answered("a", START + 8_000),
        queued("b", START), answered("b", START + 15_000),
        queued("c", START), event("c.left", "contact.left", START + 18_000, contact="c", reason="abandoned"),
        queued("d", START),
    ]  # fmt: skip
    rules = replace(floor_rules(ServiceLevelRule(20_000)), source_lag_limit_ms=DAY_MS)
    floor = floor_of(*told, now=START + 60_000, rules=rules)
    floor.tick(START + 60_000)
    stricter = replace(rules, rules=floor_rules(ServiceLevelRule(10_000)).rules)
    saved = saved_over(floor, {})
    found = preview(restore("aarhus", rules, saved), stricter)
    assert (found.otherwise, found.older) == ({"sales": 1}, 0)
    ignored = replace(rules, rules=floor_rules(ServiceLevelRule(10_000, profile="answered_only")).rules)
    assert preview(restore("aarhus", rules, saved), ignored).otherwise == {"sales": 3}
    assert preview(restore("aarhus", rules, saved), rules).otherwise == {}


def test_it_counts_both_legs_of_a_contact_that_a_reset_cut_off_and_that_went_on() -> None:
    told = [
        queued("a", START), event("reset", "source.reset", START),
        event("a.1", "contact.answered", START + 1_000, contact="a", agent="ann", waited_ms=12_000),
        event("a.t", "contact.transferred", START + 2_000, contact="a", kind="blind", to_queue="sales"),
        event("a.2", "contact.answered", START + 3_000, contact="a", agent="ann", waited_ms=12_000),
    ]  # fmt: skip
    rules = replace(floor_rules(ServiceLevelRule(20_000)), source_lag_limit_ms=DAY_MS)
    floor = floor_of(*told, now=START + 60_000, rules=rules)
    stricter = floor_rules(ServiceLevelRule(10_000)).rules
    before = site_aggregate(site_view(floor, START + 60_000), "today").service_level
    found = previewed(floor, replace(rules, rules=stricter))
    after = site_aggregate(found.candidate, "today").service_level
    assert sum(found.otherwise.values()) == before.numerator - after.numerator == 2


def test_what_is_no_longer_known_by_its_facts_is_told_apart() -> None:
    rules = replace(FloorRules(), contacts_kept=1)
    told = [
        one for n in range(4) for one in (
            queued(f"c{n}", START + n), answered(f"c{n}", START + n + 15_000),
            event(f"c{n}.e", "contact.ended", START + n + 20_000, contact=f"c{n}", agent="ann", after_call_work="none"),
        )
    ]  # fmt: skip
    floor = floor_of(*told, now=START + 60_000, rules=rules)
    floor.tick(START + 120_000)
    known = len(floor.contacts.by_id)
    assert known < 4
    found = previewed(floor, replace(rules, rules=floor_rules(ServiceLevelRule(10_000)).rules))
    assert (found.otherwise, found.older) == ({"sales": known}, 4 - known)
    level = site_aggregate(found.candidate, "today").service_level
    assert (level.numerator, level.denominator) == (4 - known, 4)
