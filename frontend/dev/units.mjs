// A board of customers, sales, tickets and money: every unit that a figure can have, with all that is said about it.
import { FRESH, figure, running } from "./floor.mjs";

const higher = (target, warning) => ({ target, warning, direction: "higher" });
const lower = (target, warning) => ({ target, warning, direction: "lower" });
const runningOut = (key, now, ms) => figure(key, "now", "ms", null, { until: now + ms });
const euros = (key, window, value, more = {}) => figure(key, window, "money", value, { currency: "EUR", ...more });
const AUTUMN = { period: "2025-10", complete: true };
const BEGUN = { period: "2025-11", complete: false };

/** Title, kind, figure, goal, state, smaller figures. */
const rows = (now) => [
  [
    "NPS",
    "level",
    figure("nps", "month", "score", 42.4, { n: 1284 }),
    higher(50, 30),
    "warning",
    [figure("comments", "month", "count", 212)],
  ],
  ["Detractors win", "number", figure("nps", "today", "score", -8.6, { n: 38 }), higher(50, 30), "critical", []],
  [
    "Trustpilot",
    "number",
    figure("trustpilot_score", "month", "rating", 4.27, { period: "2025-11-24", complete: true }),
    higher(4.5, 4),
    "warning",
    [],
  ],
  [
    "First contact resolution",
    "level",
    figure("fcr", "week", "share", 0.742, { n: 412, provisional: 187 }),
    higher(0.7, 0.6),
    "ok",
    [figure("ftr", "week", "share", 0.81, { n: 64 })],
  ],
  [
    "Sold this month",
    "number",
    euros("sales_amount", "month", 128_412.5, { n: 1106 }),
    higher(150_000, 100_000),
    "warning",
    [euros("order_value", "month", 116.1, { n: 1106 }), figure("sales", "month", "count", 1130)],
  ],
  [
    "Sales a day and agent",
    "number",
    figure("sales_per_agent_day", "week", "number", 1.234, { n: 84 }),
    higher(1),
    "ok",
    [figure("retention_rate", "week", "share", 0.51)],
  ],
  [
    "Revenue",
    "number",
    euros("revenue", "month", 1_284_300, { ...BEGUN, covers: { reported: 12, of: 30, each: "day" } }),
    null,
    "neutral",
    [figure("cost_share", "month", "share", 0.0312, AUTUMN)],
  ],
  [
    "Cost of service",
    "level",
    figure("cost_share", "month", "share", 0.0312, AUTUMN),
    lower(0.02, 0.03),
    "critical",
    [euros("service_cost", "month", 38_200, AUTUMN), euros("revenue", "month", 1_224_000, AUTUMN)],
  ],
  [
    "Next late",
    "number",
    runningOut("next_breach", now, 14_400),
    higher(10_000, 5000),
    "ok",
    [running("longest_wait", now, 6000), figure("recovery", "today", "count", 23)],
  ],
  [
    "Tickets due",
    "number",
    runningOut("next_due", now, 1_122_000),
    null,
    "neutral",
    [figure("tickets_at_risk", "now", "count", 7), figure("tickets_breached", "now", "count", 2)],
  ],
  [
    "Oldest ticket",
    "number",
    running("oldest_ticket", now, 1_117_800_000),
    lower(259_200_000),
    "critical",
    [running("backlog_age", now, 93_784_000)],
  ],
  ["By the vendor’s rule", "number", figure("service_level", "today", "share", 0.854, { n: 82 }), null, "neutral", []],
]; // prettier-ignore

export function unitsTiles(now) {
  const tiles = rows(now).map(([, kind, shown, goal, state, details], at) => ({
    as_of: now - 300,
    ...FRESH,
    corrected: at === 4,
    kind,
    state,
    figure: shown,
    goal: goal && { warning: null, ...goal },
    threshold_ms: shown.key === "service_level" ? 60_000 : null,
    trend: [],
    details,
  }));
  return Object.fromEntries(tiles.map((tile, at) => [`t${at}`, tile]));
}

export function unitsBoard() {
  const tiles = rows(0).map(([title, kind, shown], at) => ({
    id: `t${at}`,
    title,
    kind,
    x: (at % 4) * 3,
    y: Math.floor(at / 4) * 4,
    w: 3,
    h: 4,
    metric: shown.key,
    window: shown.window,
  }));
  return { id: "units", version: 1, title: "Customers and money", site: "aarhus", columns: 12, rows: 12, tiles };
}
