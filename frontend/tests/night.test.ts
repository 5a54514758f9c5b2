import { signal } from "@preact/signals";
import { describe, expect, it } from "vitest";
import type { Tile } from "../src/protocol";
import type { Held } from "../src/store";
import { isBright, localTimes, minuteOf } from "../src/tv/local_time";
import { LEAST_UPTIME_MS, minuteOfNight, reloadAtNight, reloadIsDue } from "../src/tv/nightly";
import { keepPicture, pictureOf, type Store, showPicture, takePicture } from "../src/tv/picture";
import { board, NOW, numberTile } from "./frames";

const ZONE = "Europe/Copenhagen";
const local = localTimes(ZONE);
const NIGHT = Date.UTC(2025, 10, 24, 2, 30); // 03:30 in Copenhagen, a Monday

describe("the site's own time", () => {
  it("is that of its zone, summer and winter", () => {
    expect(local(NIGHT)).toEqual({ day: "mon", minute: 210 });
    expect(local(Date.UTC(2025, 6, 6, 22, 0))).toEqual({ day: "mon", minute: 0 });
  });
});

describe("dimming", () => {
  const office = [{ days: ["mon", "tue"] as ("mon" | "tue")[], start: "07:30", end: "18:00" }];
  const late = [{ days: ["fri"] as "fri"[], start: "22:00", end: "02:00" }];
  it.each([
    ["mon", "07:29", false],
    ["mon", "07:30", true],
    ["tue", "17:59", true],
    ["tue", "18:00", false],
    ["wed", "12:00", false],
  ] as const)("%s %s is within office hours: %s", (day, time, bright) => {
    expect(isBright(office, { day, minute: minuteOf(time) })).toBe(bright);
  });

  it.each([
    ["fri", "21:59", false],
    ["fri", "22:00", true],
    ["sat", "01:59", true],
    ["sat", "02:00", false],
    ["fri", "01:00", false],
  ] as const)("%s %s is within hours over midnight: %s", (day, time, bright) => {
    expect(isBright(late, { day, minute: minuteOf(time) })).toBe(bright);
  });
});

describe("the nightly reload", () => {
  it("has a minute between three and half past four", () => {
    expect(minuteOfNight(() => 0)).toBe(180);
    expect(minuteOfNight(() => 0.999999)).toBe(269);
  });

  it.each([
    [209, LEAST_UPTIME_MS, true, false],
    [210, LEAST_UPTIME_MS, true, true],
    [269, LEAST_UPTIME_MS, true, true],
    [270, LEAST_UPTIME_MS, true, false],
    [210, LEAST_UPTIME_MS - 1, true, false],
    [210, LEAST_UPTIME_MS, false, false],
  ])("at minute %i, up for %i ms, connected %s: %s", (minute, uptime, connected, due) => {
    expect(reloadIsDue({ day: "mon", minute }, 210, uptime, connected)).toBe(due);
  });

  it("waits for a server that answers, and asks it no more than every five minutes", async () => {
    const second = signal(NIGHT - LEAST_UPTIME_MS);
    let asked = 0;
    let reloads = 0;
    let answers = false;
    const stop = reloadAtNight({
      session: { held: signal(held()), lostSince: signal(null) },
      second,
      random: () => 0.34, // 03:30
      answers: () => {
        asked += 1;
        return Promise.resolve(answers);
      },
      reload: () => {
        reloads += 1;
      },
    });
    for (let at = 0; at < 400; at += 1) second.value = NIGHT + at * 1000;
    await Promise.resolve();
    expect([asked, reloads]).toEqual([2, 0]);
    answers = true;
    second.value = NIGHT + 601_000;
    await Promise.resolve();
    await Promise.resolve();
    expect(reloads).toBe(1);
    stop();
  });
});

describe("the picture over a reload", () => {
  it("is what the tiles showed, not what the last snapshot said", () => {
    const tiles = new Map([["waiting", signal<Tile | null>(numberTile(8))]]);
    const session = shown(held(), tiles);
    expect(pictureOf(session)?.tiles).toEqual({ waiting: numberTile(8) });
  });

  it("is shown once, with its age, and only on its own board", () => {
    const store = memory();
    keepPicture(store, held(), "tv-1.js", NOW);
    expect(takePicture(store, "another", "tv-1.js", NOW + 2000)).toBeNull();
    keepPicture(store, held(), "tv-1.js", NOW);
    const kept = takePicture(store, "live-floor", "tv-1.js", NOW + 2000);
    expect(takePicture(store, "live-floor", "tv-1.js", NOW + 2000)).toBeNull();
    const session = shown(null);
    if (kept !== null) showPicture(session, kept);
    expect(session.held.value).toEqual(held());
    expect(session.lostSince.value).toBe(NOW);
    expect(session.tile("waiting").value).toEqual(numberTile(7));
  });

  it("is not shown when it is old, spoilt, or did not fit", () => {
    const store = memory();
    keepPicture(store, held(), "tv-1.js", NOW);
    expect(takePicture(store, "live-floor", "tv-1.js", NOW + 61_000)).toBeNull();
    store.setItem("tavle-picture", "{");
    expect(takePicture(store, "live-floor", "tv-1.js", NOW)).toBeNull();
    keepPicture(store, held(), "tv-1.js", NOW);
    expect(takePicture(store, "live-floor", "tv-2.js", NOW)).toBeNull();
    keepPicture(store, { ...held(), siteName: "x".repeat(1_000_001) }, "tv-1.js", NOW);
    expect(takePicture(store, "live-floor", "tv-1.js", NOW)).toBeNull();
  });
});

function held(): Held {
  return {
    board: "live-floor",
    epoch: "run-1",
    seq: 7,
    definition: board([]),
    siteName: "Aarhus",
    zone: ZONE,
    tiles: { waiting: numberTile(7) },
  };
}

function shown(of: Held | null, tiles = new Map([["waiting", signal<Tile | null>(null)]])) {
  const none = signal<Tile | null>(null);
  return { held: signal(of), lostSince: signal<number | null>(null), tile: (id: string) => tiles.get(id) ?? none };
}

function memory(): Store {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}
