"""What stands behind a figure, over HTTP: from the floor that the worker saved."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
import pytest

from app.web import floor_reader
from app.web.floor_reader import FloorReader, TooManyAsk
from streams.floor.floor_rules import FloorRules
from streams.floor.rule import ServiceLevelRule, queue_rules
from streams.kpi.explain import explain
from streams.kpi.explanation import ScopeId
from streams.ledger.memory import MemoryKeys, MemoryLedger
from streams.ledger.names import floor_hash
from streams.ledger.port import LedgerUnavailable
from tests.app.running_web import RunningWeb, running
from tests.app.saved_site import PARTITION, save_floor
from tests.streams.floor.histories import START
from tests.streams.kpi.explained_day import DAY, SALES, SITE

NOW = START + 600_000
PATH = "/api/v1/sites/aarhus/explain"


async def ask(web: RunningWeb, **params: str) -> tuple[int, Any]:
    answer = await web.http.get(PATH, params=params)
    return answer.status_code, answer.json()


async def test_the_explanation_is_of_the_floor_that_the_worker_saved() -> None:
    async with running() as web:
        floor = await save_floor(web.keys, DAY, NOW)
        status, told = await ask(web, metric="service_level", queue="sales", window="1h", limit="2")
        assert status == 200
        expected = explain(floor, NOW, "service_level", SALES, "1h", limit=2)
        assert told == msgspec.to_builtins(expected)
        assert (told["at"], told["listed"], told["more"]["count"]) == (NOW, 2, expected.more.count)


async def test_without_a_window_it_is_today_and_without_a_scope_the_site() -> None:
    async with running() as web:
        await save_floor(web.keys, DAY, NOW)
        _, told = await ask(web, metric="offered")
        assert (told["scope"], told["window"], told["numerator"]) == ("site", "today", 9)
        _, told = await ask(web, metric="waiting")
        assert (told["window"], told["value"], [entry["id"] for entry in told["entries"]]) == (
            None, 2, ["waits", "hopes"],
        )  # fmt: skip


async def test_the_rules_that_the_figures_were_counted_by_hold() -> None:
    async with running() as web:
        strict = FloorRules(rules=queue_rules([ServiceLevelRule(10_000, version=7)]))
        await save_floor(web.keys, DAY, NOW, strict)
        _, told = await ask(web, metric="service_level", queue="sales")
        assert told["rules"][0]["version"] == 7
        assert told["numerator"] == 0


@pytest.mark.parametrize(
    ("params", "status", "title", "detail"),
    [
        ({"metric": "sl"}, 400, "There is no metric 'sl'.", "service_level"),
        ({"metric": "service_level", "agent": "ann"}, 400, "service_level is no figure of the scope agent.", "queue"),
        ({"metric": "asa", "window": "2h"}, 400, "asa is no figure over 2h.", "today"),
        ({"metric": "asa", "queue": "sales", "team": "a"}, 400, "A figure is of one scope.", "Name one of queue"),
        ({"metric": "asa", "queue": "nowhere"}, 404, "There is no queue 'nowhere'.", "sales"),
        ({"metric": "aht", "team": "blue"}, 404, "There is no team 'blue'.", "none"),
        ({"metric": "asa", "limit": "1001"}, 422, "A parameter is wrong.", ""),
    ],
)
async def test_what_cannot_be_explained_says_what_can(
    params: dict[str, str], status: int, title: str, detail: str
) -> None:
    async with running() as web:
        await save_floor(web.keys, DAY, NOW)
        answered, problem = await ask(web, **params)
        assert (answered, problem["title"]) == (status, title)
        assert detail in problem["detail"]


async def test_an_unknown_site_names_the_known_ones() -> None:
    async with running() as web:
        await save_floor(web.keys, DAY, NOW)
        answer = await web.http.get("/api/v1/sites/nowhere/explain", params={"metric": "asa"})
        assert answer.status_code == 404
        assert "aarhus" in answer.json()["detail"]


async def test_a_site_without_state_is_to_be_asked_again() -> None:
    async with running() as web:
        await save_floor(web.keys, DAY, NOW)
        web.keys.at(PARTITION).hashes.clear()
        answer = await web.http.get(PATH, params={"metric": "asa"})
        assert answer.status_code == 503
        assert "retry-after" in answer.headers


@pytest.mark.parametrize("meta", [b"{}", b'{"version": 1}'])
async def test_state_of_another_version_cannot_be_explained(meta: bytes) -> None:
    async with running() as web:
        await save_floor(web.keys, DAY, NOW)
        web.keys.at(PARTITION).hashes[floor_hash("aarhus")]["meta"] = meta
        status, problem = await ask(web, metric="asa")
        assert (status, problem["title"]) == (503, "The ledger cannot be read.")


async def test_without_the_ledger_it_says_come_again() -> None:
    async def fault(moment: str) -> None:
        raise LedgerUnavailable(f"no {moment}")

    async with running(ledger=MemoryLedger(fault=fault)) as web:
        status, problem = await ask(web, metric="asa")
        assert (status, problem["title"]) == (503, "The ledger cannot be read.")


class Reads:
    """A ledger's faults, used to count its reads and to hold them."""

    def __init__(self) -> None:
        self.count = 0
        self.free = asyncio.Event()
        self.free.set()

    async def __call__(self, moment: str) -> None:
        self.count += moment == "read"
        await self.free.wait()


async def test_a_floor_is_kept_for_the_next_question_and_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    keys, reads = MemoryKeys(), Reads()
    await save_floor(keys, DAY, NOW)
    reader = FloorReader(MemoryLedger(keys=keys, fault=reads), lambda _: FloorRules())
    for metric in ("offered", "asa", "service_level"):
        await reader.explain("aarhus", metric, SITE, "today")
    assert reads.count == 1
    monkeypatch.setattr(floor_reader, "KEEP_S", 0.0)
    again = FloorReader(MemoryLedger(keys=keys, fault=reads), lambda _: FloorRules())
    for _ in range(2):
        await again.explain("aarhus", "offered", SITE, "today")
    assert reads.count == 3
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert again.held is None


async def test_too_many_who_ask_at_once_are_told_so() -> None:
    keys, reads = MemoryKeys(), Reads()
    await save_floor(keys, DAY, NOW)
    reads.free.clear()
    reader = FloorReader(MemoryLedger(keys=keys, fault=reads), lambda _: FloorRules())
    asked = [
        asyncio.create_task(reader.explain("aarhus", "offered", SITE, "today"))
        for _ in range(floor_reader.WAITING_LIMIT)
    ]
    await asyncio.sleep(0)
    with pytest.raises(TooManyAsk):
        await reader.explain("aarhus", "offered", ScopeId("site"), "today")
    reads.free.set()
    assert {told.numerator for told in await asyncio.gather(*asked)} == {9}
    assert reads.count == 1
