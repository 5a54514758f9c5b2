/** The forms that the four languages have. */
export interface Forms {
  readonly one: string;
  readonly other: string;
}

/** Chooses by Intl's rules of the language. */
export function plural(locale: string): (count: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(locale);
  return (count, forms) => (rules.select(count) === "one" ? forms.one : forms.other);
}
