import { ruleName } from "../alerts/saying";
import type { Page } from "../page";
import type { AlertRule, RuleKind } from "./alert_rule";
import { rises } from "./alert_rule";
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
  if (rule.kind === "level" && rule.window !== "now") parts.push(window(rule.window));
  if (rule.kind === "burn") parts.push(window(rule.long), window(rule.short));
  if (rule.scope !== undefined) parts.push(own.scopes[rule.scope] ?? rule.scope);
  if (rule.for_s) parts.push(own.holds(writing.duration(rule.for_s * 1000)));
  return parts.join(" · ");
}

function levelSentence(rule: AlertRule, page: Page): string {
  const own = page.words.value.alertRules;
  const metric = page.catalogue.value.metric(rule.metric ?? "");
  const figure = (value: number | null | undefined) =>
    page.writing.value.figure(value, metric?.unit ?? null, value ?? null);
  const past = senseOf(rises(rule, metric), page);
  return own.level(page.catalogue.value.label(rule.metric ?? ""), `${figure(rule.fire)} ${past}`, figure(rule.recover));
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
