import type { Slide } from "../protocol";

/** Which slide is shown, since when, and when somebody paused (server's clock, ms). */
export interface Turn {
  readonly index: number;
  readonly since: number;
  readonly pausedAt: number | null;
}

type Timed = Pick<Slide, "seconds">;

export function firstTurn(now: number): Turn {
  return { index: 0, since: now, pausedAt: null };
}

/** What is shown at `now`: the next slide once the time of this one is over. The same object while nothing changes. */
export function turnAt(turn: Turn, slides: readonly Timed[], now: number): Turn {
  if (slides.length < 2) return turn.index === 0 ? turn : firstTurn(now);
  if (turn.index >= slides.length) return { ...turn, index: 0, since: now };
  if (turn.pausedAt !== null || leftMs(turn, slides, now) > 0) return turn;
  return { index: (turn.index + 1) % slides.length, since: now, pausedAt: null };
}

/** So many slides on or back, round the end; a pause goes on. */
export function moved(turn: Turn, slides: readonly Timed[], by: number, now: number): Turn {
  if (slides.length < 2) return turn;
  const index = (((turn.index + by) % slides.length) + slides.length) % slides.length;
  return { index, since: now, pausedAt: turn.pausedAt === null ? null : now };
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
