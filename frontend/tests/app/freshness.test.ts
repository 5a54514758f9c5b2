import { describe, expect, test } from "vitest";
import type { Freshness } from "../../src/app/answer";
import { signOf, stalenessOf, UNHEARD_MS } from "../../src/app/staleness";
import { nextPromise, ticketStateAt } from "../../src/app/ticket_state";

const NOW = 1_764_060_000_000;
const LIVE: Freshness = { as_of: NOW - 1000, stale: null, written: NOW - 500, worker_silent_ms: 5000, sources: [] };
const HEARD = { lostSince: null, heardAt: NOW - 100 };

describe("whether figures are to be trusted", () => {
  test("fresh while answers come and the worker writes", () => {
    expect(stalenessOf(LIVE, HEARD, NOW)).toBeNull();
  });

  test("a worker is silent the moment its time is over, between two answers too", () => {
    const at = LIVE.written + LIVE.worker_silent_ms;
    const heard = { lostSince: null, heardAt: at - 100 };
    expect(stalenessOf(LIVE, heard, at)).toBeNull();
    expect(stalenessOf(LIVE, heard, at + 1)).toEqual({ part: "worker", source: null, since: LIVE.written });
  });

  test("a lost connection covers all else, since then", () => {
    const stale = { part: "source", source: "pbx", since: NOW - 60_000 } as const;
    expect(stalenessOf({ ...LIVE, stale }, { ...HEARD, lostSince: NOW - 9 }, NOW)?.part).toBe("connection");
    expect(stalenessOf({ ...LIVE, stale }, HEARD, NOW)).toEqual(stale);
  });

  test("a page that slept is old until it is answered again", () => {
    const asleep = { lostSince: null, heardAt: NOW - UNHEARD_MS - 1 };
    expect(stalenessOf(LIVE, asleep, NOW)).toEqual({ part: "connection", source: null, since: asleep.heardAt });
  });

  test("quiet is not dead", () => {
    expect(signOf(LIVE, NOW)).toEqual({ kind: "live", behindMs: 1000 });
    expect(signOf({ ...LIVE, as_of: NOW - 20_000 }, NOW)).toEqual({ kind: "quiet", since: NOW - 20_000 });
    expect(signOf({ ...LIVE, as_of: null }, NOW)).toEqual({ kind: "connected" });
  });
});

describe("a ticket by the clock", () => {
  const reply = { promise: "first_reply", target_ms: 1, at_risk: 50, due: 100 } as const;
  const still = { promise: "resolution", target_ms: 1, left_ms: 7 } as const;

  test.each([
    [[reply], 50, "ok"],
    [[reply], 51, "at_risk"],
    [[reply], 100, "at_risk"],
    [[reply], 101, "breached"],
    [[still], 1000, "paused"],
    [[still, reply], 101, "breached"],
    [[], 1000, "no_promise"],
  ] as const)("%j at %i is %s", (dues, now, state) => {
    expect(ticketStateAt({ dues }, now)).toBe(state);
  });

  test("the next promise is the one that is due first; one whose clock stands comes after", () => {
    expect(nextPromise({ dues: [still, reply] })).toBe("first_reply");
    expect(nextPromise({ dues: [still] })).toBe("resolution");
    expect(nextPromise({ dues: [] })).toBeNull();
  });
});
