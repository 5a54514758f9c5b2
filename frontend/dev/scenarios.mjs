// Every state that a board can be in, by name: what the replay plays and the screenshots show.
import { board, FRESH, floor, HOSTILE, LONG, NAMES, QUEUES } from "./floor.mjs";
import { kindsBoard, kindsTiles } from "./kinds.mjs";
import { unitsBoard, unitsTiles } from "./units.mjs";

const OK = {
  level: 0.871,
  levelState: "ok",
  waits: [8_000, 3_000],
  waitingState: "ok",
  asa: 11_200,
  queueStates: ["ok", "ok", "ok", "ok", "ok", "no_data"],
}; // prettier-ignore
const CRITICAL = {
  level: 0.583,
  levelState: "critical",
  asa: 74_000,
  asaState: "critical",
  waitingState: "critical",
  moreWaiting: 9,
  waits: [3_842_000, 402_000, 361_000, 248_000, 191_000, 164_000, 133_000, 121_000, 98_000, 77_000, 40_000, 22_000],
  counts: { talking: 17, holding: 2, ringing: 1, wrapping: 2, available: 0, in_error: 1, break: 1 },
  queueStates: ["critical", "critical", "warning", "critical", "ok", "no_data"],
}; // prettier-ignore
const EMPTY = {
  level: null,
  levelState: "no_data",
  n: 0,
  waits: [],
  waitingState: "ok",
  asa: null,
  asaState: "no_data",
  counts: {},
  queues: [],
};

const SITE = { queues: [], teams: [], agents: [], channels: [] };

const pick = (tiles, ids) => Object.fromEntries(ids.map((id) => [id, tiles[id]]));

const stale = (tiles, part, source, since) =>
  Object.fromEntries(
    Object.entries(tiles).map(([id, tile]) => [id, { ...tile, as_of: since, stale: { part, source, since } }]),
  );

/** Scenario → what the board shows at `now`, and how it is drawn. */
export const SCENARIOS = {
  "live-floor": (now) => ({ tiles: floor(now) }),
  ok: (now) => ({ tiles: floor(now, OK) }),
  critical: (now) => ({ tiles: floor(now, CRITICAL) }),
  worker: (now) => ({ tiles: stale(floor(now - 130_000, CRITICAL), "worker", null, now - 130_000) }),
  source: (now) => ({
    tiles: {
      ...floor(now),
      ...stale(pick(floor(now - 130_000), ["waiting", "list", "queues"]), "source", "asterisk/pbx1", now - 130_000),
    },
  }),
  catching_up: (now) => ({ tiles: stale(floor(now - 130_000), "catching_up", null, now - 130_000) }),
  quiet: (now) => ({ tiles: floor(now, { ...OK, waits: [], behindMs: 42_000 }) }),
  no_data: (now) => ({
    tiles: floor(now, { ...EMPTY, queues: QUEUES, queueStates: ["no_data"], counts: { available: 6, break: 1 } }),
  }),
  empty: (now) => ({ tiles: floor(now, EMPTY) }),
  long: (now) => ({
    site_name: "Kundecenter København og Omegn, Nordre Fasanvej",
    tiles: floor(now, {
      n: 128_412,
      queues: [
        LONG,
        HOSTILE,
        "Rechnungsangelegenheitensachbearbeitung Großkunden Nordwest A",
        "Ärenden 日本語 サポート",
        "W".repeat(60),
        "Sales",
      ],
      names: [LONG, HOSTILE, "Maximiliane-Friederike von Hohenstein-Oberbergheim", ...NAMES],
    }),
    titles: {
      sl: "Service level of all queues with a promise to customers",
      list: "Waiting customers of every queue in the house, longest first",
      agents: "Everyone who is logged in on this floor at this very moment",
    },
  }),
  many: (now) => ({
    tiles: floor(now, {
      queues: Array.from({ length: 30 }, (_, at) => `${QUEUES[at % 6]} ${1 + Math.floor(at / 6)}`),
      counts: {
        talking: 27,
        holding: 3,
        ringing: 2,
        busy: 1,
        wrapping: 6,
        available: 9,
        in_error: 1,
        break: 5,
        training: 3,
        meeting: 2,
        other_work: 1,
      },
      waits: Array.from({ length: 48 }, (_, at) => 420_000 - at * 8_000),
    }),
  }),
  crowd: (now) => ({
    tiles: floor(now, {
      queues: Array.from({ length: 200 }, (_, at) => (at === 3 ? HOSTILE : `${QUEUES[at % 6]} ${at + 1}`)),
      counts: { talking: 612, wrapping: 148, available: 171, break: 69 },
      waits: Array.from({ length: 60 }, (_, at) => 900_000 - at * 9_000),
      moreWaiting: 1240,
    }),
  }),
  few: (now) => ({
    tiles: floor(now, { ...OK, queues: ["Support", "Sales"], counts: { talking: 2, available: 1 }, waits: [4_000] }),
  }),
  notes: (now) => ({ tiles: notes(now), definition: notesBoard() }),
  kinds: (now) => ({ tiles: kindsTiles(now, "ok"), definition: kindsBoard() }),
  kinds_warning: (now) => ({ tiles: kindsTiles(now, "warning"), definition: kindsBoard() }),
  kinds_critical: (now) => ({ tiles: kindsTiles(now, "critical"), definition: kindsBoard() }),
  kinds_no_data: (now) => ({ tiles: kindsTiles(now, "no_data"), definition: kindsBoard() }),
  kinds_stale: (now) => ({
    tiles: {
      ...stale(kindsTiles(now - 130_000, "critical"), "worker", null, now - 130_000),
      ...pick(kindsTiles(now, "critical"), ["health", "clock"]),
    },
    definition: kindsBoard(),
  }),
  kinds_small: (now) => ({ tiles: kindsTiles(now, "critical"), definition: kindsBoard(false) }),
  units: (now) => ({ tiles: unitsTiles(now), definition: unitsBoard() }),
}; // prettier-ignore

/** A board with a text tile, a plain number and tiles of other sizes. */
function notesBoard() {
  const [waiting, sl, asa, list, queues] = board.slides.flatMap((slide) => slide.tiles);
  return {
    ...board,
    title: "Front desk",
    rows: 12,
    slides: [],
    tiles: [
      { ...sl, x: 0, y: 0, w: 6, h: 7 },
      { ...waiting, x: 6, y: 0, w: 3, h: 7 },
      { ...asa, x: 9, y: 0, w: 3, h: 3 },
      { ...list, x: 9, y: 3, w: 3, h: 4 },
      { ...queues, x: 0, y: 7, w: 8, h: 5 },
      {
        id: "note",
        kind: "text",
        title: "Today",
        x: 8,
        y: 7,
        w: 4,
        h: 5,
        details: [],
        scope: SITE,
        window: "now",
      },
    ],
  };
}

function notes(now) {
  const { sl, waiting, asa, list, queues } = floor(now);
  const text = "Fibre fault in Randers: expect calls until 14:00.\nTell callers: an engineer is on site.";
  return { sl, waiting, asa, list, queues, note: { as_of: null, ...FRESH, kind: "text", state: "neutral", text } };
}

/** The definition as a scenario draws it, in the full shape that the server sends. */
export function definitionOf(id, { definition = board, titles = {} }) {
  const whole = (tile) => ({ ...PLAIN, ...tile, title: titles[tile.id] ?? tile.title });
  const slides = (definition.slides ?? []).map((slide) => ({ titles: {}, ...slide, tiles: slide.tiles.map(whole) }));
  return {
    dimming: null,
    language: null,
    people: "names",
    sound: "off",
    titles: {},
    ...definition,
    id,
    tiles: (definition.tiles ?? []).map(whole),
    slides,
  };
}

/** A tile's fields that a scenario leaves out. */
const PLAIN = {
  titles: {},
  metric: null,
  window: "now",
  goal: null,
  details: [],
  scope: SITE,
  rule: null,
  text: null,
  span_h: 4,
  by: "channel",
  goal_set: null,
  level: "company",
}; // prettier-ignore
