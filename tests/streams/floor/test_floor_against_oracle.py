"""Whatever order events come in, however often, and through any crash: the floor equals the naive recomputation."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from streams.events import AnyEvent
from streams.floor.floor_rules import FloorRules
from streams.floor.rule import ServiceLevelRule, queue_rules
from streams.floor.shown import site_view
from streams.floor.view import SiteView, Windows, WindowView
from streams.floor.window import WINDOWS, WindowClock
from streams.kpi.registry import ONLINE_TIME
from tests.streams.floor.deliveries import Deliveries
from tests.streams.floor.histories import START, histories
from tests.streams.floor.oracle import Oracle

# A lagging source holds its deadlines back; that is tested apart (test_source_clock.py).
STATE_TIMES = {"unlogged_ms", "agent_days", *ONLINE_TIME}
RULES = FloorRules(
    zone="Europe/Copenhagen",
    source_lag_limit_ms=10**12,
    waiting_limits_ms={"chat": 600_000},
    queue_rules={
        "sales": queue_rules(
            [ServiceLevelRule(), ServiceLevelRule(threshold_ms=40_000, version=2, since=START + 1_000_000)],
            {"vendor": [ServiceLevelRule(8_000, 3_000, "genesys", attribution="entry")]},
        )
    },
)


def counted(window: WindowView) -> dict[str, int]:
    bins = {f"bin {bin_}": n for bin_, n in window.wait_hist.items()}
    left = {f"left {bin_}": n for bin_, n in window.left_hist.items()}
    return {**window.counts, **bins, **left, **{f"topic {topic}": n for topic, n in window.topics.items()}}


def assert_windows(view: SiteView, oracle: Oracle) -> None:
    starts = dict(zip(WINDOWS, WindowClock(RULES.zone_info).starts(view.at), strict=True))
    scopes: dict[str, Any] = {f"q:{id_}": queue for id_, queue in view.queues.items()}
    scopes.update((f"a:{id_}", agent) for id_, agent in view.agents.items())
    scopes.update((f"h:{id_}", Channel(windows)) for id_, windows in view.channels.items())
    assert set(oracle.counts) - {"s:"} <= set(scopes)
    for scope, shown in scopes.items():
        for window, start in starts.items():
            assert shown.windows[window].start == start
            counts = counted(shown.windows[window])
            days = counts.pop("agent_days", 0)
            assert counts == oracle.window(scope, start), (scope, window)
            in_days = scope[0] == "a" and window in ("today", "week", "month")
            assert days == (oracle.days_of(scope[2:], start) if in_days else 0), (scope, window)
    for window in starts:
        times: Counter[str] = Counter()
        for agent in view.agents.values():
            times.update({n: ms for n, ms in agent.windows[window].counts.items() if n in STATE_TIMES})
        times.update(oracle.window("s:", starts[window]))
        assert view.staff.windows[window].counts == times


def assert_present(view: SiteView, oracle: Oracle) -> None:
    for id_, queue in view.queues.items():
        suspects = oracle.suspects[id_]
        assert {entry.contact for entry in queue.now.suspects} == suspects
        assert queue.now.suspect == len(suspects)
        live = {contact: since for contact, since in oracle.waiting[id_].items() if contact not in suspects}
        waiting = sorted(live.items(), key=lambda entry: (entry[1], entry[0]))
        assert queue.now.waiting == len(waiting)
        assert [(entry.contact, entry.since) for entry in queue.now.oldest] == waiting
        assert queue.now.talking == oracle.talking[id_]
    for id_, agent in view.agents.items():
        assert agent.state == oracle.state_at(id_, view.at)[0], id_
        assert agent.since == oracle.since(id_, view.at), id_


class Channel(NamedTuple):
    windows: Windows


class FloorMachine(Deliveries):
    """Delivers a history in any order, more than once, with views and crashes in between."""

    @initialize(history=histories(), order=st.randoms(use_true_random=False), tidy=st.booleans())
    def begin(self, history: list[AnyEvent], order: Any, tidy: bool) -> None:
        self.begin_with(history, RULES, order, tidy=tidy)

    @precondition(lambda self: self.undelivered)
    @rule(n=st.integers(1, 12))
    def deliver(self, n: int) -> None:
        self.deliver_next(n)

    @precondition(lambda self: self.delivered)
    @rule(data=st.data())
    def deliver_again(self, data: Any) -> None:
        self.floor.apply(data.draw(st.sampled_from(self.delivered)), self.now)

    @rule(by=st.one_of(st.integers(0, 20_000), st.integers(0, 900_000)))
    def time_passes(self, by: int) -> None:
        self.pass_time(by)

    @rule()
    def time_catches_up(self) -> None:
        self.catch_up_with(self.delivered)

    @rule()
    def crash(self) -> None:
        self.crash_into(RULES)

    @invariant()
    def equals_the_oracle(self) -> None:
        if hasattr(self, "floor"):
            view = site_view(self.floor, self.now)
            before, then = (
                Oracle(self.delivered, self.now, RULES),
                Oracle(self.delivered, self.now + 1, RULES),
            )
            assert_windows(view, before)
            assert_present(view, then)
            self.now += 1  # the view admitted what happened exactly then


TestFloor = FloorMachine.TestCase
TestFloor.settings = settings(
    max_examples=300, stateful_step_count=15, deadline=None, print_blob=True, suppress_health_check=list(HealthCheck)
)
