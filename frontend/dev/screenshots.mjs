// Pictures of every scenario, and what no picture may show: type cut or overlapping, errors in the console, findings
// of axe. `npm run screenshots [scenario …] [-- --sizes=tv,upright]`; fails on a finding.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { replay } from "./replay.mjs";
import { SCENARIOS } from "./scenarios.mjs";

const SIZES = { tv: [1920, 1080], wall4k: [3840, 2160], upright: [1080, 1920], laptop: [1366, 768] };
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
]; // prettier-ignore
const out = fileURLToPath(new URL("../screenshots/", import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

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
  await page.screenshot({ path: join(out, `${scenario.replace(/\W+/g, "-")}-${size}.png`) });
  problems.push(...(await page.evaluate(cutOff)));
  if (size === "tv") problems.push(...(await violations(page)));
  await page.close();
  for (const problem of problems) console.error(`${scenario} ${size}: ${problem}`);
  return problems.length;
}

function ready(scenario) {
  if (scenario === "unknown") return "[data-page=refused]";
  if (scenario === "silent") return "[data-page=waiting]";
  return scenario === "cut" ? "[data-stale=connection]" : "[data-tile]";
}

/** Runs in the page: text that leaves its tile, a cell or a line, or two texts of a tile on top of each other. */
function cutOff() {
  const found = [];
  const boxes = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const holder = node.parentElement;
    if (!node.data.trim() || holder.closest(".unseen, noscript, title")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (box.width === 0) continue;
    const size = Number.parseFloat(getComputedStyle(holder).fontSize);
    // Letters are lower than their line: what counts is the part between cap height and baseline.
    const inset = Math.max(0, (box.height - size * 0.74) / 2);
    const lines = box.height > size * 1.9;
    const text = {
      left: box.left,
      right: box.right,
      top: box.top + (lines ? 0 : inset),
      bottom: box.bottom - (lines ? 0 : inset),
    };
    boxes.push([node.data, text]);
    const room = (holder.closest("td, th, .cell, .tile") ?? document.body).getBoundingClientRect();
    if (
      text.left < room.left - 1 ||
      text.right > room.right + 1 ||
      text.top < room.top - 1 ||
      text.bottom > room.bottom + 1
    ) {
      found.push(`"${node.data.slice(0, 40)}" leaves its room`);
    }
    if (size < Math.min(innerWidth, innerHeight) * 0.006)
      found.push(`"${node.data.slice(0, 40)}" is only ${size.toFixed(1)} px`);
  }
  for (let a = 0; a < boxes.length; a += 1) {
    for (let b = a + 1; b < boxes.length; b += 1) {
      const [one, p] = boxes[a];
      const [other, q] = boxes[b];
      const apart = p.right <= q.left + 1 || q.right <= p.left + 1 || p.bottom <= q.top + 1 || q.bottom <= p.top + 1;
      if (!apart) found.push(`"${one.slice(0, 30)}" and "${other.slice(0, 30)}" overlap`);
    }
  }
  return found;
}

async function violations(page) {
  // Evaluated over the debugging protocol: the page's own policy stays as strict as it is.
  await page.evaluate(axe);
  const { violations: list } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return list.map((one) => `axe ${one.id}: ${one.nodes.map((node) => node.html.slice(0, 90)).join(" | ")}`);
}
