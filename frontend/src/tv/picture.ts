import type { Tile } from "../protocol";
import type { Session } from "../session";
import type { Held } from "../store";

const KEY = "tavle-picture";
/** A picture this old says nothing any more: a reload takes seconds. */
const KEPT_MS = 60_000;
const LIMIT_LETTERS = 1_000_000;

interface Picture {
  readonly at: number;
  /** The script that drew it: another one may know tiles of another shape. */
  readonly script: string;
  readonly held: Held;
}

/** Of Storage, what a picture needs. */
export type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** Keeps what the board shows over a reload. `at`: server's clock, ms. Without room for it the page starts empty. */
export function keepPicture(store: Store, held: Held, script: string, at: number): void {
  const text = JSON.stringify({ at, script, held } satisfies Picture);
  if (text.length > LIMIT_LETTERS) return;
  try {
    store.setItem(KEY, text);
  } catch {
    // No room, or storage is forbidden: the board is empty for a moment.
  }
}

/** The picture that this script kept of this board, once. */
export function takePicture(store: Store, board: string, script: string, now: number): Picture | null {
  try {
    const text = store.getItem(KEY);
    store.removeItem(KEY);
    if (text === null) return null;
    const picture = JSON.parse(text) as Picture;
    const own = picture.held.board === board && picture.script === script;
    const fresh = own && Math.abs(now - picture.at) < KEPT_MS;
    return fresh ? picture : null;
  } catch {
    return null;
  }
}

type Shown = Pick<Session, "held" | "lostSince" | "tile">;

/** What the board shows now: the last snapshot with the tiles as they stand. */
export function pictureOf(session: Shown): Held | null {
  const held = session.held.peek();
  if (held === null) return null;
  const tiles: Record<string, Tile> = {};
  for (const id of Object.keys(held.tiles)) {
    const tile = session.tile(id).peek();
    if (tile !== null) tiles[id] = tile;
  }
  return { ...held, tiles };
}

/** Shows a picture of before, marked by its age until the server has sent the board. */
export function showPicture(session: Shown, { held, at }: Picture): void {
  for (const [id, tile] of Object.entries(held.tiles)) session.tile(id).value = tile;
  session.lostSince.value = at;
  session.held.value = held;
}
