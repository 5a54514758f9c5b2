"""A site as the supervisor's page shows it, over HTTP."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from app.settings import Settings
from app.web.site_reader import SiteReader
from app.web.view_api import READ_EVERY_S, NewestFigures
from streams.floor.rule import ServiceLevelRule
from streams.floor.view import (
    AgentView,
    Correction,
    DueView,
    QueueNow,
    QueueView,
    SiteView,
    SourceView,
    TicketsNow,
    TicketView,
    Waiting,
    WindowView,
)
from streams.ledger.memory import MemoryKeys, MemoryLedger
from streams.ledger.port import LedgerUnavailable
from tests.app.running_web import Clock, RunningWeb, running, settings
from tests.app.written_site import NOW, WrittenSite, pulse, queue, view

SCRIPT = "<script>alert(1)</script>"
Answer = dict[str, Any]

GOOD = {"offered": 20, "answered": 19, "sl_answered_in": 18, "sl_answered_late": 2, "answered_wait_ms": 190_000}
BAD = {"offered": 20, "answered": 20, "sl_answered_in": 10, "sl_answered_late": 10, "answered_wait_ms": 2_000_000}


async def get(web: RunningWeb, *parts: str, status: int = 200, site: str = "aarhus", **params: Any) -> Answer:
    answer = await web.http.get(f"/api/v1/sites/{site}/view", params={"part": list(parts), **params})
    assert answer.status_code == status, answer.text
    found: Answer = answer.json()
    return found


async def view_of(shown: SiteView, *parts: str, among: Settings | None = None, **params: Any) -> Answer:
    async with running(among) as web:
        await WrittenSite(web.keys).write(shown)
        return await get(web, *parts, **params)


def row(rows: list[Answer], id_: str) -> Answer:
    (found,) = [one for one in rows if one["id"] == id_]
    return found


def ticket(queue: str = "mail", *, due: int | None = None, at_risk: int | None = None, **more: Any) -> TicketView:
    dues = [] if due is None else [DueView("first_reply", 3_600_000, due=due, at_risk=at_risk)]
    return TicketView(queue=queue, opened=NOW - 1000, **{"dues": dues, **more})


async def test_the_head_says_of_when_and_by_which_clock_the_figures_are() -> None:
    among = Settings(web=settings().web, sites={"aarhus": {"name": "Aarhus", "currency": "DKK"}})
    found = await view_of(view(), among=among)
    assert {key: found[key] for key in ("site", "name", "at", "now", "zone", "currency", "least_n")} == {
        "site": "aarhus", "name": "Aarhus", "at": NOW, "now": NOW, "zone": "Europe/Copenhagen", "currency": "DKK",
        "least_n": 10,
    }  # fmt: skip
    assert {"all", "queues", "queue", "agents", "tickets"} & set(found) == set()
    assert found["freshness"] == {
        "as_of": NOW - 1000, "stale": None, "written": NOW, "worker_silent_ms": 5000, "lag_ms": 0,
        "lag_records": None, "catching_up": False,
        "sources": [{
            "id": "asterisk/pbx1", "newest": NOW - 2000, "beat": NOW - 1000, "interval_s": 5.0, "silent": False,
        }],
    }  # fmt: skip


async def test_a_silent_worker_and_a_silent_source_are_told_with_their_time() -> None:
    clock = Clock(NOW + 6000)
    async with running(clock=clock) as web:
        await WrittenSite(web.keys).write(view(), pulse(sources={}))
        found = await get(web)
        assert found["freshness"]["stale"] == {"part": "worker", "source": None, "site": None, "since": NOW}
        dead = SourceView(newest=NOW - 60_000, received=NOW - 60_000, beat=NOW - 60_000, interval_s=5.0)
        well = SourceView(newest=NOW, received=NOW, beat=NOW, interval_s=5.0)
        clock.now = NOW
    async with running(clock=clock) as web:
        await WrittenSite(web.keys).write(view(), pulse(sources={"pbx": dead, "mail": well}))
        found = await get(web)
        assert found["freshness"]["stale"] == {"part": "source", "source": "pbx", "site": None, "since": NOW - 60_000}
        assert [(one["id"], one["silent"]) for one in found["freshness"]["sources"]] == [
            ("mail", False), ("pbx", True),
        ]  # fmt: skip


async def test_the_sites_figures_are_those_of_the_figures_api_each_with_its_n() -> None:
    shown = view({"sales": queue(2, **GOOD), "support": queue(1, **BAD)})
    async with running() as web:
        await WrittenSite(web.keys).write(shown)
        figures = (await get(web, "site"))["all"]["figures"]
        (site,) = (await web.http.get("/api/v1/sites/aarhus/figures?window=today")).json()
    assert figures["waiting"] == {"value": 3, "n": None}
    assert figures["longest_wait"]["value"] == site["all"]["now"]["longest_wait_ms"]
    assert figures["service_level"] == {"value": site["all"]["today"]["service_level"], "n": 40}
    assert figures["asa"] == {"value": site["all"]["today"]["asa_ms"], "n": 39}
    assert figures["nps"] == {"value": None, "n": 0}


async def test_a_queue_stands_by_its_goal_and_tells_the_way_back_and_the_goals_it_misses() -> None:
    among = Settings(
        web=settings().web, sites={"aarhus": {"queues": {"good": {"name": "Good", "service_level_goal": 0.9}}}}
    )
    few = {"offered": 2, "answered": 2, "sl_answered_in": 0, "sl_answered_late": 2}
    shown = view({"good": queue(**GOOD), "bad": queue(1, **BAD), "few": queue(**few), "new": queue()})
    queues = (await view_of(shown, "queues", among=among))["queues"]
    assert [one["id"] for one in queues] == ["bad", "few", "good", "new"]
    good, bad = row(queues, "good"), row(queues, "bad")
    assert (good["name"], good["state"], good["goal"], good["needed"], good["missed"]) == ("Good", "ok", 0.9, 0, [])
    assert (bad["state"], bad["level_state"], bad["goal"], bad["needed"]) == ("critical", "critical", 0.8, 30)
    assert bad["figures"]["service_level"] == {"value": 0.5, "n": 20}
    assert [(one["name"], one["state"], one["value"]) for one in bad["missed"]] == [
        ("Queue under 1 minute", "critical", 100_000.0)
    ]
    assert (row(queues, "few")["level_state"], row(queues, "new")["state"]) == ("neutral", "no_data")
    assert row(queues, "new")["figures"]["service_level"] == {"value": None, "n": 0}


async def test_a_level_a_little_below_its_goal_warns_and_is_reachable_or_not_by_what_still_comes() -> None:
    near = {"offered": 20, "sl_answered_in": 15, "sl_answered_late": 5}
    among = Settings(web=settings().web, sites={"aarhus": {"queues": {"near": {"expected_contacts": 24}}}})
    queues = (await view_of(view({"near": queue(**near)}), "queues", among=among))["queues"]
    assert (queues[0]["state"], queues[0]["needed"], queues[0]["reachable"]) == ("warning", 5, False)
    queues = (await view_of(view({"near": queue(**near)}), "queues", among=among, window="30m"))["queues"]
    assert queues[0]["reachable"] is None


async def test_one_queue_has_who_waits_every_figure_and_its_tables() -> None:
    now = QueueNow(
        ServiceLevelRule(), waiting=3, oldest=[Waiting(SCRIPT, NOW - 21_000), Waiting("c2", NOW - 20_000)],
        suspect=1, suspects=[Waiting("gone", NOW - 8_000_000)], next_late=NOW + 5,
        corrected=Correction(NOW - 1, NOW - 9),
    )  # fmt: skip
    window = WindowView(
        NOW - 3_600_000, {**GOOD, "curve_left_to_10": 1, "curve_answered_to_100": 1}, topics={"bill": 7}
    )
    agents = {"ann": AgentView(state="available", queues=["sales"]), "bo": AgentView(queues=["other"])}
    shown = view({"sales": QueueView(now, {"today": window}), "other": queue()}, agents)
    found = await view_of(shown, "queue", "agents", queue="sales")
    sales = found["queue"]
    assert (sales["waiting"], sales["longest_since"], sales["next_late"]) == (3, NOW - 21_000, NOW + 5)
    assert sales["waiting_list"] == [
        {"contact": SCRIPT, "since": NOW - 21_000, "late": True},
        {"contact": "c2", "since": NOW - 20_000, "late": False},
    ]  # fmt: skip
    assert [one["contact"] for one in sales["suspects"]] == ["gone"]
    assert (sales["late"], sales["corrected"]) == (True, NOW - 1)
    assert {"waiting", "service_level", "fcr"} <= set(sales["figures"])
    assert sales["figures"]["fcr"] == {"value": None, "n": 0, "provisional": 0}
    assert sales["by_rule"] == {"main": {"value": 0.9, "n": 20}}
    assert sales["tables"]["abandon_curve"][0]["left"] == 1
    assert sales["tables"]["top_topics"][0] == {"topic": "bill", "count": 7, "share": None}
    assert [(one["id"], "figures" in one) for one in found["agents"]] == [("ann", False)]


async def test_agents_have_state_team_and_queue_and_their_figures_when_asked() -> None:
    day = WindowView(NOW - 3_600_000, {"handled": 4, "talk_ms": 400_000, "on_contact_ms": 30, "available_ms": 10})
    ann = AgentView(
        state="talking", since=NOW - 5000, queue="sales", contact="c1", name="Ann", team="North", queues=["sales"],
        tickets=TicketsNow(open=2), windows={"today": day},
    )  # fmt: skip
    found = (await view_of(view(agents={"a1": ann, "a2": AgentView()}), "agent_figures"))["agents"]
    figures = found[0].pop("figures")
    assert found[0] == {
        "id": "a1", "name": "Ann", "state": "talking", "since": NOW - 5000, "contact": "c1", "queue": "sales",
        "team": "North", "queues": ["sales"], "tickets": 2,
    }  # fmt: skip
    assert figures["handled"] == {"value": 4, "n": None}
    assert figures["aht"] == {"value": 100_000, "n": 4}
    assert figures["occupancy"] == {"value": 0.75, "n": 40}
    assert (found[1]["name"], found[1]["figures"]["aht"]) == ("a2", {"value": None, "n": 0})


TICKETS = {
    "late": ticket(due=NOW - 1, at_risk=NOW - 500),
    "risk": ticket(due=NOW + 10, at_risk=NOW - 1, agent="ann"),
    "calm": ticket("claims", due=NOW + 900, at_risk=NOW + 600),
    "still": ticket(dues=[DueView("resolution", 3_600_000, left_ms=5)]),
    "free": ticket(agent="ann"),
}


async def test_open_tickets_come_by_their_due_moment_with_state_and_filters() -> None:
    shown = msgspec.structs.replace(view(), tickets=TICKETS)
    found = (await view_of(shown, "tickets"))["tickets"]
    assert [(one["id"], one["state"]) for one in found["listed"]] == [
        ("late", "breached"), ("risk", "at_risk"), ("calm", "ok"), ("free", "no_promise"), ("still", "paused"),
    ]  # fmt: skip
    assert (found["open"], found["matching"], found["more"]) == (5, 5, 0)
    assert found["states"] == {"breached": 1, "at_risk": 1, "ok": 1, "paused": 1, "no_promise": 1}
    assert (found["queues"], found["agents"]) == (["claims", "mail"], ["ann"])
    assert found["listed"][0]["dues"] == [
        {"promise": "first_reply", "target_ms": 3_600_000, "due": NOW - 1, "at_risk": NOW - 500}
    ]
    few = (await view_of(shown, "tickets", limit=2, agent="ann"))["tickets"]
    assert ([one["id"] for one in few["listed"]], few["open"], few["matching"]) == (["risk", "free"], 5, 2)
    cut = (await view_of(shown, "tickets", limit=1, state="breached"))["tickets"]
    assert (cut["matching"], cut["more"]) == (1, 0)
    assert (await view_of(shown, "tickets", limit=2))["tickets"]["more"] == 3


async def test_however_many_look_a_site_is_read_once_in_a_while() -> None:
    moments: list[str] = []
    now_s = 10.0

    async def note(moment: str) -> None:
        moments.append(moment)

    keys = MemoryKeys()
    await WrittenSite(keys).write(view())
    ledger = MemoryLedger(keys=keys, fault=note)
    async with ledger:
        newest = NewestFigures(SiteReader(ledger), lambda: now_s)
        first = await newest.of("aarhus")
        once = len(moments)
        assert all(found is first for found in await asyncio.gather(*(newest.of("aarhus") for _ in range(5))))
        assert len(moments) == once
        now_s += READ_EVERY_S
        assert await newest.of("aarhus") is not first
        assert len(moments) > once


@pytest.mark.parametrize(
    ("params", "status", "said"),
    [
        ({"part": "queue"}, 400, "queue="),
        ({"part": "queue", "queue": "nope"}, 404, "Known queues: sales"),
        ({"part": "agents", "queue": "nope"}, 404, "Known queues: sales"),
        ({"part": "everything"}, 422, "parameters"),
        ({"part": "tickets", "limit": "1001"}, 422, "parameters"),
        ({"window": "century"}, 422, "parameters"),
    ],
)
async def test_a_question_that_has_no_answer_says_what_there_is(params: Answer, status: int, said: str) -> None:
    async with running() as web:
        await WrittenSite(web.keys).write(view({"sales": queue()}))
        answer = await web.http.get("/api/v1/sites/aarhus/view", params=params)
        assert (answer.status_code, said in answer.text) == (status, True)
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/app", "/app/aarhus/overview", "/app/aarhus/queues/a%2Fb", "/app/x?window=5m"])
async def test_the_page_that_shows_it_is_served_under_every_address_of_its_views(path: str, tmp_path: Path) -> None:
    (tmp_path / "app.html").write_text("<!doctype html><title>Tavle, the supervisor's page</title>")
    async with running(pages=tmp_path) as web:
        answer = await web.http.get(path)
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")
        assert "supervisor" in answer.text
        assert (await web.http.get("/")).status_code == 503


async def test_an_unknown_site_and_a_ledger_that_is_away_are_told() -> None:
    async with running() as web:
        await WrittenSite(web.keys).write(view())
        assert "aarhus" in (await get(web, status=404, site="nowhere"))["detail"]

    async def fault(moment: str) -> None:
        raise LedgerUnavailable(f"no {moment}")

    async with running(ledger=MemoryLedger(fault=fault)) as web:
        answer = await web.http.get("/api/v1/sites/aarhus/view")
        assert (answer.status_code, "retry-after" in answer.headers) == (503, True)


async def test_names_are_what_a_boards_tiles_can_be_of() -> None:
    people = {"anna": AgentView(name="Anna", team="north"), "bo": AgentView()}
    async with running() as web:
        shown = replace(view({"sales": queue()}, people), channels={"email": {}})
        await WrittenSite(web.keys).write(shown)
        names = (await web.http.get("/api/v1/sites/aarhus/view?part=names")).json()["names"]
    assert names == {
        "queues": [{"id": "sales", "name": "sales"}],
        "agents": [{"id": "anna", "name": "Anna", "team": "north"}, {"id": "bo", "name": "bo", "team": None}],
        "teams": ["north"],
        "channels": ["email"],
        "rules": names["rules"],
        "goal_sets": names["goal_sets"],
    }
    assert "service" in names["goal_sets"]
