import type { Language } from "../language";
import { da } from "./words/da";
import { en, type PageWords } from "./words/en";
import { nl } from "./words/nl";
import { sv } from "./words/sv";

export { isLanguage, LANGUAGES, type Language, preferredLanguage } from "../language";
export const WORDS: Readonly<Record<Language, PageWords>> = { en, da, sv, nl };
