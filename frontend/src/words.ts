import type { Language } from "./language";
import { en, type Words } from "./words/en";

export { type AgentState, en, type MetricKey, type Words } from "./words/en";

/** A part of the page each: a wall loads only the one that it speaks. */
const OTHERS: Readonly<Record<Exclude<Language, "en">, () => Promise<Words>>> = {
  da: () => import("./words/da").then(({ da }) => da),
  sv: () => import("./words/sv").then(({ sv }) => sv),
  nl: () => import("./words/nl").then(({ nl }) => nl),
};

/**
 * The words of tiles and walls in one language. Rejects when they cannot be fetched; asking again fetches again. English
 * is always there. The supervisor's page has them all at hand and takes `wallWords` (app/wall_words.ts), for instance for
 * tiles that it draws itself: `new Format(wallWords(page.language.value), zone)` is what a stage needs.
 */
export async function fetchWords(language: Language): Promise<Words> {
  return language === "en" ? en : OTHERS[language]();
}
