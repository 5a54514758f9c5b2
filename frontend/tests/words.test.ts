import { describe, expect, it } from "vitest";
import { wallWords } from "../src/app/wall_words";
import { Format } from "../src/format";
import { fetchWords, type Words } from "../src/words";
import { sayTheSame } from "./same_words";

const english = wallWords("en");
// English has no names of its own for goals and alert rules, which are written in English, nor for figures whose key says
// it: what one of the others names, all of them must.
const danish = wallWords("da");
const keysOf = (named: object) => Object.fromEntries(Object.keys(named).map((key) => [key, key]));
const shape = {
  ...english,
  goals: keysOf(danish.goals),
  alertRules: keysOf(danish.alertRules),
  metrics: { ...keysOf(danish.metrics), ...english.metrics },
};
for (const language of ["da", "sv", "nl"] as const) sayTheSame(language, wallWords(language), shape);

describe("a wall's words", () => {
  it.each(["en", "da", "sv", "nl"] as const)("come as a part of their own: %s", async (language) => {
    expect(await fetchWords(language)).toBe(wallWords(language));
  });

  it("are the same for an agent's state on the wall and on the supervisor's page", async () => {
    const { WORDS } = await import("../src/app/language");
    for (const language of ["en", "da", "sv", "nl"] as const)
      expect(WORDS[language].agentStates).toBe(wallWords(language).states);
  });

  it("tell one from many", () => {
    const told = ({ staleTiles, online, openTickets, covers }: Words, count: number) => [
      staleTiles(count, String(count)),
      online(count, String(count)),
      openTickets(count, String(count)),
      covers.day(count, "1", String(count)),
    ];
    expect(told(english, 1)).toEqual(["1 tile stale", "1 logged in", "1 open", "1 of 1 day"]);
    expect(told(wallWords("da"), 2)).toEqual(["2 felter forældede", "2 logget på", "2 åbne", "1 af 2 dage"]);
    expect(told(wallWords("sv"), 1)).toEqual(["1 ruta inaktuell", "1 inloggad", "1 öppet", "1 av 1 dag"]);
    expect(told(wallWords("nl"), 2)).toEqual(["2 vakken verouderd", "2 ingelogd", "2 open", "1 van 2 dagen"]);
  });
});

describe("numbers and times", () => {
  const at = Date.UTC(2025, 10, 23, 9, 42, 0);
  const written = (language: "en" | "da" | "sv" | "nl") => {
    const format = new Format(wallWords(language), "Europe/Copenhagen");
    return [format.count(12_345), format.rating(4.27), format.day(at), format.clock(at), format.behind(300)];
  };

  it("are the language's own", () => {
    expect(written("en")).toEqual(["12,345", "4.3", "Sunday 23 November", "10:42", "0.3 s"]);
    // Which version of Unicode the browser has decides on “den”.
    const day = expect.stringMatching(/^søndag (den )?23\. november$/);
    expect(written("da")).toEqual(["12.345", "4,3", day, "10.42", "0,3 s"]);
    expect(written("sv")).toEqual(["12\u00a0345", "4,3", "söndag 23 november", "10:42", "0,3 s"]);
    expect(written("nl")).toEqual(["12.345", "4,3", "zondag 23 november", "10:42", "0,3 s"]);
  });
});
