import type { Figure, GoalShown } from "./protocol";
import type { MetricKey, Words } from "./words";

type Unit = Figure["unit"];

/** U+202F keeps `76 %` together and closer than a full space. */
const THIN = "\u202f";
const HALF_DAY_MS = 12 * 3_600_000;

/** Numbers, times and dates of one language and one site's zone. Makes each Intl formatter once. */
export class Format {
  private readonly counts: Intl.NumberFormat;
  private readonly tenths: Intl.NumberFormat;
  private readonly minutes: Intl.DateTimeFormat;
  private readonly instants: Intl.DateTimeFormat;
  private readonly days: Intl.DateTimeFormat;
  private readonly weekdays: Intl.DateTimeFormat;

  constructor(
    readonly words: Words,
    zone: string,
  ) {
    const timeZone = knownZone(zone);
    this.counts = new Intl.NumberFormat(words.locale, { maximumFractionDigits: 0 });
    this.tenths = new Intl.NumberFormat(words.locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
    const clock = { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
    this.minutes = new Intl.DateTimeFormat(words.locale, clock);
    this.instants = new Intl.DateTimeFormat(words.locale, { ...clock, second: "2-digit" });
    this.days = new Intl.DateTimeFormat(words.locale, { timeZone, weekday: "long", day: "numeric", month: "long" });
    this.weekdays = new Intl.DateTimeFormat(words.locale, { timeZone, weekday: "short" });
  }

  count(value: number): string {
    return this.counts.format(value);
  }

  /** m:ss below an hour, h:mm:ss from there. Seconds are cut, not rounded: 19.9 s is not yet 20. */
  duration(ms: number): string {
    const seconds = Math.max(0, Math.floor(ms / 1000));
    const two = (part: number) => String(part).padStart(2, "0");
    const hours = Math.floor(seconds / 3600);
    const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
    if (hours > 0) return `${this.counts.format(hours)}:${rest}`;
    return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
  }

  /**
   * The digits of a share, in per cent, to the nearest; but never rounded onto or across its goal, nor up to 100:
   * 79.6 % has not reached 80 %.
   */
  percent(share: number, goal: number | null = null): string {
    const exact = Number((share * 100).toFixed(6));
    const nearest = Math.round(exact);
    const target = goal === null ? null : Number((goal * 100).toFixed(6));
    if (exact < 100 && nearest >= 100) return "99";
    if (target !== null && exact < target && nearest >= target) return this.counts.format(Math.floor(exact));
    if (target !== null && exact > target && nearest <= target) return this.counts.format(Math.ceil(exact));
    return this.counts.format(nearest);
  }

  share(value: number, goal: number | null = null): string {
    return `${this.percent(value, goal)}${THIN}%`;
  }

  /** A figure's value in its unit; no value is a dash, never 0. */
  value(value: number | null | undefined, unit: Unit, goal: number | null = null): string {
    if (value === null || value === undefined || !Number.isFinite(value)) return this.words.dash;
    if (unit === "ms") return this.duration(value);
    return unit === "share" ? this.share(value, goal) : this.count(value);
  }

  /** `20 s`, or m:ss from a minute. */
  threshold(ms: number): string {
    return ms < 60_000 ? this.words.seconds(this.count(Math.round(ms / 1000))) : this.duration(ms);
  }

  goal(goal: GoalShown, unit: Unit, thresholdMs: number | null | undefined): string {
    const target = this.value(goal.target, unit);
    const within = typeof thresholdMs === "number" ? this.words.within(this.threshold(thresholdMs)) : "";
    return (goal.direction === "higher" ? this.words.goalHigher(target) : this.words.goalLower(target)) + within;
  }

  /** How many contacts stand behind a figure, and of which time: `of 412 today`. */
  behindFigure(n: number, window: string): string {
    const { ofContacts, windowPhrases } = this.words;
    return [ofContacts(this.count(n)), windowPhrases[window] ?? ""].join(" ").trim();
  }

  behind(ms: number): string {
    return this.words.seconds(this.tenths.format(ms / 1000));
  }

  /** A small figure's label: its window only where it differs from the tile's and is not `now`. */
  label(key: string, window: string, tileWindow: string): string {
    const name = this.words.metrics[key as MetricKey] ?? key.replace(/_/g, " ");
    if (window === "now" || window === tileWindow) return name;
    return `${name} ${this.words.windows[window] ?? window}`;
  }

  /** hh:mm, with the weekday when that was half a day ago or more. */
  moment(at: number, now: number): string {
    return Math.abs(now - at) < HALF_DAY_MS
      ? this.minutes.format(at)
      : `${this.weekdays.format(at)} ${this.minutes.format(at)}`;
  }

  instant(at: number): string {
    return this.instants.format(at);
  }

  clock(at: number): string {
    return this.minutes.format(at);
  }

  day(at: number): string {
    return this.days.format(at);
  }
}

/** An unknown zone shows UTC rather than nothing. */
function knownZone(zone: string): string {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return zone;
  } catch {
    return "UTC";
  }
}
