"""The supervisor's page in Chromium: the figures of the API, what stands behind them, by keyboard, and honest when a
part is gone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.e2e.screen import AXE, Screen
from tests.e2e.stack import SETTLED_S, Stack
from tests.e2e.test_board import SCRIPT, SITE, morning
from tests.e2e.told import Floor

pytestmark = [pytest.mark.browser, pytest.mark.processes]

LAPTOP = {"width": 1366, "height": 768}
STALE_WITHIN_S = 10.0
"""Promised, not measured: the page marks a worker 5 s after its last sign of life."""

NOW_FIGURES = ("waiting", "talking", "agents_available")
WINDOW_FIGURES = {"service_level": "service_level", "asa": "asa_ms", "abandon_rate": "abandon_rate"}
READ = """() => {
  const figures = (root, scope) => Object.fromEntries([...root.querySelectorAll(`[data-metric][data-scope=${scope}]`)]
    .map((figure) => [figure.dataset.metric, figure.dataset.value === '' ? null : Number(figure.dataset.value)]));
  return {
    site: figures(document, 'site'),
    queues: Object.fromEntries([...document.querySelectorAll('tr[data-queue]')]
      .map((row) => [row.dataset.queue, figures(row, 'queue')])),
  };
}"""


@pytest.fixture
async def screen(screen: Screen) -> Screen:
    await screen.page.set_viewport_size({"width": LAPTOP["width"], "height": LAPTOP["height"]})
    return screen


async def opened(stack: Stack, screen: Screen, path: str = "/app") -> None:
    """Returns when the first figures stand on the page. It is opened once there are some: Chromium notes a 503."""

    async def written() -> bool:
        return await stack.figures(SITE) is not None

    await stack.until(written, within_s=SETTLED_S, what=lambda: "the site has no figures")
    answer = await screen.page.goto(f"{stack.address}{path}")
    assert answer is not None
    assert answer.ok, f"{answer.status}: the pages are not built: npm run build in frontend"
    await screen.page.wait_for_selector(".view")


def chosen(now: dict[str, Any], window: dict[str, Any]) -> dict[str, Any]:
    """Of the API's figures, those that the overview shows."""
    return {
        **{key: now[key] for key in NOW_FIGURES},
        **{key: window[field] for key, field in WINDOW_FIGURES.items()},
    }


async def agrees(stack: Stack, screen: Screen, *, waiting: int) -> None:
    """Waits until the overview shows what the API answers, with so many waiting."""
    seen: Any = None
    wanted: Any = None

    async def same() -> bool:
        nonlocal seen, wanted
        body = await stack.figures(SITE)
        if not body:
            return False
        (site,) = json.loads(body)
        read = await screen.page.evaluate(READ)
        parts = {"site": site["all"], **site["queues"]}
        wanted = {name: chosen(part["now"], part["today"]) for name, part in parts.items()}
        seen = {
            name: {key: figures.get(key) for key in wanted.get(name, figures)}
            for name, figures in {"site": read["site"], **read["queues"]}.items()
        }
        return bool(seen == wanted and seen["site"]["waiting"] == waiting)

    await stack.until(same, within_s=SETTLED_S, what=lambda: f"{waiting} waiting:\n  page {seen}\n  API  {wanted}")


async def stale(stack: Stack, screen: Screen, part: str, *, within_s: float = SETTLED_S) -> None:
    """Waits until the view is marked because of this part; nothing: until it is not."""

    async def marked() -> bool:
        return await screen.page.get_attribute("main", "data-stale") == part

    await stack.until(marked, within_s=within_s, what=f"a view that is stale by {part or 'nothing'}")


async def test_the_overview_shows_the_figures_of_the_api_and_goes_on_without_reload(
    stack: Stack, screen: Screen
) -> None:
    floor = Floor(SITE)
    assert (await stack.post(morning(floor))).status_code == 202
    await opened(stack, screen)
    await agrees(stack, screen, waiting=3)
    assert SCRIPT in await screen.page.inner_text(f"tr[data-queue='{SCRIPT}'] th")
    more = [floor.answered("wait1", "ann", 1), *(floor.queued(f"new{n}", "billing", 1) for n in range(4))]
    assert (await stack.post(more)).status_code == 202
    await agrees(stack, screen, waiting=6)
    assert screen.problems == []


async def test_the_passport_of_a_figure_adds_up_to_it_and_is_reached_and_left_by_keyboard(
    stack: Stack, screen: Screen
) -> None:
    assert (await stack.post(morning(Floor(SITE)))).status_code == 202
    await opened(stack, screen)
    await agrees(stack, screen, waiting=3)
    page = screen.page
    # The first stop is the skip link; behind it come the figures, and one stop for the whole table.
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.getAttribute('href')") == "#content"
    await page.keyboard.press("Enter")
    figure = "tr[data-queue=support] [data-metric=service_level]"
    await page.focus("tr[data-queue=support] a")
    for _ in range(12):
        if await page.evaluate(f"document.activeElement.matches({json.dumps(figure)})"):
            break
        await page.keyboard.press("ArrowRight")
    shown = float(await page.get_attribute(figure, "data-value") or "nan")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("dialog tfoot .total")
    told = await page.evaluate(
        """() => {
          const sum = (part) => [...document.querySelectorAll('tr[data-entry]')]
            .reduce((sum, row) => sum + Number(row.dataset[part]), 0);
          return {
            value: Number(document.querySelector('.passport-value').dataset.value),
            hits: sum('numerator'), all: sum('denominator'),
            agrees: document.querySelector('.agrees').dataset.agrees,
          };
        }"""
    )
    assert told["agrees"] == "yes"
    assert told["all"] > 0
    assert told["hits"] / told["all"] == told["value"] == shown
    if AXE.exists():
        assert await screen.violations() == []
    await page.keyboard.press("Escape")
    await page.wait_for_selector("dialog", state="detached")
    assert await page.evaluate(f"document.activeElement.matches({json.dumps(figure)})")
    assert screen.problems == []


async def test_axe_finds_nothing_on_any_view_in_either_look_and_no_view_is_wider_than_its_window(
    stack: Stack, screen: Screen
) -> None:
    floor = Floor(SITE)
    long = "Teknisk support for erhvervskunder i hele Norden, 2. niveau"
    assert (await stack.post([*morning(floor), floor.queued("w", long, 20)])).status_code == 202
    await opened(stack, screen)
    await agrees(stack, screen, waiting=4)
    for look, width in (("dark", 1366), ("light", 390)):
        await screen.page.emulate_media(color_scheme="dark" if look == "dark" else "light")
        await screen.page.set_viewport_size({"width": width, "height": 768})
        for view in ("overview", "queues/support", "agents", "tickets", "goals"):
            await opened(stack, screen, f"/app/{SITE}/{view}")
            assert await screen.page.evaluate("document.documentElement.dataset.theme") == look
            if AXE.exists():
                assert (view, look, await screen.violations()) == (view, look, [])
            assert await screen.page.evaluate("document.documentElement.scrollWidth") <= width
    assert screen.problems == []


async def test_old_figures_stay_and_are_marked_until_the_worker_is_back(stack: Stack, screen: Screen) -> None:
    floor = Floor(SITE)
    (worker, _web) = stack.parts
    await stack.post(morning(floor))
    await opened(stack, screen)
    await agrees(stack, screen, waiting=3)
    await worker.kill()
    await stale(stack, screen, "worker", within_s=STALE_WITHIN_S)
    assert (await screen.page.evaluate(READ))["site"]["waiting"] == 3
    assert "silent since" in await screen.page.inner_text(".stale-notice")
    assert (await stack.post([floor.queued("later", "sales", 1)])).status_code == 202
    worker.start()
    await stale(stack, screen, "")
    await agrees(stack, screen, waiting=4)
    assert screen.problems == []


async def test_a_page_without_its_server_says_so_and_recovers_by_itself(stack: Stack, screen: Screen) -> None:
    floor = Floor(SITE)
    (_worker, web) = stack.parts
    await stack.post(morning(floor))
    await opened(stack, screen)
    await agrees(stack, screen, waiting=3)
    await web.kill()
    await stale(stack, screen, "connection", within_s=STALE_WITHIN_S)
    assert "No connection since" in await screen.page.inner_text(".stale-notice")
    web.start()
    await stack.answers()
    await stale(stack, screen, "")
    await agrees(stack, screen, waiting=3)
    # Chromium itself reports each refused connection; the page has nothing to add.
    assert [problem for problem in screen.problems if "Failed to load resource" not in problem] == []
