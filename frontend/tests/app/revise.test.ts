import { expect, test } from "vitest";
import { meant, typed } from "../../src/app/settings/amounts";
import { type Edits, FILE, revisedGoals, revisedRules, type Since } from "../../src/app/settings/revise";
import type { LevelInForce, SettingsAnswer, Version, Written } from "../../src/app/settings/settings_answer";

const PROFILES = {
  abandon_negative: {
    abandons: "missed",
    short_abandons: "missed",
    callbacks: "missed",
    other_exits: "missed",
    waiting: "missed",
  },
  answered_only: {
    abandons: "left_out",
    short_abandons: "left_out",
    callbacks: "left_out",
    other_exits: "left_out",
    waiting: "left_out",
  },
};
const FIRST: Version = {
  version: 1,
  from: null,
  since: 0,
  in_force: true,
  threshold_s: 20,
  short_abandon_s: 5,
  profile: "abandon_negative",
  attribution: "verdict",
  ...PROFILES.abandon_negative,
};
const SECOND: Version = { ...FIRST, version: 2, from: "2026-11-01T00:00:00Z", since: 1, threshold_s: 30 };

function revised(edits: Edits, since: Since, value: Written | null = null, file: Written = {}, versions = [FIRST]) {
  const part = { version: 0, changed_at: null, changed_by: null, value, file, environment: {}, mistakes: [] };
  const answer = { parts: { rules: part }, rules: { profiles: PROFILES } } as unknown as SettingsAnswer;
  const level: LevelInForce = { versions, service_level_goal: 0.8, expected_contacts: null };
  return revisedRules(answer, edits, since, () => level);
}

test("a change for all that is known is said at the level, and in no version of it", () => {
  expect(revised({ "": { threshold_s: 30 } }, "all")).toEqual({ threshold_s: 30 });
  const changes = [{ from: "2026-11-01T00:00:00Z", threshold_s: 25, short_abandon_s: 3 }];
  expect(revised({ "": { threshold_s: 30 } }, "all", null, { rule_changes: changes })).toEqual({
    threshold_s: 30,
    rule_changes: [{ from: "2026-11-01T00:00:00Z", short_abandon_s: 3 }],
  });
});

test("a change from now on is a version after those that there are", () => {
  expect(revised({ "": { threshold_s: 30 } }, "now")).toEqual({ rule_changes: [{ from: "now", threshold_s: 30 }] });
  const own = [{ from: "2026-11-01T00:00:00Z", threshold_s: 25 }];
  expect(revised({ "": { threshold_s: 30 } }, "now", { rule_changes: own })).toEqual({
    rule_changes: [...own, { from: "now", threshold_s: 30 }],
  });
});

test("a queue's first version of its own writes out those of its site", () => {
  const found = revised({ sales: { threshold_s: 45 } }, "now", null, {}, [FIRST, SECOND]);
  const changes = found.queues?.sales?.rule_changes ?? [];
  expect(changes.map((change) => [change.from, change.threshold_s])).toEqual([
    ["2026-11-01T00:00:00Z", 30],
    ["now", 45],
  ]);
  expect(changes[0]).toMatchObject({ short_abandon_s: 5, profile: "abandon_negative", waiting: "missed" });
});

test("a profile takes its treatments with it, but for those that were chosen beside it", () => {
  const edits: Edits = { "": { profile: "answered_only", callbacks: "missed" } };
  expect(revised(edits, "all", { abandons: "in_time" })).toEqual({
    profile: "answered_only",
    abandons: null,
    short_abandons: null,
    callbacks: "missed",
    other_exits: null,
    waiting: null,
  });
  expect(revised(edits, "now").rule_changes).toEqual([
    { from: "now", ...PROFILES.answered_only, profile: "answered_only", callbacks: "missed" },
  ]);
});

test("back to the file takes the field out, and a queue that says nothing more goes", () => {
  const value = { threshold_s: 9, expected_contacts: 4, queues: { sales: { threshold_s: 7 } } };
  expect(
    revised({ "": { threshold_s: FILE, expected_contacts: null }, sales: { threshold_s: FILE } }, "now", value),
  ).toEqual({ expected_contacts: null, queues: {} });
});

test("an edited goal is written whole, and one that goes back is not written", () => {
  const goal = { key: "fast", set: "own", name: "Fast", target: 1000, warning: null, unit: "ms", shipped: false };
  const part = { value: { own: [{ ...goal, target: 5 }], sets: ["own"] } };
  const answer = { parts: { goals: part }, goals: { sets: { own: [goal] } } } as unknown as SettingsAnswer;
  expect(revisedGoals(answer, { "own/fast": { target: 2000 } }, undefined)).toEqual({
    sets: ["own"],
    own: [{ key: "fast", set: "own", name: "Fast", target: 2000, warning: null }],
  });
  expect(revisedGoals(answer, { "own/fast": null }, null)).toEqual({ sets: null });
});

test("amounts are typed in seconds and per cent, with point or comma", () => {
  const english = (value: number | null, unit: string) => typed(value, unit, "en-GB");
  expect([english(28_800_000, "ms"), english(0.125, "share"), english(-7, "score"), english(null, "ms")]).toEqual([
    "28800",
    "12.5",
    "-7",
    "",
  ]);
  expect([typed(0.125, "share", "da-DK"), typed(-1.5, "score", "sv-SE")]).toEqual(["12,5", "-1,5"]);
  expect([meant("1,5", "ms"), meant(" 80 ", "share"), meant("", "ms")]).toEqual([1500, 0.8, null]);
  expect(meant("soon", "ms")).toBeNaN();
});
