import { describe, expect, test } from "vitest";
import { isLanguage, preferredLanguage, WORDS } from "../../src/app/language";

type Leaf = { readonly path: string; readonly value: unknown };

function leaves(value: unknown, path = ""): Leaf[] {
  if (value === null || typeof value !== "object") return [{ path, value }];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`));
}

/** What a sentence says when it is given texts, and counts in both forms. */
function said(value: unknown, count: number): string {
  if (typeof value !== "function") return String(value);
  const told = value as (...given: unknown[]) => string;
  return value.length === 1 ? told("1,2") : `${told(count, "1,2", "3,4")}`;
}

const ENGLISH = leaves(WORDS.en);

describe.each(["da", "sv", "nl"] as const)("the words in %s", (language) => {
  const own = leaves(WORDS[language]);

  test("say all that English says, and nothing else", () => {
    expect(own.map(({ path }) => path).sort()).toEqual(ENGLISH.map(({ path }) => path).sort());
  });

  test("are never empty, in no form", () => {
    for (const { path, value } of own) {
      for (const count of [1, 2]) expect(said(value, count).trim(), path).not.toBe("");
    }
  });

  test("repeat what they are given", () => {
    for (const { path, value } of own.filter((leaf) => typeof leaf.value === "function")) {
      const given = ENGLISH.find((leaf) => leaf.path === path)?.value;
      expect(said(value, 2).includes("1,2"), path).toBe(said(given, 2).includes("1,2"));
    }
  });

  test("are a translation", () => {
    const texts = own.filter(({ value }) => typeof value === "string");
    const same = texts.filter(({ path, value }) => ENGLISH.find((leaf) => leaf.path === path)?.value === value);
    expect(same.length).toBeLessThan(texts.length / 5);
  });
});

test("the first of the browser's languages that there is", () => {
  expect(preferredLanguage(["fi", "sv-FI", "en"])).toBe("sv");
  expect(preferredLanguage(["DA-dk"])).toBe("da");
  expect(preferredLanguage(["fr"])).toBe("en");
  expect(preferredLanguage([])).toBe("en");
  expect(isLanguage("constructor")).toBe(false);
});

test("one and many are told apart", () => {
  expect(WORDS.en.queueCount(1, "1")).toBe("1 queue");
  expect(WORDS.da.queueCount(2, "2")).toBe("2 køer");
  expect(WORDS.sv.ticketCount(1, "1")).toBe("1 ärende");
  expect(WORDS.nl.ticketCount(0, "0")).toBe("0 tickets");
});
