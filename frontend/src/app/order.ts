import type { QueueShown, State } from "./answer";

export type Order<Row> = (a: Row, b: Row) => number;
export type Direction = "up" | "down";

const SEVERITY: Readonly<Record<State, number>> = { critical: 0, warning: 1, ok: 2, neutral: 3, no_data: 4 };
/** In a list of agents: who needs a look, who works, who is free, who is away. */
const AGENT_STATES = [
  "in_error", "ringing", "talking", "holding", "wrapping", "busy", "available", "break", "training", "meeting",
  "other_work", "offline",
]; // biome-ignore format: one list

/** The worst state first, then who is late already, then the longest wait, then by name: rows jump with a reason only. */
export const byNeed: Order<QueueShown> = (a, b) =>
  SEVERITY[a.state] - SEVERITY[b.state] ||
  Number(b.late) - Number(a.late) ||
  (a.longest_since ?? Number.POSITIVE_INFINITY) - (b.longest_since ?? Number.POSITIVE_INFINITY) ||
  b.waiting - a.waiting ||
  byText(a.name, b.name) ||
  byText(a.id, b.id);

export function severity(state: State): number {
  return SEVERITY[state];
}

export function agentStateRank(state: string): number {
  const place = AGENT_STATES.indexOf(state);
  return place < 0 ? AGENT_STATES.length : place;
}

/** Infinities are equal to one another: their difference is no number. */
export function byNumber(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

export function byText(a: string, b: string): number {
  return a.localeCompare(b);
}

/**
 * Rows sorted by `value`, those without one last whichever way it goes; ties by `rest`.
 */
export function sortedBy<Row>(
  rows: readonly Row[],
  value: (row: Row) => number | string | null,
  direction: Direction,
  rest: Order<Row>,
): Row[] {
  const sign = direction === "up" ? 1 : -1;
  return [...rows].sort((a, b) => {
    const [left, right] = [value(a), value(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null) || rest(a, b);
    const difference =
      typeof left === "string" || typeof right === "string"
        ? byText(String(left), String(right))
        : byNumber(left, right);
    return sign * difference || rest(a, b);
  });
}

/** The order as it was, with what is new at its end, so that nothing moves under a hand. */
export function held<Row>(rows: readonly Row[], keyOf: (row: Row) => string, before: readonly string[]): Row[] {
  const place = new Map(before.map((key, index) => [key, index]));
  const placeOf = (row: Row) => place.get(keyOf(row)) ?? before.length;
  return [...rows].sort((a, b) => placeOf(a) - placeOf(b));
}
