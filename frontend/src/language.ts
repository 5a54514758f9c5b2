/** What the pages speak, each by its own name. */
export const LANGUAGES = { en: "English", da: "Dansk", sv: "Svenska", nl: "Nederlands" } as const;
export type Language = keyof typeof LANGUAGES;

export function isLanguage(text: string | null | undefined): text is Language {
  return typeof text === "string" && Object.keys(LANGUAGES).includes(text);
}

/** The first of the browser's languages that the pages speak; English when there is none. */
export function preferredLanguage(languages: readonly string[]): Language {
  for (const one of languages) {
    const base = one.toLowerCase().split("-")[0];
    if (isLanguage(base)) return base;
  }
  return "en";
}
