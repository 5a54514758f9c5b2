/** What `GET …/settings` and `POST …/preview` answer. Times are in seconds where a name says so, moments in ms. */

import type { AlertsInForce, WrittenAlerts } from "./alert_rule";

export const TREATMENTS = ["abandons", "short_abandons", "callbacks", "other_exits", "waiting"] as const;
export const RULE_FIELDS = ["threshold_s", "short_abandon_s", "profile", "attribution", ...TREATMENTS] as const;
/** Fields that have no versions. */
export const PLAIN_FIELDS = ["service_level_goal", "expected_contacts"] as const;

export type RuleField = (typeof RULE_FIELDS)[number];
export type Field = RuleField | (typeof PLAIN_FIELDS)[number];
export type Value = number | string | null;

export interface Version extends Readonly<Record<RuleField, Value>> {
  readonly version: number;
  /** Null for the one that holds from the beginning. */
  readonly from: string | null;
  readonly since: number;
  readonly in_force: boolean;
}

export interface LevelInForce {
  readonly versions: readonly Version[];
  readonly service_level_goal: number;
  readonly expected_contacts: number | null;
}

export interface Level extends LevelInForce {
  readonly name: string;
  readonly rules: Readonly<Record<string, readonly Version[]>>;
  /** What would hold without the page. */
  readonly file: LevelInForce;
}

/** A level as it is written, in the file or on the page. */
export interface Written {
  [field: string]: unknown;
  rule_changes?: readonly Readonly<Record<string, unknown>>[] | null;
  rules?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  queues?: Record<string, Written>;
}

export interface WrittenGoals {
  sets?: readonly string[] | null;
  least_n?: number | null;
  own?: readonly GoalWritten[];
}

export interface Mistake {
  readonly path: readonly string[];
  readonly what: string;
}

export interface Part<W> {
  readonly version: number;
  readonly changed_at: number | null;
  readonly changed_by: string | null;
  readonly value: W | null;
  readonly file: W;
  readonly environment: W;
  readonly mistakes: readonly Mistake[];
}

export interface GoalWritten {
  readonly key: string;
  readonly set: string;
  readonly name: string;
  readonly metric: string;
  readonly level: string;
  readonly scope: string;
  readonly window: string;
  readonly direction: "higher" | "lower";
  readonly target: number;
  readonly warning: number | null;
  readonly inclusive: boolean;
  readonly paced: boolean;
  readonly of: readonly string[];
  readonly feeds: string | null;
}

export interface GoalInForce extends GoalWritten {
  readonly unit: string | null;
  readonly shipped: boolean;
}

export interface SettingsAnswer {
  readonly site: string;
  readonly name: string;
  readonly now: number;
  readonly parts: {
    readonly rules: Part<Written>;
    readonly goals: Part<WrittenGoals>;
    readonly alerts: Part<WrittenAlerts>;
  };
  readonly rules: {
    readonly profiles: Readonly<Record<string, Readonly<Record<string, string>>>>;
    readonly site: Level;
    readonly queues: Readonly<Record<string, Level>>;
  };
  readonly goals: {
    readonly least_n: number;
    readonly known: readonly string[];
    readonly sets: Readonly<Record<string, readonly GoalInForce[]>>;
  };
  readonly alerts: AlertsInForce;
}

export type PartName = keyof SettingsAnswer["parts"];

export interface ServiceLevel {
  readonly value: number | null;
  readonly numerator: number;
  readonly denominator: number;
  readonly verdicts: Readonly<Record<string, number>>;
}

export interface Compared {
  readonly name?: string;
  readonly present: ServiceLevel;
  readonly candidate: ServiceLevel;
  readonly otherwise: number;
}

export interface GoalSide {
  readonly target: number;
  readonly warning: number | null;
  readonly states: Readonly<Record<string, number>>;
}

export interface GoalCompared {
  readonly set: string;
  readonly goal: string;
  readonly name: string;
  readonly present: GoalSide | null;
  readonly candidate: GoalSide | null;
}

export interface PreviewAnswer {
  readonly at: string;
  readonly older: number;
  readonly all: Compared;
  readonly queues: Readonly<Record<string, Compared>>;
  readonly goals: readonly GoalCompared[];
}

/** The site's own level has no queue. */
export const SITE = "";

/** What holds for a queue, or (`SITE`) for the whole site. A queue that says nothing of its own goes by the site's. */
export function levelOf(answer: SettingsAnswer, queue: string, name: string): Level {
  if (queue === SITE) return answer.rules.site;
  const own = answer.rules.queues[queue];
  if (own !== undefined) return own;
  const site = answer.rules.site;
  return { ...site, name, expected_contacts: null, file: { ...site.file, expected_contacts: null } };
}

export function writtenAt(written: Written | null, queue: string): Written {
  return (queue === SITE ? written : written?.queues?.[queue]) ?? {};
}

export function inForce(level: LevelInForce): Version {
  const version = level.versions.find((one) => one.in_force) ?? level.versions[0];
  if (version === undefined) throw new Error("A rule without a version.");
  return version;
}

/** Whether two answers say the same of the settings, at whatever moments they were given. */
export function saysTheSame(one: SettingsAnswer, other: SettingsAnswer): boolean {
  return JSON.stringify({ ...one, now: 0 }) === JSON.stringify({ ...other, now: 0 });
}
