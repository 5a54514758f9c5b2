/** What `GET /api/v1/sites/{site}/explain` answers (docs/api.md), and whether it adds up. Moments in ms since 1970. */
export interface Sums {
  readonly numerator: number | null;
  readonly denominator: number | null;
}

export interface Entry extends Sums {
  readonly kind: "contact" | "ticket" | "event" | "agent";
  readonly id: string;
  readonly at: number;
  readonly verdict: string;
  readonly queue?: string;
  readonly agent?: string;
  readonly wait_ms?: number;
  readonly took_ms?: number;
  readonly times?: Readonly<Record<string, number>>;
}

export interface RuleBehind {
  readonly queues: readonly string[];
  readonly name: string;
  readonly version: number;
  readonly since: number;
  readonly threshold_ms: number;
  readonly short_ms: number;
  readonly profile: string;
  readonly treatment: Readonly<Record<string, string>>;
  readonly attribution: string;
  readonly goal_permille: number;
}

export interface Explanation extends Sums {
  readonly metric: string;
  readonly unit: string;
  readonly scope: string;
  readonly id: string;
  readonly window: string | null;
  readonly start: number | null;
  readonly at: number;
  readonly as_of: number | null;
  readonly lag_ms: number | null;
  readonly value: number | null;
  readonly n: number | null;
  readonly formula: string | null;
  readonly rules: readonly RuleBehind[];
  readonly excluded: readonly { readonly reason: string; readonly count: number }[];
  readonly provisional: number | null;
  readonly corrected: readonly [number, number] | null;
  readonly entries: readonly Entry[];
  readonly listed: number;
  readonly more: Sums & { readonly count: number };
  readonly older: Sums;
}

export interface Account {
  readonly listed: Sums;
  readonly total: Sums;
  /** Whether listed, more and older come to the figure's own sums. */
  readonly agrees: boolean;
  /** Percentiles, maxima and ages have no sum: the entries are what they are taken from. */
  readonly summed: boolean;
}

/** Adds up the entries as listed, those beyond the limit and the older ones. */
export function accountOf(told: Explanation): Account {
  const listed = sumsOf(told.entries, told);
  const parts = [listed, told.more, told.older];
  const total = {
    numerator: together(
      parts.map((part) => part.numerator),
      told.numerator,
    ),
    denominator: together(
      parts.map((part) => part.denominator),
      told.denominator,
    ),
  };
  const agrees = total.numerator === told.numerator && total.denominator === told.denominator;
  return { listed, total, agrees, summed: told.numerator !== null || told.denominator !== null };
}

/** What the quotient is multiplied by to give the figure: 100 for a score, 1 for a share; null where it is no quotient. */
export function scaleOf({
  value,
  numerator,
  denominator,
}: Pick<Explanation, "value" | "numerator" | "denominator">): number | null {
  if (value === null || numerator === null || denominator === null || numerator === 0 || denominator === 0) return null;
  const factor = value / (numerator / denominator);
  return [1, 100, 0.01, 0.001].find((known) => Math.abs(factor / known - 1) < 1e-9) ?? null;
}

function sumsOf(entries: readonly Entry[], like: Sums): Sums {
  return {
    numerator: together(
      entries.map((entry) => entry.numerator),
      like.numerator,
    ),
    denominator: together(
      entries.map((entry) => entry.denominator),
      like.denominator,
    ),
  };
}

/** Null where the figure itself has no such sum. */
function together(parts: readonly (number | null)[], like: number | null): number | null {
  return like === null ? null : parts.reduce<number>((sum, part) => sum + (part ?? 0), 0);
}
