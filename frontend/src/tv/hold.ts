import type { AlertRow, Slide } from "../protocol";
import type { Followed } from "./stage";

/** An alert holds the slides for so long after it fired at most, and so do several, on end. */
export const HOLD_AT_MOST_MS = 300_000;

/** Whether it calls for somebody: it is known to fire, and nobody sees to it yet. */
export function isLoud({ seen, unknown }: AlertRow): boolean {
  return !seen && !unknown;
}

/** The slide to stay on or to go to: one that lists a new critical alert, the one that is shown (`at`) if it does. */
export function slideToHold(
  slides: readonly Slide[],
  at: number,
  heard: Pick<Followed, "tile">,
  now: number,
): number | null {
  const lists = (slide: Slide | undefined) =>
    slide?.tiles.some(({ id }) => {
      const tile = heard.tile(id).peek();
      if (tile?.kind !== "alerts" || tile.stale !== null) return false;
      return tile.rows.some(
        (row) => row.severity === "critical" && isLoud(row) && Math.abs(now - row.fired) < HOLD_AT_MOST_MS,
      );
    });
  const found = lists(slides[at]) ? at : slides.findIndex(lists);
  return found < 0 ? null : found;
}
