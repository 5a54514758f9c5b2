"""The preview over HTTP: today under other rules and goals, as the worker would count it; nothing is saved by it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest

from app.settings import Settings
from app.web.floor_reader import WAITING_LIMIT
from streams.events import AnyEvent
from streams.floor.floor import Floor
from streams.floor.shown import site_view
from streams.kpi.aggregate import of_queue_in
from tests.app.callers import Headers, account
from tests.app.running_web import Clock, RunningWeb, running, settings
from tests.app.saved_site import save_floor
from tests.streams.floor.histories import START, event
from tests.streams.floor.test_floor import answered, queued

PREVIEW = "/api/v1/sites/aarhus/preview"
LATER = START + 600_000
FILE: dict[str, Any] = {"aarhus": {"name": "Aarhus", "queues": {"sales": {"name": "Sales"}}}}
FLOOR = Settings(sites=FILE)


def told() -> list[AnyEvent]:
    """Ten answered after 5, 10, … 50 s, in two queues; one abandoned after 12 s."""
    calls: list[AnyEvent] = [
        queued("left", START),
        event("left.left", "contact.left", START + 12_000, contact="left", reason="abandoned"),
    ]
    for n in range(10):
        at = START + 1000 * n
        calls += [queued(f"c{n}", at, "sales" if n % 2 else "support"), answered(f"c{n}", at + 5000 * (n + 1))]
    return sorted(calls, key=lambda one: one.time)


@pytest.fixture
async def web() -> AsyncIterator[RunningWeb]:
    async with running(Settings(web=settings().web, sites=FILE), clock=Clock(LATER)) as web:
        await save_floor(web.keys, told(), LATER, FLOOR.floor_rules("aarhus"))
        yield web


@pytest.fixture
async def editor(web: RunningWeb) -> Headers:
    return await account(web, "sune", "supervisor")


def counted(rules: Mapping[str, Any]) -> dict[str, tuple[int, int]]:
    """Numerator and denominator of each queue, as a floor counts that goes by these rules all along."""
    site = {**FILE["aarhus"], **rules, "queues": {**FILE["aarhus"]["queues"], **rules.get("queues", {})}}
    floor = Floor("aarhus", Settings(sites={"aarhus": site}).floor_rules("aarhus"))
    for one in told():
        floor.apply(one, LATER)
    floor.tick(LATER)
    view = site_view(floor, LATER)
    levels = {id_: of_queue_in(queue, "today").service_level for id_, queue in view.queues.items()}
    return {id_: (level.numerator, level.denominator) for id_, level in levels.items()}


@pytest.mark.parametrize(
    "rules",
    [
        {},
        {"threshold_s": 30},
        {"threshold_s": 10, "short_abandon_s": 15, "profile": "genesys_short_excluded"},
        {"queues": {"sales": {"threshold_s": 45, "abandons": "left_out"}}},
        {"rule_changes": [{"from": "2026-11-23T11:00:05Z", "threshold_s": 60}]},
        {"rule_changes": [{"from": "now", "threshold_s": 1}]},
    ],
)
async def test_figures_are_those_of_a_floor_that_goes_by_the_candidate(
    web: RunningWeb, editor: Headers, rules: dict[str, Any]
) -> None:
    answer = await web.http.post(PREVIEW, json={"rules": rules}, headers=editor)
    assert answer.status_code == 200, answer.text
    found = answer.json()
    shown = {
        side: {id_: (q[side]["numerator"], q[side]["denominator"]) for id_, q in found["queues"].items()}
        for side in ("present", "candidate")
    }
    at_once = {**rules, "rule_changes": []} if "now" in str(rules) else rules
    assert shown == {"present": counted({}), "candidate": counted(at_once)}
    assert found["all"]["candidate"]["numerator"] == sum(n for n, _ in counted(at_once).values())
    assert sum(found["all"]["candidate"]["verdicts"].values()) == 11
    assert (found["older"], found["queues"]["sales"]["name"]) == (0, "Sales")
    assert (found["all"]["otherwise"] > 0) is (counted(at_once) != counted({}))
    assert (await web.http.get("/api/v1/sites/aarhus/settings", headers=editor)).json()["parts"]["rules"][
        "version"
    ] == 0


async def test_goals_are_told_under_both_targets(web: RunningWeb, editor: Headers) -> None:
    goal = {"key": "queue", "set": "service", "name": "Queue", "metric": "asa", "level": "leader", "scope": "queue",
            "window": "today", "direction": "lower", "target": 10_000, "warning": 29_000,
            "feeds": "recommended"}  # fmt: skip
    answer = await web.http.post(PREVIEW, json={"goals": {"own": [goal]}}, headers=editor)
    (told_,) = [one for one in answer.json()["goals"] if (one["set"], one["goal"]) == ("service", "queue")]
    assert (told_["present"]["target"], told_["candidate"]["target"]) == (60_000, 10_000)
    assert told_["present"]["states"] == {"ok": 2}
    assert told_["candidate"]["states"] == {"warning": 1, "critical": 1}
    states = {row["scope_id"]: (row["present"]["state"], row["candidate"]["state"]) for row in told_["rows"]}
    assert states == {"sales": ("ok", "critical"), "support": ("ok", "warning")}


async def test_a_mistake_is_refused_at_its_field(web: RunningWeb, editor: Headers) -> None:
    answer = await web.http.post(PREVIEW, json={"rules": {"threshold_s": 0}}, headers=editor)
    assert (answer.status_code, answer.json()["mistakes"][0]["path"]) == (400, ["threshold_s"])


async def test_a_site_without_figures_has_no_preview(editor: Headers, web: RunningWeb) -> None:
    answer = await web.http.post("/api/v1/sites/nowhere/preview", json={}, headers=editor)
    assert answer.status_code == 404


async def test_more_than_may_wait_are_asked_to_come_again(web: RunningWeb, editor: Headers) -> None:
    asked = [web.http.post(PREVIEW, json={}, headers=editor) for _ in range(3 * WAITING_LIMIT)]
    statuses = {answer.status_code for answer in await asyncio.gather(*asked)}
    assert statuses <= {200, 503}
    assert 200 in statuses
