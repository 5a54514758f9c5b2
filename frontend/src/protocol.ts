// Generated from the server's models by `npm run types`. Do not edit: `npm run types:check` compares.

export type ClientFrame = Watch | Pong;
export type ServerFrame = Hello | Snapshot | Delta | Ping | Notice | Error;
export type Tile = NumberTile | QueueTableTile | AgentsTile | AgentGridTile | WaitingListTile | TextTile;

export interface Protocol {
  ClientFrame: ClientFrame;
  ServerFrame: ServerFrame;
  Tile: Tile;
}
/**
 * From now on send these boards and no others.
 */
export interface Watch {
  boards: {
    [k: string]: Known;
  };
  t: "watch";
}
/**
 * What the client has of a board.
 */
export interface Known {
  epoch?: string | null;
  seq?: number | null;
}
export interface Pong {
  client_time?: number | null;
  heap_bytes?: number | null;
  missed?: number | null;
  t: "pong";
  uptime_s?: number | null;
}
/**
 * The first frame. `epoch` names this run of the server: sequence numbers of another one mean nothing.
 */
export interface Hello {
  build: string;
  epoch: string;
  ping_s: number;
  protocol: number;
  /**
   * ms since 1970
   */
  server_time: number;
  t: "hello";
}
/**
 * A whole board: its definition and every tile.
 */
export interface Snapshot {
  board: string;
  definition: Board;
  epoch: string;
  seq: number;
  server_time: number;
  site_name: string;
  t: "snapshot";
  tiles: {
    [k: string]: NumberTile | QueueTableTile | AgentsTile | AgentGridTile | WaitingListTile | TextTile;
  };
  /**
   * IANA zone of the site: clock and dates on the board.
   */
  zone: string;
}
/**
 * A board of one site. `columns` × `rows` is the grid that `x y w h` count in.
 */
export interface Board {
  columns: number;
  id: string;
  rows: number;
  site: string;
  /**
   * @maxItems 48
   */
  tiles: TileDefinition[];
  title: string;
  version: number;
}
/**
 * One tile: where it stands on the grid, what it shows, of whom and over which window.
 */
export interface TileDefinition {
  /**
   * Smaller figures under the main one.
   *
   * @maxItems 3
   */
  details: [string, string][];
  goal: Goal | null;
  h: number;
  id: string;
  kind: "number" | "level" | "queue_table" | "agents" | "agent_grid" | "waiting_list" | "text";
  metric:
    | (
        | "waiting"
        | "suspect"
        | "talking"
        | "longest_wait"
        | "next_breach"
        | "agents_available"
        | "agents_busy"
        | "agents_on_break"
        | "agents_online"
        | "tickets_open"
        | "tickets_unanswered"
        | "tickets_at_risk"
        | "tickets_breached"
        | "next_due"
        | "backlog_age"
        | "oldest_ticket"
      )
    | (
        | "offered"
        | "answered"
        | "answered_in_time"
        | "abandoned"
        | "abandoned_in_time"
        | "callbacks"
        | "left_otherwise"
        | "timed_out"
        | "overflowed"
        | "redirected"
        | "withdrawn"
        | "closed"
        | "lost"
        | "asa"
        | "avg_queue_time"
        | "avg_wait"
        | "avg_abandon_time"
        | "max_wait"
        | "wait_p50"
        | "wait_p80"
        | "wait_p90"
        | "wait_p95"
        | "wait_p99"
        | "abandon_rate"
        | "loss_rate"
        | "service_level"
        | "recovery"
        | "handled"
        | "aht"
        | "aht_end_to_end"
        | "avg_talk"
        | "avg_hold"
        | "acw"
        | "ended_by_agent"
        | "ended_by_customer"
        | "transferred"
        | "transfer_rate"
        | "offers"
        | "refused"
        | "refusal_rate"
        | "logged_rate"
        | "value_customer"
        | "value_company"
        | "value_both"
        | "value_none"
        | "fcr"
        | "ftr"
        | "busy_time"
        | "busy_share"
        | "occupancy"
        | "nps"
        | "nps_mean"
        | "csat"
        | "csat_mean"
        | "ces"
        | "smiley_happy"
        | "smiley_sad"
        | "thumbs_up"
        | "stars"
        | "comments"
        | "sales"
        | "sales_new"
        | "upsells"
        | "repurchases"
        | "upsell_share"
        | "repurchase_share"
        | "sales_amount"
        | "order_value"
        | "sales_per_agent_day"
        | "retentions_tried"
        | "retentions_saved"
        | "retention_rate"
        | "customers_joined"
        | "customers_left"
        | "net_customers"
        | "tickets_opened"
        | "tickets_solved"
        | "tickets_reopened"
        | "tickets_reassigned"
        | "one_touch_share"
        | "first_reply_time"
        | "first_reply_p50"
        | "first_reply_p90"
        | "next_reply_time"
        | "resolution_time"
        | "resolution_p50"
        | "resolution_p90"
        | "full_resolution_time"
        | "first_reply_attainment"
        | "next_reply_attainment"
        | "resolution_attainment"
        | "sla_attainment"
      )
    | ("revenue" | "service_cost" | "cost_share" | "sickness" | "turnover" | "churn" | "trustpilot_score")
    | null;
  /**
   * Name of the rule that the tile's service level follows; else each queue's main one.
   */
  rule: string | null;
  scope: Scope;
  text: string | null;
  title: string;
  w: number;
  window: ("5m" | "15m" | "30m" | "1h" | "4h" | "8h" | "24h" | "interval" | "today" | "week" | "month") | "now";
  x: number;
  y: number;
}
/**
 * Target and warning limit in the metric's own unit (a share as a fraction, a duration in milliseconds).
 */
export interface Goal {
  direction: "higher" | "lower";
  target: number;
  /**
   * Between the target and this limit the tile warns; beyond it is critical.
   */
  warning: number | null;
}
/**
 * Which aggregates are merged before the formula. Nothing named means the whole site.
 *
 * An agent counts once, by his team or by himself. Queues, people and channels are three views of the same contacts:
 * one scope names only one of them, or a contact would count twice.
 */
export interface Scope {
  agents: string[];
  channels: string[];
  queues: string[];
  teams: string[];
}
/**
 * `number`: the figure. `level`: the figure with a bar against its goal.
 */
export interface NumberTile {
  /**
   * Time of the newest event or beat behind the tile, ms since 1970.
   */
  as_of: number | null;
  /**
   * Facts that came late changed them within the last minute.
   */
  corrected: boolean;
  details: Figure[];
  figure: Figure;
  goal: GoalShown | null;
  kind: "number" | "level";
  stale: Stale | null;
  state: "ok" | "warning" | "critical" | "neutral" | "no_data";
  /**
   * Of a service level: answered within this time.
   */
  threshold_ms: number | null;
  /**
   * Oldest first, at most 60 points.
   */
  trend: (number | null)[];
}
/**
 * One figure: a number in its unit, or `since` or `until` for a time that the page counts itself, or no value.
 */
export interface Figure {
  /**
   * Of a period: it is over and all of it reported.
   */
  complete: boolean | null;
  /**
   * Of a period that is reported in part.
   */
  covers: Covers | null;
  /**
   * Of money: ISO 4217 code.
   */
  currency: string | null;
  key: string;
  /**
   * How many contacts, tickets, answers or sales stand behind it.
   */
  n: number | null;
  /**
   * Of a reported figure: `2026-11-24`, `2026-W48` or `2026-11`, for which it stands.
   */
  period: string | null;
  /**
   * How many of n may still change.
   */
  provisional: number | null;
  /**
   * Start of a running time, ms since 1970.
   */
  since: number | null;
  unit: "count" | "ms" | "share" | "score" | "rating" | "money" | "number";
  /**
   * End of a time that runs out, ms since 1970.
   */
  until: number | null;
  value: number | null;
  window: string;
}
/**
 * Of how many days or months of a period there are reports.
 */
export interface Covers {
  each: "day" | "month";
  of: number;
  reported: number;
}
export interface GoalShown {
  direction: "higher" | "lower";
  target: number;
  warning: number | null;
}
/**
 * Why this tile's figures are not to be trusted: the worker or a source is silent since `since` (ms).
 */
export interface Stale {
  part: "worker" | "source" | "catching_up";
  since: number;
  source: string | null;
}
/**
 * All queues of the scope, those that need help first. `more` were left out for room, and are counted.
 */
export interface QueueTableTile {
  /**
   * Time of the newest event or beat behind the tile, ms since 1970.
   */
  as_of: number | null;
  below_goal: number;
  /**
   * Facts that came late changed them within the last minute.
   */
  corrected: boolean;
  goal: GoalShown | null;
  kind: "queue_table";
  more: number;
  rows: QueueRow[];
  stale: Stale | null;
  state: "ok" | "warning" | "critical" | "neutral" | "no_data";
  threshold_ms: number | null;
}
export interface QueueRow {
  agents_available: number;
  /**
   * Entry of the longest waiting contact, ms since 1970.
   */
  longest_since: number | null;
  n: number;
  name: string;
  queue: string;
  service_level: number | null;
  state: "ok" | "warning" | "critical" | "neutral" | "no_data";
  talking: number;
  waiting: number;
}
/**
 * How many agents are in which state; each agent counts once.
 */
export interface AgentsTile {
  /**
   * Time of the newest event or beat behind the tile, ms since 1970.
   */
  as_of: number | null;
  /**
   * Facts that came late changed them within the last minute.
   */
  corrected: boolean;
  counts: {
    [k: string]: number;
  };
  kind: "agents";
  online: number;
  stale: Stale | null;
  state: "ok" | "warning" | "critical" | "neutral" | "no_data";
}
/**
 * Who is in which state since when.
 */
export interface AgentGridTile {
  agents: AgentCell[];
  /**
   * Time of the newest event or beat behind the tile, ms since 1970.
   */
  as_of: number | null;
  /**
   * Facts that came late changed them within the last minute.
   */
  corrected: boolean;
  kind: "agent_grid";
  more: number;
  online: number;
  stale: Stale | null;
  state: "ok" | "warning" | "critical" | "neutral" | "no_data";
}
export interface AgentCell {
  agent: string;
  name: string;
  queue: string | null;
  since: number | null;
  state:
    | "in_error"
    | "ringing"
    | "talking"
    | "holding"
    | "wrapping"
    | "busy"
    | "available"
    | "break"
    | "training"
    | "meeting"
    | "other_work"
    | "offline";
}
/**
 * Who waits, longest first.
 */
export interface WaitingListTile {
  /**
   * Time of the newest event or beat behind the tile, ms since 1970.
   */
  as_of: number | null;
  /**
   * Facts that came late changed them within the last minute.
   */
  corrected: boolean;
  entries: WaitingEntry[];
  kind: "waiting_list";
  more: number;
  stale: Stale | null;
  state: "ok" | "warning" | "critical" | "neutral" | "no_data";
  threshold_ms: number | null;
}
export interface WaitingEntry {
  contact: string;
  /**
   * Waits longer than the queue's threshold.
   */
  late: boolean;
  name: string;
  queue: string;
  since: number;
}
export interface TextTile {
  /**
   * Time of the newest event or beat behind the tile, ms since 1970.
   */
  as_of: number | null;
  /**
   * Facts that came late changed them within the last minute.
   */
  corrected: boolean;
  kind: "text";
  stale: Stale | null;
  state: "ok" | "warning" | "critical" | "neutral" | "no_data";
  text: string;
}
/**
 * The tiles that changed since `prev`. A client that is not at `prev` watches again.
 */
export interface Delta {
  board: string;
  epoch: string;
  prev: number;
  seq: number;
  server_time: number;
  t: "delta";
  tiles: {
    [k: string]: NumberTile | QueueTableTile | AgentsTile | AgentGridTile | WaitingListTile | TextTile;
  };
}
/**
 * Sent every `ping_s`. No frame for 2.5 × `ping_s` means that the connection is gone.
 */
export interface Ping {
  server_time: number;
  t: "ping";
}
export interface Notice {
  build: string | null;
  kind: "reload" | "message" | "restart";
  retry_after_ms: number | null;
  t: "notice";
  text: string | null;
}
/**
 * `terminal` says that coming back with the same request is of no use.
 */
export interface Error {
  code: string;
  t: "error";
  terminal: boolean;
  text: string;
}
