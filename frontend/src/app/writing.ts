import { Format } from "../format";
import { preferredLanguage } from "../language";
import { wallWords } from "./wall_words";
import type { PageWords } from "./words/en";

/** Shares of time: what stands behind them are milliseconds, not contacts. */
const TIME_SHARES: ReadonlySet<string> = new Set(["occupancy", "busy_share"]);

/** Numbers and times as the wallboard writes them, in the page's language; and what only this page writes. */
export class Writing extends Format {
  private readonly fullMoments: Intl.DateTimeFormat;
  private readonly tenths: Intl.NumberFormat;

  constructor(
    readonly page: PageWords,
    zone: string,
    readonly currency: string,
  ) {
    super(wallWords(preferredLanguage([page.locale])), zone);
    this.fullMoments = moments(page.locale, zone);
    this.tenths = new Intl.NumberFormat(page.locale, {
      style: "percent",
      minimumFractionDigits: 1,
      maximumFractionDigits: 1,
    });
  }

  /** A figure in its unit; no value is a dash. */
  figure(value: number | null | undefined, unit: string | null, goal: number | null = null): string {
    return this.value(value, { unit: (unit ?? "count") as "count", currency: this.currency }, goal);
  }

  /** How many stand behind a figure; empty where nothing is to be said. */
  behindIt(metric: string, n: number | null): string {
    if (n === null) return "";
    return this.page.behind(TIME_SHARES.has(metric) ? this.duration(n) : this.count(n));
  }

  /** A share with a tenth of a per cent, where small differences matter; no value is a dash. */
  exactShare(value: number | null): string {
    return value === null ? this.page.dash : this.tenths.format(value);
  }

  /** Day and time. */
  full(at: number): string {
    return this.fullMoments.format(at);
  }
}

/** An unknown zone shows UTC rather than nothing. */
function moments(locale: string, timeZone: string): Intl.DateTimeFormat {
  const parts = { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  try {
    return new Intl.DateTimeFormat(locale, { ...parts, timeZone });
  } catch {
    return new Intl.DateTimeFormat(locale, { ...parts, timeZone: "UTC" });
  }
}
