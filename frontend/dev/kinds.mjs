// Boards of the kinds with charts, lists and goals, in every state that they can be in.
import { FRESH, figure, generator, LONG } from "./floor.mjs";

const HOUR = 3_600_000;
const SL_GOAL = { target: 0.8, warning: 0.7, direction: "higher" };
const STATES = {
  ok: { level: 0.86, satisfied: 0.88, nps: 54, due: [42, 95, 180, 260, 400], handled: 2482, kept: 1.25 },
  warning: { level: 0.76, satisfied: 0.74, nps: 31, due: [12, 95, 180, 260, 400], handled: 1204, kept: 0.9 },
  critical: { level: 0.58, satisfied: 0.52, nps: -12, due: [-310, -75, -4, 9, 62, 130], handled: 640, kept: 0.2 },
}; // prettier-ignore

/** Every new kind at `now`; `state` is ok, warning, critical or no_data. */
export function kindsTiles(now, state) {
  const fact = STATES[state];
  const fresh = { as_of: now - 400, ...FRESH };
  return {
    trend: trend(now, fresh, state, fact),
    curve: curve(fresh, fact),
    due: deadlines(now, fresh, state, fact),
    topics: topics(fresh, fact),
    satisfied: satisfaction(fresh, state, fact),
    goals: goals(fresh, state, fact),
    health: health(now, fresh, state),
    clock: { ...fresh, as_of: null, kind: "clock", state: "neutral" },
  };
}

function trend(now, fresh, state, fact) {
  const random = generator(3);
  const points = fact
    ? Array.from({ length: 48 }, (_, at) => (at > 20 && at < 24 ? null : line(fact.level, random)))
    : [];
  return {
    ...fresh,
    kind: "trend",
    state,
    figure: figure("service_level", "1h", "share", fact?.level ?? null, { n: fact ? 184 : 0 }),
    goal: SL_GOAL,
    threshold_ms: 20_000,
    points,
    start: fact ? Math.floor((now - 4 * HOUR) / 300_000) * 300_000 : null,
    step_ms: 300_000,
  };
}

const line = (level, random) => Math.min(1, Math.max(0.1, level + (random() - 0.5) * 0.3));

function curve(fresh, fact) {
  const edges = [0, 10, 20, 30, 60, 90, 120, 150, 180, 300, null];
  const left = fact ? [31, 22, 18, 40, 12, 14, 3, 9, 2, 1] : [];
  const answered = fact ? [810, 420, 260, 180, 60, 22, 9, 4, 2, 0] : [];
  let entered = [...left, ...answered].reduce((sum, n) => sum + n, 0);
  const bands = left.map((gone, at) => {
    const band = {
      from_s: edges[at],
      to_s: edges[at + 1],
      left: gone,
      answered: answered[at],
      entered,
      left_share: entered ? gone / entered : null,
      pain: [5, 7, 8].includes(at),
    };
    entered -= gone + answered[at];
    return band;
  });
  const all = (list) => list.reduce((sum, n) => sum + n, 0);
  return {
    ...fresh,
    kind: "abandon_curve",
    state: fact ? "neutral" : "no_data",
    window: "today",
    bands,
    zones_s: [90, 150, 180],
    left: all(left),
    answered: all(answered),
  };
}

function deadlines(now, fresh, state, fact) {
  const minutes = fact?.due ?? [];
  const names = ["Mail", "Claims", LONG, "Mail", "Sales", "Mail"];
  const rows = minutes.map((left, at) => ({
    ticket: at === 2 ? "CASE-2025-00048213" : `T-${1040 + at}`,
    queue: `q${at}`,
    name: names[at % names.length],
    priority: ["urgent", null, "normal"][at % 3],
    agent: ["Søren Kjær", null, "Amira Haddad"][at % 3],
    promise: ["first_reply", "next_reply", "resolution"][at % 3],
    due: now + left * 60_000,
    deadline: left < 0 ? "breached" : left < 30 ? "at_risk" : "running",
  }));
  const count = (deadline) => rows.filter((row) => row.deadline === deadline).length;
  return {
    ...fresh,
    kind: "ticket_deadlines",
    state: fact ? state : "no_data",
    rows,
    open: fact ? 46 : 0,
    paused: fact ? 7 : 0,
    at_risk: count("at_risk"),
    breached: count("breached"),
    more: fact ? 33 : 0,
  };
}

function topics(fresh, fact) {
  const names = [
    "Where is my parcel",
    "Invoice",
    "Password",
    "Change of plan",
    LONG,
    "Damaged goods",
    "Price",
    "Other",
  ];
  const rows = fact
    ? names.map((topic, at) => ({
        topic,
        count: Math.round(fact.handled / (3 + 2 * at)),
        share: 1 / (3 + 2 * at),
      }))
    : [];
  return {
    ...fresh,
    kind: "top_topics",
    state: fact ? "neutral" : "no_data",
    window: "today",
    rows,
    handled: fact?.handled ?? 0,
    logged: fact ? 0.914 : null,
  };
}

function satisfaction(fresh, state, fact) {
  const rows = fact
    ? [
        { id: "email", name: "email", state, value: fact.satisfied - 0.04, n: 48 },
        { id: "voice", name: "voice", state: "ok", value: 0.91, n: 311 },
        { id: "kiosk", name: "kiosk", state: "neutral", value: 0.5, n: 4 },
      ]
    : [];
  return {
    ...fresh,
    kind: "satisfaction",
    state,
    by: "channel",
    figure: figure("csat", "today", "share", fact?.satisfied ?? null, { n: fact ? 363 : 0 }),
    goal: SL_GOAL,
    rows,
    more: 0,
  };
}

function goals(fresh, state, fact) {
  const scope = (id, one, value, n = 40) => ({
    id,
    name: id,
    state: one,
    figure: figure("asa", "today", "ms", value, { n }),
  });
  const names = ["Billing", "Sales", "Support", "Retention", LONG, "Business"];
  const goal = (more) => ({ due: null, on_goal: 0, judged: 0, more: 0, scope: "site", ...more });
  const rows = [
    goal({
      goal: "net",
      name: "100 more customers a month",
      state,
      due: 0.8,
      target: { target: 100, warning: 80, direction: "higher" },
      scopes: [
        {
          id: "aarhus",
          name: "Aarhus",
          state,
          figure: figure("net_customers", "month", "count", fact ? Math.round(100 * fact.kept * 0.8) : null),
        },
      ],
    }),
    goal({
      goal: "queue",
      name: "Queue under 1 minute",
      state,
      scope: "queue",
      target: { target: 60_000, warning: 90_000, direction: "lower" },
      scopes: fact
        ? names.map((name, at) => scope(name, at === 0 ? state : "ok", at === 0 ? 104_000 : 12_000 * (at + 1)))
        : [],
      on_goal: state === "ok" ? 6 : 5,
      judged: fact ? 6 : 0,
    }),
  ];
  return { ...fresh, kind: "goals", state, level: "leader", known: true, goals: fact ? rows : [] };
}

function health(now, fresh, state) {
  const worker = { health: "live", written: now - 300, lag_ms: 0, lag_records: 0 };
  const source = (id, one, ago_ms) => ({ source: id, health: one, last: now - ago_ms, site: null });
  const calm = [source("asterisk/pbx1", "live", 300), source("zendesk", "quiet", 90_000)];
  const told = {
    ok: { worker, sources: calm },
    warning: {
      worker: { ...worker, health: "catching_up", lag_ms: 312_000, lag_records: 48_210 },
      sources: [source("asterisk/pbx1", "silent", 130_000), ...calm.slice(1)],
    },
    critical: { worker: { ...worker, health: "silent", written: now - 130_000 }, sources: calm },
    no_data: { worker: null, sources: [] },
  }[state];
  return { ...fresh, kind: "board_health", state, more: 0, workers: [], ...told };
}

const PLACES = [
  ["trend", "trend", "Service level, 4 hours", 0, 0, 4, 6],
  ["curve", "abandon_curve", "Where callers give up", 4, 0, 4, 6],
  ["due", "ticket_deadlines", "Due next", 8, 0, 4, 7],
  ["topics", "top_topics", "Most frequent topics", 0, 6, 3, 6],
  ["satisfied", "satisfaction", "CSAT by channel", 3, 6, 3, 6],
  ["goals", "goals", "Goals", 6, 6, 2, 6],
  ["health", "board_health", "Figures and sources", 8, 7, 4, 3],
  ["clock", "clock", "Aarhus", 8, 10, 4, 2],
];

const place = ([id, kind, title, x, y, w, h]) => ({ id, kind, title, x, y, w, h });

/** Two slides of four, or all eight on one board where `slides` is false. */
export function kindsBoard(slides = true) {
  const board = { id: "kinds", version: 1, title: "Kinds", site: "aarhus", columns: 12, rows: 12 };
  if (!slides) return { ...board, tiles: PLACES.map(place) };
  const quarters = (ids) =>
    ids.map((id, at) => {
      const tile = place(PLACES.find(([one]) => one === id));
      return { ...tile, x: (at % 2) * 6, y: Math.floor(at / 2) * 6, w: 6, h: 6 };
    });
  return {
    ...board,
    tiles: [],
    slides: [
      { title: "Service", seconds: 20, tiles: quarters(["trend", "curve", "due", "topics"]) },
      { title: "Goals", seconds: 20, tiles: quarters(["satisfied", "goals", "health", "clock"]) },
    ],
  };
}
