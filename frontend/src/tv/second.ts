import { type ReadonlySignal, signal } from "@preact/signals";
import { untilNextSecond } from "../clock";

/** A signal that takes the server's time at each of its whole seconds. One timer at a time. */
export function everySecond(now: () => number): { second: ReadonlySignal<number>; stop(): void } {
  const second = signal(Math.floor(now() / 1000) * 1000);
  let timer = 0;
  const beat = () => {
    // A timer may fire a little early; the second that is nearest is the one that was meant.
    second.value = Math.round(now() / 1000) * 1000;
    timer = window.setTimeout(beat, untilNextSecond(now() + 20) + 20);
  };
  timer = window.setTimeout(beat, untilNextSecond(now()));
  return { second, stop: () => window.clearTimeout(timer) };
}
