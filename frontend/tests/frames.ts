import type { Board, Delta, Figure, NumberTile, Snapshot, Tile, TileDefinition } from "../src/protocol";

export const NOW = Date.UTC(2025, 10, 23, 9, 42, 0);

export function definition(id: string, kind: TileDefinition["kind"] = "number", at: Partial<TileDefinition> = {}) {
  const whole: TileDefinition = {
    id,
    kind,
    title: id,
    titles: {},
    x: 0,
    y: 0,
    w: 4,
    h: 4,
    metric: "waiting",
    window: "now",
    scope: { queues: [], teams: [], agents: [], channels: [], sites: [] },
    goal: null,
    rule: null,
    details: [],
    text: null,
    span_h: 4,
    by: "channel",
    goal_set: null,
    level: "company",
    ...at,
  };
  return whole;
}

export function board(tiles: readonly TileDefinition[]): Board {
  return {
    id: "live-floor",
    version: 1,
    title: "Live floor",
    titles: {},
    language: null,
    site: "aarhus",
    columns: 12,
    rows: 12,
    tiles: [...tiles],
    slides: [],
    dimming: null,
    sound: "off",
    people: "names",
  };
}

export function figure(value: number | null, more: Partial<Figure> = {}): Figure {
  return {
    key: "waiting",
    window: "now",
    unit: "count",
    value,
    since: null,
    until: null,
    n: null,
    provisional: null,
    currency: null,
    currencies: [],
    period: null,
    complete: null,
    covers: null,
    ...more,
  };
}

export function numberTile(value: number | null, more: Partial<NumberTile> = {}): NumberTile {
  return {
    kind: "number",
    as_of: NOW,
    stale: null,
    corrected: false,
    missing: [],
    state: "neutral",
    figure: figure(value),
    goal: null,
    threshold_ms: null,
    trend: [],
    details: [],
    ...more,
  };
}

export function snapshot(seq: number, tiles: Record<string, Tile>, epoch = "run-1"): Snapshot {
  return {
    t: "snapshot",
    board: "live-floor",
    epoch,
    seq,
    server_time: NOW,
    definition: board(Object.keys(tiles).map((id) => definition(id))),
    site_name: "Aarhus",
    zone: "Europe/Copenhagen",
    tiles,
  };
}

export function delta(prev: number, seq: number, tiles: Record<string, Tile>, epoch = "run-1"): Delta {
  return { t: "delta", board: "live-floor", epoch, seq, prev, server_time: NOW, tiles };
}
