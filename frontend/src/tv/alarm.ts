import { type ReadonlySignal, signal } from "@preact/signals";
import { allTilesOf } from "../placement";
import type { Board, Tile } from "../protocol";

/** A hall of tiles that turn critical together is one chime, and the next comes no sooner than this. */
export const CHIME_AT_MOST_EVERY_MS = 15_000;

/** What plays the sound: a browser's audio, or a test. */
export interface Chimes {
  /** Whether the browser lets the page sound before somebody touched it. */
  readonly blocked: ReadonlySignal<boolean>;
  chime(): void;
}

/** What the alarm hears of the board. */
export interface Heard {
  readonly held: ReadonlySignal<{ readonly definition: Board } | null>;
  tile(id: string): ReadonlySignal<Tile | null>;
}

/**
 * Which tiles are critical, second by second. What was critical when the page began, or is no longer known to be true,
 * is no news.
 */
export class Alarm {
  private critical: ReadonlySet<string> | null = null;
  private chimedAt = Number.NEGATIVE_INFINITY;

  /** Whether to chime at `now` (ms): a tile turned critical since the last call. */
  turns(heard: Heard, now: number): boolean {
    const board = heard.held.peek()?.definition;
    if (board === undefined) return false;
    const before = this.critical;
    const critical = new Set<string>();
    let news = false;
    for (const { id } of allTilesOf(board)) {
      const tile = heard.tile(id).peek();
      if (tile === null) continue;
      // A stale tile keeps what it last said: it neither turns critical nor comes back from it.
      const is = tile.stale === null ? tile.state === "critical" : (before?.has(id) ?? false);
      if (!is) continue;
      critical.add(id);
      news ||= before !== null && !before.has(id);
    }
    this.critical = critical;
    if (!news || now - this.chimedAt < CHIME_AT_MOST_EVERY_MS) return false;
    this.chimedAt = now;
    return true;
  }
}

/** Chimes while the board that is shown says so, and `silent` does not (a dimmed screen in the night). */
export function soundAlarm(
  heard: Heard,
  second: ReadonlySignal<number>,
  chimes: () => Chimes,
  silent: (now: number) => boolean,
): { blocked: ReadonlySignal<boolean>; stop: () => void } {
  const alarm = new Alarm();
  const blocked = signal(false);
  const stop = second.subscribe((now) => {
    const news = alarm.turns(heard, now);
    const sounds = heard.held.peek()?.definition.sound === true;
    // Before the first board with a sound no audio is asked for: nothing to be blocked, nothing to say.
    blocked.value = sounds && chimes().blocked.peek();
    if (sounds && news && !silent(now)) chimes().chime();
  });
  return { blocked, stop };
}
