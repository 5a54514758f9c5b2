"""Other rules in the middle of a day: a floor that judges anew shows what one shows that went by them all along."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from streams.events import AnyEvent
from streams.events.instant import DAY_MS
from streams.floor.counts import verdict_base
from streams.floor.floor import Floor
from streams.floor.floor_rules import FloorRules
from streams.floor.judgement import count
from streams.floor.restored import restore
from streams.floor.rule import ServiceLevelRule, queue_rules
from streams.floor.shown import site_view
from streams.floor.view import SiteView
from streams.floor.window import PANE_MS
from tests.streams.floor.histories import START, event, histories
from tests.streams.floor.other_rules import LATER, SPAN_MS, lived, rules_of_a_site
from tests.streams.floor.test_floor import answered, floor_of, queued
from tests.streams.floor.test_saved import saved_over


def seen(floor: Floor, now: int) -> SiteView:
    """All that is shown, but when a queue was last corrected: that tells of the floor's own past."""
    floor.tick(now)
    view = site_view(floor, now)
    queues = {id_: replace(queue, now=replace(queue.now, corrected=None)) for id_, queue in view.queues.items()}
    return replace(view, queues=queues)


@given(
    told=histories(SPAN_MS), first=rules_of_a_site(), then=rules_of_a_site(), share=st.floats(0.1, 1),
)  # fmt: skip
@settings(max_examples=300, deadline=None)
def test_in_place_after_a_restart_and_from_the_beginning_are_the_same(
    told: list[AnyEvent], first: FloorRules, then: FloorRules, share: float
) -> None:
    half = START + round(SPAN_MS * share)
    rest = [one for one in told if one.time.timestamp() * 1000 >= half]
    in_place, before = lived(told, first, until=half), lived(told, first, until=half)
    fields = saved_over(in_place, {})
    restarted = restore("aarhus", then, saved_over(before, {}))
    in_place.adopt(then)
    wanted = lived(told, then, until=half)
    assert seen(in_place, half) == seen(restarted, half) == seen(wanted, half)
    for floor in (in_place, restarted, wanted):
        for one in rest:
            floor.apply(one, LATER)
    assert seen(in_place, LATER) == seen(restarted, LATER) == seen(wanted, LATER)
    known = restore("aarhus", then, saved_over(in_place, fields))
    assert known.rules_saved
    assert seen(known, LATER) == seen(wanted, LATER)


def test_what_a_quiet_queue_counted_days_ago_is_saved_where_its_rule_counts_now() -> None:
    ended = event("e", "contact.ended", START + 20_000, contact="a", agent="ann", after_call_work="none")
    floor = floor_of(queued("a", START), answered("a", START + 10_000), ended, now=START + 30_000)
    fields = saved_over(floor, {})
    now = START + 2 * DAY_MS
    for _ in range(2):
        floor.tick(now)
        site_view(floor, now)
        fields = saved_over(floor, fields)
    assert not floor.contacts.by_id
    moved = FloorRules(rules=queue_rules([ServiceLevelRule(9_000, version=2), ServiceLevelRule(since=1)]))
    first = restore("aarhus", moved, fields)
    again = restore("aarhus", moved, saved_over(first, fields))
    assert again.rules_saved
    counts = [site_view(one, now).queues["sales"].windows["week"].counts for one in (first, again)]
    assert counts[0] == counts[1]
    assert counts[1]["sl1_answered_in"] == 1


def test_verdicts_that_cancel_each_other_out_leave_no_trace() -> None:
    floor = floor_of(queued("c", START), now=START + 1)
    queue = floor.queue("sales")
    floor.changed_queues.clear()
    touched = set(queue.series.touched)
    count({"sales": Counter({(START // PANE_MS, verdict_base(0)): 0})}, floor, 1)
    assert set(queue.series.touched) == touched
    count({"sales": Counter({(START // PANE_MS + 7, verdict_base(0)): 1})}, floor, 1)
    assert set(queue.series.touched) == touched | {START // PANE_MS + 7}
