"""Without a mouse: the tab key reaches all that can be pressed, in every view and room, and shows where it is."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.conftest import StackMaker
from tests.e2e.screen import Screen
from tests.e2e.stack import SETTLED_S
from tests.e2e.told import Floor

pytestmark = [pytest.mark.browser, pytest.mark.processes]

SITE = "aarhus"
PLACES = ("overview", "queues/sales", "agents", "tickets", "goals", "boards", "screens", "settings")
STEPS = 400

NUMBER = """() => {
  const pressable = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
  let number = 0;
  for (const one of document.querySelectorAll(pressable)) {
    const reachable = one.tabIndex >= 0 && !one.disabled && one.checkVisibility({ visibilityProperty: true });
    const chosen = one.type !== 'radio' || one.checked;
    if (reachable && chosen) one.dataset.number = String(number++);
  }
  return number;
}"""
"""Numbers all that can be pressed; of radio buttons the one that is chosen, since arrows go on from there."""
HERE = """() => {
  const one = document.activeElement;
  const style = getComputedStyle(one);
  const shown = (style.outlineStyle !== 'none' && style.outlineWidth !== '0px') || style.boxShadow !== 'none';
  return { number: one.dataset.number ?? null, shown, what: one.outerHTML.slice(0, 120) };
}"""


async def walk(screen: Screen) -> tuple[set[int], set[str]]:
    """Tabs through the page once; answers what it reached, and what did not show that it was reached."""
    reached: set[int] = set()
    unseen: set[str] = set()
    for _ in range(STEPS):
        await screen.page.keyboard.press("Tab")
        here: dict[str, Any] = await screen.page.evaluate(HERE)
        if here["number"] is None:
            continue
        if int(here["number"]) in reached and len(reached) > 1:
            break
        reached.add(int(here["number"]))
        if not here["shown"]:
            unseen.add(here["what"])
    return reached, unseen


async def test_all_that_can_be_pressed_is_reached_by_the_tab_key(on_redis: StackMaker, screen: Screen) -> None:
    stack = on_redis(TAVLE_WEB__DEVELOPMENT="true")
    stack.worker()
    await stack.web()
    floor = Floor(SITE)
    told = [floor.queued("c", "sales", 30), floor.opened("t", "mail", 60), floor.agent("ann", "available", 50)]
    assert (await stack.post(told)).status_code == 202

    async def known() -> bool:
        return await stack.figures(SITE) is not None

    await stack.until(known, within_s=SETTLED_S, what="figures")
    for place in PLACES:
        await screen.page.goto(f"{stack.address}/app/{SITE}/{place}")
        await screen.page.wait_for_selector(".view")
        await screen.page.wait_for_load_state("networkidle")
        there = set(range(await screen.page.evaluate(NUMBER)))
        reached, unseen = await walk(screen)
        missed = await screen.page.evaluate(
            "(numbers) => numbers.map((n) => document.querySelector(`[data-number='${n}']`)?.outerHTML.slice(0, 120))",
            sorted(there - reached),
        )
        assert (place, [one for one in missed if one is not None], unseen) == (place, [], set())
        assert len(reached) > 5
    assert screen.problems == []
