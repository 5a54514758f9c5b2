// What the soak reads off the page, and off its own numbers.

/** Runs in the page: what its tiles show. */
function shown() {
  const valued = (root, selector, name) =>
    Object.fromEntries([...root.querySelectorAll(selector)].map((one) => [one.dataset[name], one.dataset.value]));
  return Object.fromEntries(
    [...document.querySelectorAll("[data-tile]")].map((tile) => [
      tile.dataset.tile,
      {
        state: tile.dataset.state,
        stale: tile.dataset.stale,
        asOf: tile.dataset.asOf,
        figures: valued(tile, "[data-figure]", "figure"),
        queues: Object.fromEntries(
          [...tile.querySelectorAll("tr[data-queue]")].map((row) => [
            row.dataset.queue,
            valued(row, "td[data-cell]", "cell"),
          ]),
        ),
        agents: Object.fromEntries(
          [...tile.querySelectorAll("[data-agent]")].map((cell) => [cell.dataset.agent, cell.dataset.agentState]),
        ),
      },
    ]),
  );
}

/** Where the page differs from the tiles that were sent; nothing when it shows them. */
export async function wrongOn(page, tiles) {
  const seen = await page.evaluate(shown);
  const wrong = Object.keys(seen).length === 0 ? ["no tile is shown"] : [];
  for (const [id, tile] of Object.entries(seen)) {
    const differing = Object.entries(expected(tiles[id], tile)).filter(
      ([part, value]) => JSON.stringify(value) !== JSON.stringify(tile[part]),
    );
    wrong.push(
      ...differing.map(([part, value]) => `${id}.${part}: ${JSON.stringify(tile[part])}, not ${JSON.stringify(value)}`),
    );
  }
  return wrong;
}

const text = (value) => (value === null || value === undefined ? "" : String(value));

/** Of lists, those that have room on the page. */
function expected(tile, seen) {
  const found = { state: tile.state, asOf: text(tile.as_of), stale: tile.stale?.part ?? "" };
  if (tile.figure !== undefined && tile.kind !== "satisfaction") {
    const all = [tile.figure, ...(tile.details ?? [])];
    found.figures = Object.fromEntries(all.map((one) => [`${one.key}:${one.window}`, text(one.value ?? one.since)]));
  }
  if (tile.kind === "queue_table") {
    const rows = tile.rows.slice(0, Object.keys(seen.queues).length);
    found.queues = Object.fromEntries(
      rows.map((row) => [
        row.queue,
        {
          waiting: text(row.waiting),
          longest: text(row.longest_since),
          talking: text(row.talking),
          free: text(row.agents_available),
          level: text(row.service_level),
        },
      ]),
    );
  }
  if (tile.kind === "agent_grid") {
    const cells = tile.agents.slice(0, Object.keys(seen.agents).length);
    found.agents = Object.fromEntries(cells.map((cell) => [cell.agent, cell.state]));
  }
  return found;
}

/** By what share the last fifth of samples is above the first, by their medians; and the slope in 10,000 frames. */
export function growth(samples, framesASample) {
  const fifth = Math.max(1, Math.round(samples.length / 5));
  const first = median(samples.slice(0, fifth));
  const last = median(samples.slice(-fifth));
  return { share: (last - first) / first, slope: (slopeOf(samples) / framesASample) * 10_000 };
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** Least squares, in a sample. */
function slopeOf(values) {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const rise = values.reduce((sum, value, at) => sum + (at - middle) * (value - mean), 0);
  return rise / values.reduce((sum, _, at) => sum + (at - middle) ** 2, 0);
}
