"""Any metric of the registry as a figure on a tile: of whom, over which window, by which rule, and how sure it is."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace
from pydantic import ValidationError

from app.boards.board import Goal, Scope, TileDefinition
from app.boards.figure import evaluate_figure
from app.boards.number import needs_the_day, needs_the_moment, number_tile
from app.boards.scene import Scene
from app.boards.several_sites import shared_threshold_ms
from app.boards.shown_metric import SHOWN_METRICS
from app.boards.tile import Covers, Figure, State
from streams.floor.rule import ServiceLevelRule
from streams.floor.view import AgentView, QueueNow, QueueView, RuleView, SiteView, TicketsNow, WindowView
from streams.kpi import MetricKey
from streams.kpi.metric import NowMetric, WindowMetric
from tests.app.names import PlainNames
from tests.app.written_site import NOW, queue, view

STRICT, LENIENT = ServiceLevelRule(), ServiceLevelRule(threshold_ms=60_000, profile="answered_only")
EARLIER = replace(LENIENT, threshold_ms=90_000)
JUDGED_TWICE = {"sl_answered_in": 6, "sl_answered_late": 6, "sl1_answered_in": 9, "sl1_answered_late": 3}


def scene(shown: SiteView, currency: str = "EUR", **more: Any) -> Scene:
    return Scene(shown, PlainNames(currency), **more)


def tile(**more: Any) -> TileDefinition:
    return TileDefinition(id="t", kind="number", title="T", x=0, y=0, w=1, h=1, **more)


def figure(shown: SiteView, key: MetricKey, window: str = "now", **scope: tuple[str, ...]) -> Figure:
    return evaluate_figure(scene(shown, zone="Europe/Copenhagen"), Scope(**scope), key, window).figure


def agent(team: str | None = None, state: str = "available", **counts: int) -> AgentView:
    return AgentView(state=state, team=team, queues=["sales"], windows={"today": WindowView(NOW - 3_600_000, counts)})


@pytest.mark.parametrize("key", SHOWN_METRICS)
def test_every_metric_can_be_a_tile(key: MetricKey) -> None:
    metric = SHOWN_METRICS[key]
    window = "now" if isinstance(metric, NowMetric) else "today"
    shown = number_tile(tile(metric=key, window=window), scene(view({"sales": queue(1)})))
    assert (shown.figure.key, shown.figure.unit, shown.figure.window) == (key, metric.unit, window)
    if isinstance(metric, WindowMetric) and metric.denominator is not None:
        assert (shown.figure.value, shown.state) == (None, "no_data")


@pytest.mark.parametrize(
    "wrong",
    [
        {"metric": "sales_per_agent_day", "window": "1h"},
        {"metric": "revenue", "window": "4h"},
        {"metric": "revenue", "window": "now"},
        {"metric": "revenue", "window": "month", "scope": Scope(queues=("sales",))},
        {"metric": "offered", "window": "today", "scope": Scope(teams=("north",))},
        {"metric": "service_level", "window": "today", "scope": Scope(channels=("email",))},
        {"metric": "customers_joined", "window": "today", "scope": Scope(queues=("sales",))},
        {"metric": "waiting", "scope": Scope(agents=("anna",))},
        {"metric": "waiting", "details": (("next_breach", "1h"),)},
        {"metric": "asa", "window": "today", "rule": "vendor"},
    ],
)
def test_a_figure_that_makes_no_sense_there_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        tile(**wrong)


@pytest.mark.parametrize("kind", ["queue_table", "waiting_list", "agents", "agent_grid"])
def test_a_tile_refuses_a_scope_that_it_would_not_heed(kind: Any) -> None:
    with pytest.raises(ValidationError):
        TileDefinition(id="t", kind=kind, title="T", x=0, y=0, w=1, h=1, scope=Scope(channels=("email",)))


def test_a_scope_looks_from_one_side_or_contacts_would_count_twice() -> None:
    for names in ({"queues": ("a",), "teams": ("b",)}, {"agents": ("a",), "channels": ("b",)}):
        with pytest.raises(ValidationError, match="count twice"):
            Scope(**names)


def test_an_agent_named_and_in_a_named_team_counts_once() -> None:
    people = {"anna": agent("north", handled=3), "bo": agent("south", handled=5), "kim": agent(handled=7)}
    shown = view({"sales": queue()}, people)
    assert figure(shown, "handled", "today", teams=("north",), agents=("anna", "kim")).value == 10
    assert figure(shown, "agents_available", teams=("north", "south"), agents=("anna",)).value == 2


def test_a_channel_has_its_own_figures() -> None:
    window = {"today": WindowView(NOW - 3_600_000, {"nps_promoters": 6, "nps_passives": 12, "nps_detractors": 2})}
    shown = replace(view({"sales": queue()}), channels={"email": window, "chat": window})
    nps = figure(shown, "nps", "today", channels=("email", "chat", "fax"))
    assert (nps.value, nps.n, nps.unit) == (20, 40, "score")
    assert figure(shown, "nps", "week", channels=("email",)).value is None


@pytest.mark.parametrize("scope", [{"teams": ("west",)}, {"agents": ("eve",)}, {"channels": ("fax",)}])
def test_whom_nobody_has_seen_has_no_value_rather_than_nought(scope: dict[str, tuple[str, ...]]) -> None:
    shown = view({"sales": queue()}, {"anna": agent("north", handled=3)})
    handled = evaluate_figure(scene(shown), Scope(**scope), "handled", "today")
    assert (handled.figure.value, handled.state) == (None, "no_data")


def test_a_window_that_no_agent_counts_has_no_value() -> None:
    assert figure(view({}, {"anna": agent("north", handled=3)}), "handled", "1h", teams=("north",)).value is None


def test_figures_of_people_are_no_figures_of_queues() -> None:
    shown = scene(view({"sales": queue(3)}, {"anna": agent("north")}))
    assert shown.queues(Scope(teams=("north",))) == {}
    assert shown.queues(Scope(channels=("email",))) == {}


def two_rules(**more: Any) -> QueueView:
    slots = [RuleView(STRICT), RuleView(EARLIER, 1, "vendor"), RuleView(replace(LENIENT, since=NOW), 2, "vendor")]
    return QueueView(replace(QueueNow(STRICT, rules=slots), **more), queue(**JUDGED_TWICE).windows)


def test_a_queue_is_shown_under_two_rules_side_by_side() -> None:
    shown = scene(view({"sales": two_rules(), "plain": queue(sl_answered_in=12)}))
    main = number_tile(tile(metric="service_level", window="today"), shown)
    vendor = number_tile(tile(metric="service_level", window="today", rule="vendor"), shown)
    assert (main.figure.value, main.figure.n, main.threshold_ms) == (18 / 24, 24, 20_000)
    assert (vendor.figure.value, vendor.figure.n, vendor.threshold_ms) == (9 / 12, 12, 60_000)
    in_time = number_tile(tile(metric="answered_in_time", window="today", rule="vendor"), shown)
    assert in_time.figure.value == 9


def test_the_threshold_is_that_of_the_version_in_force() -> None:
    shown = view({"sales": two_rules()}, at=NOW - 1)
    assert shared_threshold_ms(scene(shown), Scope(), "vendor") == 90_000


def test_a_rule_that_no_queue_has_gives_no_value() -> None:
    for key in ("service_level", "answered_in_time"):
        shown = number_tile(tile(metric=key, window="today", rule="nonesuch"), scene(view({"sales": two_rules()})))
        assert (shown.figure.value, shown.state, shown.threshold_ms) == (None, "no_data", None)


HIGHER = Goal(target=60_000, warning=20_000, direction="higher")


@pytest.mark.parametrize(("left_ms", "state"), [(60_000, "ok"), (30_000, "warning"), (5000, "critical")])
def test_a_time_that_runs_out_is_sent_as_its_end(left_ms: int, state: State) -> None:
    sales = QueueView(QueueNow(STRICT, next_late=NOW + left_ms), {})
    breach = number_tile(tile(metric="next_breach", goal=HIGHER), scene(view({"sales": sales})))
    assert (breach.figure.value, breach.figure.until, breach.state) == (None, NOW + left_ms, state)


def test_when_nothing_runs_out_that_is_neither_good_nor_bad() -> None:
    for key in ("next_breach", "next_due"):
        quiet = number_tile(tile(metric=key, goal=HIGHER), scene(view({"sales": queue()})))
        assert (quiet.figure.until, quiet.figure.value, quiet.state) == (None, None, "neutral")


def test_ages_of_tickets_run_from_a_start() -> None:
    tickets = TicketsNow(open=4, oldest=NOW - 9000, opened_sum=4 * NOW - 20_000, next_due=NOW + 7000)
    shown = view({"mail": QueueView(QueueNow(STRICT, tickets=tickets), {})})
    assert figure(shown, "oldest_ticket").since == NOW - 9000
    assert figure(shown, "backlog_age").since == NOW - 5000
    assert figure(shown, "next_due").until == NOW + 7000
    assert figure(view({"mail": queue()}), "backlog_age").since is None


@pytest.mark.parametrize("key", ["longest_wait", "next_breach", "next_due", "backlog_age", "oldest_ticket"])
def test_what_moves_with_time_alone_is_looked_at_again(key: MetricKey) -> None:
    assert needs_the_moment(tile(metric=key))
    assert needs_the_moment(tile(metric="waiting", details=((key, "now"),)))
    assert not needs_the_moment(tile(metric="waiting"))


def test_a_score_of_few_answers_is_not_coloured() -> None:
    goal = Goal(target=50, direction="higher")
    for answers, state in ((9, "neutral"), (10, "critical")):
        shown = scene(view({"sales": queue(nps_detractors=answers)}))
        nps = number_tile(tile(metric="nps", window="today", goal=goal), shown)
        assert (nps.figure.value, nps.figure.n, nps.state) == (-100, answers, state)


def test_what_may_still_change_is_said() -> None:
    shown = view({"sales": queue(fcr_contacts=10, fcr_resolved=8, fcr_settled=7)})
    fcr = figure(shown, "fcr", "today")
    assert (fcr.value, fcr.n, fcr.provisional) == (0.8, 10, 3)


def test_n_is_of_contacts_never_of_milliseconds() -> None:
    shown = view({"sales": queue()}, {"anna": agent("north", on_contact_ms=3000, available_ms=1000)})
    occupancy = figure(shown, "occupancy", "today", teams=("north",))
    assert (occupancy.value, occupancy.n) == (0.75, None)
    sales = view({"sales": queue()}, {"anna": agent("north", sales=6, agent_days=4)})
    per_day = figure(sales, "sales_per_agent_day", "today", teams=("north",))
    assert (per_day.value, per_day.n, per_day.unit) == (1.5, 4, "number")


def test_money_names_its_currency() -> None:
    sold = tile(metric="order_value", window="today")
    shown = view({"sales": queue(sales_amount_cents=30_050, sales_with_amount=2)})
    figure = number_tile(sold, scene(shown, currency="DKK")).figure
    assert (figure.value, figure.currency, figure.unit) == (150.25, "DKK", "money")
    assert number_tile(tile(metric="asa", window="today"), scene(shown)).figure.currency is None


def test_a_reported_figure_says_for_which_period_it_stands() -> None:
    reported = {"service_cost": {"2025-10": 30.0}, "revenue": {"2025-10": 1000.0}}
    shown = replace(view({"sales": queue()}), measures=reported)
    cost = evaluate_figure(scene(shown), Scope(), "cost_share", "month", Goal(target=0.02, direction="lower"))
    assert (cost.figure.value, cost.figure.period, cost.figure.complete, cost.state) == (
        0.03, "2025-10", True, "critical"
    )  # fmt: skip
    assert figure(view({"sales": queue()}), "cost_share", "month").period is None


def test_a_period_that_is_reported_in_part_says_so() -> None:
    shown = replace(view({"sales": queue()}), measures={"revenue": {"2025-11-24": 100.0, "2025-11-25": 50.0}})
    revenue = figure(shown, "revenue", "month")
    assert (revenue.value, revenue.currency, revenue.period, revenue.complete) == (150, "EUR", "2025-11", False)
    assert revenue.covers == Covers(reported=2, of=30, each="day")


def test_churn_counts_those_who_left_in_the_same_window() -> None:
    shown = replace(view({"sales": queue()}), measures={"customers": {"2025-11-25": 200.0}})
    left = replace(shown.staff, windows={"month": WindowView(NOW - 86_400_000, {"customers_left": 3})})
    assert figure(replace(shown, staff=left), "churn", "month").value == 0.015
    assert figure(shown, "churn", "month").value is None


def test_a_period_begins_with_the_sites_own_day() -> None:
    measures = {"revenue": {"2025-11-25": 1.0, "2025-11-26": 2.0}}
    evening = replace(view({"sales": queue()}, at=NOW + 14 * 3_600_000), measures=measures)  # 22:40 UTC
    revenue = tile(metric="revenue", window="today")
    assert needs_the_day(revenue)
    assert not needs_the_day(tile(metric="asa", window="today"))
    assert number_tile(revenue, scene(evening)).figure.period == "2025-11-25"
    assert number_tile(revenue, scene(evening, zone="Europe/Helsinki")).figure.period == "2025-11-26"
