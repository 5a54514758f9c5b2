import type { Words } from "./words";

/** The word for a key that others chose; what there is no word for stands for itself. */
export function spoken(words: Readonly<Record<string, unknown>>, key: string): string {
  const word = words[key];
  return typeof word === "string" ? word : key;
}

/** Shipped rules and goals have a name in each language; others the one that they were given. */
export function alertRuleName(name: string, { alertRules, goals }: Words): string {
  const shipped = spoken(alertRules, name);
  return shipped === name ? spoken(goals, name) : shipped;
}
