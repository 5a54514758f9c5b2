"""Figures of a site: which scopes, which figures and tables, under which names."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from streams.events.instant import rfc3339
from streams.floor.rule import ServiceLevelRule
from streams.floor.view import (
    AgentView,
    QueueNow,
    QueueView,
    RuleView,
    SiteView,
    StaffNow,
    StaffView,
    TicketsNow,
    WindowView,
)
from streams.kpi.figures import site_aggregate, site_figures, site_present, teams_of, to_json
from streams.kpi.metric import Scope
from streams.kpi.registry import NOW_METRICS, WINDOW_METRICS

NOW = 1_700_000_000_000
RULE = ServiceLevelRule()
VENDOR = ServiceLevelRule(profile="answered_only")


def window(**counts: int) -> WindowView:
    return WindowView(0, counts)


SALES = QueueView(
    QueueNow(rule=RULE, waiting=1, rules=[RuleView(RULE), RuleView(VENDOR, 1, "vendor")], next_late=NOW + 3000),
    {
        "5m": window(),
        "today": WindowView(
            0,
            {
                "offered": 4, "answered": 3, "handled": 4, "curve_left_to_120": 1, "curve_answered_to_10": 3,
                "sl_answered_in": 3, "sl_abandoned_late": 1, "sl1_answered_in": 3, "sl1_abandoned_late": 1,
                "fcr_contacts": 2, "fcr_resolved": 1, "fcr_settled": 1, "value_both": 1, "sales": 2,
            },
            topics={"delivery": 1},
        ),
    },
)  # fmt: skip
MAIL = QueueView(
    QueueNow(rule=RULE, tickets=TicketsNow(open=2)),
    {"5m": window(), "today": window(offered=1, sl_answered_late=1, tickets_solved=1, resolution_ms=9000)},
)
ANN = AgentView(
    state="talking", since=NOW - 4000, running="on_contact_ms", complete_to=NOW - 1000, name="Ann", team="north",
    tickets=TicketsNow(open=2),
    windows={"today": window(handled=2, talk_ms=60_000, on_contact_ms=60_000, available_ms=30_000, sales=2,
                             agent_days=1)},
)  # fmt: skip
BO = AgentView(state="available", team="north", windows={"5m": window(), "today": window(handled=1, talk_ms=30_000,
                                                                                         agent_days=1)})  # fmt: skip
CY = AgentView(state="break", windows={"today": window(handled=1)})
VIEW = SiteView(
    site="aarhus",
    at=NOW,
    queues={"sales": SALES, "mail": MAIL},
    staff=StaffView(
        StaffNow({"talking": 1, "available": 1, "break": 1}, {"on_contact_ms": 1}, NOW - 1000),
        {"5m": window(), "today": window(on_contact_ms=60_000, available_ms=30_000, customers_left=2, agent_days=3)},
    ),
    agents={"cy": CY, "bo": BO, "ann": ANN},
    channels={"voice": {"today": window(offered=4, answered=3)}, "email": {"today": window(tickets_solved=1)}},
)


@pytest.fixture(scope="module")
def figures() -> dict[str, Any]:
    return site_figures(VIEW)


def test_a_site_has_its_scopes_in_order(figures: dict[str, Any]) -> None:
    assert list(figures) == ["at", "site", "all", "queues", "teams", "channels", "agents"]
    assert (figures["at"], figures["site"]) == (rfc3339(NOW), "aarhus")
    assert [list(figures[scope]) for scope in ("queues", "teams", "channels", "agents")] == [
        ["mail", "sales"], ["north"], ["email", "voice"], ["ann", "bo", "cy"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("scope", "path"),
    [("site", ("all",)), ("queue", ("queues", "mail")), ("team", ("teams", "north")),
     ("channel", ("channels", "email")), ("agent", ("agents", "ann"))],
)  # fmt: skip
def test_each_scope_has_the_figures_that_make_sense_there(
    figures: dict[str, Any], scope: Scope, path: tuple[str, ...]
) -> None:
    found = figures
    for step in path:
        found = found[step]
    wanted = {metric.field for metric in WINDOW_METRICS if scope in metric.scopes}
    extra = {"abandon_curve", "top_topics", "volume_by_value"} if scope == "site" else set()
    provisional = {"fcr_provisional"} if "fcr" in wanted else set()
    assert set(found["today"]) == wanted | provisional | extra
    present = {metric.field for metric in NOW_METRICS if scope in metric.scopes}
    told = {"state", "state_ms", "contact", "queue", "name", "team", "queues"} if scope == "agent" else set()
    assert set(found.get("now", ())) == present | told


def test_a_group_is_the_formula_over_what_was_merged(figures: dict[str, Any]) -> None:
    assert figures["all"]["today"]["service_level"] == 3 / 5
    assert figures["all"]["now"]["agents_online"] == 3
    assert figures["all"]["now"]["next_breach_ms"] == 3000
    assert figures["all"]["today"]["sales_per_agent_day"] == 2 / 3
    assert figures["all"]["today"]["net_customers"] == -2
    team = figures["teams"]["north"]
    assert (team["today"]["handled"], team["today"]["avg_talk_ms"], team["today"]["sales_per_agent_day"]) == (
        3,
        30_000,
        1,
    )
    assert (team["now"]["agents_busy"], team["now"]["agents_available"], team["now"]["tickets_open"]) == (1, 1, 2)


def test_running_states_count_up_to_the_moment(figures: dict[str, Any]) -> None:
    assert figures["agents"]["ann"]["today"]["busy_time_ms"] == 61_000
    assert figures["agents"]["ann"]["now"]["state_ms"] == 4000
    assert figures["agents"]["bo"]["now"]["state_ms"] is None
    assert figures["teams"]["north"]["today"]["busy_time_ms"] == 61_000
    assert figures["all"]["today"]["busy_time_ms"] == 61_000


def test_a_queue_with_two_rules_shows_both_and_one_with_one_does_not_repeat_itself(figures: dict[str, Any]) -> None:
    assert figures["queues"]["sales"]["today"]["service_level_by_rule"] == {
        "main": {"service_level": 0.75, "n": 4},
        "vendor": {"service_level": 1.0, "n": 3},
    }
    assert "service_level_by_rule" not in figures["queues"]["mail"]["today"]


def test_what_may_still_change_stands_beside_the_figure(figures: dict[str, Any]) -> None:
    today = figures["queues"]["sales"]["today"]
    assert (today["fcr"], today["fcr_provisional"]) == (0.5, 1)


def test_tables_are_given_where_there_is_something_to_tell(figures: dict[str, Any]) -> None:
    sales = msgspec.to_builtins(figures["queues"]["sales"]["today"])
    assert sales["abandon_curve"][5] == {
        "from_s": 90, "to_s": 120, "left": 1, "answered": 0, "entered": 1, "left_share": 1.0, "pain": True,
    }  # fmt: skip
    assert sales["top_topics"] == [{"topic": "delivery", "count": 1, "share": 0.25}]
    assert "satisfaction_by_wait" not in sales
    assert not {"abandon_curve", "top_topics", "volume_by_value"} & set(figures["queues"]["mail"]["today"])


def test_figures_a_day_are_not_told_of_minutes() -> None:
    five_minutes = site_figures(VIEW, ["5m"])
    assert set(five_minutes["all"]) == {"now", "5m"}
    assert "sales_per_agent_day" not in five_minutes["all"]["5m"]
    assert set(five_minutes["teams"]["north"]) == {"now", "5m"}
    assert five_minutes["channels"] == {"voice": {}, "email": {}}


def test_agents_of_no_team_are_in_none() -> None:
    assert {team: [agent.name for agent in agents] for team, agents in teams_of(VIEW).items()} == {
        "north": [None, "Ann"]
    }


def test_a_window_that_nobody_has_counts_nothing() -> None:
    assert site_aggregate(VIEW, "week").counts == {}
    assert site_present(VIEW).tickets.open == 2


def test_figures_become_json() -> None:
    assert msgspec.json.decode(to_json([site_figures(VIEW)])) == msgspec.to_builtins([site_figures(VIEW)])
