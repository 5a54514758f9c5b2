/** What `GET /api/v1/sites/{site}/view` and `…/goals` answer (docs/api.md). Moments in ms since 1970. */
export type State = "ok" | "warning" | "critical" | "neutral" | "no_data";
export type WindowKey = "5m" | "15m" | "30m" | "1h" | "4h" | "8h" | "24h" | "interval" | "today" | "week" | "month";
export const WINDOWS: readonly WindowKey[] = [
  "5m",
  "15m",
  "30m",
  "1h",
  "4h",
  "8h",
  "24h",
  "interval",
  "today",
  "week",
  "month",
];

/** `n` stand behind the value; null for a plain sum. */
export interface FigureShown {
  readonly value: number | null;
  readonly n: number | null;
  readonly provisional?: number;
}
export type Figures = Readonly<Record<string, FigureShown>>;

export interface SourceSign {
  readonly id: string;
  readonly newest: number;
  readonly beat: number | null;
  readonly silent: boolean;
}

export interface Freshness {
  readonly as_of: number | null;
  readonly stale: {
    readonly part: "worker" | "source" | "catching_up";
    readonly source: string | null;
    readonly since: number;
  } | null;
  readonly written: number;
  readonly worker_silent_ms: number;
  readonly sources: readonly SourceSign[];
}

export interface MissedGoal {
  readonly name: string;
  readonly metric: string;
  readonly unit: string;
  readonly window: string;
  readonly value: number | null;
  readonly target: number;
  readonly direction: "higher" | "lower";
  readonly state: State;
}

export interface QueueShown {
  readonly id: string;
  readonly name: string;
  readonly waiting: number;
  readonly suspect: number;
  readonly talking: number;
  readonly longest_since: number | null;
  readonly next_late: number | null;
  readonly late: boolean;
  readonly threshold_ms: number;
  readonly agents: Readonly<Record<string, number>>;
  readonly tickets: { readonly open: number; readonly at_risk: number; readonly breached: number };
  readonly corrected: number | null;
  readonly state: State;
  readonly missed: readonly MissedGoal[];
  readonly goal: number;
  readonly level_state: State;
  readonly needed: number | null;
  readonly reachable: boolean | null;
  readonly figures: Figures;
}

export interface WaitingShown {
  readonly contact: string;
  readonly since: number;
  readonly late: boolean;
}

export interface CurveBand {
  readonly from_s: number;
  readonly to_s: number | null;
  readonly left: number;
  readonly answered: number;
  readonly entered: number;
  readonly left_share: number | null;
  readonly pain: boolean;
}

export interface OneQueue extends QueueShown {
  readonly by_rule: Figures;
  readonly waiting_list: readonly WaitingShown[];
  readonly suspects: readonly WaitingShown[];
  readonly tables: {
    readonly abandon_curve: readonly CurveBand[];
    readonly top_topics: readonly { readonly topic: string; readonly count: number; readonly share: number | null }[];
  };
}

export interface AgentShown {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly since: number | null;
  readonly contact: string | null;
  readonly queue: string | null;
  readonly team: string | null;
  readonly queues: readonly string[];
  readonly tickets: number;
  readonly figures?: Figures;
}

export type TicketState = "breached" | "at_risk" | "ok" | "paused" | "no_promise";
export type Promised = "first_reply" | "next_reply" | "resolution";

export interface TicketDue {
  readonly promise: Promised;
  readonly target_ms: number;
  readonly due?: number;
  readonly at_risk?: number;
  readonly left_ms?: number;
}

export interface TicketShown {
  readonly id: string;
  readonly queue: string;
  readonly agent: string | null;
  readonly opened: number;
  readonly status: string;
  readonly channel: string;
  readonly priority: string | null;
  readonly unanswered: boolean;
  readonly state: TicketState;
  readonly due: number | null;
  readonly dues: readonly TicketDue[];
}

export interface TicketsShown {
  readonly open: number;
  readonly matching: number;
  readonly listed: readonly TicketShown[];
  readonly more: number;
  readonly states: Readonly<Record<TicketState, number>>;
  readonly queues: readonly string[];
  readonly agents: readonly string[];
}

export interface ViewAnswer {
  readonly site: string;
  readonly name: string;
  readonly at: number;
  readonly now: number;
  readonly zone: string;
  readonly currency: string;
  readonly least_n: number;
  readonly queue_names: Readonly<Record<string, string>>;
  readonly agent_names: Readonly<Record<string, string>>;
  readonly freshness: Freshness;
  readonly all?: { readonly figures: Figures };
  readonly queues?: readonly QueueShown[];
  readonly queue?: OneQueue;
  readonly agents?: readonly AgentShown[];
  readonly tickets?: TicketsShown;
}

export type Level = "company" | "leader" | "employee";
export const LEVELS: readonly Level[] = ["company", "leader", "employee"];

export interface GoalShown {
  readonly goal: string;
  readonly name: string;
  readonly metric: string;
  readonly unit: string | null;
  readonly window: string;
  readonly direction: "higher" | "lower";
  readonly scope: string;
  readonly scope_id: string;
  readonly scope_name: string;
  readonly value: number | null;
  readonly n: number | null;
  readonly state: State;
  readonly target: number;
  readonly inclusive: boolean;
  readonly gap: number | null;
  readonly paced: boolean;
  readonly due: number;
  readonly period: string | null;
  readonly complete: boolean;
  readonly feeds: string | null;
  readonly fed_by: readonly { readonly goal: string; readonly scope_id: string }[];
}

export interface GoalsAnswer {
  readonly at: string;
  readonly sets: Readonly<Record<string, Readonly<Record<Level, readonly GoalShown[]>>>>;
}
