import type { Board, Slide, TileDefinition } from "./protocol";

/** A tile's place: grid lines as CSS wants them. */
export interface Place {
  readonly tile: TileDefinition;
  readonly column: string;
  readonly row: string;
}

export interface Placement {
  readonly columns: string;
  readonly rows: string;
  readonly places: readonly Place[];
}

/** Kinds with rows of their own need the whole width of an upright screen. */
const WIDE: ReadonlySet<TileDefinition["kind"]> = new Set([
  "queue_table",
  "agent_grid",
  "ticket_deadlines",
  "alerts",
  "top_topics",
  "satisfaction",
  "board_health",
  "abandon_curve",
  "goals",
  "trend",
  "text",
]);
const WEIGHT: Readonly<Record<TileDefinition["kind"], number>> = {
  number: 5,
  level: 5,
  agents: 5,
  waiting_list: 5,
  queue_table: 8,
  agent_grid: 6,
  trend: 6,
  ticket_deadlines: 8,
  alerts: 8,
  top_topics: 6,
  abandon_curve: 6,
  satisfaction: 6,
  goals: 8,
  clock: 3,
  board_health: 4,
  text: 3,
};

/** In hundredths of a narrow screen's width. */
const NARROW_HEIGHT: Readonly<Record<TileDefinition["kind"], number>> = {
  number: 42,
  level: 42,
  agents: 44,
  waiting_list: 58,
  queue_table: 72,
  agent_grid: 96,
  trend: 58,
  ticket_deadlines: 84,
  alerts: 84,
  top_topics: 66,
  abandon_curve: 56,
  satisfaction: 62,
  goals: 84,
  clock: 32,
  board_health: 46,
  text: 34,
};

export function readingOrder(tiles: readonly TileDefinition[]): readonly TileDefinition[] {
  return [...tiles].sort((a, b) => a.y - b.y || a.x - b.x);
}

/** A board without slides is one slide of its tiles, which does not change. */
export function slidesOf(board: Board): readonly Slide[] {
  return board.slides.length > 0 ? board.slides : [{ title: "", titles: {}, seconds: 0, tiles: board.tiles }];
}

export function allTilesOf(board: Board): readonly TileDefinition[] {
  return [...board.tiles, ...board.slides.flatMap((slide) => slide.tiles)];
}

/** A lying or an upright wall, or a narrow screen in somebody's hand. */
export type Shape = "lying" | "upright" | "narrow";

/**
 * One slide, as drawn in the editor on a lying screen; in reading order over two columns on an upright one, and one below
 * the other on a narrow one.
 */
export function placement(board: Board, shape: Shape, slide = 0): Placement {
  const slides = slidesOf(board);
  const tiles = readingOrder(slides[slide % slides.length]?.tiles ?? []);
  if (shape === "lying") return drawn(board, tiles);
  return shape === "upright" ? reflow(tiles) : stacked(tiles);
}

function drawn(board: Board, tiles: readonly TileDefinition[]): Placement {
  const even = (count: number) => `repeat(${count}, minmax(0, 1fr))`;
  const places = tiles.map((tile) => ({
    tile,
    column: `${tile.x + 1} / span ${tile.w}`,
    row: `${tile.y + 1} / span ${tile.h}`,
  }));
  return { columns: even(board.columns ?? 12), rows: even(board.rows ?? 12), places };
}

/** Each as high as what it shows needs: the page is scrolled. */
function stacked(tiles: readonly TileDefinition[]): Placement {
  const places = tiles.map((tile, at) => ({ tile, column: "1 / span 1", row: `${at + 1} / span 1` }));
  const rows = tiles.map((tile) => `${NARROW_HEIGHT[tile.kind]}vmin`);
  return { columns: "minmax(0, 1fr)", rows: rows.join(" "), places };
}

/** A narrow tile waits for the next narrow one to share its row; one left alone takes the whole width. */
function reflow(tiles: readonly TileDefinition[]): Placement {
  const rows: TileDefinition[][] = [];
  let half: TileDefinition[] | null = null;
  for (const tile of tiles) {
    if (WIDE.has(tile.kind)) rows.push([tile]);
    else if (half !== null) {
      half.push(tile);
      half = null;
    } else {
      half = [tile];
      rows.push(half);
    }
  }
  const places = rows.flatMap((row, at) =>
    row.map((tile, side) => ({
      tile,
      column: row.length === 1 ? "1 / span 2" : `${side + 1} / span 1`,
      row: `${at + 1} / span 1`,
    })),
  );
  const weights = rows.map((row) => `minmax(0, ${Math.max(...row.map((tile) => WEIGHT[tile.kind]))}fr)`);
  return { columns: "repeat(2, minmax(0, 1fr))", rows: weights.join(" "), places };
}
