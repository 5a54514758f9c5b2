import type { Explanation } from "./explanation";
import { usePage } from "./page";

/** A sum before the scale: of durations and shares of time it is a time. */
export function Amount({
  told,
  part,
  value,
}: {
  readonly told: Explanation;
  readonly part: "numerator" | "denominator";
  readonly value: number | null;
}) {
  const { writing } = usePage();
  if (value === null) return <>{writing.value.page.dash}</>;
  const time = part === "numerator" ? told.unit === "ms" || countsTime(told) : countsTime(told);
  return <>{time ? writing.value.duration(value) : writing.value.count(value)}</>;
}

/** Shares of time divide milliseconds by milliseconds. */
function countsTime(told: Explanation): boolean {
  return told.unit === "share" && told.formula !== null && /_ms/.test(told.formula);
}
