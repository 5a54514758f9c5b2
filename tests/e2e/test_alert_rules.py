"""A rule of alerts made on the page: tried over the past day, judged by the worker as it runs, and on the wall."""

from __future__ import annotations

import pytest

from tests.e2e.screen import AXE, Screen, holds
from tests.e2e.stack import Stack
from tests.e2e.test_alerts import BOARD, shown
from tests.e2e.test_board import SITE
from tests.e2e.test_supervisor import opened
from tests.e2e.told import Floor

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.development]

LIST = f"/app/{SITE}/settings?tab=alerts"
NAME = "Many <b>wait</b>"
METRIC = ".metric-field select"
SAVE = ".settings-save .main"


async def two_wait(stack: Stack) -> None:
    """Two callers wait in a queue of a source that gives no sign of life, and so is never missed."""
    floor = Floor(SITE)
    answer = await stack.post([floor.queued("c1", "sales", 9), floor.queued("c2", "sales", 7)])
    assert answer.status_code == 202


async def write_rule(screen: Screen) -> None:
    """By keyboard: a rule that two who wait are too many, and two are well again."""
    page = screen.page
    await page.focus(".rules-head a")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("#alert-name")
    await page.focus("#alert-name")
    await page.keyboard.type(NAME)
    await page.select_option(METRIC, "waiting")
    for field, text in (("fire", "2"), ("recover", "2"), ("for_s", "0:00")):
        await page.fill(f"#alert-{field}", text)


async def is_refused_at_its_field(stack: Stack, screen: Screen) -> None:
    """What the server refuses stands at its field, and nothing is stored."""
    await screen.page.click(SAVE)
    await screen.page.wait_for_selector("#alert-recover-mistake:has-text('without end')")
    answer = (await stack.http.get(f"/api/v1/sites/{SITE}/settings")).json()
    assert answer["parts"]["alerts"]["version"] == 0
    await screen.page.fill("#alert-recover", "")
    await holds(screen.page, f"document.querySelector('{SAVE}').disabled")
    await screen.page.fill("#alert-recover", "1")


async def test_a_rule_that_is_added_fires_without_a_restart_and_is_on_the_wall(stack: Stack, screen: Screen) -> None:
    (worker, _web) = stack.parts
    pid = worker.pid
    await two_wait(stack)
    assert (await stack.http.post("/api/v1/boards", json=BOARD)).status_code == 201
    browser = screen.page.context.browser
    assert browser is not None
    wall = Screen(await browser.new_page())
    await wall.open(f"{stack.address}/tv/alerts")
    await shown(stack, wall)
    await opened(stack, screen, LIST)
    await write_rule(screen)
    await is_refused_at_its_field(stack, screen)
    if AXE.exists():
        assert await screen.violations() == []

    await screen.page.focus("[data-act=rehearse]")
    await screen.page.keyboard.press("Enter")
    await screen.page.wait_for_selector(".rehearsed-count[data-fired='1']")
    assert "Queue sales" in await screen.page.inner_text(".rehearsed tbody th")
    await shown(stack, wall)

    await screen.page.focus(SAVE)
    await screen.page.keyboard.press("Enter")
    await shown(stack, wall, NAME)
    assert screen.page.url.endswith("/settings/many-b-wait-b?tab=alerts")

    await screen.page.click(".to-list")
    switch = "[data-rule='many-b-wait-b'] input"
    await screen.page.focus(switch)
    await screen.page.keyboard.press("Space")
    await screen.page.focus(SAVE)
    await screen.page.keyboard.press("Enter")
    await shown(stack, wall)
    assert worker.pid == pid
    # Chromium itself reports the refused save.
    assert [one for one in (*screen.problems, *wall.problems) if "400" not in one] == []
