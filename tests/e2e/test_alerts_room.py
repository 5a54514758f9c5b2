"""Alerts on the supervisor's page: there within seconds, seen to and silenced by keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Page

from tests.e2e.screen import AXE, Screen, holds
from tests.e2e.stack import Stack
from tests.e2e.test_board import SITE, morning
from tests.e2e.test_supervisor import opened
from tests.e2e.told import Floor

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.development]

ROOM = f"/app/{SITE}/alerts"
ROW = "[data-severity=critical][data-state=firing]"
SEEN = f'document.querySelector("{ROW} .alert-seen") !== null'


async def with_an_alert(stack: Stack, screen: Screen) -> Page:
    """A source that told of a morning, and is silent now."""
    assert (await stack.post(morning(Floor(SITE)))).status_code == 202
    await opened(stack, screen, ROOM)
    await screen.page.wait_for_selector(ROW)
    return screen.page


async def test_an_alert_is_acknowledged_by_keyboard_and_the_worker_s_judgement_is_what_shows(
    stack: Stack, screen: Screen
) -> None:
    page = await with_an_alert(stack, screen)
    assert "Source test/pbx" in await page.inner_text(ROW)
    assert (await page.inner_text("nav .alerts-count")).startswith("1")

    await page.focus(f"{ROW} [data-act=acknowledge]")
    await page.keyboard.press("Enter")
    await holds(page, SEEN)

    told: Any = (await stack.http.get(f"/api/v1/sites/{SITE}/alerts")).json()
    assert next(one["acknowledged_by"] for one in told["listed"] if one["rule"] == "trust") == "developer"
    assert await page.evaluate("document.activeElement.dataset.alert") is not None
    assert screen.problems == []


async def test_a_silence_takes_a_reason_shows_whom_it_covers_and_is_lifted(stack: Stack, screen: Screen) -> None:
    page = await with_an_alert(stack, screen)
    await page.focus(f"{ROW} [data-act=silence]")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("dialog[open]")
    await page.focus("dialog [data-act=silence]")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("dialog .wrong")
    await page.keyboard.type("We know")
    await page.focus("dialog [data-act=silence]")
    await page.keyboard.press("Enter")

    await page.wait_for_selector("[data-silence]")
    assert "We know" in await page.inner_text("[data-silence]")
    await page.wait_for_selector(f"{ROW} .alert-muted")

    await page.focus("[data-silence] [data-act=lift]")
    await page.keyboard.press("Enter")
    await holds(page, "document.querySelector('[data-silence]') === null")
    assert screen.problems == []


async def test_axe_finds_nothing_in_the_room_of_alerts(stack: Stack, screen: Screen) -> None:
    page = await with_an_alert(stack, screen)
    for look, width in (("dark", 1366), ("light", 390)):
        await page.emulate_media(color_scheme="dark" if look == "dark" else "light")
        await page.set_viewport_size({"width": width, "height": 800})
        if AXE.exists():
            assert (look, await screen.violations()) == (look, [])
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
    assert screen.problems == []
