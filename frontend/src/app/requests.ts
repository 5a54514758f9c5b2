import { WINDOWS, type WindowKey } from "./answer";
import type { Route, View } from "./route";

export const LIST_STEP = 200;
/** The server lists no more tickets at once; beyond it filters help. */
export const LIST_LIMIT = 1000;

const PARTS: Readonly<Record<View, readonly string[]>> = {
  overview: ["site", "queues"],
  queues: ["queue", "agents"],
  agents: ["agent_figures"],
  tickets: ["site", "tickets"],
  goals: [],
  alerts: [],
  boards: [],
  screens: [],
  settings: [],
};

export function windowOf(route: Route): WindowKey {
  return WINDOWS.find((known) => known === route.query.window) ?? "today";
}

/** The address of what a view shows. */
export function viewAddress(route: Route): string {
  const asked = new URLSearchParams(PARTS[route.view].map((part) => ["part", part]));
  asked.set("window", windowOf(route));
  const queue = route.view === "queues" ? route.id : route.query.queue;
  if (queue) asked.set("queue", queue);
  if (route.view === "tickets") {
    if (route.query.agent) asked.set("agent", route.query.agent);
    if (route.query.state) asked.set("state", route.query.state);
    asked.set("limit", String(listed(route)));
  }
  return `${siteAddress(route.site)}/view?${asked}`;
}

export function listed(route: Route): number {
  const asked = Number(route.query.limit ?? LIST_STEP);
  return Number.isInteger(asked) && asked > 0 ? Math.min(asked, LIST_LIMIT) : LIST_STEP;
}

export function goalsAddress(route: Route): string {
  return `${siteAddress(route.site)}/goals`;
}

/** Which figure is asked about. The scope `site` has no id. */
export interface Asked {
  readonly metric: string;
  readonly scope: string;
  readonly id: string;
  readonly window: string | null;
}

export function explainAddress(site: string | null, asked: Asked, limit: number): string {
  const query = new URLSearchParams({ metric: asked.metric, limit: String(limit) });
  if (asked.window !== null) query.set("window", asked.window);
  if (asked.scope !== "site") query.set(asked.scope, asked.id);
  return `${siteAddress(site)}/explain?${query}`;
}

export function siteAddress(site: string | null): string {
  return `/api/v1/sites/${encodeURIComponent(site ?? "")}`;
}
