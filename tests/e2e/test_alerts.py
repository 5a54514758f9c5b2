"""Alerts through real parts: from a caller who waits to the wall and to those who are told, once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from tests.app.receiver import SECRET, Answer, Receiver, receiver
from tests.e2e.conftest import StackMaker
from tests.e2e.screen import AXE, Screen, holds
from tests.e2e.stack import SETTLED_S, Stack
from tests.e2e.told import Floor

pytestmark = [pytest.mark.browser, pytest.mark.processes]

BEAT_S = 1.0
RULE = {
    "key": "wait", "name": "Waits <b>too</b> long", "kind": "deadline", "clock": "wait", "stage": "breached",
    "threshold_s": 2, "severity": "critical",
}  # fmt: skip
BOARD: dict[str, Any] = {
    "id": "alerts", "title": "Alerts", "site": "aarhus",
    "tiles": [{"id": "alerts", "kind": "alerts", "title": "Alerts", "x": 0, "y": 0, "w": 12, "h": 12}],
}  # fmt: skip
SLIDES = {
    "id": "slides", "title": "Slides", "site": "aarhus", "sound": "critical",
    "slides": [
        {"title": "Clock", "seconds": 5, "tiles": [{**BOARD["tiles"][0], "id": "clock", "kind": "clock"}]},
        {"title": "Alerts", "seconds": 5, "tiles": BOARD["tiles"]},
    ],
}  # fmt: skip
COUNT_SOUNDS = """
    window.rung = 0;
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (...when) { window.rung += 1; return start.apply(this, when); };
"""
HELD = "document.querySelector('.slides[data-held][data-slide=\"1\"]') !== null"
GOES_ON = "document.querySelector('.slides:not([data-held])[data-slide=\"0\"]') !== null"
ALLOWED = "document.querySelector('[data-sign=muted]') === null"
ROWS = "[...document.querySelectorAll('[data-alert]')].map((row) => row.innerText)"


def channel(key: str, to: Receiver) -> dict[str, Any]:
    return {"key": key, "kind": "webhook", "url": to.url, "secret": SECRET, "allow_private": True, "timeout_s": 1}


@asynccontextmanager
async def beating(stack: Stack, floor: Floor) -> AsyncIterator[asyncio.Event]:
    """Signs of life while the event is set."""
    alive = asyncio.Event()
    alive.set()

    async def beat() -> None:
        while True:
            await alive.wait()
            await stack.post([floor.beat(BEAT_S)])
            await asyncio.sleep(BEAT_S / 2)

    async with asyncio.TaskGroup() as tasks:
        beats = tasks.create_task(beat())
        yield alive
        beats.cancel()


async def shown(stack: Stack, screen: Screen, *rules: str) -> None:
    """Waits until the wall lists alerts of these rules, and no other."""
    seen: list[str] = []

    async def so() -> bool:
        nonlocal seen
        seen = await screen.page.evaluate(ROWS)
        return len(seen) == len(rules) and all(rule in row for rule, row in zip(rules, seen, strict=True))

    await stack.until(so, within_s=SETTLED_S, what=lambda: f"alerts of {rules}, not {seen}")


def kinds(to: Receiver) -> list[tuple[str, str]]:
    """What was told, and under which id, in order. A repeat has the id of what it repeats, and tells nothing new."""
    told = [(json.loads(one.body)["type"].rpartition(".")[2], one.headers["webhook-id"]) for one in to.received]
    return list(dict.fromkeys(told))


async def told(stack: Stack, to: Receiver, *wanted: str) -> None:
    async def so() -> bool:
        return [kind for kind, _ in kinds(to)] == list(wanted)

    await stack.until(so, within_s=SETTLED_S, what=lambda: f"{wanted}, not {kinds(to)}")


async def test_a_caller_who_waits_too_long_is_on_the_wall_and_told_once_to_each_channel(
    on_kafka: StackMaker, screen: Screen
) -> None:
    async with (
        receiver() as good,
        receiver(lambda n: Answer(500 if n < 2 else 204)) as ill,
        receiver(lambda _: None) as hanging,
    ):
        channels = [channel("hanging", hanging), channel("ill", ill), channel("good", good)]
        stack = on_kafka(
            TAVLE_WEB__DEVELOPMENT="true", TAVLE_ALERTS__RULES=json.dumps([RULE]),
            TAVLE_NOTIFY__CHANNELS=json.dumps(channels), TAVLE_NOTIFY__RETRY_FIRST_S="0.1",
        )  # fmt: skip
        worker = stack.worker()
        await stack.web()
        floor = Floor("aarhus")
        await stack.post([floor.member("ann", "sales", 90), floor.agent("ann", "available", 89), floor.beat(BEAT_S)])
        assert (await stack.http.post("/api/v1/boards", json=BOARD)).status_code == 201
        async with beating(stack, floor):
            await screen.open(f"{stack.address}/tv/alerts")
            await shown(stack, screen)
            await screen.page.wait_for_selector("[data-tile=alerts][data-state=ok]")
            await stack.post([floor.queued("c1", "sales", 0)])
            await shown(stack, screen, RULE["name"])  # type: ignore[arg-type]
            if AXE.exists():
                assert await screen.violations() == []
            await told(stack, good, "firing")
            await worker.kill()
            worker.start()
            await told(stack, ill, "firing")
            await stack.post([floor.answered("c1", "ann", 0)])
            await shown(stack, screen)
            await told(stack, good, "firing", "resolved")
            assert hanging.received
            assert len(ill.received) > 2
        firing, resolved = (id_ for _, id_ in kinds(good))
        assert firing != resolved
        assert dict(kinds(ill))["firing"].removesuffix("ill") == firing.removesuffix("good")
        assert screen.problems == []


async def test_a_dead_source_is_one_alert_and_mutes_the_rest_until_it_is_back(
    on_redis: StackMaker, screen: Screen
) -> None:
    stack = on_redis(TAVLE_WEB__DEVELOPMENT="true", TAVLE_ALERTS__RULES=json.dumps([{**RULE, "threshold_s": 6}]))
    stack.worker()
    await stack.web()
    floor = Floor("aarhus")
    await stack.post([floor.member("ann", "sales", 90), floor.agent("ann", "available", 89), floor.beat(BEAT_S)])
    assert (await stack.http.post("/api/v1/boards", json=BOARD)).status_code == 201
    async with beating(stack, floor) as alive:
        await screen.open(f"{stack.address}/tv/alerts")
        await shown(stack, screen)
        alive.clear()
        await stack.post([floor.queued("c1", "sales", 0)])
        await shown(stack, screen, "Data not trusted")
        alive.set()
        await shown(stack, screen, RULE["name"])  # type: ignore[arg-type]
    assert screen.problems == []


async def test_a_new_critical_alert_rings_once_and_holds_the_slides_until_somebody_sees_to_it(
    on_redis: StackMaker, screen: Screen
) -> None:
    stack = on_redis(TAVLE_WEB__DEVELOPMENT="true", TAVLE_ALERTS__RULES=json.dumps([RULE]))
    stack.worker()
    await stack.web()
    floor, page = Floor("aarhus"), screen.page
    await stack.post([floor.member("ann", "sales", 90), floor.agent("ann", "available", 89), floor.beat(BEAT_S)])
    assert (await stack.http.post("/api/v1/boards", json=SLIDES)).status_code == 201
    await page.add_init_script(COUNT_SOUNDS)
    async with beating(stack, floor):
        await screen.open(f"{stack.address}/tv/slides")
        await page.keyboard.press("a")
        await holds(page, ALLOWED)
        await page.wait_for_selector("[data-tile=alerts][data-state=ok]")
        await stack.post([floor.queued("c1", "sales", 0)])
        await holds(page, HELD)
        assert "Held by an alert" in await page.inner_text(".slides")
        await holds(page, "window.rung === 2", None)
        assert str(RULE["name"]) in await page.inner_text("[data-fresh]")
        if AXE.exists():
            assert await screen.violations() == []

        await page.reload()
        await page.wait_for_selector("[data-tile]")
        await page.keyboard.press("a")
        await holds(page, f"{HELD} && {ALLOWED}")
        listed = (await stack.http.get("/api/v1/sites/aarhus/alerts")).json()["listed"]
        (alert,) = [one["id"] for one in listed if one["rule"] == RULE["key"]]
        assert (await stack.http.post(f"/api/v1/sites/aarhus/alerts/{alert}/acknowledge")).status_code == 202
        await holds(page, GOES_ON)
        assert await page.evaluate("window.rung") == 0, "it was open when the page was loaded"
    assert screen.problems == []
