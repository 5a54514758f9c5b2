/** Where on the page one is: `/app/<site>/<view>[/<id>]?window=…`. */
export const FIGURE_VIEWS = ["overview", "queues", "agents", "tickets", "goals"] as const;
/** Rooms show what was raised, made or set, not figures: they are there before the first event too. */
export const ROOMS = ["alerts", "boards", "screens", "settings"] as const;
/** As a site in the address: the first one that there is. The picture on a screen that waits leads to `/app/-/screens`. */
export const ANY_SITE = "-";
export type Room = (typeof ROOMS)[number];
export type View = (typeof FIGURE_VIEWS)[number] | Room;

/** The views of one thing each, whose id is in the address. */
const WITH_AN_ID: ReadonlySet<View> = new Set<View>(["queues", ...ROOMS]);

export interface Route {
  readonly site: string | null;
  readonly view: View;
  /** The queue of the view `queues`; of a room, the board, screen or setting that is open. */
  readonly id: string | null;
  readonly query: Readonly<Record<string, string>>;
}

export function routeOf(pathname: string, search: string): Route {
  const [site, view, id] = pathname
    .replace(/^\/app\/?/, "")
    .split("/")
    .map(decoded);
  const query = Object.fromEntries(new URLSearchParams(search));
  const known = [...FIGURE_VIEWS, ...ROOMS].find((one) => one === view) ?? "overview";
  // Without its queue there is nothing to show of one.
  const shown = known === "queues" && !id ? "overview" : known;
  return { site: site || null, view: shown, id: (WITH_AN_ID.has(shown) && id) || null, query };
}

/** Whether the address says of which site. */
export function namesSite(route: Route): boolean {
  return route.site !== null && route.site !== ANY_SITE;
}

export function isRoom(view: View): view is Room {
  return ROOMS.some((room) => room === view);
}

export function addressOf(route: Route): string {
  if (route.site === null) return "/app";
  const path = [route.site, route.view, route.id].filter((part): part is string => part !== null);
  const chosen = new URLSearchParams(Object.entries(route.query).filter(([, value]) => value !== "")).toString();
  return `/app/${path.map(encodeURIComponent).join("/")}${chosen === "" ? "" : `?${chosen}`}`;
}

/** Another view of the same site; the period goes along, filters do not. */
export function toView(route: Route, view: View, id: string | null = null, query: Route["query"] = {}): Route {
  const period: Record<string, string> = route.query.window === undefined ? {} : { window: route.query.window };
  return { site: route.site, view, id, query: { ...period, ...query } };
}

/** A text that is no percent-encoding stands for itself. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
