// Pictures of every slide of boards that a running server shows, and what no picture may show:
// `node dev/boards.mjs http://127.0.0.1:8080 service team … [--sizes=tv,laptop] [--out=folder]`; fails on a finding.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { cutOff, FLAGS, SIZES, violations } from "./looking.mjs";

const [origin, ...boards] = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const option = (name) => process.argv.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
const sizes = option("sizes")?.split(",") ?? ["tv", "laptop"];
const out = option("out") ?? join(tmpdir(), "tavle-boards");

mkdirSync(out, { recursive: true });
const profile = mkdtempSync(join(tmpdir(), "tavle-screens-"));
const browser = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: FLAGS,
});
let findings = 0;
try {
  for (const board of boards) {
    for (const size of sizes) findings += await look(board, size);
  }
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}
if (findings > 0) {
  console.error(`${findings} findings`);
  process.exit(1);
}

/** Every slide, held by the space key and moved on by the arrow. */
async function look(board, size) {
  const [width, height] = SIZES[size];
  const page = await browser.newPage();
  const problems = [];
  page.on("console", (line) => line.type() === "error" && problems.push(line.text()));
  page.on("pageerror", (error) => problems.push(String(error)));
  await page.setViewportSize({ width, height });
  await page.goto(`${origin}/tv/${board}`);
  await page.waitForSelector("[data-tile]");
  await page.evaluate(() => document.fonts.ready);
  const slides = Number((await page.locator(".slides-at [aria-hidden]").allInnerTexts())[0]?.split("/")[1] ?? 1);
  await page.keyboard.press("Space");
  for (let slide = 0; slide < slides; slide += 1) {
    await page.waitForTimeout(300);
    await page.screenshot({ path: join(out, `${board.replace(/\W+/g, "-")}-${slide + 1}-${size}.png`) });
    problems.push(...(await page.evaluate(cutOff)).map((found) => `slide ${slide + 1}: ${found}`));
    if (size === "tv") problems.push(...(await violations(page)));
    await page.keyboard.press("ArrowRight");
  }
  await page.close();
  for (const problem of problems) console.error(`${board} ${size}: ${problem}`);
  return problems.length;
}
