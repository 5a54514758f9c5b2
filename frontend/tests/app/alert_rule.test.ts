import { expect, test } from "vitest";
import type { Metric } from "../../src/app/catalogue";
import {
  type AlertEdits,
  type AlertRule,
  firstRule,
  type KnownAlert,
  keyFor,
  NEW,
  revisedAlerts,
  rises,
  shownRule,
  unsaid,
  type WrittenAlerts,
  windowsOf,
  withComparison,
  withMetric,
} from "../../src/app/settings/alert_rule";
import { meant } from "../../src/app/settings/amounts";
import type { Part } from "../../src/app/settings/settings_answer";

const LEVEL = firstRule("level", "slow", "Slow");

function known(rule: AlertRule, below: KnownAlert["below"] = null): KnownAlert {
  return { rule, unit: null, origin: below ?? "page", below, off: false, above: false };
}

function metric(key: string, more: Partial<Metric> = {}): Metric {
  return {
    key,
    kind: "window",
    unit: "share",
    better: "higher",
    scopes: ["queue", "site"],
    windows: ["5m", "15m"],
    ...more,
  } as Metric;
}

interface Revised {
  readonly value?: WrittenAlerts | null;
  readonly rules?: readonly KnownAlert[];
  readonly off?: readonly string[];
}

function revised(edits: AlertEdits, { value = null, rules = [], off }: Revised = {}): WrittenAlerts {
  return revisedAlerts({ value, file: {} } as unknown as Part<WrittenAlerts>, rules, edits, off, undefined);
}

test("a rule that is changed takes its own place, and a shipped one that is changed comes after those that are there", () => {
  const others = { ...LEVEL, key: "other" };
  const slower = { ...LEVEL, fire: 0.6 };
  expect(revised({ slow: slower }, { value: { rules: [LEVEL, others] } }).rules).toEqual([slower, others]);
  const burn = firstRule("burn", "burn.critical", "B");
  const rules = [known(burn, "preset")];
  expect(revised({ "burn.critical": burn }, { value: { rules: [others] }, rules }).rules).toEqual([others, burn]);
});

test("a new rule gets a key from its name that no other has, and stands last", () => {
  const made = { ...LEVEL, key: NEW, name: "For mange venter!" };
  const rules = [known({ ...LEVEL, key: "for-mange-venter" })];
  const found = revised({ [NEW]: made, slow: LEVEL }, { rules }).rules;
  expect(found?.map((rule) => rule.key)).toEqual(["slow", "for-mange-venter-2"]);
  expect(keyFor("…", new Set())).toBe("rule");
});

test("what is taken back is no longer said, and what is gone altogether is not left out", () => {
  const rules = [known(LEVEL), known(firstRule("deadline", "pain", "P"), "preset")];
  const value = { rules: [LEVEL], off: ["slow", "pain", "goal.gone"] };
  expect(revised({ slow: null }, { value, rules })).toEqual({ off: ["pain"] });
  expect(revised({}, { rules, off: ["pain"] })).toEqual({ off: ["pain"] });
});

test("which side is worse follows from the limits, before they are said from what is better", () => {
  expect(rises(LEVEL, null)).toBe(false);
  expect(rises({ ...LEVEL, fire: 9 }, null)).toBe(true);
  expect(rises({ ...LEVEL, fire: null }, metric("asa", { better: "lower" }))).toBe(true);
  expect(rises({ ...LEVEL, fire: null }, metric("waiting", { better: null }))).toBe(null);
});

test("another metric keeps what fits it and asks for limits in its own unit", () => {
  const before = metric("service_level");
  expect(withMetric(LEVEL, metric("answer_rate"), before)).toMatchObject({ fire: 0.7, window: "15m", scope: "queue" });
  const now = metric("waiting", { kind: "now", unit: "count", windows: [], scopes: ["site"] });
  const found = withMetric({ ...LEVEL, of: ["sales"] }, now, before);
  expect(found).toMatchObject({ metric: "waiting", fire: null, recover: null, window: "now", scope: "site", of: [] });
  expect([...unsaid(found)]).toEqual(["fire", "recover"]);
  expect(windowsOf(metric("sickness", { kind: "period" }))).toEqual(["today", "week", "month"]);
});

test("a rule without a name, and a number that cannot be read, are still to be said", () => {
  expect([...unsaid({ ...LEVEL, name: " ", for_s: Number.NaN })]).toEqual(["name", "for_s"]);
  expect(unsaid(firstRule("deadline", "late", "Late")).size).toBe(0);
});

test("what is edited is what shows", () => {
  const rules = [known(LEVEL)];
  expect(shownRule(rules, {}, "slow")).toBe(LEVEL);
  expect(shownRule(rules, { slow: { ...LEVEL, fire: 0.5 } }, "slow")?.fire).toBe(0.5);
  expect(shownRule(rules, { slow: null }, "slow")).toBe(LEVEL);
  expect(shownRule(rules, {}, NEW)?.kind).toBe("level");
  expect(shownRule(rules, {}, "nobody")).toBe(null);
});

test("a time may be written as minutes and seconds", () => {
  expect([meant("1:30", "ms"), meant("1:00:00", "ms"), meant("90", "ms")]).toEqual([90_000, 3_600_000, 90_000]);
  expect([meant("1:75", "ms"), meant("1:30", "share")]).toEqual([Number.NaN, Number.NaN]);
});

test("against last week limits are multiples, of shares points, and begin on the side that is worse", () => {
  const share = metric("service_level");
  expect(withComparison(LEVEL, share, "last_week")).toMatchObject({ compare: "last_week", fire: -0.1, recover: -0.05 });
  const offered = metric("offered", { unit: "count", better: null });
  expect(withComparison(LEVEL, offered, "last_week")).toMatchObject({ fire: 1.5, recover: 1.2 });
  const back = withComparison({ ...LEVEL, compare: "last_week" }, share, null);
  expect(back).toMatchObject({ compare: null, fire: null, recover: null });
  expect(withMetric({ ...LEVEL, compare: "last_week" }, share, share)).toMatchObject({ compare: null, fire: null });
});
