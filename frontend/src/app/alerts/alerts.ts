import { fetchJson, sendJson } from "../fetching";
import { siteAddress } from "../requests";

/** As in app/web/alerts_api.py. */
export const REASON_LIMIT = 2000;
export const MINUTES: readonly number[] = [15, 30, 60, 240, 480, 1440];
/** The worker judges every second: what it has not judged for so long is old. */
export const JUDGED_WITHIN_MS = 15_000;

export type Severity = "critical" | "warning";
export type AlertState = "pending" | "firing" | "recovering" | "no_data" | "flapping";

/** Moments in ms since 1970. */
export interface AlertShown {
  readonly id: string;
  readonly rule: string;
  readonly rule_name: string;
  readonly severity: Severity;
  readonly kind: string;
  readonly subject: string;
  readonly subject_name: string;
  readonly state: AlertState;
  readonly began: number;
  readonly since: number;
  readonly fired: number | null;
  readonly metric: string | null;
  readonly value: number | null;
  readonly unit: string | null;
  readonly limit: number | null;
  /** What it was compared with; null for a rule that compares with its limit. */
  readonly last_week: number | null;
  readonly n: number | null;
  readonly why: string | null;
  /** What it is about, or where its contact or ticket lies. */
  readonly queue: string | null;
  readonly queue_name: string | null;
  readonly team: string | null;
  readonly muted: "critical" | "silence" | null;
  readonly silence: string | null;
  readonly acknowledged_by: string | null;
}

export interface SilenceShown {
  readonly id: string;
  readonly by: string;
  readonly reason: string;
  readonly since: number;
  readonly until: number;
  readonly rule: string | null;
  readonly rule_name: string | null;
  readonly queue: string | null;
  readonly queue_name: string | null;
  readonly team: string | null;
}

/** `at` is the moment for which they hold; null when nothing was judged yet. */
export interface AlertsAnswer {
  readonly site: string;
  readonly name: string;
  readonly at: number | null;
  readonly now: number;
  readonly open: Readonly<Record<Severity, number>>;
  readonly pending: number;
  readonly listed: readonly AlertShown[];
  readonly more: number;
  readonly silences: readonly SilenceShown[];
  readonly rules: readonly { readonly key: string; readonly name: string }[];
}

/** What alerts have in common that are silenced; of any where nothing is named. */
export interface Covered {
  readonly rule?: string;
  readonly queue?: string;
  readonly team?: string;
}

export async function readAlerts(site: string, signal: AbortSignal): Promise<AlertsAnswer> {
  return (await fetchJson(address(site), signal)) as AlertsAnswer;
}

export async function acknowledge(site: string, id: string): Promise<void> {
  await sendJson("POST", `${address(site)}/${encodeURIComponent(id)}/acknowledge`);
}

/** `now` is the server's clock. */
export async function silence(
  site: string,
  covered: Covered,
  minutes: number,
  reason: string,
  now: number,
): Promise<void> {
  const until = new Date(now + minutes * 60_000).toISOString();
  await sendJson("POST", `${address(site)}/silences`, { ...covered, until, reason });
}

export async function lift(site: string, id: string): Promise<void> {
  await sendJson("DELETE", `${address(site)}/silences/${encodeURIComponent(id)}`);
}

export function isOpen(alert: AlertShown): boolean {
  return alert.state !== "pending";
}

/** Critical ones that were not open before; `known` are the ids of those that were. */
export function newlyCritical(answer: AlertsAnswer, known: ReadonlySet<string>): readonly AlertShown[] {
  return answer.listed.filter((one) => isOpen(one) && one.severity === "critical" && !known.has(one.id));
}

export function openIds(answer: AlertsAnswer): ReadonlySet<string> {
  return new Set(answer.listed.filter(isOpen).map((one) => one.id));
}

/** What can be silenced because of an alert, the narrowest first; without one, a rule or all there is. */
export function coverable(alert: AlertShown | null, rules: AlertsAnswer["rules"]): readonly Covered[] {
  if (alert === null) {
    // That data is not to be trusted is the last to be silenced: without it nobody learns why the rest is quiet.
    const trustLast = [...rules].sort((a, b) => Number(a.key === "trust") - Number(b.key === "trust"));
    return [...trustLast.map(({ key }) => ({ rule: key })), {}];
  }
  const { queue } = alert;
  const covered: Covered[] = [];
  if (queue !== null) covered.push({ rule: alert.rule, queue });
  covered.push({ rule: alert.rule });
  if (queue !== null) covered.push({ queue });
  if (alert.team !== null) covered.push({ team: alert.team });
  return covered;
}

/** Whether the answer tells of now: it was judged, and a moment ago. */
export function judgedOf(answer: AlertsAnswer): "never" | "late" | "now" {
  if (answer.at === null) return "never";
  return answer.now - answer.at > JUDGED_WITHIN_MS ? "late" : "now";
}

function address(site: string): string {
  return `${siteAddress(site)}/alerts`;
}
