import type { Language } from "../language";
import type { Words } from "../words";
import { da } from "../words/da";
import { en } from "../words/en";
import { nl } from "../words/nl";
import { sv } from "../words/sv";

const ALL: Readonly<Record<Language, Words>> = { en, da, sv, nl };

/** The words of tiles and walls, which only what draws a wall on this page needs. */
export function wallWords(language: Language): Words {
  return ALL[language];
}
