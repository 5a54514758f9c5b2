// How boards are looked at: screen sizes, the browser's flags, and what no picture may show.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const SIZES = {
  tv: [1920, 1080],
  wall4k: [3840, 2160],
  upright: [1080, 1920],
  laptop: [1366, 768],
  phone: [390, 844],
};
export const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
]; // prettier-ignore

/** Runs in the page: text that leaves its tile, a cell or a line, or two texts of a tile on top of each other. */
export function cutOff() {
  const found = [];
  const boxes = [];
  // What lies under a dialog is not to be read meanwhile.
  const top = document.querySelector("dialog:modal") ?? document.body;
  const walker = document.createTreeWalker(top, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const holder = node.parentElement;
    if (!node.data.trim() || holder.closest(".unseen, noscript, title")) continue;
    if (!holder.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    // Nothing, or a link for the keyboard that waits above the page.
    if (box.width === 0 || box.bottom <= 0) continue;
    // Nor does what passes under the bar that keeps the way to save in sight.
    const bar = document.querySelector(".settings-save[data-edited]");
    const edge = bar?.getBoundingClientRect();
    if (edge !== undefined && !bar.contains(holder) && box.bottom > edge.top && box.top < edge.bottom) continue;
    // What a list has scrolled out of sight lies under nothing and over nothing.
    const list = holder.closest(".scroll, .chosen-list, .levels ul")?.getBoundingClientRect();
    if (list !== undefined && (box.bottom > list.bottom || box.top < list.top)) continue;
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
    // Of wrapped text each line is a box of its own: another text may begin where its last one ends.
    for (const line of range.getClientRects()) {
      const trim = Math.max(0, (line.height - size * 0.74) / 2);
      const { left, right, top, bottom } = line;
      boxes.push([node.data, { left, right, top: top + trim, bottom: bottom - trim }]);
    }
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

/** What axe finds. */
export async function violations(page) {
  // Evaluated over the debugging protocol: the page's own policy stays as strict as it is.
  await page.evaluate(axe);
  const { violations: list } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return list.map((one) => `axe ${one.id}: ${one.nodes.map((node) => node.html.slice(0, 90)).join(" | ")}`);
}
