/** Where tiles stand: moved, made larger, and pushed aside. Pure; a tile that finds no place is a named refusal. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export interface Placed extends Box {
  readonly id: string;
}

export interface Grid {
  readonly columns: number;
  readonly rows: number;
}

/** `edge`: it would leave the grid. `full`: the others find no place. */
export type NoRoom = "edge" | "full";

export function isRefused<T>(result: T | NoRoom): result is NoRoom {
  return result === "edge" || result === "full";
}

export function overlaps(a: Box, b: Box): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

export function isInside(box: Box, grid: Grid): boolean {
  const begins = box.x >= 0 && box.y >= 0 && box.w >= 1 && box.h >= 1;
  return begins && box.x + box.w <= grid.columns && box.y + box.h <= grid.rows;
}

/**
 * The tiles with one of them at `box`. Those that stand there are pushed down; where that finds no room, a moved tile
 * changes places with the first of them.
 */
export function putAt<T extends Placed>(tiles: readonly T[], id: string, box: Box, grid: Grid): readonly T[] | NoRoom {
  const tile = tiles.find((one) => one.id === id);
  if (tile === undefined || !isInside(box, grid)) return "edge";
  const placed = new Map<string, Box>([[id, box]]);
  const pushed = pushDown(tiles, placed, id, grid);
  if (pushed) return tiles.map((one) => at(one, placed.get(one.id) ?? one));
  const moved = box.w === tile.w && box.h === tile.h;
  return moved ? exchange(tiles, tile, box) : "full";
}

function exchange<T extends Placed>(tiles: readonly T[], tile: T, box: Box): readonly T[] | NoRoom {
  const other = tiles.find((one) => one.id !== tile.id && overlaps(one, box));
  if (other === undefined) return "full";
  return tiles.map((one) => (one.id === tile.id ? at(one, other) : one.id === other.id ? at(one, tile) : one));
}

/** Whether all that is under what has its place finds another one further down; `placed` takes those. */
function pushDown(tiles: readonly Placed[], placed: Map<string, Box>, first: string, grid: Grid): boolean {
  const now = (one: Placed): Box => placed.get(one.id) ?? one;
  const waiting = [first];
  // Each push moves a tile down by at least one row: there are no more of them than rows and tiles.
  for (let left = tiles.length * grid.rows; waiting.length > 0 && left > 0; left -= 1) {
    const id = waiting.shift();
    const pusher = tiles.find((one) => one.id === id);
    if (pusher === undefined) continue;
    const under = now(pusher);
    for (const one of tiles) {
      if (one.id === pusher.id || !overlaps(now(one), under)) continue;
      if (one.id === first) return false;
      const lower = { ...now(one), y: under.y + under.h };
      if (!isInside(lower, grid)) return false;
      placed.set(one.id, lower);
      waiting.push(one.id);
    }
  }
  return waiting.length === 0;
}

/** The first place in reading order that is free and so large; null when there is none. */
export function freePlace(tiles: readonly Box[], size: Pick<Box, "w" | "h">, grid: Grid): Box | null {
  for (let y = 0; y + size.h <= grid.rows; y += 1) {
    for (let x = 0; x + size.w <= grid.columns; x += 1) {
      const box = { x, y, w: size.w, h: size.h };
      if (!tiles.some((one) => overlaps(one, box))) return box;
    }
  }
  return null;
}

/** A free place as large as wanted, or as large as there is. */
export function roomFor(tiles: readonly Box[], wanted: Pick<Box, "w" | "h">, grid: Grid): Box | "full" {
  const most = { w: Math.min(wanted.w, grid.columns), h: Math.min(wanted.h, grid.rows) };
  for (let { w, h } = most; w >= 1 && h >= 1; ) {
    const free = freePlace(tiles, { w, h }, grid);
    if (free !== null) return free;
    if (w === 1 && h === 1) break;
    if (w >= h && w > 1) w -= 1;
    else h -= 1;
  }
  return "full";
}

/** The tiles on another grid: those that stand beyond it come in, smaller if need be. */
export function onGrid<T extends Placed>(tiles: readonly T[], grid: Grid): readonly T[] | NoRoom {
  if (tiles.every((one) => isInside(one, grid))) return tiles;
  const placed: T[] = [];
  for (const one of [...tiles].sort((a, b) => a.y - b.y || a.x - b.x)) {
    const w = Math.min(one.w, grid.columns);
    const h = Math.min(one.h, grid.rows);
    const near = { w, h, x: Math.min(one.x, grid.columns - w), y: Math.min(one.y, grid.rows - h) };
    const box = placed.some((other) => overlaps(other, near)) ? roomFor(placed, near, grid) : near;
    if (box === "full") return "full";
    placed.push(at(one, box));
  }
  return tiles.map((one) => placed.find((other) => other.id === one.id) ?? one);
}

function at<T extends Placed>(tile: T, { x, y, w, h }: Box): T {
  return { ...tile, x, y, w, h };
}
