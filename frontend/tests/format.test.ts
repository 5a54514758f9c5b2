import { describe, expect, it } from "vitest";
import { Format } from "../src/format";
import type { Figure } from "../src/protocol";
import { en } from "../src/words";
import { figure, NOW } from "./frames";

const format = new Format(en, "Europe/Copenhagen");

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
    [359_999_999, "99:59:59"],
    [360_000_000, "100 h"],
    [4_444_444_000, "1,234 h"],
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
    [0.124, 0.12, "13"],
    [0.053, 0.05, "5.3"],
    [0.0204, 0.02, "2.1"],
    [0.9996, 0.995, "99.9"],
    [0.824, 0.825, "82.4"],
  ])("%d with the goal %s shows %s %%", (share, goal, shown) => {
    expect(format.percent(share, goal)).toBe(shown);
  });

  it("carry their sign after a narrow space that does not break", () => {
    expect(format.share(0.764)).toBe("76\u202f%");
  });
});

describe("a figure", () => {
  it("without a value is a dash, never nought", () => {
    for (const unit of ["count", "ms", "share", "score", "rating", "money", "number"] as const) {
      expect(format.value(null, { unit })).toBe("–");
      expect(format.value(undefined, { unit })).toBe("–");
      expect(format.value(Number.NaN, { unit })).toBe("–");
    }
    expect(format.value(0, { unit: "count" })).toBe("0");
  });

  it("is grouped when it is a count", () => {
    expect(format.value(128_412, { unit: "count" })).toBe("128,412");
    expect(format.value(-12, { unit: "count" })).toBe("−12");
  });

  it("says how many contacts stand behind it, and of which time", () => {
    expect(format.behindFigure(1412, "today")).toBe("of 1,412 today");
    expect(format.behindFigure(96, "30m")).toBe("of 96 in 30 min");
    expect(format.behindFigure(3, "now")).toBe("of 3");
    expect(format.behindFigure(40, "week")).toBe("of 40 this week");
    expect(format.behindFigure(40, "month", 0)).toBe("of 40 this month");
  });

  it("says how many of them may still change", () => {
    expect(format.behindFigure(1400, "today", 37)).toBe("of 1,400 today, 37 may change");
  });

  it("names its window only where it differs from the tile's", () => {
    const label = (key: string, window: string, tile: string) => format.label(figure(1, { key, window }), tile);
    expect(label("abandon_rate", "30m", "30m")).toBe("Abandoned");
    expect(label("abandon_rate", "today", "30m")).toBe("Abandoned today");
    expect(label("sales", "month", "today")).toBe("Sales this month");
    expect(label("longest_wait", "now", "today")).toBe("Longest");
    expect(label("a_new_metric", "now", "now")).toBe("A new metric");
    const reported = figure(0.02, { key: "cost_share", window: "month", period: "2025-10", complete: true });
    expect(format.label(reported, "month")).toBe("Cost share Oct 2025");
    expect(format.label(reported, "month", "Oct 2025")).toBe("Cost share");
  });
});

describe("scores", () => {
  it.each([
    [20, null, "+20"],
    [-5, null, "−5"],
    [0, null, "0"],
    [-0.4, null, "0"],
    [49.6, 50, "+49"],
    [50.4, 50, "+51"],
    [-100, null, "−100"],
  ])("%d with the goal %s is %s", (value, goal, shown) => {
    expect(format.value(value, { unit: "score" }, goal)).toBe(shown);
  });
});

describe("ratings", () => {
  it.each([
    [4.27, null, "4.3"],
    [7, null, "7.0"],
    [7.96, 8, "7.9"],
    [8.04, 8, "8.1"],
    [8, 8, "8.0"],
  ])("%d with the goal %s is %s", (value, goal, shown) => {
    expect(format.value(value, { unit: "rating" }, goal)).toBe(shown);
  });
});

describe("ratios of counts", () => {
  it.each([
    [1.234, null, "1.23"],
    [12.5, null, "12.50"],
    [0.0432, null, "0.043"],
    [0, null, "0.00"],
    [0.999, 1, "0.99"],
    [-0.5, null, "−0.50"],
  ])("%d with the goal %s is %s", (value, goal, shown) => {
    expect(format.value(value, { unit: "number" }, goal)).toBe(shown);
  });
});

describe("money", () => {
  it.each([
    [150.25, "EUR", null, "€150.25"],
    [128_400.6, "EUR", null, "€128,401"],
    [99_999.6, "EUR", 100_000, "€99,999"],
    [-1200, "EUR", null, "−€1,200"],
    [512, "JPY", null, "JP¥512"],
    [54.2, "DKK", null, "DKK\u00a054.20"],
    [54.2, "no code", null, "54.20 no code"],
    [1200, null, null, "1,200"],
  ])("%d %s with the goal %s is %s", (value, currency, goal, shown) => {
    expect(format.value(value, { unit: "money", currency }, goal)).toBe(shown);
  });
});

describe("a reported figure", () => {
  const period = (name: string, more: Partial<Figure> = {}) =>
    format.period(figure(1, { period: name, complete: true, ...more }));

  it("names its day, week or month", () => {
    expect(period("2025-11-04")).toBe("4 Nov 2025");
    expect(period("2025-W05")).toBe("Week 5 2025");
    expect(period("2025-11")).toBe("Nov 2025");
    expect(period("another")).toBe("another");
    expect(format.period(figure(1))).toBe("");
  });

  it("says when it stands for a part only", () => {
    expect(period("2025-11", { complete: false })).toBe("Nov 2025 so far");
    const covers = { reported: 12, of: 30, each: "day" } as const;
    expect(period("2025-11", { complete: false, covers })).toBe("Nov 2025, 12 of 30 days");
    expect(period("2025-11", { covers: { ...covers, of: 12, reported: 5, each: "month" } })).toBe(
      "Nov 2025, 5 of 12 months",
    );
  });
});

describe("goals", () => {
  it("name their direction, unit and threshold", () => {
    const higher = { target: 0.8, warning: 0.7, direction: "higher" } as const;
    const lower = { target: 20_000, warning: null, direction: "lower" } as const;
    expect(format.goal(higher, { unit: "share" }, 20_000)).toBe("Goal 80\u202f% in 20 s");
    expect(format.goal(lower, { unit: "ms" }, null)).toBe("Goal under 0:20");
    expect(format.goal({ ...lower, target: 5 }, { unit: "count" }, undefined)).toBe("Goal under 5");
    expect(format.goal(higher, { unit: "share" }, 90_000)).toBe("Goal 80\u202f% in 1:30");
    expect(format.goal({ ...lower, target: 0.02 }, { unit: "share" }, null)).toBe("Goal under 2\u202f%");
    expect(format.goal({ ...lower, target: 0.025 }, { unit: "share" }, null)).toBe("Goal under 2.5\u202f%");
    expect(format.goal({ ...higher, target: 50 }, { unit: "score" }, null)).toBe("Goal +50");
    expect(format.goal({ ...lower, target: 900 }, { unit: "money", currency: "EUR" }, null)).toBe("Goal under €900.00");
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
    expect(new Format(en, "Mars/Olympus").clock(NOW)).toBe("09:42");
  });

  it("know how far behind the board is to a tenth of a second", () => {
    expect(format.behind(312)).toBe("0.3 s");
  });
});
