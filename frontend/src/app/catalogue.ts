import type { PageWords } from "./words/en";

/** One figure as `GET /api/v1/metrics` describes it. */
export interface Metric {
  readonly key: string;
  readonly kind: "now" | "window" | "period" | "table";
  readonly label: string;
  readonly definition: string;
  readonly unit: string | null;
  readonly better: "higher" | "lower" | null;
  readonly formula: string | null;
  readonly scopes: readonly string[];
  readonly windows: readonly string[];
  readonly explained: boolean;
  readonly ruled: boolean;
  /** On boards: may name a rule of its own; has a line; is what customers answered. */
  readonly judged: boolean;
  readonly trended: boolean;
  readonly asked: boolean;
}

/** Every figure by key, in the catalogue's order. */
export class Catalogue {
  private readonly byKey: ReadonlyMap<string, Metric>;

  constructor(readonly metrics: readonly Metric[]) {
    this.byKey = new Map(metrics.map((metric) => [metric.key, metric]));
  }

  metric(key: string): Metric | null {
    return this.byKey.get(key) ?? null;
  }

  /** A key that the server did not describe stands for itself. */
  label(key: string): string {
    return this.metric(key)?.label ?? key.replace(/_/g, " ");
  }

  unit(key: string): string {
    return this.metric(key)?.unit ?? "count";
  }

  explains(key: string, scope: string): boolean {
    const metric = this.metric(key);
    return metric?.explained === true && metric.scopes.includes(scope);
  }

  /** How a contact or ticket ended, or why it is in no figure: `answered_in`, `break_ms`, `first_reply_missed`. */
  told(code: string, words: PageWords): string {
    const known = words.told[code] ?? words.agentStates[code] ?? words.ticketStatus[code];
    if (known !== undefined) return known;
    const [, base = "", end = ""] = /^(.*)_(in|late|short)$/.exec(code) ?? [];
    const outcome = words.outcome[base];
    const how = words.outcomeEnds[end];
    if (outcome !== undefined && how !== undefined) return `${outcome}, ${how}`;
    const state = words.agentStates[code.replace(/_ms$/, "")];
    return state ?? words.outcome[code] ?? this.label(code);
  }
}
