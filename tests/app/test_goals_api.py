"""How goals stand, own KPIs, and the way back to the service level's goal, over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from app.settings import Settings
from streams.floor.rule import ServiceLevelRule
from streams.floor.view import QueueNow, QueueView, SiteView
from streams.ledger.memory import MemoryLedger
from streams.ledger.port import LedgerUnavailable
from tests.app.running_web import running, settings
from tests.app.written_site import WrittenSite, pulse, queue, view
from tests.streams.kpi.worked_floor import FLOOR

Answer = dict[str, Any]


def chosen(**more: Any) -> Settings:
    return Settings(web=settings().web, **more)


async def answer_of(shown: SiteView, path: str, among: Settings | None = None, **params: Any) -> Answer:
    async with running(among) as web:
        await WrittenSite(web.keys, site=shown.site).write(shown, pulse(shown.at))
        answer = await web.http.get(f"/api/v1/sites/{shown.site}/{path}", params=params)
        assert answer.status_code == 200, answer.text
        found: Answer = answer.json()
        return found


def row(answer: Answer, set_: str, level: str, goal: str, scope_id: str) -> Answer:
    (found,) = [one for one in answer["sets"][set_][level] if (one["goal"], one["scope_id"]) == (goal, scope_id)]
    return dict(found)


async def test_the_results_of_a_set_stand_by_level_each_with_value_state_gap_and_links() -> None:
    answer = await answer_of(FLOOR, "goals", set="service")
    assert (answer["site"], answer["at"], answer["day"]) == ("copenhagen", "2026-11-16T12:00:00.000Z", "2026-11-16")
    assert list(answer["sets"]) == ["service"]
    assert list(answer["sets"]["service"]) == ["company", "leader", "employee"]
    assert row(answer, "service", "leader", "queue", "support") == {
        "goal": "queue", "name": "Queue under 1 minute", "metric": "asa", "unit": "ms", "window": "today",
        "direction": "lower", "scope": "queue", "scope_id": "support", "scope_name": "support", "value": 45_000.0,
        "n": 40, "state": "ok", "target": 60_000, "warning": 90_000.0, "inclusive": False, "gap": -15_000.0,
        "paced": False, "due": 1.0, "period": None, "complete": True, "feeds": "recommended",
        "fed_by": [{"goal": "handling", "scope_id": "anna"}, {"goal": "handling", "scope_id": "bo"}],
    }  # fmt: skip
    company = row(answer, "service", "company", "recommended", "copenhagen")
    assert {(below["goal"], below["scope_id"]) for below in company["fed_by"]} >= {
        ("queue", "orders"),
        ("mail", "email"),
    }


async def test_a_goal_without_a_figure_is_no_data_and_few_are_not_coloured() -> None:
    answer = await answer_of(FLOOR, "goals", set="service")
    nobody = row(answer, "service", "employee", "own_rating", "dorte")
    assert (nobody["value"], nobody["state"], nobody["gap"]) == (None, "no_data", None)
    few = row(answer, "service", "employee", "own_rating", "bo")
    assert (few["n"], few["state"], answer["least_n"]) == (4, "neutral", 10)
    coloured = await answer_of(FLOOR, "goals", chosen(goals={"least_n": 3}), set="service")
    assert row(coloured, "service", "employee", "own_rating", "bo")["state"] == "ok"


async def test_a_paced_goal_says_which_part_of_it_is_due_and_a_report_for_which_period_it_stands() -> None:
    answer = await answer_of(FLOOR, "goals")
    assert list(answer["sets"]) == ["service", "efficiency", "sales", "speed"]
    assert row(answer, "sales", "company", "net", "copenhagen")["due"] == 0.5
    cost = row(answer, "efficiency", "company", "cost", "copenhagen")
    assert (cost["value"], cost["period"], cost["complete"]) == (0.022, "2026-10", True)


async def test_a_site_works_by_the_sets_it_chose_and_by_goals_and_kpis_of_its_own() -> None:
    among = chosen(
        kpis={"wait_s": {"name": "Wait", "expression": "answered_wait_ms / answered / 1000"}},
        goals={"sets": ["service", "sales"]},
        sites={
            "copenhagen": {
                "name": "København",
                "goals": {
                    "sets": ["floor"],
                    "own": [
                        {"key": "wait", "name": "Wait", "set": "floor", "metric": "wait_s", "level": "company",
                         "scope": "site", "window": "today", "direction": "lower", "target": 60},
                    ],
                },
            }
        },
    )  # fmt: skip
    answer = await answer_of(FLOOR, "goals", among)
    assert list(answer["sets"]) == ["floor"]
    wait = row(answer, "floor", "company", "wait", "copenhagen")
    assert (wait["scope_name"], wait["value"], wait["n"], wait["unit"]) == ("København", 51.0, 50, "number")


async def test_a_set_that_is_not_worked_by_is_a_readable_404() -> None:
    async with running(chosen(goals={"sets": ["sales"]})) as web:
        await WrittenSite(web.keys).write(view())
        answer = await web.http.get("/api/v1/sites/aarhus/goals", params={"set": "service"})
        assert answer.status_code == 404
        assert "'service'" in answer.json()["title"]
        assert "sales" in answer.json()["detail"]


async def test_own_kpis_are_counted_of_every_scope_and_no_denominator_is_no_value() -> None:
    among = chosen(kpis={"wait_s": {"name": "Wait", "expression": "answered_wait_ms / answered / 1000", "version": 2}})
    answer = await answer_of(FLOOR, "kpis", among)
    assert answer["kpis"] == {
        "wait_s": {
            "name": "Wait", "expression": "answered_wait_ms / answered / 1000", "unit": "number", "better": None,
            "version": 2,
        }
    }  # fmt: skip
    assert list(answer["all"]) == ["today", "week", "month"]
    assert answer["all"]["today"] == {"wait_s": {"value": 51.0, "n": 50}}
    assert answer["queues"]["orders"]["today"]["wait_s"] == {"value": 75.0, "n": 10}
    assert answer["channels"]["voice"]["today"]["wait_s"]["value"] == 51.0
    assert answer["teams"]["blue"]["today"]["wait_s"] == {"value": None, "n": 0}
    assert answer["agents"]["anna"]["today"]["wait_s"] == {"value": None, "n": 0}
    one = await answer_of(FLOOR, "kpis", among, window="today")
    assert list(one["all"]) == ["today"]


async def test_the_way_back_goes_by_the_goal_and_the_expected_volume_of_site_and_queue() -> None:
    late = queue(offered=20, sl_answered_in=15, sl_answered_late=5)
    own = {"service_level_goal": 0.9, "expected_contacts": 60}
    among = chosen(sites={"aarhus": {"expected_contacts": 24, "queues": {"late": own}}})
    unseen = QueueView(QueueNow(ServiceLevelRule()), {})
    answer = await answer_of(view({"late": late, "mail": queue(), "new": unseen}), "recovery", among)
    assert answer["all"] == {
        "goal": 0.8, "service_level": 0.75, "n": 20, "needed": 5, "expected": 24, "offered": 20, "reachable": False,
    }  # fmt: skip
    assert set(answer["queues"]) == {"late", "mail"}
    assert answer["queues"]["late"] == {
        "goal": 0.9, "service_level": 0.75, "n": 20, "needed": 30, "expected": 60, "offered": 20, "reachable": True,
    }  # fmt: skip
    assert answer["queues"]["mail"] == {
        "goal": 0.8, "service_level": None, "n": 0, "needed": None, "expected": None, "offered": 0, "reachable": None,
    }  # fmt: skip


@pytest.mark.parametrize("path", ["goals", "kpis", "recovery"])
async def test_unknown_sites_and_a_ledger_that_is_away_are_told(path: str) -> None:
    async with running() as web:
        await WrittenSite(web.keys).write(view())
        answer = await web.http.get(f"/api/v1/sites/nowhere/{path}")
        assert (answer.status_code, "aarhus" in answer.json()["detail"]) == (404, True)

    async def fault(moment: str) -> None:
        raise LedgerUnavailable(f"no {moment}")

    async with running(ledger=MemoryLedger(fault=fault)) as web:
        answer = await web.http.get(f"/api/v1/sites/aarhus/{path}")
        assert (answer.status_code, "retry-after" in answer.headers) == (503, True)
