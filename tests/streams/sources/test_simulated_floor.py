from __future__ import annotations

import hashlib
import math
from collections import Counter
from itertools import pairwise
from random import Random
from statistics import fmean, pstdev

import pytest

from loadtest.simulated_records import simulated_messages
from streams.events import (
    AgentDescribed,
    AgentEvent,
    AgentMember,
    AgentState,
    AnyEvent,
    ContactAnswered,
    ContactEnded,
    ContactEvent,
    ContactLeft,
    ContactOffered,
    ContactQueued,
    ContactRefused,
    ContactTransferred,
    ContactWrapped,
    TicketEvent,
)
from streams.events.decode import decode, encode
from streams.events.instant import HOUR_MS, to_ms
from streams.sources import simulated_contact as life
from streams.sources.arrivals import DayProfile, LateMorning, arrivals_ms
from streams.sources.floor_plan import FloorPlan, floor_plan
from streams.sources.simulated_day import simulate_day, simulate_sites

START_MS = 1_795_392_000_000


@pytest.fixture(scope="module")
def busy() -> list[AnyEvent]:
    return list(simulate_day(7, START_MS, "oslo", 10, always_busy=True))


def test_the_same_seed_lives_the_same_life_and_another_one_another() -> None:
    day = list(simulate_day(3, START_MS, "oslo", 3, always_busy=True))
    assert day == list(simulate_day(3, START_MS, "oslo", 3, always_busy=True))
    assert day != list(simulate_day(4, START_MS, "oslo", 3, always_busy=True))


def test_the_calls_that_rates_are_measured_on_stay_the_same_to_the_byte() -> None:
    """A rate of the worker compares with an earlier one only on the same events."""
    digest = hashlib.sha256()
    for message in simulated_messages(5000, sites=3, agents=20):
        digest.update(message.value + b"\n")
    assert digest.hexdigest() == "693b8357497e49e27dd89694a538fb788fc8c1bba50c2a0b8bab4f704c5cd873"


def test_calls_alone_are_contacts_and_agents_and_nothing_else() -> None:
    calls = list(simulate_day(7, START_MS, "oslo", 2, always_busy=True, calls_only=True))
    assert all(isinstance(event, ContactEvent | AgentEvent) for event in calls)
    assert to_ms(calls[0].time) >= START_MS


def test_events_come_in_order_within_their_time_each_with_an_id_of_its_own(busy: list[AnyEvent]) -> None:
    times = [to_ms(event.time) for event in busy]
    assert times == sorted(times)
    assert all(START_MS <= to_ms(event.time) for event in busy if not isinstance(event, TicketEvent))
    assert times[-1] < START_MS + 10 * HOUR_MS
    assert len({event.id for event in busy}) == len(busy)
    assert all(decode(encode(event)) == event for event in busy)


def test_every_leg_ends_once_and_nobody_has_two_contacts_at_once(busy: list[AnyEvent]) -> None:
    waiting: set[str] = set()
    engaged: dict[str, str] = {}
    for event in busy:
        if isinstance(event, ContactQueued):
            assert event.data.contact not in waiting
            waiting.add(event.data.contact)
        elif isinstance(event, ContactLeft):
            waiting.remove(event.data.contact)
            engaged = {agent: contact for agent, contact in engaged.items() if contact != event.data.contact}
        elif isinstance(event, ContactOffered):
            assert event.data.agent not in engaged
            assert event.data.contact in waiting
            engaged[event.data.agent] = event.data.contact
        elif isinstance(event, ContactRefused):
            assert engaged.pop(event.data.agent) == event.data.contact
        elif isinstance(event, ContactAnswered):
            assert engaged[event.data.agent] == event.data.contact
            waiting.remove(event.data.contact)
        elif isinstance(event, ContactTransferred):
            engaged = {agent: contact for agent, contact in engaged.items() if contact != event.data.contact}
        elif isinstance(event, ContactWrapped):
            assert event.data.agent is not None
            assert engaged.pop(event.data.agent) == event.data.contact


def test_agents_are_offered_contacts_only_of_their_queues_and_while_they_are_there(busy: list[AnyEvent]) -> None:
    queues: dict[str, set[str]] = {}
    presence: dict[str, str] = {}
    for event in busy:
        if isinstance(event, AgentMember):
            own = queues.setdefault(event.data.agent, set())
            (own.add if event.data.joined else own.discard)(event.data.queue)
        elif isinstance(event, AgentState):
            presence[event.data.agent] = event.data.state
        elif isinstance(event, ContactOffered):
            assert event.data.queue in queues[event.data.agent]
            assert presence[event.data.agent] == "available"


def test_all_that_a_board_shows_happens(busy: list[AnyEvent]) -> None:
    kinds = Counter(type(event).__name__ for event in busy)
    assert len(kinds) == 23
    left = Counter(event.data.reason for event in busy if isinstance(event, ContactLeft))
    assert {"abandoned", "overflowed", "callback"} <= set(left)
    states = {event.data.state for event in busy if isinstance(event, AgentState)}
    assert states == {"available", "break", "meeting", "training", "other_work", "offline"}
    described = {event.data.agent: event.data for event in busy if isinstance(event, AgentDescribed)}
    assert len(described) == 40
    assert all(one.name and " " in one.name and one.team for one in described.values())
    skills = Counter(event.data.agent for event in busy if isinstance(event, AgentMember) and event.data.joined)
    assert max(skills.values()) > 1
    assert {event.data.queue for event in busy if isinstance(event, ContactQueued)} == {
        "sales",
        "support",
        "billing",
        "retention",
        "chat",
    }


def test_the_busy_floor_answers_most_within_twenty_seconds_and_never_nearly_all(busy: list[AnyEvent]) -> None:
    """By half-hours of entry, the first one (everybody arrives) left out."""
    entered = {}
    offered: Counter[int] = Counter()
    hits: Counter[int] = Counter()
    for event in busy:
        if isinstance(event, ContactQueued):
            entered[event.data.contact] = (to_ms(event.time) - START_MS) // (HOUR_MS // 2)
            offered[entered[event.data.contact]] += 1
        elif isinstance(event, ContactAnswered) and event.data.waited_ms is not None:
            hits[entered[event.data.contact]] += event.data.waited_ms <= 20_000
    levels = [hits[half_hour] / offered[half_hour] for half_hour in range(1, 19)]
    assert 0.60 <= fmean(levels) <= 0.92
    assert min(levels) >= 0.35
    assert max(levels) - min(levels) >= 0.10
    assert fmean(offered[half_hour] for half_hour in range(1, 19)) / 30 >= 8  # contacts a minute


def test_at_any_moment_of_the_busy_floor_something_happens_within_seconds(busy: list[AnyEvent]) -> None:
    times = [to_ms(event.time) for event in busy]
    assert len(times) / (10 * 3600) >= 0.9  # a second; beats come on top
    gaps_ms = sorted(later - earlier for earlier, later in pairwise(times))
    assert gaps_ms[len(gaps_ms) * 9 // 10] <= 3_000


def test_talk_and_after_call_work_are_log_normal_with_the_measured_means() -> None:
    random = Random(1)
    talks_s = [life.talk_ms(random, 1.0) / 1000 for _ in range(60_000)]
    assert fmean(talks_s) == pytest.approx(176, rel=0.02)
    assert pstdev(talks_s) / fmean(talks_s) == pytest.approx(1.23, rel=0.06)
    assert sorted(talks_s)[30_000] == pytest.approx(176 / math.sqrt(1 + 1.23**2), rel=0.03)
    assert fmean(life.wrap_ms(random, 1.0) / 1000 for _ in range(30_000)) == pytest.approx(45, rel=0.02)


def test_patience_is_weibull() -> None:
    random = Random(1)
    patience_s = [life.patience_ms(random) / 1000 for _ in range(60_000)]
    assert fmean(patience_s) == pytest.approx(389 * math.gamma(1 + 1 / 0.91), rel=0.02)
    assert sorted(patience_s)[30_000] == pytest.approx(389 * math.log(2) ** (1 / 0.91), rel=0.03)


def test_talk_on_the_floor_has_the_mean_of_its_distribution(busy: list[AnyEvent]) -> None:
    queue = {event.data.contact: event.data.queue for event in busy if isinstance(event, ContactQueued)}
    voice = [
        (event.data.talked_ms or 0) / 1000
        for event in busy
        if isinstance(event, ContactEnded) and queue[event.data.contact] != "chat"
    ]
    assert len(voice) > 2000
    assert fmean(voice) == pytest.approx(176, rel=0.10)


def test_arrivals_follow_the_day() -> None:
    profile = DayProfile(START_MS)
    arrivals = arrivals_ms(Random(1), profile, 60.0, START_MS)
    by_half_hour: Counter[int] = Counter()
    for at_ms in arrivals:
        if at_ms >= START_MS + 24 * HOUR_MS:
            break
        by_half_hour[(at_ms - START_MS) // (HOUR_MS // 2)] += 1
    for half_hour, share in enumerate(profile.half_hours):
        expected = share * 1800
        assert by_half_hour[half_hour] == pytest.approx(expected, abs=4.5 * math.sqrt(expected) + 1)
    shares = profile.half_hours
    assert shares[22] > shares[25] < shares[28]  # two peaks with lunch between them


def test_the_late_morning_never_ends() -> None:
    profile = LateMorning(START_MS)
    shares = [profile.share(START_MS + minute * 60_000) for minute in range(7 * 24 * 60)]
    assert 0.65 < min(shares) < max(shares) <= 1.0


def test_a_working_day_has_its_peaks_and_its_shifts() -> None:
    day = list(simulate_day(1, START_MS, "oslo"))
    entered = Counter((to_ms(event.time) - START_MS) // HOUR_MS for event in day if isinstance(event, ContactQueued))
    assert entered[10] > 10 * entered[3]
    assert entered[10] > 5 * entered[20]
    offline = [event for event in day if isinstance(event, AgentState) and event.data.state == "offline"]
    assert len(offline) >= 35


def test_a_floor_of_any_size_keeps_its_people_busy() -> None:
    plan = floor_plan(queues=12, agents=120)
    assert [queue.id for queue in plan.queues][4:7] == ["retention", "support-2", "sales-2"]
    events = list(simulate_day(1, START_MS, "oslo", 1, plan=plan, always_busy=True))
    queues = {event.data.queue for event in events if isinstance(event, ContactAnswered)}
    assert queues == {queue.id for queue in plan.queues}
    assert FloorPlan().scaled(3).agents == 120


@pytest.mark.parametrize(("queues", "agents"), [(0, 10), (501, 10), (5, 0), (5, 5001)])
def test_an_impossible_floor_is_refused(queues: int, agents: int) -> None:
    with pytest.raises(ValueError, match="are possible"):
        floor_plan(queues, agents)


def test_sites_live_side_by_side_in_the_order_of_time() -> None:
    events = list(simulate_sites(1, START_MS, ["oslo", "bergen"], 1, always_busy=True))
    assert [event.time for event in events] == sorted(event.time for event in events)
    assert Counter(event.site for event in events).keys() == {"oslo", "bergen"}
    assert [event for event in events if event.site == "oslo"] == list(
        simulate_day(1, START_MS, "oslo", 1, always_busy=True)
    )
