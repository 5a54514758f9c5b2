import { QUIET_MS, type Staleness } from "../freshness";
import type { Freshness } from "./answer";

/** Without an answer for this long the figures on the page are old, whatever the reason: a sleep, a network, a server. */
export const UNHEARD_MS = 7000;

/** What is known of the connection. `heardAt`: when the last answer came, by the server's clock. */
export interface Heard {
  readonly lostSince: number | null;
  readonly heardAt: number;
}

/**
 * Why the figures are not to be trusted, at `now` by the server's clock. A worker that falls silent is told between two
 * answers too, by when it last wrote.
 */
export function stalenessOf(freshness: Freshness, heard: Heard, now: number): Staleness | null {
  if (heard.lostSince !== null) return { part: "connection", source: null, since: heard.lostSince };
  if (now - heard.heardAt > UNHEARD_MS) return { part: "connection", source: null, since: heard.heardAt };
  if (now - freshness.written > freshness.worker_silent_ms) {
    return { part: "worker", source: null, since: freshness.written };
  }
  const { stale } = freshness;
  return stale === null ? null : { part: stale.part, source: stale.source, since: stale.since };
}

export type Sign =
  | { readonly kind: "live"; readonly behindMs: number }
  | { readonly kind: "quiet"; readonly since: number }
  | { readonly kind: "connected" };

/** How fresh figures are that are not stale. */
export function signOf(freshness: Freshness, now: number): Sign {
  if (freshness.as_of === null) return { kind: "connected" };
  const behindMs = Math.max(0, now - freshness.as_of);
  return behindMs < QUIET_MS ? { kind: "live", behindMs } : { kind: "quiet", since: freshness.as_of };
}
