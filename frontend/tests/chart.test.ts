import { describe, expect, it } from "vitest";
import { slidesOf } from "../src/placement";
import { heightIn, hourMarks, pathOf, rangeOf, segments } from "../src/tiles/chart";
import { spanOf } from "../src/tiles/goal_bar";
import { board, definition, NOW } from "./frames";

const HOUR = 3_600_000;

describe("a chart", () => {
  it("begins counts and times at nought, and shows the goal", () => {
    expect(rangeOf([40, 60], null, "count").low).toBe(0);
    expect(rangeOf([0.9, 0.95], 0.8, "share").low).toBeLessThan(0.8);
    expect(rangeOf([0.9, 1], null, "share").high).toBe(1);
    expect(rangeOf([], null, "share")).toEqual({ low: 0, high: 1 });
  });

  it("keeps every value between foot and top, also when all are the same", () => {
    for (const points of [[5], [5, 5], [-3, 8], [0, 0]]) {
      const range = rangeOf(points, null, "score");
      for (const value of points) {
        expect(heightIn(value, range)).toBeGreaterThanOrEqual(0);
        expect(heightIn(value, range)).toBeLessThanOrEqual(1);
      }
    }
  });

  it("draws a gap as a gap, and a point by itself as a point", () => {
    const runs = segments([1, 2, null, 3, null, null, 4, 5]);
    expect(runs.map((run) => run.map(({ at }) => at))).toEqual([[0, 1], [3], [6, 7]]);
    const same = (value: number) => value;
    expect(pathOf(runs[1] ?? [], same, same)).toBe("3.00,3.00 3.00,3.00");
  });

  it("marks whole hours, no more than there is room for", () => {
    const start = Math.floor(NOW / HOUR) * HOUR + 300_000;
    expect(hourMarks(start, start + 4 * HOUR, 5)).toHaveLength(4);
    const day = hourMarks(start, start + 24 * HOUR, 5);
    expect(day.length).toBeLessThanOrEqual(5);
    expect(day.every((at) => at % HOUR === 0)).toBe(true);
  });
});

describe("a bar against a goal", () => {
  it("of a few per cent has its goal in the middle, not at its foot", () => {
    expect(spanOf({ unit: "share", value: 0.024 }, 0.02)).toEqual([0, 0.04]);
    expect(spanOf({ unit: "share", value: 0.7 }, 0.8)).toEqual([0, 1]);
    expect(spanOf({ unit: "share", value: 0 }, 0)).toEqual([0, 1]);
  });
});

describe("a board", () => {
  it("without slides is one slide of its tiles", () => {
    expect(slidesOf(board([definition("sl")])).map((slide) => slide.tiles.map((tile) => tile.id))).toEqual([["sl"]]);
  });
});
