import type { ReadonlySignal } from "@preact/signals";
import type { Session } from "../session";
import { type LocalTime, localTimes } from "./local_time";

/** Within these minutes of the local night the page is loaded anew: a browser that runs for months stays fresh. */
export const FROM_MINUTE = 3 * 60;
export const TO_MINUTE = 4 * 60 + 30;
/** Not soon after it was loaded: once a night is enough. */
export const LEAST_UPTIME_MS = 2 * 3_600_000;

/** A minute of the night for this screen, so that a hall of screens does not reload at one moment. */
export function minuteOfNight(random: () => number): number {
  return FROM_MINUTE + Math.floor(random() * (TO_MINUTE - FROM_MINUTE));
}

/** Whether the reload is due: from its minute on until the night's end, so that a lost connection only puts it off. */
export function reloadIsDue(now: LocalTime, minute: number, uptimeMs: number, connected: boolean): boolean {
  return connected && uptimeMs >= LEAST_UPTIME_MS && now.minute >= minute && now.minute < TO_MINUTE;
}

/** A server that does not answer is not asked again sooner than this. */
const ASK_AGAIN_MS = 300_000;

interface Night {
  readonly session: Pick<Session, "held" | "lostSince">;
  /** Server's clock, each second. */
  readonly second: ReadonlySignal<number>;
  random(): number;
  /** Whether the page would load. */
  answers(): Promise<boolean>;
  reload(): void;
}

/** Reloads the page once a night, when the server answers; the night is that of the board's site. */
export function reloadAtNight({ session, second, random, answers, reload }: Night): () => void {
  const minute = minuteOfNight(random);
  const start = second.peek();
  let asked = Number.NEGATIVE_INFINITY;
  let zone = "";
  let local = localTimes("UTC");
  return second.subscribe((now) => {
    const held = session.held.peek();
    if (held === null || now - asked < ASK_AGAIN_MS) return;
    if (held.zone !== zone) {
      zone = held.zone;
      local = localTimes(zone);
    }
    if (!reloadIsDue(local(now), minute, now - start, session.lostSince.peek() === null)) return;
    asked = now;
    answers().then((will) => will && reload());
  });
}
