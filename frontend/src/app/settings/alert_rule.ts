import type { Catalogue, Metric } from "../catalogue";
import type { Part } from "./settings_answer";

export const KINDS = ["level", "burn", "deadline"] as const;
export const CLOCKS = ["wait", "first_reply", "next_reply", "resolution"] as const;
/** Windows of a burn: the service level is counted over each. */
export const BURN_WINDOWS = ["5m", "15m", "30m", "1h", "4h", "8h"] as const;
const PERIODS = ["today", "week", "month"] as const;
/** In the place of a key while a rule is made. */
export const NEW = "+";
/** That data is not to be trusted cannot be left out: nobody would learn why the rest is quiet. */
export const TRUST = "trust";

export type RuleKind = (typeof KINDS)[number] | "trust";

/** A rule as it is written (docs/settings.md); each kind has its own fields. Null: not said yet; NaN: not readable. */
export interface AlertRule {
  readonly key: string;
  readonly name: string;
  readonly kind: RuleKind;
  readonly version: number;
  readonly severity: "warning" | "critical";
  readonly of: readonly string[];
  readonly team: string | null;
  readonly repeat_s: number;
  readonly escalate_after_s: number | null;
  readonly for_s?: number;
  readonly keep_firing_for_s?: number;
  readonly least_n?: number;
  readonly confidence?: number;
  readonly metric?: string;
  readonly scope?: string;
  readonly window?: string;
  readonly fire?: number | null;
  readonly recover?: number | null;
  readonly paced?: boolean;
  /** `last_week`: limits are so many times as much as then; of what is counted in `MORE`, so much more. */
  readonly compare?: "last_week" | null;
  readonly factor?: number;
  readonly short?: string;
  readonly long?: string;
  readonly clock?: string;
  readonly stage?: "at_risk" | "breached";
  readonly threshold_s?: number | null;
  readonly at_risk?: number;
}

/** `below` is what holds in its place without the page; `above`: left out for every site. */
export interface KnownAlert {
  readonly rule: AlertRule;
  readonly unit: string | null;
  readonly origin: "preset" | "file" | "page";
  readonly below: "preset" | "file" | "page" | null;
  readonly off: boolean;
  readonly above: boolean;
}

export interface AlertsInForce {
  readonly levels: readonly string[];
  readonly rules: readonly KnownAlert[];
}

export interface WrittenAlerts {
  off?: readonly string[] | null;
  levels?: readonly string[] | null;
  rules?: readonly AlertRule[];
}

/** By key; null takes away what the page says of a rule. */
export type AlertEdits = Readonly<Record<string, AlertRule | null>>;

const COMMON = { version: 1, severity: "warning", of: [], team: null, repeat_s: 3600, escalate_after_s: null } as const;
const STEADY = { for_s: 60, keep_firing_for_s: 60, least_n: 10 } as const;

/** What a rule of that kind begins with. */
export function firstRule(kind: RuleKind, key: string, name: string): AlertRule {
  const rule = { ...COMMON, key, name, kind };
  if (kind === "burn") return { ...rule, ...STEADY, factor: 2, recover: 1, scope: "queue", short: "5m", long: "1h" };
  if (kind === "deadline") return { ...rule, clock: "wait", stage: "breached", threshold_s: null, at_risk: 0.75 };
  const level = { metric: "service_level", scope: "queue", window: "15m", fire: 0.7, recover: 0.8, paced: false };
  return { ...rule, ...STEADY, ...level };
}

/** Metrics that a level can be of: all that are one number. */
export function judged(catalogue: Catalogue): readonly Metric[] {
  return catalogue.metrics.filter((metric) => metric.kind !== "table");
}

export function windowsOf(metric: Metric | null): readonly string[] {
  if (metric === null) return [];
  if (metric.kind === "now") return ["now"];
  return metric.kind === "period" ? PERIODS : metric.windows;
}

/** Of another metric: what does not fit it is chosen anew, and limits of another unit are to be said. */
export function withMetric(rule: AlertRule, metric: Metric, before: Metric | null): AlertRule {
  const windows = windowsOf(metric);
  const window = windows.includes(rule.window ?? "") ? rule.window : windows.includes("15m") ? "15m" : windows[0];
  const scope = metric.scopes.includes(rule.scope ?? "") ? rule.scope : metric.scopes[0];
  const keeps = metric.unit === before?.unit && metric.better === before?.better && !rule.compare;
  const limits = keeps ? {} : { fire: null, recover: null };
  const of = scope === rule.scope ? rule.of : [];
  return {
    ...rule,
    ...limits,
    metric: metric.key,
    compare: null,
    of,
    ...(window === undefined ? {} : { window }),
    ...(scope === undefined ? {} : { scope }),
  };
}

/** Whether more is worse: by the order of the limits, before they are said by what is better of the metric. */
export function rises(rule: AlertRule, metric: Metric | null): boolean | null {
  const { fire, recover } = rule;
  if (said(fire) && said(recover) && fire !== recover) return Number(fire) > Number(recover);
  return metric?.better == null ? null : metric.better === "lower";
}

/** Units that are compared by how much more it is than last week, not by how many times as much. */
const MORE: ReadonlySet<string | null> = new Set(["share", "score", "rating"]);

/** Only what is counted over a window has a last week. */
export function canBeCompared(metric: Metric | null): boolean {
  return metric?.kind === "window";
}

/** Whether its limits are so much more than last week, rather than so many times as much. */
export function byMore(metric: Metric | null): boolean {
  return MORE.has(metric?.unit ?? null);
}

/** Against last week or against limits, with limits to begin with. */
export function withComparison(rule: AlertRule, metric: Metric | null, compare: AlertRule["compare"]): AlertRule {
  if (!compare) return { ...rule, compare: null, fire: null, recover: null };
  const less = metric?.better === "higher";
  const [fire, recover] = byMore(metric) ? (less ? [-0.1, -0.05] : [0.1, 0.05]) : less ? [0.5, 0.8] : [1.5, 1.2];
  return { ...rule, compare, paced: false, fire, recover };
}

function said(value: number | null | undefined): boolean {
  return typeof value === "number" && !Number.isNaN(value);
}

/** Whether a week or month of it can be paced: only what should rise. */
export function canBePaced(rule: AlertRule, metric: Metric | null): boolean {
  return !rule.compare && (rule.window === "week" || rule.window === "month") && rises(rule, metric) === false;
}

/** The fields that are still to be said, or cannot be read. */
export function unsaid(rule: AlertRule): ReadonlySet<keyof AlertRule> {
  const fields = new Set<keyof AlertRule>();
  if (rule.name.trim() === "") fields.add("name");
  const needed: readonly (keyof AlertRule)[] = rule.kind === "level" ? ["fire", "recover"] : ["factor"];
  for (const field of needed) if (field in rule && rule[field] === null) fields.add(field);
  for (const [field, value] of Object.entries(rule)) if (Number.isNaN(value)) fields.add(field as keyof AlertRule);
  return fields;
}

/** A key that says what it is of, and that no other rule has. */
export function keyFor(name: string, taken: ReadonlySet<string>): string {
  const plain = name.normalize("NFKD").toLowerCase();
  const key =
    plain
      .replace(/[^\p{L}\p{N}]+/gu, "-")
      .replace(/^-|-$/g, "")
      .slice(0, 60) || "rule";
  let free = key;
  for (let number = 2; taken.has(free); number += 1) free = `${key}-${number}`;
  return free;
}

/** What is left out by the site: as the page says, else as the file does. */
export function leftOut({ value, file }: Part<WrittenAlerts>): readonly string[] {
  return value?.off ?? file.off ?? [];
}

/** The part as it is to be stored, with what was edited. */
export function revisedAlerts(
  part: Part<WrittenAlerts>,
  known: readonly KnownAlert[],
  edits: AlertEdits,
  off: readonly string[] | undefined,
  levels: readonly string[] | undefined,
): WrittenAlerts {
  const held = part.value?.rules ?? [];
  const keys = new Set([...known.map(({ rule }) => rule.key), ...held.map((rule) => rule.key)]);
  const kept = held.flatMap((rule) => {
    const edit = edits[rule.key];
    return edit === undefined ? [rule] : edit === null ? [] : [edit];
  });
  const heldKeys = new Set(held.map((rule) => rule.key));
  const others = Object.entries(edits).flatMap(([key, edit]) =>
    edit === null || heldKeys.has(key) || key === NEW ? [] : [edit],
  );
  // The new one stands last: there its key and its mistakes are found again.
  const made = edits[NEW];
  if (made) others.push({ ...made, key: keyFor(made.name, keys) });
  const { rules: _, ...said } = part.value ?? {};
  const revised: WrittenAlerts = { ...said };
  if (kept.length + others.length > 0) revised.rules = [...kept, ...others];
  if (levels !== undefined) revised.levels = levels;
  const out = off ?? part.value?.off;
  // What is gone altogether cannot be left out.
  const gone = new Set(known.filter(({ rule, below }) => below === null && edits[rule.key] === null).map(keyOf));
  if (out != null) revised.off = out.filter((key) => keys.has(key) && !gone.has(key));
  return revised;
}

/** What is edited of a rule, else what holds; a new one begins with the usual. Null where there is no such rule. */
export function shownRule(known: readonly KnownAlert[], edits: AlertEdits, key: string): AlertRule | null {
  const held = known.find(({ rule }) => rule.key === key)?.rule ?? null;
  return edits[key] ?? held ?? (key === NEW ? firstRule("level", NEW, "") : null);
}

function keyOf({ rule }: KnownAlert): string {
  return rule.key;
}
