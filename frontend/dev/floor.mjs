// A floor to look at: the tiles of the shipped board, from fixed facts and a seeded generator.
import { readFileSync } from "node:fs";

export const board = JSON.parse(
  readFileSync(new URL("../../app/boards/shipped/live_floor.json", import.meta.url), "utf8"),
);

export function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

export const FRESH = { stale: null, corrected: false };
const GOAL = { target: 0.8, warning: 0.7, direction: "higher" };
export const HOSTILE = "<script>alert(1)</script>";
export const LONG = "Kundeservice Privat & Erhverv – reklamation, retur og ombytning";
export const NAMES = [
  "Anna Bergström",
  "Mads Holm",
  "Søren Kjær",
  "Ines Duarte",
  "Jonas Vik",
  "Freja Lund",
  "Pieter de Vries",
  "Amira Haddad",
  "Oskar Nyberg",
  "Lotte Bakker",
  "Emil Storm",
  "Karin Öberg",
  "Tobias Friis",
  "Sofie Dahl",
  "Yusuf Kaya",
  "Maja Lind",
  "Henrik Ravn",
  "Eva Jansen",
  "Nikolaj Bech",
  "Clara Møller",
  "Viktor Ek",
  "Ida Nørgaard",
  "Lars Visser",
  "Signe Toft",
]; // prettier-ignore
export const QUEUES = ["Billing", "Sales", "Support", "Retention", "Business", "Night line"];

export const figure = (key, window, unit, value, more = {}) => ({
  key,
  window,
  unit,
  value,
  since: null,
  until: null,
  n: null,
  provisional: null,
  currency: null,
  period: null,
  complete: null,
  covers: null,
  ...more,
});
export const running = (key, now, ms) => figure(key, "now", "ms", null, { since: now - ms });

/** One floor at `now`. `facts` overrides what the scenario is about. */
export function floor(now, facts = {}) {
  const fact = { ...ORDINARY, ...facts };
  const as_of = now - fact.behindMs;
  const fresh = { as_of, ...FRESH };
  return {
    sl: {
      ...fresh,
      kind: "level",
      state: fact.levelState,
      threshold_ms: 20_000,
      goal: GOAL,
      details: [],
      figure: figure("service_level", "today", "share", fact.level, { n: fact.n }),
      trend: fact.level === null ? [] : [0.84, 0.83, 0.85, 0.82, 0.8, 0.79, 0.795, 0.77, 0.75, 0.74, fact.level],
    },
    waiting: {
      ...fresh,
      kind: "number",
      state: fact.waitingState,
      threshold_ms: null,
      goal: { target: 5, warning: 10, direction: "lower" },
      figure: figure("waiting", "now", "count", fact.waits.length),
      details: [
        fact.waits.length
          ? running("longest_wait", now, Math.max(...fact.waits))
          : figure("longest_wait", "now", "ms", null),
        figure("talking", "now", "count", fact.counts.talking ?? 0),
      ],
      trend: [1, 1, 2, 1, 3, 2, 4, 3, 6, 7, fact.waits.length],
    },
    asa: {
      ...fresh,
      kind: "number",
      state: fact.asaState,
      threshold_ms: null,
      goal: { target: 20_000, warning: 30_000, direction: "lower" },
      figure: figure("asa", "30m", "ms", fact.asa, { n: fact.asa === null ? 0 : 96 }),
      details: [figure("abandon_rate", "30m", "share", fact.asa === null ? null : 0.031)],
      trend: fact.asa === null ? [] : [22, 24, 21, null, null, 17, 19, 18, 16, 17, 15].map((v) => v && v * 1000),
    },
    occupancy: {
      ...fresh,
      kind: "level",
      state: "neutral",
      threshold_ms: null,
      goal: null,
      details: [],
      figure: figure("occupancy", "today", "share", fact.n === 0 ? null : 0.78),
      trend: [],
    },
    handled: {
      ...fresh,
      kind: "number",
      state: "neutral",
      threshold_ms: null,
      goal: null,
      details: [],
      figure: figure("handled", "today", "count", fact.n),
      trend: [],
    },
    queues: queueTable(now, fact, fresh),
    list: {
      ...fresh,
      kind: "waiting_list",
      state: fact.waits.length ? fact.waitingState : "ok",
      threshold_ms: 20_000,
      more: fact.moreWaiting,
      entries: fact.waits.map((ms, at) => ({
        contact: `c-${at}`,
        queue: `q-${at % fact.queues.length}`,
        name: fact.queues[at % fact.queues.length],
        since: now - ms,
        late: ms > 20_000,
      })),
    },
    alerts: { ...fresh, kind: "alerts", state: "ok", rows: [], silenced: 0, more: 0, missing: [] },
    agents: { ...fresh, kind: "agents", state: "neutral", counts: fact.counts, online: total(fact.counts) },
    grid: {
      ...fresh,
      kind: "agent_grid",
      state: "neutral",
      online: total(fact.counts),
      more: 0,
      teams: [],
      agents: cells(now, fact),
    },
  };
} // prettier-ignore

const total = (counts) => Object.entries(counts).reduce((sum, [state, n]) => (state === "offline" ? sum : sum + n), 0);

const ORDINARY = {
  behindMs: 300,
  level: 0.764,
  levelState: "warning",
  n: 412,
  waits: [102_000, 61_000, 48_000, 31_000, 14_000, 9_000, 3_000],
  waitingState: "warning",
  moreWaiting: 0,
  asa: 18_400,
  asaState: "ok",
  counts: { talking: 12, wrapping: 3, available: 5, break: 4 },
  queues: QUEUES,
  queueStates: ["critical", "ok", "ok", "warning", "ok", "no_data"],
  names: NAMES,
}; // prettier-ignore

function queueTable(now, fact, fresh) {
  const random = generator(7);
  const rows = fact.queues.map((name, at) => {
    const state = fact.queueStates[at % fact.queueStates.length];
    const waiting = fact.waits.filter((_, who) => who % fact.queues.length === at);
    const level = { ok: 0.81 + random() * 0.15, warning: 0.74, critical: 0.61, neutral: 0.5, no_data: null }[state];
    return {
      queue: `q-${at}`,
      name,
      state,
      waiting: waiting.length,
      longest_since: waiting.length ? now - Math.max(...waiting) : null,
      talking: Math.floor(random() * 6),
      agents_available: Math.floor(random() * 4),
      service_level: level,
      n: level === null ? 0 : 40 + Math.floor(random() * 90),
    };
  });
  const below = rows.filter((row) => row.state === "warning" || row.state === "critical").length;
  const critical = rows.some((row) => row.state === "critical");
  const state = rows.length === 0 ? "no_data" : critical ? "critical" : below ? "warning" : "ok";
  return { ...fresh, kind: "queue_table", state, rows, threshold_ms: 20_000, goal: GOAL, below_goal: below, more: 0 };
} // prettier-ignore

function cells(now, fact) {
  const random = generator(11);
  const states = Object.entries(fact.counts).flatMap(([state, n]) => Array.from({ length: n }, () => state));
  return states.map((state, at) => ({
    agent: `a-${at}`,
    name: fact.names[at % fact.names.length],
    state,
    since: now - Math.floor(random() * (state === "break" ? 4_500_000 : 480_000)),
    queue: null,
  }));
}
