"""The board's page for everyone: axe finds nothing in any state, and nothing moves for who wants it still."""

from __future__ import annotations

import signal

import pytest

from tests.e2e.screen import AXE, Screen
from tests.e2e.stack import SETTLED_S, Stack
from tests.e2e.test_board import SITE, becomes, morning
from tests.e2e.told import Floor

pytestmark = [pytest.mark.browser, pytest.mark.processes]

BOARDS = ("service", "efficiency", "sales", "satisfaction", "tickets", "team")
SLIDES = "() => Number((document.querySelector('.slides-at [aria-hidden]')?.textContent ?? '').split('/')[1] ?? 1)"
MOVING = """() => [...document.querySelectorAll('*')].filter((one) => {
  const style = getComputedStyle(one);
  const moves = (times) => times.split(',').some((time) => parseFloat(time) > 0);
  return moves(style.transitionDuration) || (style.animationName !== 'none' && moves(style.animationDuration));
}).map((one) => one.className || one.tagName)"""


@pytest.fixture(autouse=True)
def axe() -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not there: npm ci in frontend")


async def test_axe_finds_nothing_on_any_slide_of_any_shipped_board(stack: Stack, screen: Screen) -> None:
    await stack.post(morning(Floor(SITE)))
    for at, board in enumerate(BOARDS):
        theme = ("light", "dark")[at % 2]
        await screen.open(f"{stack.address}/tv/{board}@{SITE}?theme={theme}&lang=sv")
        await screen.page.keyboard.press("Space")
        for slide in range(await screen.page.evaluate(SLIDES)):
            assert await screen.violations() == [], f"{board}, slide {slide + 1}"
            await screen.page.keyboard.press("ArrowRight")
    assert screen.problems == []


@pytest.mark.parametrize("theme", ["dark", "light"])
async def test_axe_finds_nothing_on_old_figures_no_connection_or_a_refusal(
    stack: Stack, screen: Screen, theme: str
) -> None:
    await stack.post(morning(Floor(SITE)))
    (worker, web) = stack.parts
    await screen.open(f"{stack.address}/tv/live-floor@{SITE}?theme={theme}")
    worker.signal(signal.SIGSTOP)
    await becomes(stack, screen, "worker")
    assert await screen.violations() == []
    worker.signal(signal.SIGCONT)
    await becomes(stack, screen, "")
    await screen.page.goto(f"{stack.address}/tv/nowhere?theme={theme}")
    await screen.page.wait_for_selector("[data-page=refused]")
    assert await screen.violations() == []
    await screen.open(f"{stack.address}/tv/live-floor@{SITE}?theme={theme}")
    await web.kill()
    await becomes(stack, screen, "connection")
    assert await screen.violations() == []


async def test_nothing_moves_on_a_screen_that_is_to_be_still(stack: Stack, screen: Screen) -> None:
    await stack.post(morning(Floor(SITE)))

    async def written() -> bool:
        return await stack.figures(SITE) is not None

    await stack.until(written, within_s=SETTLED_S, what="the site has no figures")
    await screen.page.emulate_media(reduced_motion="reduce")
    await screen.open(f"{stack.address}/tv/service@{SITE}")
    assert await screen.page.evaluate(MOVING) == []
    await screen.page.goto(f"{stack.address}/app")
    await screen.page.wait_for_selector(".view")
    assert await screen.page.evaluate(MOVING) == []
