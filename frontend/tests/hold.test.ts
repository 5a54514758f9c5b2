import { signal } from "@preact/signals";
import { describe, expect, it } from "vitest";
import type { AlertRow, Slide, Tile } from "../src/protocol";
import { HOLD_AT_MOST_MS, slideToHold } from "../src/tv/hold";
import { firstTurn, keyed, type Turn, turnAt } from "../src/tv/rotation";
import { alertRow, alertsTile } from "./alerts_tile";
import { definition, NOW, numberTile } from "./frames";

const SLIDES = [{ seconds: 20 }, { seconds: 10 }, { seconds: 30 }];
const ROUND_S = 60;
const HOLD_S = HOLD_AT_MOST_MS / 1000;

/** `hold` says which slide an alert wants, second by second. */
function played(from: number, to: number, hold: (second: number) => number | null, turn: Turn = firstTurn(NOW)): Turn {
  let now = turn;
  for (let at = from; at <= to; at += 1) now = turnAt(now, SLIDES, NOW + at * 1000, hold(at));
  return now;
}

describe("slides that an alert holds", () => {
  it("go to the one that lists it and stay there", () => {
    const held = played(1, 100, (at) => (at >= 5 ? 2 : null));
    expect([held.index, held.heldAt]).toEqual([2, NOW + 5000]);
    expect(turnAt(held, SLIDES, NOW + 101_000, 2)).toBe(held);
  });

  it("go on as soon as somebody sees to it", () => {
    const held = played(1, 50, () => 2);
    const on = turnAt(held, SLIDES, NOW + 51_000, null);
    expect([on.index, on.heldAt]).toEqual([0, null]);
  });

  it("give the slide the rest of its time when the alert was a short one", () => {
    const held = played(1, 5, () => 0);
    expect(turnAt(held, SLIDES, NOW + 6000, null)).toMatchObject({ index: 0, heldAt: null });
    expect(played(6, 20, () => null, held).index).toBe(1);
  });

  it("go on after a while however long alerts ask, and have a round before they are held again", () => {
    const seen = new Map<number, number>();
    let turn = firstTurn(NOW);
    for (let at = 1; at <= 24 * 3600; at += 1) {
      turn = turnAt(turn, SLIDES, NOW + at * 1000, 1);
      seen.set(turn.index, (seen.get(turn.index) ?? 0) + 1);
    }
    const rounds = (24 * 3600) / (HOLD_S + ROUND_S);
    expect(seen.get(0)).toBeGreaterThanOrEqual(20 * Math.floor(rounds));
    expect(seen.get(2)).toBeGreaterThanOrEqual(30 * Math.floor(rounds));
  });

  it("are a person's first: a pause stays where it is, and whoever turns them is not taken back at once", () => {
    const paused = keyed(firstTurn(NOW), SLIDES, " ", NOW + 1000) as Turn;
    expect(turnAt(paused, SLIDES, NOW + 2000, 2)).toBe(paused);
    const turned = keyed(
      played(1, 5, () => 2),
      SLIDES,
      "ArrowRight",
      NOW + 6000,
    ) as Turn;
    expect(turnAt(turned, SLIDES, NOW + 7000, 2)).toMatchObject({ index: 0, heldAt: null });
  });

  it("are not held for hours by a clock that is set back", () => {
    const held = played(1, 5, () => 2);
    expect(turnAt(held, SLIDES, NOW - 3_600_000, 2).heldAt).toBeNull();
  });
});

describe("the slide to hold", () => {
  const alerts = (id: string) => definition(id, "alerts");
  const slides: readonly Slide[] = [[definition("n")], [alerts("a")], [alerts("b")]].map((tiles) => ({
    title: "",
    titles: {},
    seconds: 20,
    tiles,
  }));
  function wanted(rows: readonly AlertRow[], { at = 0, now = NOW + 1000, b = rows, tile = {} } = {}) {
    const tiles: Record<string, Tile> = {
      n: numberTile(1, { state: "critical" }),
      a: alertsTile(rows, tile),
      b: alertsTile(b),
    };
    return slideToHold(slides, at, { tile: (id) => signal(tiles[id] ?? null) }, now);
  }

  it("is the first that lists a critical alert, or the one that is shown if it does", () => {
    expect(wanted([alertRow("one")])).toBe(1);
    expect(wanted([alertRow("one")], { at: 2 })).toBe(2);
    expect(wanted([], { b: [alertRow("one")] })).toBe(2);
  });

  it("is none for a warning, for what somebody sees to, or for what is not known to hold", () => {
    const rows = [{ severity: "warning" }, { seen: true }, { unknown: true }] as const;
    for (const more of rows) expect(wanted([alertRow("one", more)])).toBeNull();
    const stale = { part: "worker", source: null, site: null, since: NOW } as const;
    expect(wanted([alertRow("one")], { tile: { stale }, b: [] })).toBeNull();
  });

  it("is none for an alert that fired long ago: a page that is loaded again does not begin its time anew", () => {
    expect(wanted([alertRow("one")], { now: NOW + HOLD_AT_MOST_MS - 1 })).toBe(1);
    expect(wanted([alertRow("one")], { now: NOW + HOLD_AT_MOST_MS })).toBeNull();
  });
});
