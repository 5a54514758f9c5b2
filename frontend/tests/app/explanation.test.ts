import { describe, expect, test } from "vitest";
import { Catalogue } from "../../src/app/catalogue";
import { accountOf, type Entry, type Explanation, scaleOf } from "../../src/app/explanation";
import { WORDS } from "../../src/app/language";

function entry(id: string, numerator: number | null, denominator: number | null): Entry {
  return { kind: "contact", id, at: 0, verdict: "answered_in", numerator, denominator };
}

function told(more: Partial<Explanation>): Explanation {
  return {
    metric: "service_level",
    unit: "share",
    scope: "site",
    id: "",
    window: "today",
    start: 0,
    at: 1,
    as_of: 1,
    lag_ms: 0,
    value: 0.75,
    numerator: 3,
    denominator: 4,
    n: 4,
    formula: "",
    rules: [],
    excluded: [],
    provisional: null,
    corrected: null,
    entries: [entry("a", 1, 1), entry("b", 0, 1)],
    listed: 2,
    more: { numerator: 1, denominator: 1, count: 1 },
    older: { numerator: 1, denominator: 1 },
    ...more,
  };
}

describe("a passport adds up", () => {
  test("listed, more and older come to the figure", () => {
    expect(accountOf(told({}))).toEqual({
      listed: { numerator: 1, denominator: 2 },
      total: { numerator: 3, denominator: 4 },
      agrees: true,
      summed: true,
    });
  });

  test("and says so when they do not", () => {
    expect(accountOf(told({ numerator: 2 })).agrees).toBe(false);
    expect(accountOf(told({ older: { numerator: 1, denominator: 0 } })).agrees).toBe(false);
  });

  test("a plain count has no denominator to agree with", () => {
    const plain = told({
      denominator: null,
      numerator: 2,
      entries: [entry("a", 2, null)],
      older: { numerator: 0, denominator: null },
      more: { numerator: 0, denominator: null, count: 0 },
    });
    expect(accountOf(plain)).toMatchObject({ agrees: true, total: { numerator: 2, denominator: null } });
  });

  test("a percentile has no sum at all", () => {
    const none = { numerator: null, denominator: null };
    const account = accountOf(
      told({ ...none, entries: [entry("a", null, null)], more: { ...none, count: 0 }, older: none }),
    );
    expect(account).toMatchObject({ summed: false, agrees: true });
  });

  test("the scale between quotient and figure: a share, a score, a mean in thousandths, none", () => {
    expect(scaleOf({ value: 0.75, numerator: 3, denominator: 4 })).toBe(1);
    expect(scaleOf({ value: 24.444444444444443, numerator: 44, denominator: 180 })).toBe(100);
    expect(scaleOf({ value: 4.5, numerator: 9000, denominator: 2 })).toBe(0.001);
    expect(scaleOf({ value: 12, numerator: 3, denominator: 4 })).toBeNull();
    expect(scaleOf({ value: null, numerator: 0, denominator: 0 })).toBeNull();
  });
});

describe("how it ended, in words", () => {
  const catalogue = new Catalogue([]);

  test.each([
    ["answered_in", "Answered, in time"],
    ["abandoned_short", "Abandoned, short"],
    ["timed_out_late", "Timed out, late"],
    ["waiting_late", "Waiting, late"],
    ["break_ms", "Break"],
    ["on_contact_ms", "On contacts"],
    ["first_reply_missed", "First reply late"],
    ["talking", "Talking"],
    ["a_new_count", "a new count"],
  ])("%s", (code, words) => {
    expect(catalogue.told(code, WORDS.en)).toBe(words);
  });
});
