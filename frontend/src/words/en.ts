import type { Language } from "../language";
import type { AgentCell, Stale, TileDefinition } from "../protocol";
import { goals, metrics } from "./names/en";
import { plural } from "./plural";
import { tileWords } from "./tiles/en";

export type AgentState = AgentCell["state"];
export type MetricKey = NonNullable<TileDefinition["metric"]>;

const n = plural("en");

/** Every word on the wall. Another language is another object of this shape. Numbers come as text, written by Intl. */
export const en = {
  language: "en" as Language,
  locale: "en-GB",
  dash: "–",
  waitingForFigures: "Waiting for figures",
  waitingHint: (board: string) => `Board “${board}” appears here as soon as the server sends it.`,
  live: (behind: string) => `live · ${behind} behind`,
  quiet: (at: string) => `live · quiet, newest figures ${at}`,
  staleTiles: (count: number, text: string) => n(count, { one: `${text} tile stale`, other: `${text} tiles stale` }),
  allStale: (at: string) => `Stale since ${at}`,
  noFigures: "Connected",
  soundBlocked: "No sound: press a key",
  lost: (at: string) => `No connection since ${at}, trying again`,
  seconds: (count: string) => `${count} s`,
  hours: (count: string) => `${count} h`,
  stale: "Stale",
  staleSince: {
    connection: (at: string) => `Stale since ${at} · no connection`,
    worker: (at: string) => `Stale since ${at} · worker silent`,
    source: (at: string, source: string | null) => `${source ?? "Source"} silent since ${at}`,
    catching_up: (at: string) => `Figures of ${at} · catching up`,
  } satisfies Record<Stale["part"] | "connection", (at: string, source: string | null) => string>,
  corrected: "Corrected",
  onGoal: "On goal",
  belowGoal: "Below goal",
  nearLimit: "Near limit",
  critical: "Critical",
  noData: "No data",
  queuesBelowGoal: (below: string, all: string) => `${below} of ${all} below goal`,
  allOnGoal: "All on goal",
  goalHigher: (target: string) => `Goal ${target}`,
  goalLower: (target: string) => `Goal under ${target}`,
  within: (threshold: string) => ` in ${threshold}`,
  inTime: (threshold: string) => `In ${threshold}`,
  mayChange: (_count: number, text: string) => `${text} may change`,
  soFar: (period: string) => `${period} so far`,
  week: (week: string, year: string) => `Week ${week} ${year}`,
  covers: {
    day: (of: number, reported: string, all: string) =>
      n(of, { one: `${reported} of ${all} day`, other: `${reported} of ${all} days` }),
    month: (of: number, reported: string, all: string) =>
      n(of, { one: `${reported} of ${all} month`, other: `${reported} of ${all} months` }),
  },
  ofContacts: (count: string) => `of ${count}`,
  more: (count: string) => `+ ${count} more`,
  queue: "Queue",
  waiting: "Waiting",
  longest: "Longest",
  talking: "Talking",
  free: "Free",
  level: "Level",
  time: "Time",
  noQueues: "No queues yet",
  noQueuesHint: "They appear with their first contact.",
  nobodyOnline: "Nobody is logged in",
  nobodyWaiting: "Nobody is waiting",
  online: (_count: number, text: string) => `${text} logged in`,
  waitingCount: (_count: number, text: string) => `${text} waiting`,
  ...tileWords,
  units: { waiting: "waiting", talking: "talking" } as Partial<Record<MetricKey, string>>,
  windows: {
    now: "now",
    "5m": "5 min",
    "15m": "15 min",
    "30m": "30 min",
    "1h": "1 hour",
    "4h": "4 hours",
    "8h": "8 hours",
    "24h": "24 hours",
    interval: "this half-hour",
    today: "today",
    week: "this week",
    month: "this month",
  } as Readonly<Record<string, string>>,
  windowPhrases: {
    "5m": "in 5 min",
    "15m": "in 15 min",
    "30m": "in 30 min",
    "1h": "in 1 hour",
    "4h": "in 4 hours",
    "8h": "in 8 hours",
    "24h": "in 24 hours",
    interval: "this half-hour",
    today: "today",
    week: "this week",
    month: "this month",
  } as Readonly<Record<string, string>>,
  states: {
    in_error: "Error",
    ringing: "Ringing",
    talking: "Talking",
    holding: "Holding",
    wrapping: "After-call",
    busy: "Busy",
    available: "Available",
    break: "Break",
    training: "Training",
    meeting: "Meeting",
    other_work: "Other work",
    offline: "Offline",
  } satisfies Record<AgentState, string>,
  metrics: {
    ...metrics,
    // Under another figure there is room for a word or two. What is not here is named by its key.
    talking: "Talking",
    longest_wait: "Longest",
    next_breach: "Next late in",
    agents_available: "Available",
    agents_busy: "Busy",
    agents_on_break: "On break",
    agents_online: "Logged in",
    tickets_unanswered: "Unanswered",
    tickets_at_risk: "At risk",
    tickets_breached: "Overdue",
    next_due: "Next due in",
    backlog_age: "Average age",
    asa: "Answer time",
    abandon_rate: "Abandoned",
    sales_per_agent_day: "Sales a day",
    cost_share: "Cost share",
  } as Partial<Record<MetricKey, string>>,
  /** Goals that Tavle comes with, by their English name. */
  goals: goals as Readonly<Record<string, string>>,
  errors: {
    unknown_board: {
      title: "This board does not exist",
      todo: "Check the address of this screen: /tv/ followed by the board's id. The start page / shows the first board.",
    },
    origin: {
      title: "This address is not allowed",
      todo: "Open the board under the address that Tavle was set up with, or add this one to the allowed origins.",
    },
  } as Readonly<Record<string, { title: string; todo: string }>>,
  refused: {
    title: "The server will not send this board",
    todo: "Reload this page once the cause is put right. Whoever runs Tavle finds the code below in the log.",
  },
  code: (code: string) => `Code: ${code}`,
};

export type Words = typeof en;
