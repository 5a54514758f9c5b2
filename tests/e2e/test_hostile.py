"""Names that are markup, and more than fits, from the event to the browser: shown as text, and counted whole."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest

from tests.e2e.conftest import StackMaker
from tests.e2e.hostile import AGENTS, QUEUES, SCRIPT, WAITING, hostile
from tests.e2e.screen import AXE, Screen, holds
from tests.e2e.stack import SETTLED_S, Stack
from tests.e2e.told import Floor

pytestmark = [pytest.mark.browser, pytest.mark.processes]

SITE, EMPTY = "aarhus", "tom"
BOARDS = ("live-floor", "service", "efficiency", "sales", "satisfaction", "team", "tickets")
PROMISE = """
[[promises]]
name = "everybody"
first_reply_s = "10m"
resolution_s = "1h"
"""

CUT = """(within) => {
  const cut = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    if (node.data.trim() === '' || node.parentElement.closest('.unseen, [aria-hidden=true], script, style')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const text of range.getClientRects()) {
      if (text.width === 0 || text.height === 0) continue;
      for (let at = node.parentElement; at !== null; at = at.parentElement) {
        const style = getComputedStyle(at);
        const box = at.getBoundingClientRect();
        const hides = (way) => style[way] === 'hidden' || style[way] === 'clip';
        const beyond = Math.max(box.left - text.left, text.right - box.right);
        const below = Math.max(box.top - text.top, text.bottom - box.bottom);
        if ((hides('overflowX') && beyond > 2) || (hides('overflowY') && below > text.height / 4))
          cut.push(`${node.data.slice(0, 30)} in ${at.className || at.tagName}: ${[beyond, below].map(Math.round)}`);
        if (style.overflowX === 'auto' || style.overflowX === 'scroll' || at.matches(within)) break;
      }
    }
  }
  return [...new Set(cut)].slice(0, 20);
}"""
"""Text that a box hides a part of; boxes that can be scrolled hide nothing."""

COUNTED = """() => Object.fromEntries([...document.querySelectorAll('[data-tile]')].map((tile) => {
  const rows = tile.querySelectorAll('tbody tr, .cell').length;
  const more = [...tile.querySelectorAll('.more')].map((one) => Number(one.textContent.replace(/[^0-9]/g, '')));
  return [tile.dataset.tile, rows + more.reduce((sum, one) => sum + one, 0)];
}))"""
"""How many rows or cells each tile shows, with those that it only counts."""
ROWS = {"queues": QUEUES, "due": 60}
"""Tiles that must account for all there is."""


async def filled(on_redis: StackMaker, folder: Path) -> Stack:
    """A stack with everything that a hostile floor tells, and a site without a queue."""
    stack = on_redis(TAVLE_WEB__DEVELOPMENT="true")
    configuration = folder / "tavle.toml"
    configuration.write_text(PROMISE)
    stack.worker("--config", str(configuration))
    await stack.web()
    for batch in hostile(Floor(SITE)):
        answer = await stack.post(batch)
        assert answer.status_code == 202, answer.text[:500]
    empty = Floor(EMPTY, "test/other")
    assert (await stack.post([empty.agent("ann", "available", 5), empty.beat(5)])).status_code == 202

    async def counted() -> bool:
        answer = await stack.http.get(f"/api/v1/sites/{SITE}/view", params={"part": "site"})
        now = answer.json().get("all", {}).get("figures", {})
        online = now.get("agents_online", {}).get("value")
        return (now.get("waiting", {}).get("value"), online) == (WAITING, AGENTS) and bool(await stack.figures(EMPTY))

    await stack.until(counted, within_s=SETTLED_S, what="everybody who waits and works")
    return stack


async def check(screen: Screen, place: str, within: str) -> None:
    """Nothing ran, nothing is hidden, nothing is amiss for who cannot see it."""
    assert (place, await screen.page.evaluate(CUT, within)) == (place, [])
    if AXE.exists():
        assert (place, await screen.violations()) == (place, [])
    assert (place, screen.problems) == (place, [])


async def test_a_wall_shows_markup_as_text_and_counts_what_it_has_no_room_for(
    on_redis: StackMaker, screen: Screen, tmp_path: Path
) -> None:
    stack = await filled(on_redis, tmp_path)
    seen: dict[str, int] = {}
    said = ""
    for site in (SITE, EMPTY):
        for board in BOARDS:
            await screen.open(f"{stack.address}/tv/{board}@{site}")
            slides = max(1, len((await stack.http.get(f"/api/v1/boards/{board}")).json().get("slides", [])))
            for slide in range(slides):
                await holds(screen.page, "document.querySelectorAll('[data-tile][data-as-of]').length > 0")
                await check(screen, f"{board}@{site}, slide {slide}", "[data-tile]")
                if site == SITE:
                    seen |= await screen.page.evaluate(COUNTED)
                    said += await screen.page.inner_text("body")
                await screen.page.keyboard.press("ArrowRight")
    assert {tile: seen[tile] for tile in ROWS} == ROWS
    assert SCRIPT in said
    assert f"{AGENTS:,} logged in" in said


async def test_the_supervisors_page_shows_markup_as_text_on_every_view(
    on_redis: StackMaker, screen: Screen, tmp_path: Path
) -> None:
    stack = await filled(on_redis, tmp_path)
    await screen.page.set_viewport_size({"width": 1366, "height": 768})
    for site in (SITE, EMPTY):
        for view in (
            "overview",
            f"queues/{quote(SCRIPT, safe='')}",
            "agents",
            "tickets",
            "goals",
            "boards",
            "screens",
            "settings",
        ):
            if site == EMPTY and view.startswith("queues"):
                continue
            await screen.page.goto(f"{stack.address}/app/{site}/{view}")
            await screen.page.wait_for_selector(".view")
            await check(screen, f"{site}/{view}", "main")
            assert await screen.page.evaluate("document.documentElement.scrollWidth") <= 1366
    await screen.page.goto(f"{stack.address}/app/{SITE}/overview")
    await screen.page.wait_for_selector("tr[data-queue]")
    assert f"{QUEUES} queues" in await screen.page.inner_text("main")
    await screen.page.goto(f"{stack.address}/app/{SITE}/agents")
    await screen.page.wait_for_selector("main tbody tr")
    assert f"{AGENTS:,} agents" in await screen.page.inner_text("main")
