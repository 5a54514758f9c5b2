import { ruleName } from "../alerts/saying";
import type { Page } from "../page";
import type { AlertRule, RuleKind } from "./alert_rule";
import { byMore, rises } from "./alert_rule";
import { typed } from "./amounts";

/** What people call a rule: what Tavle comes with has a name in the page's language. */
export function nameOf(rule: AlertRule, page: Page): string {
  return ruleName({ rule_name: rule.name }, page.language.value);
}

/** What a rule does, in a sentence; and what it is counted over, for whom, and how long it must hold. */
export function sentenceOf(rule: AlertRule, page: Page): string {
  const own = page.words.value.alertRules;
  const window = (key: string | undefined) => windowName(key ?? "", page);
  const writing = page.writing.value;
  const told: Readonly<Record<RuleKind, () => string>> = {
    level: () => levelSentence(rule, page),
    burn: () => own.burn(typed(rule.factor ?? null, null, page.words.value.locale)),
    deadline: () => own.deadline(own.clocks[rule.clock ?? ""] ?? "", own.stages[rule.stage ?? "breached"]),
    trust: () => own.trust,
  };
  const parts = [told[rule.kind]()];
  if (rule.compare && byMore(page.catalogue.value.metric(rule.metric ?? ""))) parts.push(own.against);
  if (rule.kind === "level" && rule.window !== "now") parts.push(window(rule.window));
  if (rule.paced) parts.push(own.byDays);
  if (rule.kind === "burn") parts.push(window(rule.long), window(rule.short));
  if (rule.scope !== undefined) parts.push(own.scopes[rule.scope] ?? rule.scope);
  if (rule.for_s) parts.push(own.holds(writing.duration(rule.for_s * 1000)));
  return parts.join(" · ");
}

function levelSentence(rule: AlertRule, page: Page): string {
  const own = page.words.value.alertRules;
  const metric = page.catalogue.value.metric(rule.metric ?? "");
  const { unit, sign } = limitUnit(rule, page);
  const figure = (value: number | null | undefined) =>
    rule.compare
      ? `${typed(value ?? null, unit, page.words.value.locale)} ${sign}`
      : page.writing.value.figure(value, unit, value ?? null);
  const past = senseOf(rises(rule, metric), page);
  return own.level(page.catalogue.value.label(rule.metric ?? ""), `${figure(rule.fire)} ${past}`, figure(rule.recover));
}

/** What a limit is typed in, and the sign that stands beside it. */
export function limitUnit(rule: AlertRule, page: Page): { readonly unit: string | null; readonly sign: string } {
  const own = page.words.value.alertRules;
  const metric = page.catalogue.value.metric(rule.metric ?? "");
  const unit = metric?.unit ?? null;
  if (!rule.compare) return { unit, sign: page.words.value.setting.units[unit ?? ""] ?? "" };
  return byMore(metric)
    ? { unit: unit === "share" ? unit : null, sign: own.points }
    : { unit: null, sign: own.timesThen };
}

/** On which side of a limit: `or more`, `or less`; empty while it is not known. */
export function senseOf(more: boolean | null, page: Page): string {
  const own = page.words.value.alertRules;
  return more === null ? "" : more ? own.orMore : own.orLess;
}

export function windowName(key: string, page: Page): string {
  const windows: Readonly<Record<string, string>> = page.words.value.windows;
  return windows[key] ?? key;
}
