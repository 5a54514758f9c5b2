import { describe, expect, test } from "vitest";
import {
  type AlertShown,
  type AlertsAnswer,
  coverable,
  isOpen,
  JUDGED_WITHIN_MS,
  judgedOf,
  newlyCritical,
  openIds,
} from "../../src/app/alerts/alerts";
import { about, coverage, coveredBy, figureOf, ruleName, whyOf } from "../../src/app/alerts/saying";
import { WORDS } from "../../src/app/language";
import { Writing } from "../../src/app/writing";

const NOW = 1_764_060_000_000;
const words = WORDS.en;
const writing = new Writing(words, "Europe/Copenhagen", "DKK");

function alert(more: Partial<AlertShown> = {}): AlertShown {
  const told = { id: "a1", rule: "abandons", rule_name: "Many callers give up", severity: "critical", kind: "queue" };
  const of = { subject: "support", subject_name: "Help desk", queue: "support", queue_name: "Help desk", team: null };
  const about = { ...of, silence: null, muted: null };
  const when = { state: "firing", began: NOW - 90_000, since: NOW - 60_000, fired: NOW - 60_000 };
  const figure = { metric: "abandon_rate", value: 0.25, unit: "share", limit: 0.2, last_week: null, n: 40, why: null };
  return { ...told, ...about, ...when, ...figure, acknowledged_by: null, ...more } as AlertShown;
}

function answer(listed: readonly AlertShown[], at: number | null = NOW): AlertsAnswer {
  const rules = [{ key: "abandons", name: "Many callers give up" }];
  const open = { critical: 0, warning: 0 };
  return { site: "aarhus", name: "Aarhus", at, now: NOW, open, pending: 0, listed, more: 0, silences: [], rules };
}

describe("what is new", () => {
  test("is what is critical and was not open before: told once", () => {
    const before = answer([alert(), alert({ id: "a2", state: "pending" })]);
    const after = answer([alert(), alert({ id: "a2" }), alert({ id: "a3", severity: "warning" }), alert({ id: "a4" })]);
    expect(newlyCritical(after, openIds(before)).map(({ id }) => id)).toEqual(["a2", "a4"]);
    expect(newlyCritical(after, openIds(after))).toEqual([]);
  });

  test("is never what is pending, and an alert without data is still open", () => {
    expect(newlyCritical(answer([alert({ state: "pending" })]), new Set())).toEqual([]);
    expect(isOpen(alert({ state: "no_data" }))).toBe(true);
  });
});

describe("whether a list tells of now", () => {
  test("it does not when nothing was judged, nor when that was long ago", () => {
    expect(judgedOf(answer([], null))).toBe("never");
    expect(judgedOf(answer([], NOW - JUDGED_WITHIN_MS))).toBe("now");
    expect(judgedOf(answer([], NOW - JUDGED_WITHIN_MS - 1))).toBe("late");
  });
});

describe("what can be silenced", () => {
  test("because of an alert, is the narrowest first", () => {
    expect(coverable(alert({ team: "north" }), [])).toEqual([
      { rule: "abandons", queue: "support" },
      { rule: "abandons" },
      { queue: "support" },
      { team: "north" },
    ]);
    expect(coverable(alert({ kind: "site", subject: "", queue: null }), [])).toEqual([{ rule: "abandons" }]);
  });

  test("because of an alert about a caller, is his queue too", () => {
    expect(coverable(alert({ kind: "contact", subject: "c1" }), [])).toEqual([
      { rule: "abandons", queue: "support" },
      { rule: "abandons" },
      { queue: "support" },
    ]);
  });

  test("without one, is any rule, and all of them last", () => {
    const rules = [{ key: "trust", name: "Data not trusted" }, ...answer([]).rules];
    expect(coverable(null, rules)).toEqual([{ rule: "abandons" }, { rule: "trust" }, {}]);
  });

  test("says what it covers", () => {
    const names = { rule: () => "Many callers give up", queue: () => "Help desk" };
    const said = (covered: object) => coverage(covered, names, words);
    expect(said({ rule: "abandons", queue: "support" })).toBe("Rule “Many callers give up” · Queue Help desk");
    expect(said({ queue: "support" })).toBe("Every rule · Queue Help desk");
    expect(said({})).toBe("All alerts of this site");
    const silence = { id: "s1", by: "mette", reason: "moving", since: 0, until: 1, rule_name: null, queue_name: null };
    expect(coveredBy({ ...silence, rule: null, queue: null, team: "north" })).toEqual({ team: "north" });
  });
});

describe("an alert in words", () => {
  test("shipped rules are called in the page's language, own ones as they are", () => {
    expect(ruleName(alert(), "da")).toBe("Mange opgiver at vente");
    expect(ruleName(alert({ rule_name: "Our own" }), "da")).toBe("Our own");
    expect(ruleName(alert({ rule_name: "constructor" }), "en")).toBe("constructor");
  });

  test("says what it is about, and its figure against the limit", () => {
    const label = () => "Abandon rate";
    expect(about(alert(), words)).toBe("Queue Help desk");
    expect(about(alert({ kind: "log", subject: "", subject_name: "", queue_name: null }), words)).toBe("The worker");
    expect(about(alert({ kind: "ticket", subject_name: "T-1" }), words)).toBe("Ticket T-1 · Queue Help desk");
    expect(figureOf(alert(), writing, label)).toMatch(/^Abandon rate 25.% \(limit 20.%\)$/);
    expect(figureOf(alert({ limit: null, last_week: 0.1 }), writing, label)).toMatch(
      /^Abandon rate 25.% \(same time last week 10.%\)$/,
    );
    expect(figureOf(alert({ unit: "burn", value: 2.6, metric: null, limit: null }), writing, label)).toBe(
      "Misses 2.60 × as fast as the goal allows",
    );
    expect(figureOf(alert({ unit: "allowed", value: 180_000, limit: null }), writing, label)).toBe("Allowed 3:00");
    expect(figureOf(alert({ value: null }), writing, label)).toBe("");
    expect(whyOf(alert({ why: "not trusted" }), words)).toBe("Data not trusted");
  });
});
