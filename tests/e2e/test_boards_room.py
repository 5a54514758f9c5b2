"""The boards' room in Chromium: made by mouse, by keyboard and by form, saved, and seen on the wall."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page

from tests.e2e.screen import AXE, Screen, holds
from tests.e2e.stack import SETTLED_S, Stack
from tests.e2e.test_board import SCRIPT, SITE, morning
from tests.e2e.told import Floor

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.development]

ROOM = f"/app/{SITE}/boards"
LONG = "Ventetid i kundeservice for erhvervskunder i hele Norden 60+"
MANY = 200


@pytest.fixture
async def screen(screen: Screen) -> Screen:
    await screen.page.set_viewport_size({"width": 1366, "height": 900})
    return screen


async def opened(stack: Stack, screen: Screen, path: str = ROOM, *, wanted: str = ".board-row") -> Page:
    """Returns when the list, or what is `wanted`, stands on the page. There are figures by then."""

    async def written() -> bool:
        return await stack.figures(SITE) is not None

    await stack.until(written, within_s=SETTLED_S, what="figures of the site")
    await screen.page.goto(f"{stack.address}{path}")
    await screen.page.wait_for_selector(wanted)
    return screen.page


async def copied(stack: Stack, screen: Screen, board: str = "live-floor") -> Page:
    """A copy of a shipped board, open in the editor with its handles."""
    page = await opened(stack, screen)
    await page.click(f"[data-board={board}] [data-act=copy]")
    await page.wait_for_selector(".hand")
    return page


async def places(page: Page) -> dict[str, tuple[int, int, int, int]]:
    """Where the handles stand, by tile: x, y, w, h."""
    read: dict[str, list[int]] = await page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('[data-hand]')].map((hand) =>
          [hand.dataset.hand, ['x', 'y', 'w', 'h'].map((side) => Number(hand.getAttribute(`gs-${side}`)))]))"""
    )
    return {id_: (x, y, w, h) for id_, (x, y, w, h) in read.items()}


async def said(page: Page, words: str) -> None:
    """Waits until the live region says so."""
    await holds(page, "(words) => document.querySelector('.said[role=status]').textContent.includes(words)", words)


async def dragged(page: Page, source: str, target: str) -> None:
    """Drags by the mouse, from the middle of one element to that of another."""
    boxes = [await page.locator(selector).bounding_box() for selector in (source, target)]
    assert boxes[0] is not None
    assert boxes[1] is not None
    (from_x, from_y), (to_x, to_y) = [
        (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in boxes if box
    ]
    await page.mouse.move(from_x, from_y)
    await page.mouse.down()
    await page.mouse.move(from_x + 8, from_y + 8, steps=4)
    await page.mouse.move(to_x, to_y, steps=20)
    await page.mouse.up()


async def saved(page: Page) -> None:
    await page.click("[data-act=save]")
    await page.wait_for_selector("[data-act=save]:disabled")
    await said(page, "Saved")


async def definition(stack: Stack, board: str) -> dict[str, Any]:
    answer: dict[str, Any] = (await stack.http.get(f"/api/v1/boards/{board}")).json()
    return answer


async def test_a_board_is_made_by_mouse_and_by_keyboard_and_stands_on_the_wall(stack: Stack, screen: Screen) -> None:
    assert (await stack.post(morning(Floor(SITE)))).status_code == 202
    page = await copied(stack, screen)
    before = await places(page)
    gone = "list"
    await page.focus(f"[data-hand={gone}] .hand")
    await page.keyboard.press("Delete")
    await page.wait_for_selector(f"[data-hand={gone}]", state="detached")
    # By mouse: a tile of another kind where the removed one stood.
    await dragged(page, "[data-palette=clock]", ".hands")
    await page.wait_for_selector("[data-hand=clock]")
    await said(page, "Clock added")
    # By keyboard: it is moved and made larger, and what was done is said.
    at = (await places(page))["clock"]
    await page.focus("[data-hand=clock] .hand")
    await page.keyboard.press("ArrowRight")
    await page.wait_for_selector(f"[data-hand=clock][gs-x='{at[0] + 1}']")
    await page.keyboard.press("Shift+ArrowLeft")
    await page.wait_for_selector(f"[data-hand=clock][gs-w='{at[2] - 1}']")
    await said(page, f"{at[2] - 1} wide")
    assert await page.evaluate("document.activeElement.closest('[data-hand]')?.dataset.hand") == "clock"
    # By form: from the handle into it, and a title.
    await page.keyboard.press("Enter")
    await holds(page, "document.activeElement.matches('[data-tile-form] select')")
    await page.locator("[data-tile-form]").get_by_label("Title").fill("Time here")
    await saved(page)
    stored = await definition(stack, "live-floor-copy")
    (clock,) = [tile for tile in stored["slides"][0]["tiles"] if tile["id"] == "clock"]
    assert (clock["x"], clock["w"], clock["title"]) == (at[0] + 1, at[2] - 1, "Time here")
    assert {tile["id"] for tile in stored["slides"][0]["tiles"]} == {*before, "clock"} - {gone}
    await screen.open(f"{stack.address}/tv/live-floor-copy")
    await page.wait_for_selector(".slides-at")
    await page.keyboard.press("Home")  # an alert may have fetched its slide
    await page.wait_for_selector("[data-tile=clock]")
    assert "Time here" in await page.inner_text("[data-tile=clock]")
    assert screen.problems == []


async def test_a_tile_is_dragged_by_the_mouse_and_undone_by_keys(stack: Stack, screen: Screen) -> None:
    assert (await stack.post(morning(Floor(SITE)))).status_code == 202
    page = await opened(stack, screen)
    await page.get_by_role("button", name="New board").click()
    await page.wait_for_selector(".palette")
    await page.click("[data-palette=number]")
    await page.wait_for_selector("[data-hand=number]")
    before = await places(page)
    await page.wait_for_selector(".hands .ui-resizable-se")
    await dragged(page, "[data-hand=number] .hand", ".hands")
    await holds(page, "document.querySelector('[data-hand=number]').getAttribute('gs-x') !== '0'")
    after = await places(page)
    assert after["number"][2:] == before["number"][2:]
    await page.focus("[data-hand=number] .hand")
    await page.keyboard.press("Control+z")
    await page.wait_for_selector("[data-hand=number][gs-x='0'][gs-y='0']")
    # What the preview shows is the true figure, drawn by the wall's own tile.
    frame = page.frame_locator("iframe.preview")
    await frame.locator("[data-tile=number] [data-figure='waiting:now'][data-value='3']").wait_for()
    assert screen.problems == []


async def test_what_somebody_else_saved_meanwhile_is_said_and_nothing_is_lost(stack: Stack, screen: Screen) -> None:
    assert (await stack.post(morning(Floor(SITE)))).status_code == 202
    page = await copied(stack, screen)
    theirs = await definition(stack, "live-floor-copy")
    answer = await stack.http.put("/api/v1/boards/live-floor-copy", json={**theirs, "title": "Theirs"})
    assert answer.status_code == 200, answer.text
    await page.locator("[data-board-form]").get_by_label("Title").fill("Mine")
    await page.click("[data-act=save]")
    await page.wait_for_selector("dialog [data-act=save-copy]")
    assert "Version 2 is saved" in await page.inner_text("dialog")
    await page.click("dialog [data-act=save-copy]")
    await page.wait_for_url(re.compile("mine-copy$"))
    assert (await definition(stack, "mine-copy"))["title"] == "Mine (copy)"
    assert (await definition(stack, "live-floor-copy"))["title"] == "Theirs"
    # Chromium itself reports the refused save.
    assert [one for one in screen.problems if "409" not in one] == []


async def test_what_the_server_refuses_is_said_at_its_field(stack: Stack, screen: Screen) -> None:
    assert (await stack.post(morning(Floor(SITE)))).status_code == 202
    board = {"id": "mine", "title": "Mine", "site": SITE, "tiles": [
        {"id": "one", "kind": "number", "title": "One", "x": 0, "y": 0, "w": 6, "h": 6, "metric": "waiting",
         "scope": {"agents": ["ann"]}} | {"metric": "agents_online"},
    ]}  # fmt: skip
    assert (await stack.http.post("/api/v1/boards", json=board)).status_code == 201
    page = await opened(stack, screen, f"{ROOM}/mine", wanted=".hand")
    await page.get_by_label("How people are shown").select_option("team")
    await page.wait_for_selector(".mistakes")
    assert "a board of teams shows no single agent" in await page.inner_text("[data-board-form] .wrong")
    await page.get_by_label("How people are shown").select_option("initials")
    await page.wait_for_selector(".mistakes", state="detached")


async def test_long_names_scripts_and_two_hundred_queues_break_nothing(stack: Stack, screen: Screen) -> None:
    floor = Floor(SITE)
    queues = [f"Queue {n:03} with a name that is as long as any" for n in range(MANY)]
    events = [*morning(floor), *(floor.queued(f"many{n}", queue, 30) for n, queue in enumerate(queues))]
    assert (await stack.post(events)).status_code == 202

    async def seen() -> bool:
        answer = await stack.http.get(f"/api/v1/sites/{SITE}/view?part=names")
        return answer.status_code == 200 and len(answer.json()["names"]["queues"]) > MANY

    await stack.until(seen, within_s=SETTLED_S, what="all the queues")
    page = await opened(stack, screen)
    await page.get_by_role("button", name="New board").click()
    await page.click("[data-palette=queue_table]")
    form = page.locator("[data-tile-form]")
    await form.get_by_label("Title").fill(LONG)
    await form.get_by_label("Of whom").select_option("queue")
    boxes = form.locator("[data-part=queues] input[type=checkbox]")
    await boxes.nth(MANY).wait_for(state="attached")
    await form.get_by_label("Find in Queues").fill("alert(1)")
    await form.get_by_text(SCRIPT).click()
    await saved(page)
    (tile,) = (await definition(stack, "new-board"))["tiles"]
    assert (tile["title"], tile["scope"]) == (LONG, {"queues": [SCRIPT]})
    frame = page.frame_locator("iframe.preview")
    await frame.get_by_text(SCRIPT).first.wait_for()
    assert LONG in await frame.locator("[data-tile] .tile-title").inner_text()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 1366
    assert screen.problems == []


async def test_a_board_goes_into_a_file_and_comes_back_as_a_copy(stack: Stack, screen: Screen, tmp_path: Path) -> None:
    assert (await stack.post(morning(Floor(SITE)))).status_code == 202
    page = await copied(stack, screen)
    await opened(stack, screen)
    async with page.expect_download() as waiting:
        await page.get_by_role("link", name="Export: Live floor (copy)").click()
    file = tmp_path / "board.json"
    await (await waiting.value).save_as(file)
    assert json.loads(file.read_text())["board"]["title"] == "Live floor (copy)"
    await page.set_input_files("input[type=file]", file)
    await page.get_by_role("button", name="Import as a copy").click()
    await page.wait_for_selector(".hand")
    assert (await definition(stack, "live-floor-copy-2"))["title"] == "Live floor (copy)"
    await opened(stack, screen)
    await page.click("[data-board=live-floor-copy-2] [data-act=delete]")
    await page.locator("dialog").get_by_role("button", name="Delete").click()
    await page.wait_for_selector("[data-board=live-floor-copy-2]", state="detached")
    assert (await stack.http.get("/api/v1/boards/live-floor-copy-2")).status_code == 404
    assert screen.problems == []


async def test_axe_finds_nothing_on_the_list_and_in_the_editor(stack: Stack, screen: Screen) -> None:
    assert (await stack.post(morning(Floor(SITE)))).status_code == 202
    page = await copied(stack, screen, "service")
    address = page.url.removeprefix(stack.address)
    for look, width in (("dark", 1366), ("light", 390)):
        await page.emulate_media(color_scheme="dark" if look == "dark" else "light")
        await page.set_viewport_size({"width": width, "height": 800})
        for path, wanted in ((ROOM, ".board-row"), (address, ".hand")):
            await opened(stack, screen, path, wanted=wanted)
            if path == address:
                await page.focus(".hand")
                await page.wait_for_selector("[data-tile-form]")
            if AXE.exists():
                assert (path, look, await screen.violations()) == (path, look, [])
            assert await page.evaluate("document.documentElement.scrollWidth") <= width
    assert screen.problems == []
