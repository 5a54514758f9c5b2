"""A wall speaks one language from its first picture on, and goes on when its words do not come."""

from __future__ import annotations

import pytest

from tests.e2e.screen import Screen
from tests.e2e.stack import SETTLED_S, Stack
from tests.e2e.test_board import SITE, morning
from tests.e2e.told import Floor

pytestmark = [pytest.mark.browser, pytest.mark.processes]

WORDS = "**/assets/words/**"
REMEMBER = """
window.said = new Set();
new MutationObserver(() => {
  for (const one of document.querySelectorAll('.tile-title, .message h1, .chip-word')) window.said.add(one.textContent);
}).observe(document, { subtree: true, childList: true, characterData: true });
"""
SAID = "() => [...window.said]"


async def spoken(stack: Stack, screen: Screen, language: str) -> None:
    """Waits until the page says that this is its language."""

    async def speaks() -> bool:
        return await screen.page.get_attribute("html", "lang") == language

    await stack.until(speaks, within_s=SETTLED_S, what=f"a page in {language}")


async def titles(screen: Screen) -> list[str]:
    """Of the first slide, whatever the wall has come to meanwhile."""
    await screen.page.keyboard.press("Home")
    return await screen.page.locator(".tile-title").all_inner_texts()


async def test_a_wall_never_shows_a_word_of_another_language(stack: Stack, screen: Screen) -> None:
    await stack.post(morning(Floor(SITE)))
    await screen.page.add_init_script(REMEMBER)
    await screen.open(f"{stack.address}/tv/live-floor@{SITE}?lang=nl")
    await spoken(stack, screen, "nl")
    shown = await titles(screen)
    assert "Antwoordtijd" in shown
    said = await screen.page.evaluate(SAID)
    assert set(shown) <= set(said)
    assert not {"Waiting for figures", "Service level", "Answer time", "Waiting now", "No data"} & set(said)
    assert screen.problems == []


async def test_a_wall_whose_words_do_not_come_speaks_english_and_then_its_own(stack: Stack, screen: Screen) -> None:
    await stack.post(morning(Floor(SITE)))
    await screen.page.route(WORDS, lambda route: route.abort())
    await screen.open(f"{stack.address}/tv/live-floor@{SITE}?lang=sv")
    await spoken(stack, screen, "en")
    assert "Service level" in await titles(screen)
    await screen.page.unroute(WORDS)
    await spoken(stack, screen, "sv")
    assert "Servicenivå" in await titles(screen)
    # Chromium itself reports what was not loaded.
    assert [problem for problem in screen.problems if "Failed to load resource" not in problem] == []
