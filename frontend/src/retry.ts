export const FIRST_MS = 500;
export const LONGEST_MS = 20_000;

/**
 * Full jitter: anywhere between half a second and a bound that doubles from 1 s to 20 s, so that a thousand screens
 * do not come back at one moment. `retryAfterMs` is the server's wish before a planned restart; it is kept to, and
 * spread over twice its length.
 */
export function retryDelay(attempt: number, random: () => number, retryAfterMs: number | null = null): number {
  if (retryAfterMs !== null && retryAfterMs > 0) {
    const least = Math.min(retryAfterMs, LONGEST_MS);
    return least + random() * least;
  }
  const bound = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt + 1, 16));
  return FIRST_MS + random() * (bound - FIRST_MS);
}

/** 3500 and above mean that the same request will be refused again (docs/protocol.md). */
export function comesBack(closeCode: number): boolean {
  return !(closeCode >= 3500 && closeCode <= 3999);
}
