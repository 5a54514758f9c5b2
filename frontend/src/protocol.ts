// Generated from the server's models by `npm run types`. Do not edit: `npm run types:check` compares.

export type ClientFrame = Watch | Pong;
export type ServerFrame = Hello | Snapshot | Delta | Ping | Notice | Error;
export type Tile =
  | NumberTile
  | TrendTile
  | QueueTableTile
  | AgentsTile
  | AgentGridTile
  | WaitingListTile
  | TicketDeadlinesTile
  | AlertsTile
  | TopTopicsTile
  | AbandonCurveTile
  | SatisfactionTile
  | GoalsTile
  | ClockTile
  | BoardHealthTile
  | TextTile;

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
/**
 * What a page says of itself; of a screen the fleet page shows it. `board` and `version` are what stands on it,
 * `build` is the page that it runs.
 */
export interface Pong {
  board?: string | null;
  build?: string | null;
  client_time?: number | null;
  heap_bytes?: number | null;
  missed?: number | null;
  t: "pong";
  uptime_s?: number | null;
  version?: number | null;
}
/**
 * The first frame. `epoch` names this run of the server: sequence numbers of another one mean nothing.
 */
export interface Hello {
  /**
   * Of a paired screen: the boards that it may watch, the first shown first.
   */
  boards: string[] | null;
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
    [k: string]:
      | NumberTile
      | TrendTile
      | QueueTableTile
      | AgentsTile
      | AgentGridTile
      | WaitingListTile
      | TicketDeadlinesTile
      | AlertsTile
      | TopTopicsTile
      | AbandonCurveTile
      | SatisfactionTile
      | GoalsTile
      | ClockTile
      | BoardHealthTile
      | TextTile;
  };
  /**
   * IANA zone of the site: clock and dates on the board.
   */
  zone: string;
}
/**
 * A board of one site, which gives it clock and zone; a tile's scope may name others. `columns` × `rows` is the
 * grid that `x y w h` count in. It has tiles, or slides that take turns; a tile's id is its own on the whole board.
 */
export interface Board {
  columns: number;
  dimming: Dimming | null;
  id: string;
  /**
   * What the board speaks; without it the language of each screen's browser.
   */
  language: ("en" | "da" | "sv" | "nl") | null;
  /**
   * How people are shown: by name, by initials, by a number without meaning, or only as teams.
   */
  people: "names" | "initials" | "numbers" | "team";
  rows: number;
  site: string;
  /**
   * @maxItems 12
   */
  slides: Slide[];
  /**
   * What screens sound for: nothing, what is critical, or warnings too, with a quieter sound.
   */
  sound: "off" | "critical" | "all";
  /**
   * @maxItems 48
   */
  tiles: TileDefinition[];
  title: string;
  /**
   * The title in other languages, for a board that speaks the screen's. Without it: as written.
   */
  titles: {
    [k: string]: string;
  };
  version: number;
}
/**
 * Outside `hours` the screen has only `brightness`, a share of its full one. Its figures go on.
 */
export interface Dimming {
  brightness: number;
  /**
   * @minItems 1
   * @maxItems 14
   */
  hours: BrightHours[];
}
/**
 * Hours of some days, in the site's zone; an end before the start is on the day after.
 */
export interface BrightHours {
  /**
   * @minItems 1
   * @maxItems 7
   */
  days: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
  end: string;
  start: string;
}
/**
 * A part of a board that is shown for some seconds, then the next one.
 */
export interface Slide {
  seconds: number;
  /**
   * @maxItems 48
   */
  tiles: TileDefinition[];
  title: string;
  /**
   * The title in other languages, for a board that speaks the screen's. Without it: as written.
   */
  titles: {
    [k: string]: string;
  };
}
/**
 * One tile: where it stands on the grid, what it shows, of whom and over which window.
 */
export interface TileDefinition {
  /**
   * Of satisfaction: what its rows are.
   */
  by: "channel" | "queue";
  /**
   * Smaller figures under the main one.
   *
   * @maxItems 3
   */
  details: [string, string][];
  goal: Goal | null;
  /**
   * Of goals: the set whose goals are shown.
   */
  goal_set: string | null;
  h: number;
  id: string;
  kind:
    | "number"
    | "level"
    | "trend"
    | "queue_table"
    | "agents"
    | "agent_grid"
    | "waiting_list"
    | "ticket_deadlines"
    | "alerts"
    | "top_topics"
    | "abandon_curve"
    | "satisfaction"
    | "goals"
    | "clock"
    | "board_health"
    | "text";
  /**
   * Of goals: whose goals are shown.
   */
  level: "company" | "leader" | "employee";
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
  /**
   * Of a trend: how many hours it goes back.
   */
  span_h: number;
  text: string | null;
  title: string;
  /**
   * The title in other languages, for a board that speaks the screen's. Without it: as written.
   */
  titles: {
    [k: string]: string;
  };
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
 * one scope names only one of them, or a contact would count twice. `sites` are whole sites together in place of the
 * board's own; who works for two of them counts once in each.
 */
export interface Scope {
  agents: string[];
  channels: string[];
  queues: string[];
  /**
   * Of a tile over several sites.
   *
   * @maxItems 12
   */
  sites: string[];
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
  /**
   * Sites of the scope of which nothing is known yet: no figure stands for the others.
   */
  missing: SiteShown[];
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
   * Of money of several sites: the currencies in which there is no sum.
   */
  currencies: string[];
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
 * A site, on a tile over several.
 */
export interface SiteShown {
  id: string;
  name: string;
}
/**
 * Why this tile's figures are not to be trusted: the worker or a source is silent since `since` (ms).
 */
export interface Stale {
  part: "worker" | "source" | "catching_up";
  since: number;
  /**
   * Of a tile over several sites: the one that is stale.
   */
  site: SiteShown | null;
  source: string | null;
}
/**
 * A figure, and how it came over the last hours: one point each `step_ms`, the first of them for the time from
 * `start` on. A point without a value is a gap.
 */
export interface TrendTile {
  /**
   * Time of the newest event or beat behind the tile, ms since 1970.
   */
  as_of: number | null;
  /**
   * Facts that came late changed them within the last minute.
   */
  corrected: boolean;
  figure: Figure;
  goal: GoalShown | null;
  kind: "trend";
  /**
   * Sites of the scope of which nothing is known yet: no figure stands for the others.
   */
  missing: SiteShown[];
  /**
   * Oldest first, at most 60.
   */
  points: (number | null)[];
  stale: Stale | null;
  /**
   * Where the first point begins, ms since 1970.
   */
  start: number | null;
  state: "ok" | "warning" | "critical" | "neutral" | "no_data";
  step_ms: number;
  /**
   * Of a service level: answered within this time.
   */
  threshold_ms: number | null;
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
  /**
   * Sites of the scope of which nothing is known yet: no figure stands for the others.
   */
  missing: SiteShown[];
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
  /**
   * Whose it is, on a tile over several sites.
   */
  site: SiteShown | null;
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
  /**
   * Sites of the scope of which nothing is known yet: no figure stands for the others.
   */
  missing: SiteShown[];
  online: number;
  stale: Stale | null;
  state: "ok" | "warning" | "critical" | "neutral" | "no_data";
}
/**
 * Who is in which state since when; on a board of teams, how many of each team.
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
  /**
   * Sites of the scope of which nothing is known yet: no figure stands for the others.
   */
  missing: SiteShown[];
  more: number;
  online: number;
  stale: Stale | null;
  state: "ok" | "warning" | "critical" | "neutral" | "no_data";
  teams: TeamCell[];
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
 * How many of a team are in which state. Without a name: those of small teams and of none.
 */
export interface TeamCell {
  counts: {
    [k: string]: number;
  };
  online: number;
  team: string | null;
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
  /**
   * Sites of the scope of which nothing is known yet: no figure stands for the others.
   */
  missing: SiteShown[];
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
  /**
   * Whose it is, on a tile over several sites.
   */
  site: SiteShown | null;
}
/**
 * What is due next. The longest overdue come first, only a few of them; all are counted.
 */
export interface TicketDeadlinesTile {
  /**
   * Time of the newest event or beat behind the tile, ms since 1970.
   */
  as_of: number | null;
  at_risk: number;
  breached: number;
  /**
   * Facts that came late changed them within the last minute.
   */
  corrected: boolean;
  kind: "ticket_deadlines";
  /**
   * Sites of the scope of which nothing is known yet: no figure stands for the others.
   */
  missing: SiteShown[];
  /**
   * Tickets with a running promise that were left out for room.
   */
  more: number;
  open: number;
  /**
   * Open tickets of which no promise runs at present.
   */
  paused: number;
  rows: TicketRow[];
  stale: Stale | null;
  state: "ok" | "warning" | "critical" | "neutral" | "no_data";
}
/**
 * An open ticket and the promise of it that is due first.
 */
export interface TicketRow {
  /**
   * What the agent is called; none has it yet.
   */
  agent: string | null;
  deadline: "running" | "at_risk" | "breached";
  /**
   * Ms since 1970; the page counts to it, and on past it.
   */
  due: number;
  /**
   * Of the queue.
   */
  name: string;
  priority: string | null;
  promise: "first_reply" | "next_reply" | "resolution";
  queue: string;
  /**
   * Whose it is, on a tile over several sites.
   */
  site: SiteShown | null;
  ticket: string;
}
/**
 * What needs a person now, the worst first.
 */
export interface AlertsTile {
  /**
   * Time of the newest event or beat behind the tile, ms since 1970.
   */
  as_of: number | null;
  /**
   * Facts that came late changed them within the last minute.
   */
  corrected: boolean;
  kind: "alerts";
  /**
   * Sites of the scope of which nothing is known yet: no figure stands for the others.
   */
  missing: SiteShown[];
  /**
   * Alerts that were left out for room.
   */
  more: number;
  rows: AlertRow[];
  /**
   * Open alerts that somebody silenced.
   */
  silenced: number;
  stale: Stale | null;
  state: "ok" | "warning" | "critical" | "neutral" | "no_data";
}
/**
 * An alert that has fired and not ended, and is sent.
 */
export interface AlertRow {
  about: "queue" | "agent" | "team" | "channel" | "site" | "contact" | "ticket" | "source" | "log";
  alert: string;
  /**
   * Ms since 1970.
   */
  began: number;
  /**
   * When it had lasted for long enough to be an alert, ms since 1970.
   */
  fired: number;
  /**
   * What it is about; empty for the site and the worker.
   */
  name: string;
  /**
   * Its name; a shipped rule's in English.
   */
  rule: string;
  /**
   * Somebody sees to it.
   */
  seen: boolean;
  severity: "warning" | "critical";
  /**
   * Whose it is, on a tile over several sites.
   */
  site: SiteShown | null;
  /**
   * There is no figure now, or none to be trusted: whether it still holds is not known.
   */
  unknown: boolean;
}
/**
 * What conversations were about, most frequent first.
 */
export interface TopTopicsTile {
  /**
   * Time of the newest event or beat behind the tile, ms since 1970.
   */
  as_of: number | null;
  /**
   * Facts that came late changed them within the last minute.
   */
  corrected: boolean;
  handled: number;
  kind: "top_topics";
  /**
   * Share of the handled ones of which the topic is known.
   */
  logged: number | null;
  /**
   * Sites of the scope of which nothing is known yet: no figure stands for the others.
   */
  missing: SiteShown[];
  rows: TopicLine[];
  stale: Stale | null;
  state: "ok" | "warning" | "critical" | "neutral" | "no_data";
  window: string;
}
export interface TopicLine {
  count: number;
  /**
   * Of all handled conversations.
   */
  share: number | null;
  topic: string;
}
/**
 * Where callers give up, band by band.
 */
export interface AbandonCurveTile {
  answered: number;
  /**
   * Time of the newest event or beat behind the tile, ms since 1970.
   */
  as_of: number | null;
  bands: BandShown[];
  /**
   * Facts that came late changed them within the last minute.
   */
  corrected: boolean;
  kind: "abandon_curve";
  left: number;
  /**
   * Sites of the scope of which nothing is known yet: no figure stands for the others.
   */
  missing: SiteShown[];
  stale: Stale | null;
  state: "ok" | "warning" | "critical" | "neutral" | "no_data";
  window: string;
  /**
   * Where pain zones begin, seconds.
   */
  zones_s: number[];
}
/**
 * Waits above `from_s` seconds, up to and including `to_s` (null: without end).
 */
export interface BandShown {
  answered: number;
  /**
   * How many waited into the band.
   */
  entered: number;
  from_s: number;
  left: number;
  /**
   * Of those, how many gave up here.
   */
  left_share: number | null;
  /**
   * A pain zone begins in it.
   */
  pain: boolean;
  to_s: number | null;
}
/**
 * What customers answered, as a whole and by channel or queue. Those that need help come first.
 */
export interface SatisfactionTile {
  /**
   * Time of the newest event or beat behind the tile, ms since 1970.
   */
  as_of: number | null;
  by: "channel" | "queue";
  /**
   * Facts that came late changed them within the last minute.
   */
  corrected: boolean;
  figure: Figure;
  goal: GoalShown | null;
  kind: "satisfaction";
  /**
   * Sites of the scope of which nothing is known yet: no figure stands for the others.
   */
  missing: SiteShown[];
  more: number;
  rows: SatisfactionRow[];
  stale: Stale | null;
  state: "ok" | "warning" | "critical" | "neutral" | "no_data";
}
export interface SatisfactionRow {
  id: string;
  n: number;
  name: string;
  /**
   * Whose it is, on a tile over several sites.
   */
  site: SiteShown | null;
  state: "ok" | "warning" | "critical" | "neutral" | "no_data";
  value: number | null;
}
/**
 * The goals of one set at one level.
 */
export interface GoalsTile {
  /**
   * Time of the newest event or beat behind the tile, ms since 1970.
   */
  as_of: number | null;
  /**
   * Facts that came late changed them within the last minute.
   */
  corrected: boolean;
  goals: GoalRow[];
  kind: "goals";
  /**
   * Whether the site works by this set.
   */
  known: boolean;
  level: "company" | "leader" | "employee";
  /**
   * Sites of the scope of which nothing is known yet: no figure stands for the others.
   */
  missing: SiteShown[];
  stale: Stale | null;
  state: "ok" | "warning" | "critical" | "neutral" | "no_data";
}
/**
 * One goal, with the scopes that need help first. `due` is the part of a paced target that should be reached by
 * now.
 */
export interface GoalRow {
  due: number | null;
  goal: string;
  /**
   * How many have enough behind their figure to be judged.
   */
  judged: number;
  more: number;
  name: string;
  on_goal: number;
  /**
   * What its scopes are.
   */
  scope: "queue" | "agent" | "team" | "channel" | "site";
  scopes: GoalScope[];
  state: "ok" | "warning" | "critical" | "neutral" | "no_data";
  target: GoalShown;
}
/**
 * A goal as it stands for one of those whose goal it is.
 */
export interface GoalScope {
  figure: Figure;
  id: string;
  name: string;
  state: "ok" | "warning" | "critical" | "neutral" | "no_data";
}
/**
 * The time at the site: the page counts it.
 */
export interface ClockTile {
  /**
   * Time of the newest event or beat behind the tile, ms since 1970.
   */
  as_of: number | null;
  /**
   * Facts that came late changed them within the last minute.
   */
  corrected: boolean;
  kind: "clock";
  /**
   * Sites of the scope of which nothing is known yet: no figure stands for the others.
   */
  missing: SiteShown[];
  stale: Stale | null;
  state: "ok" | "warning" | "critical" | "neutral" | "no_data";
}
/**
 * The signs of freshness in words. It is never stale itself: it tells what is.
 */
export interface BoardHealthTile {
  /**
   * Time of the newest event or beat behind the tile, ms since 1970.
   */
  as_of: number | null;
  /**
   * Facts that came late changed them within the last minute.
   */
  corrected: boolean;
  kind: "board_health";
  /**
   * Sites of the scope of which nothing is known yet: no figure stands for the others.
   */
  missing: SiteShown[];
  more: number;
  sources: SourceHealth[];
  stale: Stale | null;
  state: "ok" | "warning" | "critical" | "neutral" | "no_data";
  worker: WorkerHealth | null;
  /**
   * Over several sites: who works for each.
   */
  workers: SiteWorker[];
}
export interface SourceHealth {
  health: "live" | "quiet" | "behind" | "silent";
  /**
   * Its newest event or beat, ms since 1970.
   */
  last: number;
  /**
   * Whose it is, on a tile over several sites.
   */
  site: SiteShown | null;
  source: string;
}
export interface WorkerHealth {
  health: "live" | "catching_up" | "silent";
  lag_ms: number;
  lag_records: number | null;
  /**
   * When it last wrote, ms since 1970.
   */
  written: number;
}
export interface SiteWorker {
  site: SiteShown;
  worker: WorkerHealth | null;
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
  /**
   * Sites of the scope of which nothing is known yet: no figure stands for the others.
   */
  missing: SiteShown[];
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
    [k: string]:
      | NumberTile
      | TrendTile
      | QueueTableTile
      | AgentsTile
      | AgentGridTile
      | WaitingListTile
      | TicketDeadlinesTile
      | AlertsTile
      | TopTopicsTile
      | AbandonCurveTile
      | SatisfactionTile
      | GoalsTile
      | ClockTile
      | BoardHealthTile
      | TextTile;
  };
}
/**
 * Sent every `ping_s`. No frame for 2.5 × `ping_s` means that the connection is gone.
 */
export interface Ping {
  server_time: number;
  t: "ping";
}
/**
 * `message` puts a text on the screen until `until`, or without a text takes it away. `boards` gives a screen other
 * boards.
 */
export interface Notice {
  boards: string[] | null;
  build: string | null;
  kind: "reload" | "message" | "restart" | "boards";
  retry_after_ms: number | null;
  t: "notice";
  text: string | null;
  /**
   * ms since 1970, the server's clock
   */
  until: number | null;
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
