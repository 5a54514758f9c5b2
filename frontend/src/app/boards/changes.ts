import { type Box, type Grid, isRefused, type NoRoom, onGrid, putAt, roomFor } from "./arrange";
import {
  allTiles,
  type BoardDraft,
  COLUMNS,
  freeId,
  type Kind,
  ROWS,
  SLIDES_LIMIT,
  type SlideDraft,
  slidesIn,
  TILES_LIMIT,
  type TileDraft,
  tilesOf,
  withTiles,
} from "./draft";
import { KINDS, usualSize } from "./kinds";

/** Why nothing was changed: no room, or a board has no more of it. */
export type Refusal = NoRoom | "tiles" | "slides";
export type Change = BoardDraft | Refusal;

const REFUSALS: ReadonlySet<unknown> = new Set<Refusal>(["edge", "full", "tiles", "slides"]);

export function isRefusal(change: unknown): change is Refusal {
  return REFUSALS.has(change);
}

export function gridOf(draft: BoardDraft): Grid {
  return { columns: draft.columns ?? COLUMNS, rows: draft.rows ?? ROWS };
}

export interface Added {
  readonly draft: BoardDraft;
  readonly id: string;
}

/** A new tile, at `place` or where there is room. */
export function addTile(
  draft: BoardDraft,
  slide: number,
  kind: Kind,
  title: string,
  place: Box | null = null,
): Added | Refusal {
  const tiles = tilesOf(draft, slide);
  if (tiles.length >= TILES_LIMIT) return "tiles";
  const grid = gridOf(draft);
  const { begins } = KINDS[kind];
  const box = place ?? roomFor(tiles, usualSize(kind, grid), grid);
  if (isRefused(box)) return box;
  const id = freeId(kind.replace(/_/g, "-"), new Set(allTiles(draft).map((tile) => tile.id)));
  const tile: TileDraft = { id, kind, title, ...box, ...begins };
  const placed = putAt([...tiles, tile], id, box, grid);
  return isRefused(placed) ? placed : { draft: withTiles(draft, slide, placed), id };
}

export function removeTile(draft: BoardDraft, slide: number, id: string): BoardDraft {
  return withTiles(
    draft,
    slide,
    tilesOf(draft, slide).filter((tile) => tile.id !== id),
  );
}

/** One tile as another one with the same id and place. */
export function changeTile(
  draft: BoardDraft,
  slide: number,
  id: string,
  to: (tile: TileDraft) => TileDraft,
): BoardDraft {
  return withTiles(
    draft,
    slide,
    tilesOf(draft, slide).map((tile) => (tile.id === id ? to(tile) : tile)),
  );
}

export function placeTile(draft: BoardDraft, slide: number, id: string, box: Box): Change {
  const placed = putAt(tilesOf(draft, slide), id, box, gridOf(draft));
  return isRefused(placed) ? placed : withTiles(draft, slide, placed);
}

/** Where several tiles were put at once, by hand. */
export function placeTiles(draft: BoardDraft, slide: number, boxes: ReadonlyMap<string, Box>): BoardDraft {
  const placed = tilesOf(draft, slide).map((tile) => {
    const box = boxes.get(tile.id);
    const same = box && box.x === tile.x && box.y === tile.y && box.w === tile.w && box.h === tile.h;
    return box === undefined || same ? tile : { ...tile, ...box };
  });
  const same = placed.every((tile, at) => tile === tilesOf(draft, slide)[at]);
  return same ? draft : withTiles(draft, slide, placed);
}

/** Another grid; every slide's tiles come in. */
export function changeGrid(draft: BoardDraft, grid: Partial<Grid>): Change {
  const whole = { ...gridOf(draft), ...grid };
  let next: BoardDraft = { ...draft, columns: whole.columns, rows: whole.rows };
  for (let slide = 0; slide < slidesIn(draft).length; slide += 1) {
    const tiles = onGrid(tilesOf(draft, slide), whole);
    if (isRefused(tiles)) return tiles;
    next = withTiles(next, slide, tiles);
  }
  return next;
}

/** A slide more, behind the others. A board without slides has its tiles on its first one from then on. */
export function addSlide(draft: BoardDraft, title: (number: number) => string): Change {
  const slides = (draft.slides ?? []).length > 0 ? slidesIn(draft) : [{ title: title(1), tiles: draft.tiles ?? [] }];
  if (slides.length >= SLIDES_LIMIT) return "slides";
  return { ...draft, tiles: [], slides: [...slides, { title: title(slides.length + 1), tiles: [] }] };
}

/** The last slide that is left gives its tiles to the board. */
export function removeSlide(draft: BoardDraft, slide: number): BoardDraft {
  const left = slidesIn(draft).filter((_, at) => at !== slide);
  const [only, second] = left;
  if (only !== undefined && second === undefined) return { ...draft, slides: [], tiles: only.tiles };
  return { ...draft, slides: left };
}

export function changeSlide(draft: BoardDraft, slide: number, to: Partial<SlideDraft>): BoardDraft {
  return { ...draft, slides: (draft.slides ?? []).map((one, at) => (at === slide ? { ...one, ...to } : one)) };
}

/** The slide so many places on; at an end it stays. */
export function moveSlide(draft: BoardDraft, slide: number, by: number): BoardDraft {
  const slides = [...(draft.slides ?? [])];
  const to = slide + by;
  const [moved] = slides.splice(slide, 1);
  if (moved === undefined || to < 0 || to > slides.length) return draft;
  slides.splice(to, 0, moved);
  return { ...draft, slides };
}
