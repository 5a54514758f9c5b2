import { alertRuleName, spoken } from "../../spoken";
import type { Language } from "../language";
import { wallWords } from "../wall_words";
import type { PageWords } from "../words/en";
import type { Writing } from "../writing";
import type { AlertShown, Covered, SilenceShown } from "./alerts";

/** Rules that Tavle comes with, under their names in the page's language; others under their own. */
export function ruleName({ rule_name }: { readonly rule_name: string }, language: Language): string {
  return alertRuleName(rule_name, wallWords(language));
}

/** What an alert is about: `Queue Support`, `Contact 4711 · Queue Support`. */
export function about(alert: AlertShown, words: PageWords): string {
  return [thingOf(alert, words), queueOf(alert, words)].filter((part) => part !== "").join(" · ");
}

/** What else it is about than a queue; empty for an alert about a queue alone. */
export function thingOf({ kind, subject_name }: AlertShown, words: PageWords): string {
  return kind === "queue" ? "" : named(kind, subject_name, words);
}

/** `Team East`; of the whole site its name, of the log only what it is. */
export function named(kind: string, name: string, words: PageWords): string {
  const word = spoken(words.alertsRoom.kinds, kind);
  return name === "" ? word : `${word} ${name}`;
}

/** The queue that it is about, or that its contact or ticket lies in; empty where there is none. */
export function queueOf({ queue_name }: AlertShown, words: PageWords): string {
  return queue_name === null ? "" : `${words.alertsRoom.kinds.queue} ${queue_name}`;
}

/** The figure that it was raised by, with what it is measured in; empty where there is none. */
export function figureOf(alert: AlertShown, writing: Writing, label: (metric: string) => string): string {
  const words = writing.page.alertsRoom;
  if (alert.value === null) return "";
  if (alert.unit === "burn") return words.burn(writing.ratio(alert.value));
  if (alert.unit === "allowed") return words.allowed(writing.threshold(alert.value));
  const value = writing.figure(alert.value, alert.unit, alert.limit);
  const named = alert.metric === null ? value : `${label(alert.metric)} ${value}`;
  if (alert.last_week !== null) {
    return `${named} (${words.lastWeek(writing.figure(alert.last_week, alert.unit, alert.value))})`;
  }
  return alert.limit === null
    ? named
    : `${named} (${words.limit(writing.figure(alert.limit, alert.unit, alert.limit))})`;
}

/** What there is no figure for, in words. */
export function whyOf(alert: AlertShown, words: PageWords): string {
  return alert.why === null ? "" : spoken(words.alertsRoom.why, alert.why);
}

export interface Names {
  readonly rule: (key: string) => string;
  readonly queue: (id: string) => string;
}

/** What a silence covers, or would cover. */
export function coverage(covered: Covered, names: Names, words: PageWords): string {
  const parts: string[] = [];
  const room = words.alertsRoom;
  if (covered.rule !== undefined) parts.push(room.ofRule(names.rule(covered.rule)));
  if (covered.queue !== undefined) parts.push(`${room.kinds.queue} ${names.queue(covered.queue)}`);
  if (covered.team !== undefined) parts.push(`${room.kinds.team} ${covered.team}`);
  if (parts.length === 0) return room.everything;
  const whole = covered.rule === undefined ? `${room.everyRule} · ` : "";
  return whole + parts.join(" · ");
}

export function coveredBy(silence: SilenceShown): Covered {
  return {
    ...(silence.rule === null ? {} : { rule: silence.rule }),
    ...(silence.queue === null ? {} : { queue: silence.queue }),
    ...(silence.team === null ? {} : { team: silence.team }),
  };
}
