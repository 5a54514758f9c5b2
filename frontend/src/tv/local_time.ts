import type { BrightHours, Dimming } from "../protocol";

export type Day = BrightHours["days"][number];

const WEEK: readonly Day[] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const DAYS: Readonly<Record<string, Day>> = {
  Sun: "sun",
  Mon: "mon",
  Tue: "tue",
  Wed: "wed",
  Thu: "thu",
  Fri: "fri",
  Sat: "sat",
};

export interface LocalTime {
  readonly day: Day;
  /** Since midnight by the clock on the wall. */
  readonly minute: number;
}

/** Day and minute in one zone. Makes its formatter once. */
export function localTimes(zone: string): (at: number) => LocalTime {
  const options = { weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  const format = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: zone });
  return (at) => {
    const parts: Record<string, string> = {};
    for (const { type, value } of format.formatToParts(at)) parts[type] = value;
    return { day: DAYS[parts.weekday ?? ""] ?? "mon", minute: Number(parts.hour) * 60 + Number(parts.minute) };
  };
}

export function dayBefore(day: Day): Day {
  return WEEK[(WEEK.indexOf(day) + 6) % 7] ?? "mon";
}

/** `08:30` as minutes since midnight. */
export function minuteOf(time: string): number {
  const [hours = "0", minutes = "0"] = time.split(":");
  return Number(hours) * 60 + Number(minutes);
}

/** Whether `now` lies in one of the hours; those that end before they begin go on after midnight. */
export function isBright(hours: readonly BrightHours[], now: LocalTime): boolean {
  return hours.some(({ days, start, end }) => {
    const from = minuteOf(start);
    const to = minuteOf(end);
    const today = days.includes(now.day);
    if (from < to) return today && now.minute >= from && now.minute < to;
    return (today && now.minute >= from) || (days.includes(dayBefore(now.day)) && now.minute < to);
  });
}

/** Whether a screen of a board with this dimming is dark at `now`. */
export function isDimmed(dimming: Dimming | null, now: LocalTime): boolean {
  return dimming !== null && !isBright(dimming.hours, now);
}
