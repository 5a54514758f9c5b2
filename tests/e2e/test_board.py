"""The board in Chromium: the numbers of the API, live without reload, and honest when a part is gone."""

from __future__ import annotations

import json
import signal
from typing import Any

import pytest

from streams.events.instant import parse_rfc3339
from tests.e2e.screen import AXE, Screen
from tests.e2e.stack import SETTLED_S, Stack
from tests.e2e.told import Event, Floor

REFUSED = ("WebSocket connection to", "net::ERR_CONNECTION_REFUSED")
"""What Chromium notes while there is no server: the board's line, and the question whether this screen is paired."""

pytestmark = [pytest.mark.browser, pytest.mark.processes]

SITE = "aarhus"
SCRIPT = "<script>alert(1)</script>"
STALE_WITHIN_S = 10.0
"""Promised, not measured: a board says so by then."""


def morning(floor: Floor) -> list[Event]:
    """Three who work, one on a break; three queues, waiting, talking, answered in time and late, abandoned."""
    told: list[Event] = []
    for agent, queue in (("ann", "sales"), ("bo", "support"), ("cy", SCRIPT), ("di", "sales")):
        told += [floor.member(agent, queue, 900), floor.agent(agent, "available", 899)]
    told.append(floor.agent("di", "break", 600))
    for n, wait_s in enumerate((3, 8, 14, 31, 6)):
        queue, agent = ("sales", "ann") if n % 2 else ("support", "bo")
        begin = 500 - 60 * n
        told += [floor.queued(f"done{n}", queue, begin), floor.answered(f"done{n}", agent, begin - wait_s),
                 floor.ended(f"done{n}", agent, begin - wait_s - 20)]  # fmt: skip
    told += [floor.queued("gone", "support", 400), floor.abandoned("gone", 370)]
    told += [floor.queued("talk", "sales", 90), floor.answered("talk", "ann", 80)]
    told += [floor.queued("wait1", "sales", 50), floor.queued("wait2", "support", 40), floor.queued("x", SCRIPT, 30)]
    return told


def shown_of(figures: dict[str, Any]) -> dict[str, Any]:
    """What the live floor should show of `GET …/figures`."""
    at, site = parse_rfc3339(figures["at"]), figures["all"]

    def since(now: dict[str, Any]) -> str:
        return "" if now["longest_wait_ms"] is None else str(at - now["longest_wait_ms"])

    return {
        "service_level": site["today"]["service_level"],
        "waiting": site["now"]["waiting"],
        "longest": since(site["now"]),
        "talking": site["now"]["talking"],
        "asa": site["30m"]["asa_ms"],
        "abandon_rate": site["30m"]["abandon_rate"],
        "online": site["now"]["agents_online"],
        "agents": {name: agent["now"]["state"] for name, agent in figures["agents"].items()},
        "queues": {
            name: {
                "waiting": queue["now"]["waiting"],
                "talking": queue["now"]["talking"],
                "free": queue["now"]["agents_available"],
                "level": queue["today"]["service_level"],
                "longest": since(queue["now"]),
            }
            for name, queue in figures["queues"].items()
        },
    }


async def on(screen: Screen) -> dict[str, Any]:
    """The same, read off the screen."""
    tiles = await screen.tiles()

    def number(text: str) -> float | None:
        return float(text) if text else None

    def row(cells: dict[str, str]) -> dict[str, Any]:
        return {cell: value if cell == "longest" else number(value) for cell, value in cells.items()}

    waiting, asa = tiles["waiting"]["figures"], tiles["asa"]["figures"]
    return {
        "service_level": number(tiles["sl"]["figures"]["service_level:today"]),
        "waiting": number(waiting["waiting:now"]),
        "longest": waiting["longest_wait:now"],
        "talking": number(waiting["talking:now"]),
        "asa": number(asa["asa:30m"]),
        "abandon_rate": number(asa["abandon_rate:30m"]),
        "online": number(tiles["agents"]["figures"]["agents_online:now"]),
        "agents": tiles["grid"]["agents"],
        "queues": {queue: row(cells) for queue, cells in tiles["queues"]["queues"].items()},
    }


async def agrees(stack: Stack, screen: Screen, *, waiting: int) -> None:
    """Waits until the screen shows what the API answers, with so many waiting."""
    seen: Any = None
    wanted: Any = None

    async def same() -> bool:
        nonlocal seen, wanted
        body = await stack.figures(SITE)
        seen, wanted = await on(screen), shown_of(json.loads(body)[0]) if body else None
        return bool(seen == wanted and seen["waiting"] == waiting)

    await stack.until(same, within_s=SETTLED_S, what=lambda: f"{waiting} waiting:\n  screen {seen}\n  API    {wanted}")


async def becomes(stack: Stack, screen: Screen, stale: str, *, within_s: float = SETTLED_S) -> None:
    """Waits until every tile says that it is stale because of this; nothing: that none is."""

    async def marked() -> bool:
        return await screen.stale() == {stale}

    await stack.until(marked, within_s=within_s, what=f"all tiles stale by {stale or 'nothing'}")


async def test_the_board_shows_the_figures_of_the_api_and_goes_on_without_reload(stack: Stack, screen: Screen) -> None:
    floor = Floor(SITE)
    assert (await stack.post(morning(floor))).status_code == 202
    await screen.open(f"{stack.address}/")
    await screen.page.evaluate("window.opened = 'once'")
    await agrees(stack, screen, waiting=3)
    tiles = await screen.tiles()
    assert sorted(tiles["list"]["contacts"]) == ["wait1", "wait2", "x"]
    assert SCRIPT in tiles["queues"]["names"]
    assert tiles["queues"]["state"] != "no_data"
    if AXE.exists():
        assert await screen.violations() == []
    more = [floor.answered("wait1", "ann", 1), floor.abandoned("x", 1), *(
        floor.queued(f"new{n}", "billing", 1) for n in range(4))]  # fmt: skip
    assert (await stack.post(more)).status_code == 202
    await agrees(stack, screen, waiting=5)
    assert "billing" in (await screen.tiles())["queues"]["names"]
    assert await screen.page.evaluate("window.opened") == "once"
    assert await screen.stale() == {""}
    assert screen.problems == []


async def test_a_board_without_its_worker_says_so_and_recovers(stack: Stack, screen: Screen) -> None:
    floor = Floor(SITE)
    (worker, _web) = stack.parts
    await stack.post(morning(floor))
    await screen.open(f"{stack.address}/tv/live-floor@{SITE}")
    await agrees(stack, screen, waiting=3)

    worker.signal(signal.SIGSTOP)
    await becomes(stack, screen, "worker", within_s=STALE_WITHIN_S)
    # What it showed stays on the screen, and accepted events are not lost.
    assert (await on(screen))["waiting"] == 3
    assert (await stack.post([floor.queued("meanwhile", "sales", 1)])).status_code == 202
    worker.signal(signal.SIGCONT)
    await becomes(stack, screen, "")
    await agrees(stack, screen, waiting=4)

    await worker.kill()
    await becomes(stack, screen, "worker", within_s=STALE_WITHIN_S)
    assert (await stack.post([floor.queued("later", "sales", 1)])).status_code == 202
    worker.start()
    await becomes(stack, screen, "")
    await agrees(stack, screen, waiting=5)
    assert screen.problems == []


async def test_a_board_without_its_server_says_so_and_recovers_by_itself(stack: Stack, screen: Screen) -> None:
    floor = Floor(SITE)
    (_worker, web) = stack.parts
    await stack.post(morning(floor))
    await screen.open(f"{stack.address}/")
    await screen.page.evaluate("window.opened = 'once'")
    await agrees(stack, screen, waiting=3)
    assert await screen.lost() == ""

    await web.kill()
    await becomes(stack, screen, "connection", within_s=STALE_WITHIN_S)
    assert "No connection" in await screen.lost()
    web.start()
    await stack.answers()
    assert (await stack.post([floor.queued("later", "sales", 1)])).status_code == 202
    await becomes(stack, screen, "")
    await agrees(stack, screen, waiting=4)
    assert await screen.lost() == ""
    assert await screen.page.evaluate("window.opened") == "once"
    # Chromium itself reports each refused connection; the page has nothing to add.
    own = [problem for problem in screen.problems if not any(refused in problem for refused in REFUSED)]
    assert own == []
