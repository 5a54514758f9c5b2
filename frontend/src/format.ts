import type { Figure, GoalShown } from "./protocol";
import { decimalsOf, nearest } from "./rounding";
import type { MetricKey, Words } from "./words";

/** U+202F keeps `76 %` together and closer than a full space. */
const THIN = "\u202f";
const MINUS = "\u2212";
const HALF_DAY_MS = 12 * 3_600_000;
/** From here on minutes are of no use: business hours, ages of tickets. */
const WHOLE_HOURS = 100;
/** From this amount on cents are of no use. */
const WHOLE_MONEY = 1000;

const FINE_PERCENT = 10;

/** What a figure's value needs beside its unit to be written. */
export type Written = Pick<Figure, "unit"> & Partial<Pick<Figure, "currency">>;

/** Numbers, times and dates of one language and one site's zone. Makes each Intl formatter once. */
export class Format {
  private readonly counts: Intl.NumberFormat;
  private readonly minutes: Intl.DateTimeFormat;
  private readonly instants: Intl.DateTimeFormat;
  private readonly days: Intl.DateTimeFormat;
  private readonly weekdays: Intl.DateTimeFormat;
  private readonly decimals = new Map<string, Intl.NumberFormat>();

  constructor(
    readonly words: Words,
    zone: string,
  ) {
    const timeZone = knownZone(zone);
    this.counts = new Intl.NumberFormat(words.locale, { maximumFractionDigits: 0 });
    const clock = { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
    this.minutes = new Intl.DateTimeFormat(words.locale, clock);
    this.instants = new Intl.DateTimeFormat(words.locale, { ...clock, second: "2-digit" });
    this.days = new Intl.DateTimeFormat(words.locale, { timeZone, weekday: "long", day: "numeric", month: "long" });
    this.weekdays = new Intl.DateTimeFormat(words.locale, { timeZone, weekday: "short" });
  }

  count(value: number): string {
    return signed(this.counts.format(value));
  }

  /** m:ss below an hour, h:mm:ss up to 100 hours, then hours alone. Cut, not rounded: 19.9 s is not yet 20. */
  duration(ms: number): string {
    const seconds = Math.max(0, Math.floor(ms / 1000));
    const two = (part: number) => String(part).padStart(2, "0");
    const hours = Math.floor(seconds / 3600);
    if (hours >= WHOLE_HOURS) return this.words.hours(this.counts.format(hours));
    const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
    if (hours > 0) return `${hours}:${rest}`;
    return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
  }

  /**
   * The digits of a share, in per cent; never rounded onto or across its goal, nor up to 100. Against a goal below 10 %,
   * or one that is no whole per cent itself, a tenth counts.
   */
  percent(share: number, goal: number | null = null): string {
    const exact = Number((share * 100).toFixed(6));
    const target = goal === null ? null : Number((goal * 100).toFixed(6));
    const digits = target !== null && (target < FINE_PERCENT || target % 1 !== 0) ? 1 : 0;
    const rounded = nearest(exact, digits, target);
    const shown = exact < 100 && rounded >= 100 ? 100 - 10 ** -digits : rounded;
    return digits === 0 ? this.count(shown) : signed(this.decimal(digits).format(shown));
  }

  share(value: number, goal: number | null = null): string {
    return `${this.percent(value, goal)}${THIN}%`;
  }

  /** `+20`, `−5`, `0`. */
  score(value: number, goal: number | null = null): string {
    const shown = nearest(value, 0, goal);
    return shown > 0 ? `+${this.count(shown)}` : this.count(shown);
  }

  /** A mean on its survey's scale: one decimal. */
  rating(value: number, goal: number | null = null): string {
    return signed(this.decimal(1).format(nearest(value, 1, goal)));
  }

  /** A ratio of counts: two decimals, or two digits where it is small. */
  ratio(value: number, goal: number | null = null): string {
    const digits = decimalsOf(value);
    return signed(this.decimal(digits).format(nearest(value, digits, goal)));
  }

  /** Whole from a thousand on. A code that the browser does not know stands beside the number. */
  money(value: number, currency: string | null, goal: number | null = null): string {
    const digits = Math.abs(value) < WHOLE_MONEY ? undefined : 0;
    let format: Intl.NumberFormat;
    try {
      format = this.decimal(digits, currency ?? undefined);
    } catch {
      return `${this.money(value, null, goal)} ${currency}`;
    }
    return signed(format.format(nearest(value, format.resolvedOptions().maximumFractionDigits ?? 0, goal)));
  }

  /** A figure's value in its unit; no value is a dash, never 0. */
  value(value: number | null | undefined, { unit, currency = null }: Written, goal: number | null = null): string {
    if (value === null || value === undefined || !Number.isFinite(value)) return this.words.dash;
    switch (unit) {
      case "ms":
        return this.duration(value);
      case "share":
        return this.share(value, goal);
      case "score":
        return this.score(value, goal);
      case "rating":
        return this.rating(value, goal);
      case "money":
        return this.money(value, currency, goal);
      case "number":
        return this.ratio(value, goal);
      default:
        return this.count(value);
    }
  }

  /** `20 s`, or m:ss from a minute. */
  threshold(ms: number): string {
    return ms < 60_000 ? this.words.seconds(this.count(Math.round(ms / 1000))) : this.duration(ms);
  }

  goal(goal: GoalShown, figure: Written, thresholdMs: number | null | undefined): string {
    const percent = Number((goal.target * 100).toFixed(6));
    const fine = figure.unit === "share" && percent % 1 !== 0;
    const target = this.value(goal.target, figure, fine ? goal.target : null);
    const within = typeof thresholdMs === "number" ? this.words.within(this.threshold(thresholdMs)) : "";
    const exactly = goal.direction === "higher" || goal.target === 0; // nothing is under nought
    return (exactly ? this.words.goalHigher(target) : this.words.goalLower(target)) + within;
  }

  /** How many contacts stand behind a figure, of which time, and how many of them may still change. */
  behindFigure(n: number, window: string, provisional: number | null = null): string {
    const { ofContacts, windowPhrases, mayChange } = this.words;
    const behind = [ofContacts(this.count(n)), windowPhrases[window] ?? ""].join(" ").trim();
    return provisional === null || provisional === 0
      ? behind
      : `${behind}, ${mayChange(provisional, this.count(provisional))}`;
  }

  /** For which period a reported figure stands, and whether for all of it. */
  period({ period, complete, covers }: Pick<Figure, "period" | "complete" | "covers">): string {
    if (typeof period !== "string") return "";
    const name = this.periodName(period);
    if (covers) {
      const days = this.words.covers[covers.each](covers.of, this.count(covers.reported), this.count(covers.of));
      return `${name}, ${days}`;
    }
    return complete === false ? this.words.soFar(name) : name;
  }

  private periodName(period: string): string {
    const [, year = "", week, month, day] = /^(\d{4})-(?:W(\d\d)|(\d\d)(?:-(\d\d))?)$/.exec(period) ?? [];
    if (week !== undefined) return this.words.week(String(Number(week)), year);
    if (month === undefined) return period;
    const first = Date.UTC(Number(year), Number(month) - 1, Number(day ?? 1));
    const parts = { timeZone: "UTC", year: "numeric", month: "short" } as const;
    const daily = day === undefined ? parts : ({ ...parts, day: "numeric" } as const);
    return new Intl.DateTimeFormat(this.words.locale, daily).format(first);
  }

  behind(ms: number): string {
    return this.words.seconds(this.decimal(1).format(ms / 1000));
  }

  /** A small figure's label: its window or period only where it differs from the tile's and is not `now`. */
  label(figure: Figure, tileWindow: string, tilePeriod = ""): string {
    const { key, window } = figure;
    const name = this.words.metrics[key as MetricKey] ?? fromKey(key);
    const period = this.period(figure);
    if (period !== "") return period === tilePeriod ? name : `${name} ${period}`;
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

  /** With so many decimals, or as many as the currency has. Throws RangeError for what is no currency's code. */
  private decimal(digits: number | undefined, currency?: string): Intl.NumberFormat {
    const key = `${digits} ${currency}`;
    let format = this.decimals.get(key);
    if (format === undefined) {
      const places = digits ?? (currency === undefined ? 2 : undefined);
      format = new Intl.NumberFormat(this.words.locale, {
        ...(currency === undefined ? {} : { style: "currency" as const, currency }),
        ...(places === undefined ? {} : { minimumFractionDigits: places, maximumFractionDigits: places }),
      });
      this.decimals.set(key, format);
    }
    return format;
  }
}

/** A minus as wide as a plus. */
function signed(text: string): string {
  return text.replace(/^-/, MINUS);
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

/** `tickets_open`: Tickets open. */
function fromKey(key: string): string {
  return key.charAt(0).toUpperCase() + key.slice(1).replace(/_/g, " ");
}
