"""A board in a real browser: what stands on the screen, as figures, and what went wrong on the page."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import ConsoleMessage, Dialog, Page, async_playwright

from tests.repository import ROOT
from tests.servers.missing import ServerMissing
from tests.servers.until import until

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
ANSWER_MS = 30_000

READ = """async () => {
  const drawn = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const valued = (root, selector, name) => Object.fromEntries(
    [...root.querySelectorAll(selector)].map((e) => [e.dataset[name], e.dataset.value]));
  const read = () => Object.fromEntries([...document.querySelectorAll('[data-tile]')].map((tile) => [
    tile.dataset.tile, {
    state: tile.dataset.state,
    stale: tile.dataset.stale,
    text: tile.innerText,
    figures: valued(tile, '[data-figure]', 'figure'),
    queues: Object.fromEntries([...tile.querySelectorAll('tr[data-queue]')].map(
      (row) => [row.dataset.queue, valued(row, '[data-cell][data-value]', 'cell')])),
    names: [...tile.querySelectorAll('[data-cell=name]')].map((cell) => cell.innerText),
    agents: Object.fromEntries([...tile.querySelectorAll('[data-agent]')].map(
      (cell) => [cell.dataset.agent, cell.dataset.agentState])),
    contacts: [...tile.querySelectorAll('tr[data-contact]')].map((row) => row.dataset.contact),
  }]));
  const at = () => (document.querySelector('.slides-at [aria-hidden]')?.textContent ?? '1/1').split('/').map(Number);
  const next = async () => {
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', cancelable: true }));
    await drawn();
  };
  const tiles = {};
  const seen = new Set();
  const [began, slides] = at();
  for (let step = 0; step < 4 * slides && seen.size < slides; step += 1) {
    seen.add(at()[0]);
    Object.assign(tiles, read());
    if (slides > 1) await next();
  }
  for (let step = 0; step < slides && at()[0] !== began; step += 1) await next();
  return tiles;
}"""
"""What stands on the board, slide after slide, though an alert may fetch its own meanwhile; it ends where it began."""


async def holds(page: Page, expression: str, arg: object = None) -> None:
    """Waits until the expression is true in the page. Asked over the debugging protocol each time: Playwright's own
    `wait_for_function` asks again by `eval`, which the page's policy refuses."""

    async def true() -> bool:
        return bool(await page.evaluate(expression, arg))

    await until(true, within_s=ANSWER_MS / 1000, what=expression)


Tiles = dict[str, dict[str, Any]]


class Screen:
    """The page, its console errors and the dialogs that it opened. Neither should there be any."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.problems: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.problems.append(f"error: {error}"))
        page.on("dialog", self._dialog)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.problems.append(f"console: {message.text}")

    async def _dialog(self, dialog: Dialog) -> None:
        self.problems.append(f"dialog: {dialog.message}")
        await dialog.dismiss()

    async def open(self, address: str) -> None:
        """Returns when the first figures stand on it."""
        answer = await self.page.goto(address)
        assert answer is not None
        assert answer.ok, f"{answer.status}: the pages are not built: npm run build in frontend"
        await self.page.wait_for_selector("[data-tile]")

    async def tiles(self) -> Tiles:
        tiles: Tiles = await self.page.evaluate(READ)
        return tiles

    async def stale(self) -> set[str]:
        """Why tiles are marked, `worker` or `connection` for instance; a tile that is not gives the empty string."""
        return {tile["stale"] for tile in (await self.tiles()).values()}

    async def lost(self) -> str:
        """What it says of its connection; nothing while that holds."""
        return await self.page.inner_text(".lost[role=status]")

    async def violations(self) -> list[str]:
        """What axe finds. Evaluated over the debugging protocol: the page's own policy stays as strict as it is."""
        await self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found: list[str] = await self.page.evaluate(
            "async () => (await axe.run(document, { resultTypes: ['violations'] })).violations"
            ".map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 90)).join(' | ')}`)"
        )
        return found


def chromium() -> Path:
    """Raises `ServerMissing` when it is not there."""
    if not CHROMIUM.exists():
        raise ServerMissing(f"{CHROMIUM} is not there (Debian: apt-get install chromium; or set CHROMIUM)")
    return CHROMIUM


@asynccontextmanager
async def screens() -> AsyncIterator[Screen]:
    """A television of 1920 × 1080. Raises `ServerMissing` without Chromium."""
    path = chromium()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            page = await browser.new_page(viewport={"width": 1920, "height": 1080})
            page.set_default_timeout(ANSWER_MS)
            yield Screen(page)
        finally:
            await browser.close()
