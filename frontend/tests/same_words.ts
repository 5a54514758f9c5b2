import { describe, expect, test } from "vitest";

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

/** That words say in one language all that they say in English. */
export function sayTheSame(language: string, words: object, english: object): void {
  describe(`the words in ${language}`, () => {
    const own = leaves(words);
    const given = leaves(english);
    const inEnglish = (path: string) => given.find((leaf) => leaf.path === path)?.value;

    test("say all that English says, and nothing else", () => {
      expect(own.map(({ path }) => path).sort()).toEqual(given.map(({ path }) => path).sort());
    });

    test("are never empty, in no form", () => {
      for (const { path, value } of own) {
        for (const count of [1, 2]) expect(said(value, count).trim(), path).not.toBe("");
      }
    });

    test("repeat what they are given", () => {
      for (const { path, value } of own.filter((leaf) => typeof leaf.value === "function")) {
        for (const text of ["1,2", "3,4"]) {
          expect(said(value, 2).includes(text), path).toBe(said(inEnglish(path), 2).includes(text));
        }
      }
    });

    test("are a translation", () => {
      const texts = own.filter(({ value }) => typeof value === "string");
      const same = texts.filter(({ path, value }) => inEnglish(path) === value);
      expect(same.length).toBeLessThan(texts.length / 5);
    });
  });
}
