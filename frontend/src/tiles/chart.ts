/** Where values stand on a chart: `low` at its foot, `high` at its top. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

const ROOM = 0.08;

/**
 * The range that a line is drawn in, its goal included. Counts and times begin at nought; what has ends of its own does
 * not go beyond them.
 */
export function rangeOf(points: readonly (number | null)[], goal: number | null, unit: string): Range {
  const values = points.filter((point): point is number => point !== null);
  if (goal !== null) values.push(goal);
  if (values.length === 0) return { low: 0, high: 1 };
  const fromNought = unit === "count" || unit === "ms" || unit === "money" || unit === "number";
  const least = fromNought ? Math.min(0, ...values) : Math.min(...values);
  const most = Math.max(...values);
  const room = (most - least || Math.abs(most) || 1) * ROOM;
  const low = fromNought && least >= 0 ? 0 : least - room;
  const high = most + room;
  return unit === "share" ? { low: Math.max(0, low), high: Math.min(1, high) } : { low, high };
}

/** 0 at the foot, 1 at the top. */
export function heightIn(value: number, { low, high }: Range): number {
  return high === low ? 0.5 : Math.min(1, Math.max(0, (value - low) / (high - low)));
}

export interface Point {
  readonly at: number;
  readonly value: number;
}

/** The points between two gaps, each run a line of its own. */
export function segments(points: readonly (number | null)[]): Point[][] {
  const found: Point[][] = [];
  let current: Point[] | null = null;
  points.forEach((value, at) => {
    if (value === null) current = null;
    else if (current === null) {
      current = [{ at, value }];
      found.push(current);
    } else current.push({ at, value });
  });
  return found;
}

/** The run as an SVG line; a point by itself twice, so that its round end shows. */
export function pathOf(run: readonly Point[], x: (at: number) => number, y: (value: number) => number): string {
  const points = run.map(({ at, value }) => `${x(at).toFixed(2)},${y(value).toFixed(2)}`);
  return (points.length === 1 ? [...points, ...points] : points).join(" ");
}

/** Moments of whole hours on the axis, at most `most` of them: every hour, or every second, third, fourth, sixth. */
export function hourMarks(start: number, end: number, most: number): number[] {
  const hour = 3_600_000;
  const first = Math.ceil(start / hour);
  const last = Math.floor(end / hour);
  const every = [1, 2, 3, 4, 6, 12].find((step) => (last - first) / step < most) ?? 24;
  const marks: number[] = [];
  for (let at = Math.ceil(first / every) * every; at <= last; at += every) marks.push(at * hour);
  return marks;
}
