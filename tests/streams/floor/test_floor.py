"""What a floor promises beyond equality with the oracle: waiting for what is ahead, for lagging sources, for room."""

from __future__ import annotations

from streams.events import AnyEvent
from streams.floor.floor import Floor
from streams.floor.floor_rules import FloorRules
from streams.floor.restored import restore
from streams.floor.saved import save
from streams.floor.shown import site_view
from streams.floor.view import SiteView
from streams.kpi.figures import site_figures
from tests.streams.floor.histories import START, event

MINUTE = 60_000


def floor_of(*events: AnyEvent, now: int, rules: FloorRules | None = None) -> Floor:
    floor = Floor("aarhus", rules or FloorRules())
    for one in events:
        floor.apply(one, now)
    return floor


def queued(contact: str, time: int, queue: str = "sales") -> AnyEvent:
    return event(f"{contact}.queued", "contact.queued", time, contact=contact, queue=queue)


def answered(contact: str, time: int, agent: str = "ann") -> AnyEvent:
    return event(f"{contact}.answered", "contact.answered", time, contact=contact, agent=agent)


def test_an_event_ahead_of_now_counts_when_its_time_has_come() -> None:
    floor = floor_of(queued("c", START + 5000), now=START)
    assert site_view(floor, START + 4000).queues == {}
    assert floor.counters()["ahead"] == 1
    assert site_view(floor, START + 5000).queues["sales"].now.waiting == 1
    assert site_view(floor, START + 5001).queues["sales"].windows["5m"].counts == {"offered": 1}


def test_an_event_that_comes_twice_before_its_time_counts_once() -> None:
    one, other = queued("c", START + 5000), queued("c", START + 5000, queue="support")
    floor = floor_of(one, one, other, now=START)
    assert floor.counters()["ahead"] == 3
    view = site_view(floor, START + 5001)
    assert view.queues["sales"].windows["5m"].counts == {"offered": 1}
    assert list(view.queues) == ["sales"], "the first that came holds"
    assert floor.counters()["duplicates"] == 2


def late_waiting(view: SiteView) -> int:
    return view.queues["sales"].windows["5m"].counts.get("sl_waiting_late", 0)


def test_a_caller_is_a_miss_one_millisecond_after_the_threshold_and_not_before() -> None:
    floor = floor_of(queued("c", START), now=START + 1)
    assert late_waiting(site_view(floor, START + 20_000)) == 0
    assert late_waiting(site_view(floor, START + 20_002)) == 1
    floor.apply(answered("c", START + 30_000), START + 30_001)
    counts = site_view(floor, START + 30_001).queues["sales"].windows["5m"].counts
    assert counts["sl_answered_late"] == 1
    assert "sl_waiting_late" not in counts


def test_deadlines_wait_for_a_source_that_lags_so_that_an_answer_on_its_way_is_not_first_a_miss() -> None:
    floor = floor_of(queued("c", START), now=START + 15_000)
    assert late_waiting(site_view(floor, START + 40_000)) == 0
    floor.apply(answered("c", START + 18_000), START + 41_000)
    assert site_view(floor, START + 41_000).queues["sales"].windows["5m"].counts["sl_answered_in"] == 1


def test_deadlines_wait_at_the_last_beat_of_a_silent_source() -> None:
    beat = event("beat", "source.beat", START + 4000, interval_s=2)
    floor = floor_of(queued("c", START), beat, now=START + 4001)
    assert late_waiting(site_view(floor, START + 60_000)) == 0
    floor.apply(event("beat2", "source.beat", START + 61_000, interval_s=2), START + 61_001)
    assert late_waiting(site_view(floor, START + 61_001)) == 1


def test_a_source_reset_closes_what_was_open_as_lost_and_keeps_it_out_of_every_rate() -> None:
    login = event("login", "agent.state", START, agent="ann", state="available")
    reset = event("reset", "source.reset", START + 9000)
    floor = floor_of(
        login, queued("c", START), queued("d", START), answered("d", START + 5000), reset, now=START + MINUTE
    )
    view = site_view(floor, START + MINUTE)
    assert view.queues["sales"].now.waiting == 0
    assert view.queues["sales"].now.talking == 0
    assert view.agents["ann"].state == "offline"
    figures = site_figures(view)["queues"]["sales"]["5m"]
    assert figures["lost"] == 1
    assert figures["service_level"] == 1.0
    assert figures["handled"] == 0


def test_a_reset_leaves_contacts_of_other_sources_alone() -> None:
    other = event("reset", "source.reset", START + 9000)
    floor = floor_of(queued("c", START), now=START + MINUTE)
    floor.apply(
        type(other)(**{**{f: getattr(other, f) for f in other.__struct_fields__}, "source": "other"}), START + MINUTE
    )
    assert site_view(floor, START + MINUTE).queues["sales"].now.waiting == 1


def test_events_of_the_same_moment_are_read_in_the_order_that_makes_sense() -> None:
    told = [
        queued("c", START),
        event("moved", "contact.left", START + 8000, contact="c", reason="overflowed"),
        queued("c", START + 8000, "support"),
        answered("c", START + 8000),
    ]
    told[2] = event("again", "contact.queued", START + 8000, contact="c", queue="support")
    view = site_view(floor_of(*reversed(told), now=START + MINUTE), START + MINUTE)
    assert view.queues["sales"].windows["5m"].counts["overflowed"] == 1
    assert view.queues["support"].windows["5m"].counts["answered"] == 1
    assert view.queues["support"].now.talking == 1


def test_only_so_many_closed_contacts_are_kept_and_repeats_of_older_ones_count_as_late_and_nowhere_else() -> None:
    rules = FloorRules(contacts_kept=2)
    told: list[AnyEvent] = []
    for n in range(5):
        told += [
            queued(f"c{n}", START + n),
            event(f"left{n}", "contact.left", START + 100 + n, contact=f"c{n}", reason="abandoned"),
        ]
    floor = floor_of(*told, now=START + MINUTE, rules=rules)
    floor.tick(START + MINUTE)
    assert sorted(floor.contacts.by_id) == ["c3", "c4"]
    before = site_view(floor, START + MINUTE).queues["sales"].windows["5m"]
    floor.apply(told[0], START + MINUTE + 1)
    assert floor.counters()["late"] == 1
    assert site_view(floor, START + MINUTE + 2).queues["sales"].windows["5m"] == before


def test_a_conversation_that_entered_no_queue_is_handled_but_neither_offered_nor_answered_there() -> None:
    ended = event("e", "contact.ended", START + 9000, contact="c", agent="ann")
    figures = site_figures(site_view(floor_of(answered("c", START), ended, now=START + MINUTE), START + MINUTE))
    assert figures["all"]["5m"]["handled"] == 1
    assert figures["all"]["5m"]["offered"] == 0
    assert figures["all"]["5m"]["asa_ms"] is None
    assert figures["agents"]["ann"]["5m"]["answered"] == 1


def test_a_stated_wait_tells_of_an_entry_that_was_not_seen() -> None:
    told = event("a", "contact.answered", START + 9000, contact="c", agent="ann", queue="sales", waited_ms=7000)
    counts = site_view(floor_of(told, now=START + MINUTE), START + MINUTE).queues["sales"].windows["5m"].counts
    assert counts["offered"] == 1
    assert counts["answered_wait_ms"] == 7000


def test_an_agent_whose_presence_nobody_told_has_busy_time_but_no_share() -> None:
    figures = site_figures(
        site_view(floor_of(queued("c", START), answered("c", START), now=START + 9000), START + 9000)
    )
    ann = figures["agents"]["ann"]["5m"]
    assert ann["busy_time_ms"] == 9000
    assert ann["busy_share"] is None
    assert ann["occupancy"] is None


def test_an_agent_in_two_queues_counts_once_on_the_site_and_is_not_available_where_paused() -> None:
    told = [
        event("l", "agent.state", START, agent="ann", state="available"),
        event("m1", "agent.member", START, agent="ann", queue="sales", joined=True),
        event("m2", "agent.member", START, agent="ann", queue="support", joined=True, paused=True),
    ]
    figures = site_figures(site_view(floor_of(*told, now=START + 1), START + 1000))
    assert figures["all"]["now"]["agents_available"] == 1
    assert figures["queues"]["sales"]["now"]["agents_available"] == 1
    assert figures["queues"]["support"]["now"]["agents_available"] == 0
    assert figures["queues"]["support"]["now"]["agents_on_break"] == 1


def test_the_newest_word_on_an_agent_wins_whatever_comes_last() -> None:
    newer = event("n2", "agent.described", START + 10, agent="ann", name="Ann Holm", team="north")
    older = event("n1", "agent.described", START, agent="ann", name="A.")
    view = site_view(floor_of(newer, older, now=START + 100), START + 100)
    assert (view.agents["ann"].name, view.agents["ann"].team) == ("Ann Holm", "north")


def test_a_retired_source_is_not_waited_for_until_it_beats_again() -> None:
    beat = event("b1", "source.beat", START, interval_s=5)
    retired = event("r", "source.retired", START + 60_000, reason="moved")
    for told in ([beat, retired], [retired, beat]):
        floor = floor_of(*told, now=START + 60_001)
        clock = floor.sources["test/pbx"]
        assert clock.silent_since(START + 900_000, 2.5) is None
        assert (clock.view().beat, clock.view().interval_s) == (None, None)
        put, _ = save(floor)
        floor = restore("aarhus", FloorRules(), put)
        assert floor.sources["test/pbx"].silent_since(START + 900_000, 2.5) is None
        floor.apply(event("b2", "source.beat", START + 90_000, interval_s=5), START + 90_001)
        assert floor.sources["test/pbx"].silent_since(START + 900_000, 2.5) == START + 90_000


def test_a_source_whose_clock_is_behind_is_not_silent_for_that() -> None:
    floor = Floor("aarhus", FloorRules())
    for second in range(10):
        floor.apply(
            event(f"b{second}", "source.beat", START + second * 1000, interval_s=1), START + second * 1000 + 4000
        )
    clock = floor.sources["test/pbx"]
    assert clock.silent_since(START + 13_900, 2.5) is None
    assert clock.silent_since(START + 15_501, 2.5) == START + 9000


def test_a_gap_is_kept_with_its_source() -> None:
    told = event("g", "source.gap", START + 10, **{"from": "2026-11-23T11:00:00Z", "to": "2026-11-23T11:05:00Z"})
    view = site_view(floor_of(told, told, now=START + 100), START + 100)
    assert len(view.sources["test/pbx"].gaps) == 1


def test_a_window_forgets_what_is_older_than_it_and_the_day_ends_at_midnight() -> None:
    rules = FloorRules(zone="Europe/Copenhagen")
    floor = floor_of(queued("c", START), answered("c", START + 1000), now=START + 2000, rules=rules)
    for minutes, inside in ((4, {"5m", "15m", "1h", "24h", "today"}), (6, {"15m", "1h", "24h", "today"}),
                            (61, {"4h", "24h", "today"}), (245, {"8h", "24h", "today"}), (13 * 60, {"24h"}),
                            (25 * 60, set[str]())):  # fmt: skip
        windows = site_view(floor, START + minutes * MINUTE).queues["sales"].windows
        assert {w for w in ("5m", "15m", "1h", "4h", "8h", "24h", "today") if windows[w].counts} >= inside
        assert windows["5m"].counts == {} or "5m" in inside
        assert bool(windows["today"].counts) == ("today" in inside)
        assert bool(windows["24h"].counts) == ("24h" in inside)


def test_a_restart_of_the_source_ends_memberships_until_they_are_told_again() -> None:
    reset = event("reset", "source.reset", START + 5000)
    late = event("m0", "agent.member", START + 10, agent="bo", queue="sales", joined=True)
    floor = floor_of(
        event("l", "agent.state", START, agent="ann", state="available"),
        event("m1", "agent.member", START, agent="ann", queue="sales", joined=True),
        reset, reset, late,
        now=START + 6000,
    )  # fmt: skip
    view = site_view(floor, START + 7000)
    assert view.queues["sales"].now.agents == {}
    assert view.agents["ann"].queues == view.agents["bo"].queues == []
    assert floor.counters()["duplicates"] == 1
    floor.apply(event("m2", "agent.member", START + 8000, agent="ann", queue="sales", joined=True), START + 9000)
    assert site_view(floor, START + 9000).queues["sales"].now.agents == {"offline": 1}


def test_repeated_presence_is_known_and_an_earlier_one_is_put_in_its_place() -> None:
    login = event("l", "agent.state", START, agent="ann", state="available")
    pause = event("p", "agent.state", START + 9000, agent="ann", state="break")
    floor = floor_of(pause, login, pause, now=START + 10_000)
    assert floor.counters()["duplicates"] == 1
    counts = site_view(floor, START + 10_000).agents["ann"].windows["5m"].counts
    assert counts == {"available_ms": 9000, "break_ms": 1000}


def test_a_floor_says_what_it_holds() -> None:
    assert repr(floor_of(queued("c", START), now=START + 1)) == "<Floor aarhus: 1 contacts, 0 agents, now 0>"
    assert floor_of(now=START).newest == 0
