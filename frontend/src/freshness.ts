import type { Stale, Tile } from "./protocol";

/** Why a tile's figures are not to be trusted, and since when (ms since 1970). */
export interface Staleness {
  readonly part: "connection" | Stale["part"];
  readonly source: string | null;
  /** The site that it is about, on a tile over several. */
  readonly site?: string | null;
  readonly since: number;
}

/** Events or beats this old, on a tile that is not stale: the floor is quiet, not dead. */
export const QUIET_MS = 10_000;

/** A lost connection covers everything: what the server last said about a source may have changed since. */
export function staleness(tile: Tile, lostSince: number | null): Staleness | null {
  if (lostSince !== null) return { part: "connection", source: null, since: lostSince };
  const stale = tile.stale;
  if (stale === null || stale === undefined) return null;
  return { part: stale.part, source: stale.source ?? null, site: stale.site?.name ?? null, since: stale.since };
}

/**
 * The moment that a time running since `began` is counted to. It stops where the knowledge stops. Where only one of
 * several is silent, what began after that was told by another, and counts on.
 */
export function countedTo(stale: Staleness | null, now: number, began = 0): number {
  if (stale === null) return now;
  const oneOfSeveral = stale.part === "source" || typeof stale.site === "string";
  return oneOfSeveral && began > stale.since ? now : Math.min(now, stale.since);
}

export type Sign =
  | { readonly kind: "lost"; readonly since: number }
  | { readonly kind: "live"; readonly behindMs: number; readonly staleTiles: number }
  | { readonly kind: "quiet"; readonly lastAt: number; readonly staleTiles: number }
  | { readonly kind: "stale"; readonly since: number }
  | { readonly kind: "none" };

/** The header's sign: how far behind the newest event the board is, quiet (beats but no calls), or dead. */
export function liveSign(tiles: readonly Tile[], lostSince: number | null, now: number): Sign {
  if (lostSince !== null) return { kind: "lost", since: lostSince };
  const stale = tiles.map((tile) => staleness(tile, null)).filter((found) => found !== null);
  const fresh = tiles.filter((tile) => staleness(tile, null) === null);
  const newest = newestOf(fresh);
  if (newest === null) {
    return stale.length > 0 ? { kind: "stale", since: Math.min(...stale.map((one) => one.since)) } : { kind: "none" };
  }
  const behindMs = Math.max(0, now - newest);
  if (behindMs >= QUIET_MS) return { kind: "quiet", lastAt: newest, staleTiles: stale.length };
  return { kind: "live", behindMs, staleTiles: stale.length };
}

function newestOf(tiles: readonly Tile[]): number | null {
  let newest: number | null = null;
  for (const tile of tiles) {
    if (tile.as_of !== null && tile.as_of !== undefined && (newest === null || tile.as_of > newest))
      newest = tile.as_of;
  }
  return newest;
}
