"""The law of an explanation: what is listed, what is not, and what is older add up to the figure, exactly."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from streams.events import AnyEvent
from streams.events.instant import HOUR_MS
from streams.floor.floor import Floor
from streams.floor.floor_rules import FloorRules
from streams.floor.rule import ServiceLevelRule, queue_rules
from streams.floor.shown import site_view
from streams.floor.view import SiteView
from streams.kpi.aggregate import Aggregate, of_channel, of_queue
from streams.kpi.explain import explain
from streams.kpi.explanation import Explanation, ScopeId
from streams.kpi.figures import agents_aggregate, queue_present, site_aggregate, site_present, teams_of
from streams.kpi.metric import NowMetric, WindowMetric
from streams.kpi.present import Present, present_of_agents
from streams.kpi.registry import NOW_METRICS, WINDOW_METRICS
from tests.streams.floor.deliveries import Deliveries
from tests.streams.floor.histories import AGENTS, SOURCE, START, event, histories
from tests.streams.floor.test_ticket_against_oracle import RULES as PROMISES
from tests.streams.floor.test_ticket_against_oracle import ticket_lives

RULES = FloorRules(
    zone="Europe/Copenhagen",
    promises=PROMISES,
    waiting_limits_ms={"chat": 600_000},
    fcr_days=1,
    queue_rules={
        "sales": queue_rules(
            [ServiceLevelRule(), ServiceLevelRule(40_000, 8_000, "connect", version=2, since=START + 1_000_000)],
            {"vendor": [ServiceLevelRule(8_000, 3_000, "genesys", attribution="entry")]},
        ),
        "support": queue_rules([ServiceLevelRule(15_000, 6_000, "genesys_short_excluded", attribution="entry")]),
    },
)
ELSEWHERE = FloorRules(zone="Europe/Copenhagen", rules=queue_rules([ServiceLevelRule(9_000, 2_000, "abandon_ignored")]))
WINDOWS = ("5m", "1h", "4h", "24h", "interval", "today", "week", "month")


def aggregate_of(view: SiteView, scope: ScopeId, window: str) -> Aggregate:
    if scope.kind == "queue":
        return of_queue(view.queues[scope.id].windows[window], view.queues[scope.id].now)
    if scope.kind == "channel":
        return of_channel(view.channels[scope.id][window])
    if scope.kind == "site":
        return site_aggregate(view, window)
    agents = [view.agents[scope.id]] if scope.kind == "agent" else teams_of(view)[scope.id]
    return agents_aggregate(agents, window, view.at)


def present_of(view: SiteView, scope: ScopeId) -> Present:
    if scope.kind == "queue":
        return queue_present(view.queues[scope.id], view.at)
    if scope.kind == "site":
        return site_present(view)
    agents = [view.agents[scope.id]] if scope.kind == "agent" else teams_of(view)[scope.id]
    return present_of_agents(agents, view.at)


def assert_adds_up(explained: Explanation) -> None:
    """The law."""
    for name in ("numerator", "denominator"):
        parts = [*explained.entries, explained.more, explained.older]
        shares = [getattr(part, name) for part in parts]
        total = getattr(explained, name)
        if total is None:
            assert set(shares) == {None}, (explained.metric, name)
        else:
            assert sum(shares) == total, (explained.metric, name)
    assert explained.listed == len(explained.entries)


def assert_window(view: SiteView, metric: WindowMetric, scope: ScopeId, window: str, explained: Explanation) -> None:
    aggregate = aggregate_of(view, scope, window)
    assert explained.value == metric.value(aggregate), (metric.key, scope, window)
    assert explained.n == metric.n(aggregate)
    if window not in ("week", "month") or view.at - START < 26 * HOUR_MS:
        assert {explained.older.numerator, explained.older.denominator} <= {0, None}, (metric.key, scope, window)
    if metric.linear:
        assert explained.numerator == (metric.numerator(aggregate) or 0)
        assert explained.denominator == (metric.denominator(aggregate) if metric.denominator else None)
    else:
        assert explained.denominator == (metric.n(aggregate) or 0)
    assert all(left.count > 0 for left in explained.excluded), (metric.key, explained.excluded)


def assert_present(view: SiteView, metric: NowMetric, scope: ScopeId, explained: Explanation) -> None:
    assert explained.value == metric.value(present_of(view, scope)), (metric.key, scope)
    if metric.unit == "count":
        assert explained.numerator == explained.value
    else:
        assert (explained.value is None) == (not explained.n), metric.key


def known_scopes(floor: Floor) -> list[ScopeId]:
    shown = [id_ for id_, queue in floor.queues.items() if queue.shown]
    teams = {team for agent in floor.agents.values() if (team := agent.described.team) is not None}
    named = {"queue": shown, "agent": floor.agents, "team": teams, "channel": floor.channels}
    return [
        ScopeId("site"),
        *(ScopeId(kind, id_) for kind, ids in named.items() for id_ in sorted(ids)),  # type: ignore[arg-type]
    ]


def explain_all(floor: Floor, at: int, scope: ScopeId, window: str, limit: int) -> None:
    """Windows are read before what happened at `at` is admitted, the present after it, as a view does."""
    floor.tick(at)
    metrics = [metric for metric in WINDOW_METRICS if scope.kind in metric.scopes and window in metric.windows]
    told = [(metric, explain(floor, at, metric.key, scope, window, limit)) for metric in metrics]
    view = site_view(floor, at)
    for metric, explained in told:
        assert_adds_up(explained)
        assert_window(view, metric, scope, window, explained)
    for now_metric in NOW_METRICS:
        if scope.kind in now_metric.scopes:
            explained = explain(floor, at, now_metric.key, scope, None, limit)
            assert_adds_up(explained)
            assert_present(view, now_metric, scope, explained)


@st.composite
def days(draw: st.DrawFn) -> list[AnyEvent]:
    """A history of contacts, with tickets and teams."""
    told = draw(histories())
    for number in range(draw(st.integers(0, 2))):
        told += draw(ticket_lives(number, START))
    for agent in draw(st.lists(st.sampled_from(AGENTS), unique=True)):
        told.append(event(f"d.{agent}", "agent.described", START, agent=agent, team=draw(st.sampled_from(["a", "b"]))))
    return sorted(told, key=lambda e: (e.time, e.id))


class ExplainedFloor(Deliveries):
    """Delivers a day in any order, with crashes and new rules in between, and asks what stands behind the figures."""

    @initialize(history=days(), order=st.randoms(use_true_random=False), tidy=st.booleans())
    def begin(self, history: list[AnyEvent], order: Any, tidy: bool) -> None:
        self.begin_with(history, RULES, order, tidy=tidy)

    @precondition(lambda self: self.undelivered)
    @rule(n=st.integers(5, 40))
    def deliver(self, n: int) -> None:
        self.deliver_next(n)

    @rule(by=st.one_of(st.integers(0, 20_000), st.integers(0, 900_000), st.integers(0, 40 * HOUR_MS)))
    def time_passes(self, by: int) -> None:
        self.pass_time(by)

    @rule()
    def time_catches_up(self) -> None:
        self.catch_up_with([event for event in self.delivered if event.source == SOURCE])

    @rule(rules=st.sampled_from([RULES, RULES, RULES, ELSEWHERE]))
    def crash(self, rules: FloorRules) -> None:
        self.crash_into(rules)

    @rule(data=st.data(), window=st.sampled_from(WINDOWS), limit=st.sampled_from([0, 1, 200]))
    def asks(self, data: Any, window: str, limit: int) -> None:
        self.floor.tick(self.now)
        scope = data.draw(st.sampled_from(known_scopes(self.floor)))
        explain_all(self.floor, self.now, scope, window, limit)
        self.now += 1  # the view admitted what happened exactly then


TestExplainedFloor = ExplainedFloor.TestCase
TestExplainedFloor.settings = settings(
    max_examples=60, stateful_step_count=15, deadline=None, print_blob=True, suppress_health_check=list(HealthCheck)
)
