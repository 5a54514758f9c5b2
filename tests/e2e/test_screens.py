"""A television without a keyboard: it shows a code, gets its board, is told things, and shows a code again."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page

from tests.e2e.conftest import StackMaker
from tests.e2e.screen import AXE, Screen, holds
from tests.e2e.stack import SETTLED_S, Stack
from tests.e2e.told import Floor

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.redis_server]

SITE = "aarhus"
PASSWORD = "correct horse battery staple"
REVOKED_MS = 5_000
TOLD_MS = 8_000
WALL = "[data-tile]"
CODE = "[data-code]"


@pytest.fixture
async def guarded(on_redis: StackMaker) -> Stack:
    """A stack with a site, and an account: whoever shows nothing sees nothing."""
    stack = on_redis(TAVLE_WEB__DEVELOPMENT="true")
    stack.worker()
    await stack.web()
    floor = Floor(SITE)
    assert (await stack.post([floor.queued(f"c{n}", "sales", 5) for n in range(3)])).status_code == 202

    async def known() -> bool:
        return await stack.figures(SITE) is not None

    await stack.until(known, within_s=SETTLED_S, what="figures of the site")
    made = await stack.http.post("/api/v1/accounts", json={"name": "anna", "role": "admin", "password": PASSWORD})
    assert made.status_code == 201
    assert (await stack.http.post("/api/v1/session", json={"name": "anna", "password": PASSWORD})).status_code == 200
    vera = {"name": "vera", "role": "viewer", "password": PASSWORD}
    assert (await stack.http.post("/api/v1/accounts", json=vera)).status_code == 201
    return stack


@pytest.fixture
async def desk(screen: Screen) -> AsyncIterator[Screen]:
    """A supervisor's laptop: another browser than the television."""
    assert screen.page.context.browser is not None
    context = await screen.page.context.browser.new_context(
        viewport={"width": 1366, "height": 768}, locale="en", reduced_motion="reduce"
    )
    yield Screen(await context.new_page())
    await context.close()


async def code_on(tv: Page) -> str:
    await tv.wait_for_selector(CODE)
    code = await tv.get_attribute(CODE, "data-code")
    assert code is not None
    return code


async def press(desk: Page, act: str) -> None:
    await desk.click(f"[data-act={act}]")


async def signs_in(desk: Page, name: str) -> None:
    await desk.fill("[name=name]", name)
    await desk.fill("[name=password]", PASSWORD)
    await desk.keyboard.press("Enter")


async def paired(stack: Stack, tv: Page, desk: Page) -> None:
    """As the picture on the screen leads there."""
    await desk.goto(f"{stack.address}/app/-/screens?code={await code_on(tv)}")
    await signs_in(desk, "anna")
    await desk.wait_for_selector(".fleet-pair")
    # Its field has the focus: the code stands there already.
    await desk.wait_for_selector(".fleet-pair [placeholder]:focus")
    await desk.keyboard.type("North wall")
    await desk.keyboard.press("Enter")
    await tv.wait_for_selector(WALL)


async def test_from_a_code_to_a_live_board_and_back_to_a_code(guarded: Stack, screen: Screen, desk: Screen) -> None:
    tv, page = screen.page, desk.page
    await tv.goto(f"{guarded.address}/tv")
    picture = await code_on(tv)
    await holds(tv, "(code) => document.querySelector('img').naturalWidth > 0 && code", picture)
    if AXE.exists():
        assert await screen.violations() == []
    await paired(guarded, tv, page)
    assert await tv.query_selector("input") is None
    await page.wait_for_selector("[data-screen][data-state=live]")
    if AXE.exists():
        assert await desk.violations() == []

    await press(page, "message")
    await page.keyboard.type("Fire drill <b>at 11</b>")
    await press(page, "send")
    note = await tv.wait_for_selector("[data-note]", timeout=TOLD_MS)
    assert note is not None
    assert await note.inner_text() == "Fire drill <b>at 11</b>"
    await press(page, "take-away")
    await tv.wait_for_selector("[data-note]", state="detached", timeout=TOLD_MS)

    await press(page, "change")
    await page.select_option("dialog [data-choice=board]", "sales")
    await press(page, "save")
    await tv.wait_for_selector("[data-tile=agents]", state="detached", timeout=TOLD_MS)
    await tv.wait_for_selector(WALL, timeout=TOLD_MS)

    await press(page, "revoke")
    await press(page, "yes")
    await tv.wait_for_selector(CODE, timeout=REVOKED_MS)
    assert await tv.query_selector(WALL) is None
    await page.wait_for_selector("[data-screen]", state="detached")
    assert screen.problems == []
    # Without a session yet, the page asks once and is refused: the browser reports that, and not the page.
    assert [problem for problem in desk.problems if "status of 401" not in problem] == []


async def test_a_paired_screen_has_its_board_again_after_a_restart_of_server_and_page(
    guarded: Stack, screen: Screen, desk: Screen
) -> None:
    (_, web) = guarded.parts
    await screen.page.goto(f"{guarded.address}/tv")
    await paired(guarded, screen.page, desk.page)
    await web.kill()
    web.start()
    await guarded.answers()
    await screen.page.reload()
    await screen.page.wait_for_selector(WALL)


async def test_an_address_of_a_board_shows_a_code_where_the_board_takes_an_account(
    guarded: Stack, screen: Screen, desk: Screen
) -> None:
    await screen.page.goto(f"{guarded.address}/tv/live-floor")
    await paired(guarded, screen.page, desk.page)
    assert await screen.page.query_selector(CODE) is None


async def test_a_viewer_sees_the_fleet_and_nothing_to_press(guarded: Stack, screen: Screen, desk: Screen) -> None:
    await screen.page.goto(f"{guarded.address}/tv")
    body = {"code": await code_on(screen.page), "name": "North wall", "boards": ["live-floor"]}
    assert (await guarded.http.post("/api/v1/screens", json=body)).status_code == 201
    await desk.page.goto(f"{guarded.address}/app/{SITE}/screens")
    await signs_in(desk.page, "vera")
    await desk.page.wait_for_selector("[data-screen][data-state=live]")
    assert await desk.page.query_selector_all(".fleet button, .fleet input") == []
