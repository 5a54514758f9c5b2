// A browser that takes pictures of boards and of the supervisor's page, and says what no picture may show.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { cutOff, FLAGS, SIZES, violations } from "./looking.mjs";

/** What a page shows once it can be looked at. */
const READY = "[data-tile], [data-page=refused], .view, .message";
const SETTLED_MS = 300;

/** Pictures go to the folder `out`. */
export async function camera(out) {
  mkdirSync(out, { recursive: true });
  const profile = mkdtempSync(join(tmpdir(), "tavle-screens-"));
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: FLAGS,
  });
  return {
    look: (subject) => look(browser, out, subject),
    async close() {
      await browser.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/**
 * One page at one size, theme and language, every slide of it; answers with what is wrong. `ready` is a selector to wait
 * for in place of the usual ones; what `press` names is pressed then, and `until` waited for. `name` takes the path's place.
 */
async function look(browser, out, seen) {
  const { address, size, theme, language, ready = READY, press = [], until } = seen;
  const [width, height] = SIZES[size];
  const url = new URL(address);
  const page = await browser.newPage();
  const problems = [];
  page.on("console", (line) => line.type() === "error" && problems.push(line.text()));
  page.on("pageerror", (error) => problems.push(String(error)));
  await page.setViewportSize({ width, height });
  if (url.pathname.startsWith("/app")) await page.addInitScript(choose, { theme, language });
  else {
    url.searchParams.set("lang", language);
    url.searchParams.set("theme", theme);
  }
  await page.goto(url.href);
  await page.waitForSelector(ready, { state: "attached" });
  await page.evaluate(() => document.fonts.ready);
  for (const one of press) await page.locator(one).first().click();
  if (until !== undefined) await page.waitForSelector(until);
  const path = address.slice(url.origin.length).replace(/^\/(tv\/)?|\/$/g, "");
  const name = `${(seen.name ?? path).replace(/[^\w+]+/g, "-")}-${size}-${theme}-${language}`;
  for (const slide of await slidesOf(page)) {
    await page.waitForTimeout(SETTLED_MS);
    const fullPage = url.pathname.startsWith("/app") || size === "phone";
    await page.screenshot({ path: join(out, `${name}${slide === 0 ? "" : `-${slide}`}.png`), fullPage });
    problems.push(...(await page.evaluate(cutOff)));
    if (size === "tv" || size === "laptop" || size === "phone") problems.push(...(await violations(page)));
    await page.keyboard.press("ArrowRight");
  }
  await page.close();
  return problems.map((problem) => `${name}: ${problem}`);
}

/** Runs in the page before its own script: the choices that the supervisor's page keeps. */
function choose({ theme, language }) {
  localStorage.setItem("tavle.theme", theme);
  localStorage.setItem("tavle.language", language);
}

/** 1, 2, … of a board with slides, held by the space key; 0 alone of any other page. */
async function slidesOf(page) {
  const count = Number((await page.locator(".slides-at [aria-hidden]").allInnerTexts())[0]?.split("/")[1] ?? 0);
  if (count === 0) return [0];
  await page.keyboard.press("Space");
  return Array.from({ length: count }, (_, at) => at + 1);
}
