"""Repeated, late and forgotten facts, and restarts of sources: nothing counts twice, nothing is kept for ever."""

from __future__ import annotations

from dataclasses import replace

from streams.events import AnyEvent
from streams.floor.floor import Floor
from streams.floor.floor_rules import FloorRules
from streams.floor.restored import restore
from streams.floor.rule import ServiceLevelRule, queue_rules
from streams.floor.shown import site_view
from tests.streams.floor.histories import START, event
from tests.streams.floor.test_floor import answered, floor_of, queued
from tests.streams.floor.test_saved import saved_over

HOUR = 3_600_000
DAY = 24 * HOUR


def ended(contact: str, time: int) -> AnyEvent:
    return event(f"{contact}.ended", "contact.ended", time, contact=contact, agent="ann")


def test_a_repeated_fact_is_counted_as_a_duplicate_and_nowhere_else() -> None:
    floor = floor_of(queued("c", START), answered("c", START + 5000), queued("c", START), now=START + 6000)
    assert floor.duplicates == 1
    assert site_view(floor, START + 6000).queues["sales"].windows["5m"].counts["offered"] == 1


def test_a_fact_of_an_unknown_contact_older_than_what_is_kept_is_late() -> None:
    floor = floor_of(queued("a", START), now=START + 1)
    floor.tick(START + 2 * DAY)
    floor.apply(queued("b", START + 5), START + 2 * DAY)
    assert (floor.late, set(floor.contacts.by_id)) == (1, {"a"})


def test_a_contact_that_came_back_is_kept_with_its_new_leg() -> None:
    told = [queued("c", START), answered("c", START + 1000), ended("c", START + 2000)]
    floor = floor_of(*told, now=START + 3000)
    floor.apply(event("again", "contact.queued", START + 20 * HOUR, contact="c", queue="support"), START + 21 * HOUR)
    floor.tick(START + 30 * HOUR)
    assert set(floor.contacts.by_id) == {"c"}


def test_an_older_beat_does_not_set_a_source_back() -> None:
    beats = [event(f"b{at}", "source.beat", START + at, interval_s=5) for at in (5000, 0)]
    assert site_view(floor_of(*beats, now=START + 6000), START + 6000).sources["test/pbx"].beat == START + 5000


def test_a_restart_known_before_its_contact_closes_it_as_lost_here_and_after_a_crash() -> None:
    reset = event("reset", "source.reset", START + 60_000)
    floor = floor_of(reset, queued("c", START), now=START + 70_000)
    fields = saved_over(floor, {})
    for known in (floor, restore("aarhus", FloorRules(), fields)):
        view = site_view(known, START + 70_000).queues["sales"]
        assert (view.now.waiting, view.windows["5m"].counts["lost"]) == (0, 1)
    floor.tick(START + 2 * DAY)
    assert not [field for field in saved_over(floor, fields) if field.startswith(("c\x1f", "k:"))]


def test_a_restart_ends_a_ring_without_any_queue_and_work_that_was_not_done() -> None:
    ring = event("r", "contact.offered", START, contact="c", agent="ann")
    floor = floor_of(ring, event("reset", "source.reset", START + 5000), now=START + 6000)
    assert site_view(floor, START + 6000).agents["ann"].state == "offline"


def test_hours_that_a_late_fact_emptied_are_dropped_from_what_is_saved() -> None:
    floor = Floor("aarhus", FloorRules())
    for hour in (0, 2):
        state = {0: "available", 2: "break"}[hour]
        floor.apply(event(f"s{hour}", "agent.state", START + hour * HOUR, agent="ann", state=state), START + 3 * HOUR)
    fields = saved_over(floor, {})
    assert len([field for field in fields if field.startswith("t:")]) == 2
    floor.apply(event("s1", "agent.state", START + HOUR, agent="ann", state="break"), START + 3 * HOUR)
    fields = saved_over(floor, fields)
    assert {field for field in fields if field.startswith("t:")} == {
        f"t:ann:{(START + hour * HOUR) // HOUR}" for hour in (0, 1)
    }


def test_a_new_week_begins_with_nothing_and_the_month_goes_on() -> None:
    floor = floor_of(queued("c", START), now=START + 1)  # a Monday
    fields: dict[str, bytes] = {}
    for day in range(1, 8):
        view = site_view(floor, START + day * DAY)
        fields = saved_over(floor, fields)
        floor = restore("aarhus", FloorRules(), fields)
        week = view.queues["sales"].windows["week"].counts
        assert week.get("offered", 0) == (day < 7)
        assert view.queues["sales"].windows["month"].counts["offered"] == 1
    later = site_view(floor, START + 9 * DAY)
    assert later.queues["sales"].windows["month"].counts == {}


def test_more_channels_than_there_is_room_for_count_together() -> None:
    floor = Floor("aarhus", FloorRules())
    for number in range(70):
        told = event(f"q{number}", "contact.queued", START, contact=f"c{number}", queue="sales", channel=f"ch{number}")
        floor.apply(told, START + 1)
    view = site_view(floor, START + 1)
    assert len(view.channels) == 65
    assert view.channels["…"]["today"].counts == {"offered": 6}


def test_a_survey_that_belongs_to_nothing_counts_where_it_says() -> None:
    told = event("f", "feedback.given", START, kind="thumb", score=1, channel="mail", agent="ann")
    view = site_view(floor_of(told, now=START + 1), START + 1)
    for counts in (
        view.queues["unassigned"].windows["today"].counts,
        view.agents["ann"].windows["today"].counts,
        view.channels["mail"]["today"].counts,
    ):
        assert counts == {"thumbs_up": 1}


def test_satisfaction_is_known_by_the_wait_and_the_survey_knows_better_than_the_agent() -> None:
    told = [
        queued("c", START), answered("c", START + 70_000), ended("c", START + 90_000),
        event("w", "contact.wrapped", START + 95_000, contact="c", agent="ann", same_matter=False),
        event("f", "feedback.given", START + 99_000, contact="c", kind="csat", score=2, same_matter=True),
        event("w2", "contact.wrapped", START + 99_500, contact="c", agent="ann", same_matter=False, value_to="both"),
        event("g", "feedback.given", START + 99_900, contact="c", kind="csat", score=5),
    ]  # fmt: skip
    floor = Floor("aarhus", replace(FloorRules(), source_lag_limit_ms=DAY))
    for one in told:
        floor.apply(one, START + 100_000)
    counts = site_view(floor, START + 100_000).queues["sales"].windows["today"].counts
    assert (counts["curve_csat_n_to_90"], counts["curve_csat_top_to_90"]) == (2, 1)
    assert (counts["ftr_asked"], counts.get("ftr_right", 0), counts["value_both"]) == (1, 0, 1)


def test_one_who_is_late_by_one_rule_only_is_taken_back_from_it_alone() -> None:
    rules = replace(
        FloorRules(rules=queue_rules([ServiceLevelRule()], {"strict": [ServiceLevelRule(5000)]})),
        source_lag_limit_ms=DAY,
    )
    floor = floor_of(queued("c", START), now=START + 1, rules=rules)
    waiting = site_view(floor, START + 8000).queues["sales"].windows["today"].counts
    assert waiting == {"offered": 1, "sl1_waiting_late": 1}
    floor.apply(answered("c", START + 9000), START + 9001)
    counts = site_view(floor, START + 9001).queues["sales"].windows["today"].counts
    assert (counts["sl_answered_in"], counts["sl1_answered_late"]) == (1, 1)
    assert "sl1_waiting_late" not in counts
