"""The editor under a finger, over several sites, and after somebody else was quicker."""

from __future__ import annotations

import pytest
from playwright.async_api import CDPSession, Page

from tests.e2e.screen import Screen, holds
from tests.e2e.stack import SETTLED_S, Stack
from tests.e2e.test_board import morning
from tests.e2e.test_over_sites import told_by
from tests.e2e.told import Floor

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.development]

SITE = "aarhus"
BOARD = {
    "id": "own", "title": "Mine", "site": "{site}",
    "tiles": [
        {"id": "number", "kind": "number", "title": "Waiting", "metric": "waiting", "x": 0, "y": 0, "w": 3, "h": 4},
    ],
}  # fmt: skip
STEPS = 12


async def edited(stack: Stack, screen: Screen, *sites: str) -> Page:
    """The editor of a board with one tile. There are figures of the sites by then."""

    async def written() -> bool:
        return all([await stack.figures(site) is not None for site in sites])

    await stack.until(written, within_s=SETTLED_S, what=f"figures of {sites}")
    assert (await stack.http.post("/api/v1/boards", json=BOARD)).status_code == 201
    await screen.page.set_viewport_size({"width": 1366, "height": 900})
    await screen.page.goto(f"{stack.address}/app/{SITE}/boards/own")
    await screen.page.wait_for_selector(".hands .ui-resizable-se")
    return screen.page


async def touched(finger: CDPSession, kind: str, x: float, y: float) -> None:
    points = [] if kind == "touchEnd" else [{"x": x, "y": y}]
    await finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


async def test_a_tile_that_is_held_follows_the_finger(stack: Stack, screen: Screen) -> None:
    assert (await stack.post(morning(Floor(SITE)))).status_code == 202
    finger = await screen.page.context.new_cdp_session(screen.page)
    await finger.send("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 1})
    page = await edited(stack, screen, SITE)
    assert await page.inner_text(".by-touch") != ""
    hand = "[data-hand=number] .hand"
    await page.evaluate(f"""document.querySelector('{hand}').addEventListener('mousedown',
        (event) => {{ event.currentTarget.dataset.held = 'yes'; }})""")
    box = await page.locator(hand).bounding_box()
    grid = await page.locator(".hands").bounding_box()
    assert box is not None
    assert grid is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    await touched(finger, "touchStart", x, y)
    await holds(page, f"document.querySelector('{hand}').dataset.held === 'yes'")
    for step in range(1, STEPS + 1):
        await touched(finger, "touchMove", x + grid["width"] / 2 * step / STEPS, y)
    await touched(finger, "touchEnd", x, y)
    await page.wait_for_selector("[data-hand=number][gs-x='6'][gs-y='0'][gs-w='3']")
    await holds(page, "document.querySelector('.said').textContent.includes('column 7, row 1')")
    assert screen.problems == []


async def test_what_is_chosen_of_several_sites_stands_in_the_preview_and_is_saved(stack: Stack, screen: Screen) -> None:
    assert (await stack.post([*told_by(Floor(SITE), 3), *told_by(Floor("odense"), 2)])).status_code == 202
    page = await edited(stack, screen, SITE, "odense")
    await page.click("[data-hand=number] .hand")
    form = page.locator("[data-tile-form=number]")
    await form.get_by_label("Of whom").select_option("sites")
    for name in (SITE, "odense"):
        await form.locator("[data-part=sites]").get_by_label(name, exact=True).check()
    frame = page.frame_locator("iframe.preview")
    await frame.locator("[data-tile=number] [data-figure='waiting:now'][data-value='5']").wait_for()
    await page.click("[data-act=save]")
    await holds(page, "document.querySelector('.save-state').textContent === 'Saved'")
    saved = (await stack.http.get("/api/v1/boards/own")).json()
    assert saved["tiles"][0]["scope"]["sites"] == [SITE, "odense"]
    assert screen.problems == []


async def test_theirs_is_loaded_and_undo_brings_mine_back(stack: Stack, screen: Screen) -> None:
    assert (await stack.post(morning(Floor(SITE)))).status_code == 202
    page = await edited(stack, screen, SITE)
    theirs = (await stack.http.get("/api/v1/boards/own")).json()
    assert (await stack.http.put("/api/v1/boards/own", json={**theirs, "title": "Theirs"})).status_code == 200
    await page.locator("[data-board-form]").get_by_label("Title").fill("My own")
    await page.click("[data-act=save]")
    await page.click("dialog [data-act=reload]")
    await page.wait_for_selector("h1:focus:has-text('Theirs')")
    assert await page.is_disabled("[data-act=save]")
    await page.keyboard.press("Control+z")
    await page.wait_for_selector("h1:has-text('My own')")
    await page.click("[data-act=save]")
    await holds(page, "document.querySelector('.save-state').textContent === 'Saved'")
    assert (await stack.http.get("/api/v1/boards/own")).json()["title"] == "My own"
    # Chromium itself reports the refused save.
    assert [one for one in screen.problems if "409" not in one] == []
