/** How many pings the offset is chosen from. */
export const SAMPLES = 8;
/** A sample this far from the others is a sleep or a stepped clock, not a slow network: the older ones are void. */
export const JUMP_MS = 10_000;

/**
 * The server's clock, seen from here. A frame that travelled faster shows a later server time against our own
 * counter, so the quickest of the last eight pings is the largest difference. Between pings `perf` carries on: it is
 * monotonic, and a wall screen's own clock may be wrong by minutes.
 */
export class ServerClock {
  private samples: number[] = [];
  private offset: number;

  /** `perf`: monotonic milliseconds. `guess`: this device's own idea of the time, until the server tells. */
  constructor(
    private readonly perf: () => number,
    guess: number,
  ) {
    this.offset = guess - perf();
  }

  /** Takes the `server_time` of a hello or ping that has just arrived. */
  heard(serverTime: number): void {
    const sample = serverTime - this.perf();
    if (Math.abs(sample - this.offset) > JUMP_MS) this.samples = [];
    this.samples.push(sample);
    if (this.samples.length > SAMPLES) this.samples.shift();
    this.offset = Math.max(...this.samples);
  }

  /** Milliseconds since 1970 on the server's clock. */
  now(): number {
    return this.offset + this.perf();
  }

  /** When something that happened at `perf` happened on the server's clock. */
  at(perf: number): number {
    return this.offset + perf;
  }
}

/** Milliseconds from `now` to the next whole second, so that all running times change together. */
export function untilNextSecond(now: number): number {
  return 1000 - (((now % 1000) + 1000) % 1000);
}

/** A running time in whole seconds' worth of milliseconds. Never negative: clocks may differ by a little. */
export function elapsed(since: number, now: number): number {
  return Math.max(0, Math.floor((now - since) / 1000) * 1000);
}

/** What is left until then, in whole seconds' worth of milliseconds; nothing once it has passed. */
export function remaining(until: number, now: number): number {
  return elapsed(now, until);
}
