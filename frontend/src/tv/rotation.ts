import type { Slide } from "../protocol";
import { HOLD_AT_MOST_MS } from "./hold";

/**
 * Which slide is shown, since when, when somebody paused, since when an alert holds it, and until when none may (server's
 * clock, ms).
 */
export interface Turn {
  readonly index: number;
  readonly since: number;
  readonly pausedAt: number | null;
  readonly heldAt: number | null;
  readonly freeUntil: number;
}

type Timed = Pick<Slide, "seconds">;

export function firstTurn(now: number): Turn {
  return { index: 0, since: now, pausedAt: null, heldAt: null, freeUntil: 0 };
}

/**
 * What is shown at `now`: the next slide once the time of this one is over, or the one that an alert holds (`hold`). The
 * same object while nothing changes. A person's pause comes first.
 */
export function turnAt(turn: Turn, slides: readonly Timed[], now: number, hold: number | null = null): Turn {
  if (slides.length < 2) return turn.index === 0 ? turn : firstTurn(now);
  if (turn.index >= slides.length) return { ...turn, index: 0, since: now };
  if (turn.pausedAt !== null) return turn;
  const heldAt = turn.heldAt ?? now;
  if (hold !== null && now >= turn.freeUntil && Math.abs(now - heldAt) < HOLD_AT_MOST_MS) {
    if (turn.index !== hold) return { ...turn, index: hold, since: now, heldAt };
    return turn.heldAt === null ? { ...turn, heldAt } : turn;
  }
  const free = freed(turn, slides, now);
  if (leftMs(free, slides, now) > 0) return free;
  return { ...free, index: (turn.index + 1) % slides.length, since: now };
}

/** Held no longer. Before the next hold all slides have their turn, or as many as in the time that one may last. */
function freed(turn: Turn, slides: readonly Timed[], now: number): Turn {
  if (turn.heldAt === null) return turn;
  const roundMs = slides.reduce((sum, { seconds }) => sum + seconds * 1000, 0);
  return { ...turn, heldAt: null, freeUntil: now + Math.min(roundMs, HOLD_AT_MOST_MS) };
}

/** So many slides on or back, round the end; a pause goes on. */
export function moved(turn: Turn, slides: readonly Timed[], by: number, now: number): Turn {
  if (slides.length < 2) return turn;
  const index = (((turn.index + by) % slides.length) + slides.length) % slides.length;
  return { ...freed(turn, slides, now), index, since: now, pausedAt: turn.pausedAt === null ? null : now };
}

/** Pauses, or goes on with the time that was left. */
export function toggled(turn: Turn, now: number): Turn {
  if (turn.pausedAt === null) return { ...turn, pausedAt: now };
  return { ...turn, since: turn.since + now - turn.pausedAt, pausedAt: null };
}

/** How long the slide is still shown. A clock that was set back shows it no longer than its whole time. */
export function leftMs(turn: Turn, slides: readonly Timed[], now: number): number {
  const whole = (slides[turn.index]?.seconds ?? 0) * 1000;
  return Math.min(whole, Math.max(0, turn.since + whole - (turn.pausedAt ?? now)));
}

/** What a key does: the step to another slide, or the pause. */
export function keyed(turn: Turn, slides: readonly Timed[], key: string, now: number): Turn | null {
  switch (key) {
    case " ":
      return slides.length < 2 ? null : toggled(turn, now);
    case "ArrowRight":
    case "ArrowDown":
    case "PageDown":
      return moved(turn, slides, 1, now);
    case "ArrowLeft":
    case "ArrowUp":
    case "PageUp":
      return moved(turn, slides, -1, now);
    case "Home":
      return moved(turn, slides, -turn.index, now);
    default:
      return null;
  }
}
