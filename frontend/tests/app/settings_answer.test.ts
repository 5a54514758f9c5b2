import { expect, test } from "vitest";
import { type SettingsAnswer, saysTheSame } from "../../src/app/settings/settings_answer";

const part = { version: 0, changed_at: null, changed_by: null, value: null, file: {}, environment: {}, mistakes: [] };
const answer = {
  site: "aarhus",
  name: "Aarhus",
  now: 1000,
  parts: { rules: part, goals: part, alerts: part },
} as unknown as SettingsAnswer;

test("what is read a second time is no news for fields that somebody types in", () => {
  expect(saysTheSame(answer, { ...answer, now: 2000 })).toBe(true);
});

test("what somebody else has set meanwhile is", () => {
  const parts = { ...answer.parts, alerts: { ...part, version: 1 } } as SettingsAnswer["parts"];
  expect(saysTheSame(answer, { ...answer, parts })).toBe(false);
});
