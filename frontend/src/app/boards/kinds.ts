import type { Goal } from "../../protocol";
import type { Metric } from "../catalogue";
import type { Grid } from "./arrange";
import type { Kind, TileDraft } from "./draft";

/** What a tile of a kind takes, besides its title and its place. */
export type Field =
  | "metric"
  | "window"
  | "scope"
  | "goal"
  | "rule"
  | "details"
  | "text"
  | "span_h"
  | "by"
  | "goal_set"
  | "level";
/** `sites`: several sites together, in place of the board's own. */
export type Side = "site" | "queue" | "people" | "channel" | "sites";

interface KindOf {
  readonly fields: readonly Field[];
  readonly sides: readonly Side[];
  /** Of a new tile, in twelfths of the screen. */
  readonly w: number;
  readonly h: number;
  /** What a new tile of it begins with. */
  readonly begins: Partial<TileDraft>;
}

const EVERYWHERE: readonly Side[] = ["site", "queue", "people", "channel", "sites"];
const SERVICE: Goal = { target: 0.8, warning: 0.7, direction: "higher" };
const LEVEL: Partial<TileDraft> = { metric: "service_level", window: "today", goal: SERVICE };

export const KINDS: Readonly<Record<Kind, KindOf>> = {
  number: {
    fields: ["metric", "window", "scope", "goal", "rule", "details"],
    sides: EVERYWHERE,
    w: 4,
    h: 4,
    begins: { metric: "waiting" },
  },
  level: {
    fields: ["metric", "window", "scope", "goal", "rule", "details"],
    sides: EVERYWHERE,
    w: 4,
    h: 4,
    begins: LEVEL,
  },
  trend: {
    fields: ["metric", "window", "scope", "goal", "rule", "span_h"],
    sides: ["site", "queue", "sites"],
    w: 6,
    h: 6,
    begins: { metric: "offered", window: "today" },
  },
  queue_table: { fields: ["window", "scope", "goal"], sides: ["site", "queue", "sites"], w: 6, h: 8, begins: {} },
  waiting_list: { fields: ["scope"], sides: ["site", "queue", "sites"], w: 4, h: 6, begins: {} },
  agents: { fields: ["scope"], sides: ["site", "queue", "people", "sites"], w: 6, h: 4, begins: {} },
  agent_grid: { fields: ["scope"], sides: ["site", "queue", "people"], w: 6, h: 8, begins: {} },
  ticket_deadlines: { fields: ["scope"], sides: EVERYWHERE, w: 6, h: 8, begins: {} },
  alerts: { fields: ["scope"], sides: ["site", "sites"], w: 6, h: 6, begins: {} },
  top_topics: { fields: ["window", "scope"], sides: EVERYWHERE, w: 4, h: 6, begins: { window: "today" } },
  abandon_curve: {
    fields: ["window", "scope"],
    sides: ["site", "queue", "channel", "sites"],
    w: 6,
    h: 6,
    begins: { window: "today" },
  },
  satisfaction: {
    fields: ["metric", "window", "by", "scope", "goal"],
    sides: ["site", "queue", "channel", "sites"],
    w: 4,
    h: 6,
    begins: { metric: "csat", window: "today" },
  },
  goals: { fields: ["goal_set", "level"], sides: ["site"], w: 6, h: 8, begins: { goal_set: "service" } },
  clock: { fields: [], sides: ["site"], w: 3, h: 3, begins: {} },
  board_health: { fields: ["scope"], sides: ["site", "sites"], w: 4, h: 4, begins: {} },
  text: { fields: ["text"], sides: ["site"], w: 4, h: 3, begins: { text: "" } },
};

/** How large a new tile of a kind is on a grid. */
export function usualSize(kind: Kind, grid: Grid): { readonly w: number; readonly h: number } {
  const { w, h } = KINDS[kind];
  const of = (twelfths: number, all: number) => Math.max(1, Math.round((twelfths * all) / 12));
  return { w: of(w, grid.columns), h: of(h, grid.rows) };
}

export const KIND_ORDER = Object.keys(KINDS) as readonly Kind[];
const PERIODS: readonly string[] = ["today", "week", "month"];
const ALL_WINDOWS = ["5m", "15m", "30m", "1h", "4h", "8h", "24h", "interval", "today", "week", "month"];

export function sideOf(scope: TileDraft["scope"]): Side {
  if ((scope?.sites ?? []).length > 0) return "sites";
  if ((scope?.queues ?? []).length > 0) return "queue";
  if ((scope?.teams ?? []).length > 0 || (scope?.agents ?? []).length > 0) return "people";
  return (scope?.channels ?? []).length > 0 ? "channel" : "site";
}

/** From where this very tile can look: satisfaction by channel shows channels, not queues. */
export function sidesFor(tile: Pick<TileDraft, "kind" | "by">): readonly Side[] {
  if (tile.kind !== "satisfaction") return KINDS[tile.kind].sides;
  return ["site", tile.by === "queue" ? "queue" : "channel", "sites"];
}

/** Over which windows a figure is there; the present has none but now. */
export function windowsOf(metric: Metric): readonly string[] {
  if (metric.kind === "now") return ["now"];
  return metric.kind === "period" ? PERIODS : metric.windows;
}

/** The windows that a tile may choose among; a table of queues has its own today. */
export function windowsFor(tile: TileDraft, metric: Metric | null): readonly string[] {
  if (KINDS[tile.kind].fields.includes("metric")) return metric === null ? [] : windowsOf(metric);
  return KINDS[tile.kind].fields.includes("window") ? ALL_WINDOWS : [];
}

/** Whether a figure can be shown by a tile of this kind, from this side. The server has the last word. */
export function fits(metric: Metric, kind: Kind, side: Side): boolean {
  if (metric.kind === "table") return false;
  if (kind === "trend" && !metric.trended) return false;
  if (kind === "satisfaction" && !metric.asked) return false;
  return seenFrom(metric, side);
}

/** What only people have, a queue has of those who serve it. */
export function seenFrom(metric: Metric, side: Side): boolean {
  if (side === "sites") return metric.scopes.includes("site") && metric.kind !== "period";
  if (side === "people") return metric.scopes.includes("team");
  const ofPeople = !metric.scopes.includes("queue") && metric.scopes.includes("agent");
  return metric.scopes.includes(side) || (side === "queue" && ofPeople);
}

/** The same tile as another kind: what that kind does not take is left out, what it needs is there. */
export function asKind(tile: TileDraft, kind: Kind, metrics: (key: string) => Metric | null): TileDraft {
  const { id, title, titles, x, y, w, h } = tile;
  const { fields, begins } = KINDS[kind];
  const place = { id, kind, title, ...(titles === undefined ? {} : { titles }), x, y, w, h };
  const kept = Object.fromEntries(
    fields.filter((field) => tile[field] !== undefined).map((field) => [field, tile[field]]),
  ) as Partial<TileDraft>;
  const next: TileDraft = { ...place, ...begins, ...kept };
  const metric = next.metric == null ? null : metrics(next.metric);
  const side = sideOf(next.scope);
  const placed: TileDraft = sidesFor(next).includes(side) ? next : without(next, "scope");
  const shows = !fields.includes("metric") || (metric !== null && fits(metric, kind, sideOf(placed.scope)));
  return shows ? withWindow(placed, metric) : { ...place, ...begins };
}

/** The tile over a window that its figure has, and without what only another figure takes. */
export function withWindow(tile: TileDraft, metric: Metric | null): TileDraft {
  const next: TileDraft = metric !== null && !metric.judged ? without(tile, "rule") : tile;
  const windows = windowsFor(next, metric);
  const window = next.window ?? "now";
  if (windows.length === 0 || windows.includes(window)) return next;
  if (next.kind === "queue_table" && window === "now") return next;
  const other = windows.includes("today") ? "today" : windows[0];
  return { ...next, window: other as NonNullable<TileDraft["window"]> };
}

/** The tile without what is no longer said of it. */
export function without(tile: TileDraft, field: Field): TileDraft {
  const { [field]: _, ...rest } = tile;
  return rest;
}
