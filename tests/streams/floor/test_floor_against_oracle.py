"""Whatever order events come in, however often, and through any crash: the floor equals the naive recomputation."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from streams.events import AnyEvent
from streams.events.instant import to_ms
from streams.floor.floor import Floor
from streams.floor.floor_rules import FloorRules
from streams.floor.saved import restore, save
from streams.floor.shown import site_view
from streams.floor.view import SiteView, WindowView
from streams.floor.window import WINDOWS, WindowClock
from streams.kpi.registry import ONLINE_TIME
from tests.streams.floor.histories import START, histories
from tests.streams.floor.oracle import Oracle

# A lagging source holds its deadlines back; that is tested apart (test_source_clock.py).
STATE_TIMES = {"unlogged_ms", *ONLINE_TIME}
RULES = FloorRules(zone="Europe/Copenhagen", source_lag_limit_ms=10**12)


def counted(window: WindowView) -> dict[str, int]:
    return {**window.counts, **{f"bin {bin_}": n for bin_, n in window.wait_hist.items()}}


def assert_windows(view: SiteView, oracle: Oracle) -> None:
    starts = dict(zip(WINDOWS, WindowClock(RULES.zone_info).starts(view.at), strict=True))
    scopes: dict[str, Any] = {f"q:{id_}": queue for id_, queue in view.queues.items()}
    scopes.update((f"a:{id_}", agent) for id_, agent in view.agents.items())
    assert set(oracle.counts) <= set(scopes)
    for scope, shown in scopes.items():
        for window, start in starts.items():
            assert shown.windows[window].start == start
            assert counted(shown.windows[window]) == oracle.window(scope, start), (scope, window)
    for window in starts:
        times: Counter[str] = Counter()
        for agent in view.agents.values():
            times.update({n: ms for n, ms in agent.windows[window].counts.items() if n in STATE_TIMES})
        assert view.staff.windows[window].counts == times


def assert_present(view: SiteView, oracle: Oracle) -> None:
    for id_, queue in view.queues.items():
        waiting = sorted(oracle.waiting[id_].items(), key=lambda entry: (entry[1], entry[0]))
        assert queue.now.waiting == len(waiting)
        assert [(entry.contact, entry.since) for entry in queue.now.oldest] == waiting
        assert queue.now.talking == oracle.talking[id_]
    for id_, agent in view.agents.items():
        assert agent.state == oracle.state_at(id_, view.at)[0], id_
        assert agent.since == oracle.since(id_, view.at), id_


class FloorMachine(RuleBasedStateMachine):
    """Delivers a history in any order, more than once, with views and crashes in between."""

    @initialize(history=histories(), order=st.randoms(use_true_random=False), tidy=st.booleans())
    def begin(self, history: list[AnyEvent], order: Any, tidy: bool) -> None:
        self.undelivered = list(history)
        if not tidy:
            order.shuffle(self.undelivered)
        self.undelivered.reverse()
        self.delivered: list[AnyEvent] = []
        self.now = START
        self.floor = Floor("aarhus", RULES)

    @precondition(lambda self: self.undelivered)
    @rule(n=st.integers(1, 12))
    def deliver(self, n: int) -> None:
        for _ in range(min(n, len(self.undelivered))):
            event = self.undelivered.pop()
            self.floor.apply(event, self.now)
            self.delivered.append(event)

    @precondition(lambda self: self.delivered)
    @rule(data=st.data())
    def deliver_again(self, data: Any) -> None:
        self.floor.apply(data.draw(st.sampled_from(self.delivered)), self.now)

    @rule(by=st.one_of(st.integers(0, 20_000), st.integers(0, 900_000)))
    def time_passes(self, by: int) -> None:
        self.now += by
        self.floor.tick(self.now)

    @rule()
    def time_catches_up(self) -> None:
        self.now = max([self.now, *(to_ms(event.time) + 1 for event in self.delivered)])
        self.floor.tick(self.now)

    @rule()
    def crash(self) -> None:
        put, drop = save(self.floor)
        assert not drop or set(drop).isdisjoint(put)
        self.saved: dict[str, bytes] = {**getattr(self, "saved", {}), **put}
        for field in drop:
            self.saved.pop(field, None)
        self.floor = restore("aarhus", RULES, self.saved)

    @invariant()
    def equals_the_oracle(self) -> None:
        if hasattr(self, "floor"):
            view = site_view(self.floor, self.now)
            before, then = (
                Oracle(self.delivered, self.now, RULES.rule),
                Oracle(self.delivered, self.now + 1, RULES.rule),
            )
            assert_windows(view, before)
            assert_present(view, then)
            self.now += 1  # the view admitted what happened exactly then


TestFloor = FloorMachine.TestCase
TestFloor.settings = settings(
    max_examples=300, stateful_step_count=15, deadline=None, print_blob=True, suppress_health_check=list(HealthCheck)
)
