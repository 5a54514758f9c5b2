import type { Board, Scope, Slide, TileDefinition } from "../../protocol";

export type Kind = TileDefinition["kind"];
export type People = Board["people"];
type Needed = "id" | "kind" | "title" | "x" | "y" | "w" | "h";

/** A tile as it is written down: what was not said is not there, so that a better default reaches it. */
export type TileDraft = Pick<TileDefinition, Needed> &
  Partial<Omit<TileDefinition, Needed | "scope">> & { readonly scope?: Partial<Scope> };
export type SlideDraft = Pick<Slide, "title"> &
  Partial<Pick<Slide, "seconds" | "titles">> & { readonly tiles: readonly TileDraft[] };
export type BoardDraft = Pick<Board, "id" | "title" | "site"> &
  Partial<Omit<Board, "id" | "title" | "site" | "tiles" | "slides">> & {
    readonly tiles?: readonly TileDraft[];
    readonly slides?: readonly SlideDraft[];
  };

/** What the board sounds for. One that was kept long ago says only whether. */
export function soundOf({ sound }: { readonly sound?: Board["sound"] | boolean }): Board["sound"] {
  if (typeof sound !== "boolean") return sound ?? "off";
  return sound ? "critical" : "off";
}

export const COLUMNS = 12;
export const ROWS = 12;
export const SECONDS = 20;
export const SLIDES_LIMIT = 12;
export const TILES_LIMIT = 48;
export const TITLE_LIMIT = 60;
export const GRID_LIMIT = 48;

const NO_SCOPE: Scope = { queues: [], teams: [], agents: [], channels: [], sites: [] };

/** A board without slides is one slide of its tiles. */
export function slidesIn(draft: BoardDraft): readonly SlideDraft[] {
  const slides = draft.slides ?? [];
  return slides.length > 0 ? slides : [{ title: "", tiles: draft.tiles ?? [] }];
}

export function tilesOf(draft: BoardDraft, slide: number): readonly TileDraft[] {
  return slidesIn(draft)[slide]?.tiles ?? [];
}

export function allTiles(draft: BoardDraft): readonly TileDraft[] {
  return slidesIn(draft).flatMap((slide) => slide.tiles);
}

export function withTiles(draft: BoardDraft, slide: number, tiles: readonly TileDraft[]): BoardDraft {
  if ((draft.slides ?? []).length === 0) return { ...draft, tiles };
  return { ...draft, slides: slidesIn(draft).map((one, at) => (at === slide ? { ...one, tiles } : one)) };
}

/** The board as the page of the wall takes it, with what was not said. */
export function wholeBoard(draft: BoardDraft): Board {
  return {
    version: 1,
    titles: {},
    language: null,
    columns: COLUMNS,
    rows: ROWS,
    dimming: null,
    sound: "off",
    people: "names",
    ...draft,
    tiles: (draft.tiles ?? []).map(wholeTile),
    slides: (draft.slides ?? []).map((slide) => ({
      titles: {},
      seconds: SECONDS,
      ...slide,
      tiles: slide.tiles.map(wholeTile),
    })),
  };
}

function wholeTile(tile: TileDraft): TileDefinition {
  return {
    titles: {},
    metric: null,
    window: "now",
    goal: null,
    rule: null,
    details: [],
    text: null,
    span_h: 4,
    by: "channel",
    goal_set: null,
    level: "company",
    ...tile,
    scope: { ...NO_SCOPE, ...tile.scope },
  };
}

/** An id that is not taken: `tile`, `tile-2`, … */
export function freeId(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  let number = 2;
  while (taken.has(`${wanted}-${number}`)) number += 1;
  return `${wanted}-${number}`;
}

const LETTERS: Readonly<Record<string, string>> = { æ: "ae", ø: "oe", å: "aa", ß: "ss", đ: "d", ł: "l" };

/** An id for an address: small letters, digits and dashes, at most 48. */
export function idFor(title: string): string {
  const plain = title
    .toLowerCase()
    .replace(/[æøåßđł]/g, (letter) => LETTERS[letter] ?? "")
    .normalize("NFD")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 48)
    .replace(/-+$/, "");
  return plain === "" ? "board" : plain;
}
