import { expect, test } from "vitest";
import { isLanguage, preferredLanguage, WORDS } from "../../src/app/language";
import { sayTheSame } from "../same_words";

for (const language of ["da", "sv", "nl"] as const) sayTheSame(language, WORDS[language], WORDS.en);

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
