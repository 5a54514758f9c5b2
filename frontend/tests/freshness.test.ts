import { describe, expect, it } from "vitest";
import { countedTo, liveSign, QUIET_MS, staleness } from "../src/freshness";
import { NOW, numberTile } from "./frames";

const worker = numberTile(7, {
  stale: { part: "worker", source: null, site: null, since: NOW - 120_000 },
  as_of: NOW - 120_000,
});
const source = numberTile(7, { stale: { part: "source", source: "asterisk/pbx1", site: null, since: NOW - 60_000 } });

describe("a tile", () => {
  it("is fresh while nothing is silent", () => {
    expect(staleness(numberTile(7), null)).toBeNull();
  });

  it("names the part that is silent", () => {
    expect(staleness(worker, null)).toEqual({ part: "worker", source: null, site: null, since: NOW - 120_000 });
    expect(staleness(source, null)).toEqual({
      part: "source",
      source: "asterisk/pbx1",
      site: null,
      since: NOW - 60_000,
    });
  });

  it("is stale by the connection first: what it last heard of a source may have changed", () => {
    expect(staleness(source, NOW - 5000)).toEqual({ part: "connection", source: null, since: NOW - 5000 });
  });

  it("stops counting where its knowledge stops", () => {
    expect(countedTo(null, NOW)).toBe(NOW);
    expect(countedTo(staleness(worker, null), NOW)).toBe(NOW - 120_000);
    expect(countedTo(staleness(numberTile(1), NOW + 900), NOW)).toBe(NOW);
  });

  it("counts on what began after its silence: somebody who is not silent told of it", () => {
    expect(countedTo(staleness(source, null), NOW, NOW - 30_000)).toBe(NOW);
    expect(countedTo(staleness(source, null), NOW, NOW - 90_000)).toBe(NOW - 60_000);
    expect(countedTo(staleness(worker, null), NOW, NOW - 30_000)).toBe(NOW - 120_000);
  });

  it("names the site that is stale", () => {
    const site = { id: "odense", name: "Odense" };
    const tile = numberTile(7, { stale: { part: "worker", source: null, site, since: NOW - 9000 } });
    expect(staleness(tile, null)).toMatchObject({ part: "worker", site: "Odense" });
  });
});

describe("the header's sign", () => {
  it("is live, by the newest event behind any fresh tile", () => {
    const older = numberTile(1, { as_of: NOW - 4000 });
    expect(liveSign([older, numberTile(2, { as_of: NOW - 300 })], null, NOW)).toEqual({
      kind: "live",
      behindMs: 300,
      staleTiles: 0,
    });
  });

  it("is never ahead of the clock", () => {
    expect(liveSign([numberTile(2, { as_of: NOW + 80 })], null, NOW)).toMatchObject({ kind: "live", behindMs: 0 });
  });

  it("is quiet, not dead, when beats are the newest that came", () => {
    const at = NOW - QUIET_MS;
    expect(liveSign([numberTile(0, { as_of: at })], null, NOW)).toEqual({ kind: "quiet", lastAt: at, staleTiles: 0 });
  });

  it("counts stale tiles beside live ones and does not take their time for fresh", () => {
    expect(liveSign([source, numberTile(2, { as_of: NOW - 500 })], null, NOW)).toEqual({
      kind: "live",
      behindMs: 500,
      staleTiles: 1,
    });
  });

  it("is stale since the earliest silence when every tile is", () => {
    expect(liveSign([source, worker], null, NOW)).toEqual({ kind: "stale", since: NOW - 120_000 });
  });

  it("is lost when the connection is, whatever the tiles say", () => {
    expect(liveSign([numberTile(1)], NOW - 9000, NOW)).toEqual({ kind: "lost", since: NOW - 9000 });
  });

  it("claims nothing for a board of text", () => {
    expect(liveSign([numberTile(1, { as_of: null })], null, NOW)).toEqual({ kind: "none" });
    expect(liveSign([], null, NOW)).toEqual({ kind: "none" });
  });
});
