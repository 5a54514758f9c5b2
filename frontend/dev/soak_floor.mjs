// A floor that never stands still, for the soak: a slide of 24 figures, those of a whole floor, two of every other kind.
// From a seeded generator, so that each run takes the same way.
import { board, FRESH, figure, floor, generator, HOSTILE, LONG, NAMES, QUEUES } from "./floor.mjs";
import { kindsBoard, kindsTiles } from "./kinds.mjs";
import { definitionOf } from "./scenarios.mjs";

export const FIGURES = 24;
/** So many states of each tile are made before the run: what is measured is the page, not this. */
const VARIANTS = 60;
const SECONDS_A_SLIDE = 5;

const figureIds = Array.from({ length: FIGURES }, (_, at) => `f${at}`);
const floorIds = board.slides.flatMap(({ tiles }) => tiles.map(({ id }) => id));

/** The definition of the board that is soaked. */
export function soakBoard() {
  const small = figureIds.map((id, at) => ({
    id,
    title: at === 5 ? LONG.slice(0, 60) : at === 6 ? HOSTILE : `Figure ${at + 1}`,
    kind: at % 2 === 0 ? "level" : "number",
    x: (at % 6) * 2,
    y: Math.floor(at / 6) * 12,
    w: 2,
    h: 12,
    metric: "service_level",
    window: "today",
  }));
  const slides = [
    { title: "Figures", seconds: SECONDS_A_SLIDE, tiles: small },
    ...[...board.slides, ...kindsBoard().slides].map((slide) => ({
      ...slide,
      seconds: SECONDS_A_SLIDE,
      tiles: slide.tiles.map(tall),
    })),
  ];
  return definitionOf("soak", { definition: { ...board, title: "Soak", columns: 12, rows: 48, tiles: [], slides } });
}

/** Their own grids have 12 rows, this one 48. */
const tall = (tile) => ({ ...tile, y: tile.y * 4, h: tile.h * 4 });

/** Tile → the states that it can be in at `now`. */
export function variants(now) {
  const random = generator(1);
  const found = Object.fromEntries(figureIds.map((id, at) => [id, many(() => oneFigure(now, at, random))]));
  for (const id of floorIds) found[id] = [];
  for (let made = 0; made < VARIANTS; made += 1) {
    const tiles = floor(now, facts(random));
    for (const id of floorIds) found[id].push(perhapsStale(tiles[id], now, random));
    const state = ["ok", "warning", "critical", "no_data"][made % 4];
    for (const [id, tile] of Object.entries(kindsTiles(now, state))) {
      found[id] ??= [];
      found[id].push(perhapsStale(tile, now, random));
    }
  }
  return found;
}

const many = (make) => Array.from({ length: VARIANTS }, make);
const below = (random, limit) => Math.floor(random() * limit);

function oneFigure(now, at, random) {
  const none = random() < 0.03;
  const value = none ? null : at % 2 === 0 ? random() : below(random, 400_000);
  const unit = at % 2 === 0 ? "share" : "ms";
  const tile = {
    as_of: now,
    ...FRESH,
    corrected: random() < 0.05,
    kind: at % 2 === 0 ? "level" : "number",
    state: none ? "no_data" : ["ok", "warning", "critical", "neutral"][below(random, 4)],
    threshold_ms: at % 2 === 0 ? 20_000 : null,
    goal: at % 2 === 0 ? { target: 0.8, warning: 0.7, direction: "higher" } : null,
    figure: figure(at % 2 === 0 ? "service_level" : "asa", "today", unit, value, { n: none ? 0 : below(random, 9000) }),
    details: at % 3 === 0 ? [figure("waiting", "now", "count", below(random, 90))] : [],
    trend: Array.from({ length: 60 }, () => (random() < 0.1 ? null : random())),
  };
  return perhapsStale(tile, now, random);
}

/** How many wait, work and stand in queues: from nobody to 200 queues and 1,000 agents. */
function facts(random) {
  const crowd = random() < 0.05;
  const queues = Array.from({ length: crowd ? 200 : below(random, 14) }, (_, at) => `${QUEUES[at % 6]} ${at}`);
  const waits = queues.length === 0 ? [] : Array.from({ length: below(random, 40) }, () => below(random, 4_000_000));
  const talking = crowd ? 700 : below(random, 20);
  return {
    queues,
    waits: waits.sort((a, b) => b - a),
    counts: { talking, available: crowd ? 300 : below(random, 9), break: below(random, 4) },
    names: [HOSTILE, LONG, ...NAMES],
    level: random(),
    moreWaiting: below(random, 3),
  };
}

function perhapsStale(tile, now, random) {
  if (random() >= 0.03 || tile.as_of === null) return tile;
  return { ...tile, stale: { part: "source", source: "asterisk/pbx1", since: now - 60_000, site: null } };
}
