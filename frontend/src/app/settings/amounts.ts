/** How a unit is typed: milliseconds as seconds, shares as per cent. */
const FACTORS: Readonly<Record<string, number>> = { ms: 1000, share: 0.01 };

/** What stands in a field for a value, with the decimal sign of the language. */
export function typed(value: number | null, unit: string | null, locale: string): string {
  if (value === null) return "";
  const decimals = new Intl.NumberFormat(locale, { maximumFractionDigits: 4, useGrouping: false });
  return decimals.format(value / (FACTORS[unit ?? ""] ?? 1)).replace("\u2212", "-");
}

/** The value that was typed; null for an empty field, NaN for what is no number. A comma may stand for the point; a time
 * may be written as minutes and seconds, 1:30, or with hours before them. */
export function meant(text: string, unit: string | null): number | null {
  const plain = text.trim().replace(",", ".");
  if (plain === "") return null;
  if (unit === "ms" && /^\d+(:[0-5]?\d){1,2}$/.test(plain)) {
    return plain.split(":").reduce((all, part) => all * 60 + Number(part), 0) * 1000;
  }
  if (!/^-?\d*\.?\d+$/.test(plain)) return Number.NaN;
  return Number((Number(plain) * (FACTORS[unit ?? ""] ?? 1)).toFixed(6));
}
