// How the board's page stands weeks of frames: `npm run soak -- [--frames=100000] [--cuts=50] [--seconds=30]`.
// Plays frames into the real page in Chromium as fast as it takes them, with slides that turn; reports heap and DOM nodes
// after a forced collection, and fails when they grow. Then cuts the line in every way and compares the page with what
// was sent. Last, so many seconds of 24 tiles that change four times a second: how long the page's tasks were.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { FLAGS } from "./looking.mjs";
import { servePages } from "./pages.mjs";
import { CUTS, Feed, until } from "./soak_feed.mjs";
import { FIGURES } from "./soak_floor.mjs";
import { growth, wrongOn } from "./soak_page.mjs";

const option = (name, otherwise) =>
  Number(process.argv.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3) ?? otherwise);
const frames = option("frames", 100_000);
const cuts = option("cuts", 50);
const seconds = option("seconds", 30);
const SAMPLES = 20;
/** What a browser compiles and keeps of any page is there after so many frames. */
const WARM_UP_FRAMES = Math.max(1000, frames / 10);
/** Besides the time that slides have of their own, they are turned by key so often. */
const FRAMES_A_SLIDE = 50;
/** Between the first and the last fifth of the samples. */
const HEAP_MAY_GROW = 0.05;
const NODES_MAY_GROW = 0.02;
const LONG_TASK_MS = 50;

const profile = mkdtempSync(join(tmpdir(), "tavle-soak-"));
const server = await servePages();
const feed = new Feed(server);
const browser = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: FLAGS,
  viewport: { width: 1920, height: 1080 },
});
const failures = [];
try {
  const page = await opened();
  const developer = await browser.newCDPSession(page);
  await soak(page, developer);
  await cutting(page);
  await longTasks(page);
} finally {
  await browser.close();
  feed.stop();
  server.closeAllConnections();
  server.close();
  rmSync(profile, { recursive: true, force: true });
}
for (const failure of failures) console.error(`FAILED: ${failure}`);
process.exit(failures.length > 0 ? 1 : 0);

async function opened() {
  const page = await browser.newPage();
  page.on("pageerror", (error) => failures.push(String(error)));
  page.on("console", (line) => {
    // Chromium itself reports each refused connection.
    if (line.type() === "error" && !line.text().includes("WebSocket connection to")) failures.push(line.text());
  });
  await page.goto(`http://127.0.0.1:${server.address().port}/tv/soak?lang=da`);
  await page.waitForSelector("[data-tile]");
  return page;
}

async function soak(page, developer) {
  const found = [];
  await turning(page, WARM_UP_FRAMES);
  const began = Date.now();
  console.log(`${"frames".padStart(8)} ${"heap KB".padStart(8)} ${"nodes".padStart(6)} ${"listeners".padStart(9)}`);
  for (let sample = 1; sample <= SAMPLES; sample += 1) {
    await turning(page, Math.ceil(frames / SAMPLES));
    found.push(await measured(page, developer));
    const { heap, nodes, listeners } = found.at(-1);
    const at = Math.round((frames * sample) / SAMPLES);
    console.log(`${pad(at, 8)} ${pad(Math.round(heap / 1024), 8)} ${pad(nodes, 6)} ${pad(listeners, 9)}`);
  }
  const took = (Date.now() - began) / 1000;
  console.log(`${frames} frames in ${took.toFixed(0)} s, ${Math.round(frames / took)} a second`);
  for (const [name, limit] of [
    ["heap", HEAP_MAY_GROW],
    ["nodes", NODES_MAY_GROW],
    ["listeners", NODES_MAY_GROW],
  ]) {
    const { share, slope } = growth(
      found.map((one) => one[name]),
      frames / SAMPLES,
    );
    const unit = name === "heap" ? " bytes" : "";
    const said = `${name}: ${(share * 100).toFixed(2)} % from the first fifth to the last, ${slope.toFixed(1)}${unit} in 10,000 frames`;
    console.log(said);
    if (share > limit) failures.push(said);
  }
}

/** On the first slide in one state, so that samples are alike, and after everything that is not held was taken away. */
async function measured(page, developer) {
  await until(async () => {
    if ((await page.getAttribute(".board", "data-slide")) === "0") return true;
    await page.keyboard.press("ArrowRight");
    return false;
  }, "the first slide");
  feed.settle();
  await feed.taken();
  await developer.send("HeapProfiler.collectGarbage");
  await developer.send("HeapProfiler.collectGarbage");
  const { nodes, jsEventListeners: listeners } = await developer.send("Memory.getDOMCounters");
  const { usedSize: heap } = await developer.send("Runtime.getHeapUsage");
  return { heap, nodes, listeners };
}

/** So many frames, with slides that turn. */
async function turning(page, count) {
  for (let sent = 0; sent < count; sent += FRAMES_A_SLIDE) {
    await feed.frames(Math.min(FRAMES_A_SLIDE, count - sent));
    await page.keyboard.press("ArrowRight");
  }
}

async function cutting(page) {
  let wrongAfter = 0;
  for (let cut = 0; cut < cuts; cut += 1) {
    const how = CUTS[cut % CUTS.length];
    await feed.frames(20);
    await feed.cut(how);
    let wrong = [];
    const right = async () => {
      wrong = await wrongOn(page, feed.tiles);
      return wrong.length === 0;
    };
    try {
      await until(right, "the right figures");
    } catch {
      wrongAfter += 1;
      failures.push(`after cut ${cut + 1} (${how}): ${wrong.slice(0, 3).join("; ")}`);
    }
    await page.keyboard.press("ArrowRight");
  }
  console.log(
    `${cuts} cuts (${CUTS.join(", ")}): ${wrongAfter === 0 ? "the right figures after each" : `wrong after ${wrongAfter}`}`,
  );
}

async function longTasks(page) {
  await page.keyboard.press("Space");
  await page.evaluate(() => {
    globalThis.tasks = [];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) globalThis.tasks.push(duration);
    }).observe({ type: "longtask" });
  });
  const ids = Array.from({ length: FIGURES }, (_, at) => `f${at}`);
  for (let quarter = 0; quarter < seconds * 4; quarter += 1) {
    feed.frameOf(ids);
    await page.waitForTimeout(250);
  }
  const tasks = await page.evaluate(() => globalThis.tasks);
  const longest = tasks.length === 0 ? `none over ${LONG_TASK_MS} ms` : `longest ${Math.round(Math.max(...tasks))} ms`;
  console.log(`${FIGURES} tiles, 4 times a second for ${seconds} s: ${tasks.length} long tasks, ${longest}`);
}

function pad(value, width) {
  return String(value).padStart(width);
}
