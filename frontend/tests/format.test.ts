import { describe, expect, it } from "vitest";
import { Format } from "../src/format";
import { wordsFor } from "../src/words";
import { NOW } from "./frames";

const format = new Format(wordsFor(null), "Europe/Copenhagen");

describe("durations", () => {
  it.each([
    [0, "0:00"],
    [999, "0:00"],
    [19_900, "0:19"],
    [59_999, "0:59"],
    [102_000, "1:42"],
    [3_599_999, "59:59"],
    [3_600_000, "1:00:00"],
    [36_754_000, "10:12:34"],
    [-5, "0:00"],
  ])("%i ms is %s", (ms, shown) => {
    expect(format.duration(ms)).toBe(shown);
  });
});

describe("shares", () => {
  it.each([
    [0.764, null, "76"],
    [0.766, null, "77"],
    [0.29, null, "29"],
    [1, null, "100"],
    [0.999, null, "99"],
    [0.004, null, "0"],
    [0.796, 0.8, "79"],
    [0.8, 0.8, "80"],
    [0.804, 0.8, "81"],
    [0.053, 0.05, "6"],
  ])("%d with the goal %s shows %s %%", (share, goal, shown) => {
    expect(format.percent(share, goal)).toBe(shown);
  });

  it("carry their sign after a narrow space that does not break", () => {
    expect(format.share(0.764)).toBe("76\u202f%");
  });
});

describe("a figure", () => {
  it("without a value is a dash, never nought", () => {
    for (const unit of ["count", "ms", "share"] as const) {
      expect(format.value(null, unit)).toBe("–");
      expect(format.value(undefined, unit)).toBe("–");
      expect(format.value(Number.NaN, unit)).toBe("–");
    }
    expect(format.value(0, "count")).toBe("0");
  });

  it("is grouped when it is a count", () => {
    expect(format.value(128_412, "count")).toBe("128,412");
  });

  it("says how many contacts stand behind it, and of which time", () => {
    expect(format.behindFigure(1412, "today")).toBe("of 1,412 today");
    expect(format.behindFigure(96, "30m")).toBe("of 96 in 30 min");
    expect(format.behindFigure(3, "now")).toBe("of 3");
  });

  it("names its window only where it differs from the tile's", () => {
    expect(format.label("abandon_rate", "30m", "30m")).toBe("Abandoned");
    expect(format.label("abandon_rate", "today", "30m")).toBe("Abandoned today");
    expect(format.label("longest_wait", "now", "today")).toBe("Longest");
    expect(format.label("a_new_metric", "now", "now")).toBe("a new metric");
  });
});

describe("goals", () => {
  it("name their direction, unit and threshold", () => {
    const higher = { target: 0.8, warning: 0.7, direction: "higher" } as const;
    const lower = { target: 20_000, warning: null, direction: "lower" } as const;
    expect(format.goal(higher, "share", 20_000)).toBe("Goal 80\u202f% in 20 s");
    expect(format.goal(lower, "ms", null)).toBe("Goal under 0:20");
    expect(format.goal({ ...lower, target: 5 }, "count", undefined)).toBe("Goal under 5");
    expect(format.goal(higher, "share", 90_000)).toBe("Goal 80\u202f% in 1:30");
  });
});

describe("times", () => {
  it("are the site's, in its own zone", () => {
    expect(format.clock(NOW)).toBe("10:42");
    expect(format.instant(NOW + 7000)).toBe("10:42:07");
    expect(format.day(NOW)).toBe("Sunday 23 November");
  });

  it("name the day once they are half a day old: 10:42 could be yesterday's", () => {
    expect(format.moment(NOW, NOW + 3_600_000)).toBe("10:42");
    expect(format.moment(NOW, NOW + 86_400_000)).toBe("Sun 10:42");
  });

  it("fall back to UTC where the zone is unknown", () => {
    expect(new Format(wordsFor(null), "Mars/Olympus").clock(NOW)).toBe("09:42");
  });

  it("know how far behind the board is to a tenth of a second", () => {
    expect(format.behind(312)).toBe("0.3 s");
  });
});
