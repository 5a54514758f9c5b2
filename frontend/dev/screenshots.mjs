// Pictures of every scenario, and what no picture may show: type cut or overlapping, errors in the console, findings
// of axe. `npm run screenshots [scenario …] [-- --sizes=tv,upright]`; fails on a finding.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { cutOff, FLAGS, SIZES, violations } from "./looking.mjs";
import { replay } from "./replay.mjs";
import { SCENARIOS } from "./scenarios.mjs";

const out = fileURLToPath(new URL("../screenshots/", import.meta.url));

const asked = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const sizes =
  process.argv
    .find((word) => word.startsWith("--sizes="))
    ?.slice(8)
    .split(",") ?? Object.keys(SIZES);
const scenarios = asked.length > 0 ? asked : [...Object.keys(SCENARIOS), "cut", "unknown", "silent", "ok?theme=light"];

mkdirSync(out, { recursive: true });
const profile = mkdtempSync(join(tmpdir(), "tavle-screens-"));
const server = await replay();
const origin = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: FLAGS,
});
let findings = 0;
try {
  for (const scenario of scenarios) {
    for (const size of sizes) findings += await look(scenario, size);
  }
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
  server.closeAllConnections();
  server.close();
}
if (findings > 0) {
  console.error(`${findings} findings`);
  process.exit(1);
}

async function look(scenario, size) {
  const [width, height] = SIZES[size];
  const page = await browser.newPage();
  const problems = [];
  page.on("console", (line) => line.type() === "error" && problems.push(line.text()));
  page.on("pageerror", (error) => problems.push(String(error)));
  await page.setViewportSize({ width, height });
  await page.goto(`${origin}/tv/${scenario}`);
  await page.waitForSelector(ready(scenario));
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(250);
  await page.keyboard.press("Space");
  const slides = Number((await page.locator(".slides-at [aria-hidden]").allInnerTexts())[0]?.split("/")[1] ?? 1);
  for (let slide = 1; slide <= slides; slide += 1) {
    const name = [scenario.replace(/\W+/g, "-"), ...(slides > 1 ? [slide] : []), size].join("-");
    await page.screenshot({ path: join(out, `${name}.png`) });
    problems.push(...(await page.evaluate(cutOff)));
    if (size === "tv") problems.push(...(await violations(page)));
    await page.keyboard.press("ArrowRight");
    await page.waitForTimeout(250);
  }
  await page.close();
  for (const problem of problems) console.error(`${scenario} ${size}: ${problem}`);
  return problems.length;
}

function ready(scenario) {
  if (scenario === "unknown") return "[data-page=refused]";
  if (scenario === "silent") return "[data-page=waiting]";
  return scenario === "cut" ? "[data-stale=connection]" : "[data-tile]";
}
